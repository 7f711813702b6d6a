"""Trainers write documents in the browser: from an idea to a text that three parties can sign."""

from course.author import (
    drafts_page,
    editor_page,
    guided_page,
    members_page,
    pictures_page,
    preview_page,
    publications_page,
    queues_page,
    record_page,
    review_page,
    scene_page,
    suggestions_page,
    translation_page,
    versions_page,
    withdrawal_page,
)
from course.author.feature import feature

FEATURES = (feature,)

__all__ = [
    "FEATURES",
    "drafts_page",
    "editor_page",
    "guided_page",
    "members_page",
    "pictures_page",
    "preview_page",
    "publications_page",
    "queues_page",
    "record_page",
    "review_page",
    "scene_page",
    "suggestions_page",
    "translation_page",
    "versions_page",
    "withdrawal_page",
]
