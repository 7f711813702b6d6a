"""Trainers write documents in the browser: from an idea to a text that three parties can sign."""

from course.author import publications_page, queues_page, record_page, review_page, withdrawal_page
from course.author.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "publications_page", "queues_page", "record_page", "review_page", "withdrawal_page"]
