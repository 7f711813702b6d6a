"""The officer: path to the session, reader, cases, quizzes, one's own record, and the library."""

from course.learn import (
    calendar_page,
    cards_page,
    case_page,
    certificate_page,
    changes_page,
    edition_page,
    exercise_page,
    library_page,
    objection_page,
    path_page,
    question_page,
    quiz_page,
    reader_page,
    record_page,
    refreshers_page,
    report_page,
    result_page,
    search_page,
    seat_page,
    shown_answers_page,
    verify_page,
)
from course.learn.feature import feature, library

FEATURES = (feature, library)

__all__ = [
    "FEATURES",
    "calendar_page",
    "cards_page",
    "case_page",
    "certificate_page",
    "changes_page",
    "edition_page",
    "exercise_page",
    "library_page",
    "objection_page",
    "path_page",
    "question_page",
    "quiz_page",
    "reader_page",
    "record_page",
    "refreshers_page",
    "report_page",
    "result_page",
    "search_page",
    "seat_page",
    "shown_answers_page",
    "verify_page",
]
