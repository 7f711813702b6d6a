"""Where one objects, and the form of it: in place on sections and after decisions, and on a page of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for

from course.acts.object import Objection, Place
from course.acts.written_line import LONGEST
from course.base.languages import HTML_LANG, N_, Language
from course.base.refusals import NotFound
from course.content.case import Case
from course.content.document import Document
from course.content.module import Module
from course.content.module import Objection as ReadySentence
from course.web.forms import FieldError

OBJECTION: Final = "objection"
"""The id of the box on the pages where one objects in place."""
GONE: Final = N_("This part has moved or was withdrawn. What you have done is kept.")


@dataclass(frozen=True)
class Site:
    """Where one objects, as the page shows it: its title, the ready sentences there, and the addresses around it."""

    place: Place
    title: str
    html_lang: str
    ready: Mapping[str, ReadySentence]
    url: str
    withdraw_url: str
    back_url: str


@dataclass(frozen=True)
class ObjectionForm:
    """The form at a site: what is held there or was typed, what to mend, and whether the hour has passed."""

    site: Site
    own: Objection
    ticked: Sequence[str]
    line: str
    errors: Sequence[FieldError]
    is_past: bool
    longest: int = LONGEST

    @classmethod
    def of(
        cls,
        site: Site,
        own: Objection,
        ticked: Sequence[str] | None = None,
        line: str | None = None,
        errors: Sequence[FieldError] = (),
        *,
        is_past: bool = False,
    ) -> "ObjectionForm":
        """The form with what is held; with what was typed, where something was sent."""
        return cls(
            site=site,
            own=own,
            ticked=own.ticked if ticked is None else ticked,
            line=own.line if line is None else line,
            errors=errors,
            is_past=is_past or own.changes_until is None,
        )


def section_site(document: Document[Module], section_id: str, language: Language) -> Site:
    """The site of a section, in the reader's language. Raises NotFound."""
    section = document.in_(language).sections.get(section_id)
    if section is None:
        raise NotFound(GONE)
    at: dict[str, Any] = {"module_id": document.id, "section_id": section_id}
    return Site(
        place=Place("module", document.id, section_id),
        title=section.title,
        html_lang=HTML_LANG[document.language_of(language, "sections", section_id)],
        ready=section.objections,
        url=url_for("learn.show_section_objection", **at),
        withdraw_url=url_for("learn.withdraw_from_section", **at),
        back_url=url_for("learn.read_section", _anchor=OBJECTION, **at),
    )


def fork_site(
    run_id: str, document: Document[Case], scene: str, number: int, language: Language, *, is_taken: bool
) -> Site:
    """The site of decision `number` of a run, which stands at that scene and was taken or not yet."""
    return Site(
        place=Place("case", document.id, scene),
        title=document.in_(language).title,
        html_lang=HTML_LANG[document.language_of(language, "title")],
        ready={},
        url=url_for("learn.show_fork_objection", run_id=run_id, number=number),
        withdraw_url=url_for("learn.withdraw_from_fork", run_id=run_id, number=number),
        back_url=(
            url_for("learn.show_consequence", _anchor=OBJECTION, run_id=run_id, number=number)
            if is_taken
            else url_for("learn.decide", run_id=run_id, number=number)  # its page has no box
        ),
    )
