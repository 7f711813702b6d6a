"""Supervisors: completion of their units, and nothing more."""

from course.supervise import delegations_page, paper_page, report_page, units_page
from course.supervise.feature import feature

FEATURES = (feature,)

__all__ = ["FEATURES", "delegations_page", "paper_page", "report_page", "units_page"]
