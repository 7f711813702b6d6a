"""Invented organisations, people, sessions and a text under review: the course can be walked through at once."""

from course.demonstration.making import (
    ELSEWHERE,
    OFFICERS,
    OTHERS,
    PRINTED,
    PROFESSIONAL,
    is_needed,
    make_demonstration,
    new_password,
    set_password,
)

__all__ = [
    "ELSEWHERE",
    "OFFICERS",
    "OTHERS",
    "PRINTED",
    "PROFESSIONAL",
    "is_needed",
    "make_demonstration",
    "new_password",
    "set_password",
]
