"""Administrators: people and units of one organisation."""

from course.administer import codes_page, people_page
from course.administer.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "codes_page", "people_page"]
