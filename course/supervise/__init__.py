"""Supervisors: completion of their units, and nothing more."""

from course.supervise import paper_page, report_page, units_page
from course.supervise.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "paper_page", "report_page", "units_page"]
