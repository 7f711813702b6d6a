"""The routes of this area hang here."""

from course.web.feature import Feature
from course.web.identity import ask_nobody

feature = Feature("learn", __name__, template_folder="templates")
library = Feature("library", __name__, template_folder="templates")
room = Feature("room", __name__, template_folder="templates")
room.before_request(ask_nobody)
