"""Reports of completion. A new one is a file here and its line in `REPORTS`."""

from collections.abc import Callable, Mapping
from typing import Final

from course.supervise.narrowing import Asked
from course.supervise.reports import people, units
from course.supervise.reports.report import Report

REPORTS: Final[Mapping[str, Callable[[bytes | None, Asked], Report]]] = {"units": units.build, "people": people.build}
"""By the word in the address: from the unit asked for and the choices of the address."""

__all__ = ["REPORTS", "Report"]
