"""The officer: path to the session, reader, cases, quizzes, one's own record, and the library."""

from course.learn import (
    cards_page,
    case_page,
    ending_page,
    exercise_page,
    library_page,
    objection_page,
    path_page,
    quiz_page,
    reader_page,
    record_page,
    seat_page,
)
from course.learn.feature import feature, library

FEATURES = (feature, library)

__all__ = [
    "FEATURES",
    "cards_page",
    "case_page",
    "ending_page",
    "exercise_page",
    "library_page",
    "objection_page",
    "path_page",
    "quiz_page",
    "reader_page",
    "record_page",
    "seat_page",
]
