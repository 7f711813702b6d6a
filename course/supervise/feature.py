"""The routes of this area hang here."""

from course.web.feature import Feature
from course.web.transaction import confine

feature = Feature("supervise", __name__, template_folder="templates")
confine(feature)  # a supervisor sees who completed and when: no page of the area can read an answer
