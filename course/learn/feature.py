"""The routes of this area hang here."""

from course.web.feature import Feature

feature = Feature("learn", __name__, template_folder="templates")
library = Feature("library", __name__, template_folder="templates")
