"""Administrators: people and units of one organisation."""

from course.administer import people_page
from course.administer.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "people_page"]
