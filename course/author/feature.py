"""The routes of this area hang here."""

from course.web.feature import Feature

feature = Feature("author", __name__, template_folder="templates")
