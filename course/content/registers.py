"""The registers: sources of law and fact, wrong ideas with their answers, glossary, tracks, words of grounds."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from course.content.fields import Both, Flag, Part, Slug
from course.content.grounds import Grounds

SeenAs = Literal["law", "judgment", "report", "bill", "press", "research", "recalled"]


def _month(text: str) -> str:
    if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text):
        raise PydanticCustomError("month", "month")
    return text


def _day(text: str) -> str:
    try:
        is_day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) and dt.date.fromisoformat(text)
    except ValueError:
        is_day = None
    if not is_day:
        raise PydanticCustomError("day", "day")
    return text


def _https(address: str) -> str:
    if not address.startswith("https://") or any(character.isspace() for character in address):
        raise PydanticCustomError("https_address", "https address")
    return address


Month = Annotated[str, AfterValidator(_month)]
Day = Annotated[str, AfterValidator(_day)]


class Source(Part):
    """A text of law, a judgment, a report: what it is, where it stands, and what was seen of it and when."""

    kind: Literal["law", "judgment", "report", "research", "press", "plan"]
    title: Both
    reference: Both | None = None
    url: Annotated[str, AfterValidator(_https)] | None = None
    in_force: Day | None = None
    seen: SeenAs
    seen_on: Month
    text_seen: Flag
    check_by: Day
    confirm: Flag = False


class Idea(Part):
    """A wrong idea that people truly hold, and the answer for the room."""

    statement: Both
    answer: Both


class Term(Part):
    """A word of the field."""

    term: Both
    definition: Both
    source: Slug | None = None


class Track(Part):
    """A course: its modules in order; those `before` are done before the session, the others after it."""

    title: Both
    audience: Literal["officers", "equality-body"]
    modules: tuple[Slug, ...]
    before: tuple[Slug, ...]
    ideas: tuple[Slug, ...] = ()


class Registers(Part):
    """All of them; frozen together under one digest."""

    sources: Mapping[Slug, Source] = {}
    ideas: Mapping[Slug, Idea] = {}
    glossary: Mapping[Slug, Term] = {}
    tracks: Mapping[Slug, Track] = {}
    grounds: Mapping[Slug, Grounds] = {}
    """By language."""


ENTRIES: Mapping[str, type[Part]] = {
    "sources": Source,
    "ideas": Idea,
    "glossary": Term,
    "tracks": Track,
    "grounds": Grounds,
}
"""File name (without ending) -> what an entry of it is."""
