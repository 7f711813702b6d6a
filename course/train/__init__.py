"""Trainers: documents with their notes and keys, and the brief of a session."""

from course.train import brief_page, library_page
from course.train.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "brief_page", "library_page"]
