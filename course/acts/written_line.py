"""A line that somebody writes without a name, for others to read: one line, short, and about nobody."""

import unicodedata
from collections.abc import Mapping
from typing import Final

from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.third_persons import Finding, find_third_persons

LONGEST: Final = 400
"""Characters of a line of one's own."""

_REWORD: Final[Mapping[Finding, str]] = {
    "email": N_("There is an e-mail address in it. Write the sentence without it"),
    "case-number": N_("There is a case number in it. Write the sentence without it"),
    "plate": N_("There is a number plate in it. Write “a car” instead"),
    "phone": N_("There is a telephone number in it, or another one. Leave it out"),
    "station": N_("A station is named in it. Write “a station” instead"),
    "name": N_("Somebody seems to be named in it. Write “a colleague” or “somebody” instead"),
}


def read_line(sent: str, field: str = "line") -> str:
    """One line, without marks that cannot be seen: they would hide a name from us, or sign the sentence.

    Raises Invalid, about that field of the form, for one that is too long or may name somebody.
    """
    line = _visible(" ".join(sent.split()))
    _demand_short(line, LONGEST, field)
    _demand_about_nobody(line, field)
    return line


def read_paragraphs(sent: str, longest: int, field: str) -> str:
    """A text of several lines, held to the same. Raises Invalid, about that field of the form."""
    lines = (_visible(line).rstrip() for line in sent.strip().splitlines())
    text = "\n".join(lines)
    _demand_short(text, longest, field)
    _demand_about_nobody(text, field)
    return text


def _visible(written: str) -> str:
    composed = unicodedata.normalize("NFC", written)
    return "".join(mark for mark in composed if unicodedata.category(mark)[0] != "C")


def _demand_short(text: str, longest: int, field: str) -> None:
    if len(text) > longest:
        raise Invalid(
            N_("The sentence was not kept"),
            {field: N_("Write at most %(longest)s characters; you wrote %(written)s")},
            longest=str(longest),
            written=str(len(text)),
        )


def _demand_about_nobody(text: str, field: str) -> None:
    if findings := find_third_persons(text):
        raise Invalid(N_("The sentence was held back, to be reworded"), {field: _REWORD[findings[0]]})
