"""Reviewers: what waits for their signatures, what they signed, and each text whole."""

from course.review import documents_page, preview_page, record_page, text_page
from course.review.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "documents_page", "preview_page", "record_page", "text_page"]
