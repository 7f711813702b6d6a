"""Kinds and ends of reported mistakes, in words."""

from typing import Final

from course.base.languages import N_
from course.storage.models import MistakeEnd, MistakeKind
from course.web.words import gettext

_KINDS: Final[dict[MistakeKind, str]] = {
    "law": N_("The law: an article, a date, what it says"),
    "link": N_("A link or a source that does not open"),
    "language": N_("The language: a word, a translation"),
    "other": N_("Something else"),
}
_SHORT: Final[dict[MistakeKind, str]] = {
    "law": N_("Law"),
    "link": N_("Link"),
    "language": N_("Language"),
    "other": N_("Other"),
}
_ENDS: Final[dict[MistakeEnd, str]] = {"corrected": N_("Corrected"), "no-mistake": N_("Not a mistake")}


def kind_options() -> list[tuple[str, str]]:
    """Each kind with its words, to choose from."""
    return [(kind, gettext(words)) for kind, words in _KINDS.items()]


def kind_in_words(kind: MistakeKind) -> str:
    """The kind in a word."""
    return gettext(_SHORT[kind])


def end_options() -> list[tuple[str, str]]:
    """Each end with its words, to choose from."""
    return [(end, gettext(words)) for end, words in _ENDS.items()]


def end_in_words(end: MistakeEnd) -> str:
    """How it ended, in words."""
    return gettext(_ENDS[end])
