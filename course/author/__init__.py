"""Trainers write documents in the browser: from an idea to a text that three parties can sign."""

from course.author import record_page, review_page
from course.author.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "record_page", "review_page"]
