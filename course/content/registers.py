"""The registers: sources of law and fact, wrong ideas with their answers, glossary, tracks."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from course.content.fields import Both, Flag, Part, Slug

SeenAs = Literal["law", "judgment", "report", "bill", "press", "research", "recalled"]
Month = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")]
Day = Annotated[str, StringConstraints(pattern=r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


def _https(address: str) -> str:
    if not address.startswith("https://") or any(character.isspace() for character in address):
        raise PydanticCustomError("https_address", "https address")
    return address


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


ENTRIES: Mapping[str, type[Part]] = {"sources": Source, "ideas": Idea, "glossary": Term, "tracks": Track}
"""File name (without ending) -> what an entry of it is."""
