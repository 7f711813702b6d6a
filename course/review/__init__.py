"""Reviewers: documents that wait for their signatures."""

from course.review import documents_page, preview_page
from course.review.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "documents_page", "preview_page"]
