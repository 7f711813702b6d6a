"""Trainers: documents with their notes and keys."""

from course.train import library_page
from course.train.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "library_page"]
