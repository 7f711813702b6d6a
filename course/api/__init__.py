"""The programming interface: what the personnel system of an organisation reads and writes, under /api/v1."""

from course.api import completions, description, people, units
from course.api.interface import interface

FEATURES = (interface,)

__all__ = ["FEATURES", "completions", "description", "people", "units"]
