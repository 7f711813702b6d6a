"""What is told before a text that may hurt: what is in it, a way past it, and whom to talk to."""

from dataclasses import dataclass

from course.base.languages import Language
from course.content.case import Case
from course.content.module import Section
from course.web.house import catalogue


@dataclass(frozen=True)
class Helper:
    """Somebody to talk to. `url` is where more is said, if anywhere."""

    name: str
    offer: str
    url: str | None


@dataclass(frozen=True)
class ContentNote:
    """`past` is the address to which the form of the way past it is sent; None where there is nothing to pass.

    `is_asked_about`: a section, of which the quiz may ask; never a case.
    """

    text: str
    past: str | None
    is_asked_about: bool
    helpers: tuple[Helper, ...]


def note_of_case(case: Case, past: str | None, language: Language) -> ContentNote | None:
    """The note of a case as a page shows it; None for one that has none."""
    return ContentNote(case.content_note, past, False, _helpers(language)) if case.content_note else None


def note_of_section(section: Section, case: Case | None, past: str, language: Language) -> ContentNote | None:
    """The note of a section, else of the case that is played in it; None where neither has one."""
    if section.content_note:
        return ContentNote(section.content_note, past, True, _helpers(language))
    return note_of_case(case, past, language) if case else None


def _helpers(language: Language) -> tuple[Helper, ...]:
    known = catalogue().registers.support.values()
    return tuple(Helper(one.name.in_(language), one.offer.in_(language), one.url) for one in known)
