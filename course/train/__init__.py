"""Trainers: their sessions, the brief of each, documents with their notes and keys. Administrators plan here too."""

from course.train import sessions_page

# The menu has its entries in the order of import, and sessions come first.
# isort: split
from course.train import (
    answers_page,
    attendance_page,
    brief_page,
    comparison_page,
    figures_page,
    kit_page,
    library_page,
    mistakes_page,
    modules_page,
    paper_page,
    programme_page,
    question_figures_page,
    quiz_page,
    room_page,
    seats_page,
    series_page,
    session_page,
    sources_page,
    survey_cards_page,
    voiding_page,
)
from course.train.feature import feature

FEATURES = (feature,)

__all__ = [
    "FEATURES",
    "answers_page",
    "attendance_page",
    "brief_page",
    "comparison_page",
    "figures_page",
    "kit_page",
    "library_page",
    "mistakes_page",
    "modules_page",
    "paper_page",
    "programme_page",
    "question_figures_page",
    "quiz_page",
    "room_page",
    "seats_page",
    "series_page",
    "session_page",
    "sessions_page",
    "sources_page",
    "survey_cards_page",
    "voiding_page",
]
