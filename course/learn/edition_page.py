"""A module to take away: on A4 paper, with the answers at the end; or as one file that needs no network."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flask import Response, make_response, render_template, request

from course.base.calendar import lisbon_day
from course.base.languages import HTML_LANG, Language
from course.content.case import Case
from course.content.document import Document
from course.content.module import Module, Section
from course.content.questions.base import Question
from course.learn.feature import feature
from course.learn.library_page import SourceEntry, sorting_key, source_entry
from course.web.charts import ChartView, chart_of
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.on_paper import style_of_a_file, without_controls
from course.web.questions import QuestionView
from course.web.signatures import SignedBy, signed_by
from course.web.sources import LawNote, cited_so_far, sources_of
from course.web.whole import KeyGroup, Passage, keys_of

_OWN_LINK: Final = re.compile(r'(<a [^>]*?href=")(/[^"]*)')


@dataclass(frozen=True)
class PrintedCheck:
    """A check, by its number in the module; `keys` is what is right of it, and why."""

    number: int
    question: Question
    view: QuestionView
    keys: tuple[KeyGroup, ...]

    def drawn(self, notes: object) -> str:
        """What is to be answered, with boxes and lines."""
        return without_controls(render_template(self.view.template, view=self.view, notes=notes))


@dataclass(frozen=True)
class CaseOpening:
    """How a case begins: never what can be decided, nor what came of it. `passage` is that of the first scene."""

    document: Document[Case]
    case: Case
    html_lang: str
    source: LawNote | None
    passage: Passage


@dataclass(frozen=True)
class PrintedSection:
    """A section; `answers` is the passage in which its checks are answered at the end."""

    id: str
    number: int
    section: Section
    passage: Passage
    answers: Passage
    chart: ChartView | None
    chart_source: LawNote | None
    opening: CaseOpening | None
    checks: tuple[PrintedCheck, ...]


class Edition:
    """A module as a reader of that language is shown it, whole but for its quiz, on that day."""

    def __init__(self, document: Document[Module], language: Language, day: dt.date) -> None:
        self.document = document
        self.module = document.in_(language)
        self.language = language
        self.day = day

    @property
    def version(self) -> str:
        """The beginning of the digest of its text: two printed editions with the same one say the same."""
        return f"{self.document.digest[:4]} {self.document.digest[4:8]}"

    @property
    def signed(self) -> SignedBy:
        """Who stands behind it."""
        return signed_by("module", self.document.id)

    @property
    def card_html_lang(self) -> str:
        """The language of its card."""
        return HTML_LANG[self.document.language_of(self.language, "card")]

    @cached_property
    def sections(self) -> tuple[PrintedSection, ...]:
        """The sections, their checks numbered throughout."""
        return tuple(self._sections())

    def _sections(self) -> Iterator[PrintedSection]:
        before = 0
        for number, (id_, section) in enumerate(self.module.sections.items(), 1):
            sources = sources_of(catalogue().registers, [section.chart.source] if section.chart else [], self.language)
            yield PrintedSection(
                id=id_,
                number=number,
                section=section,
                passage=Passage(self.document, self.language, "sections", id_),
                answers=Passage(self.document, self.language, "sections", id_, "answers"),
                chart=chart_of(section.chart, self.document.tables, self.language) if section.chart else None,
                chart_source=next(iter(sources), None),
                opening=self._opening(section.case),
                checks=tuple(
                    self._check(before + place, check, section.checks[check])
                    for place, check in enumerate(section.checks, 1)
                ),
            )
            before += len(section.checks)

    def sources(self) -> list[SourceEntry]:
        """What was cited: to be asked for when all else is rendered."""
        entries = [source_entry(catalogue().registers, id_, self.language) for id_ in cited_so_far()]
        return sorted(entries, key=lambda entry: sorting_key(entry.note.title))

    def _check(self, number: int, id_: str, question: Question) -> PrintedCheck:
        view = QuestionView.of(id_, question, order=tuple(question.shuffled_parts()), prefix=f"check-{number}")
        return PrintedCheck(number, question, view, tuple(keys_of(question, self.language)))

    def _opening(self, case_id: str | None) -> CaseOpening | None:
        document = catalogue().library.cases.get(case_id) if case_id else None
        if document is None:
            return None
        case = document.in_(self.language)
        source = document.reference.based_on.source
        return CaseOpening(
            document,
            case,
            HTML_LANG[document.language_of(self.language, "title")],
            next(iter(sources_of(catalogue().registers, [source] if source else [], self.language)), None),
            Passage(document, self.language, "scenes", case.start),
        )


@feature.page("/modules/<module_id>/edition", permission="read-course")
def show_edition(module_id: str) -> str:
    """The module to be printed on A4: as it is read, with the answers to its checks at the end. Raises NotFound."""
    return render_template("library/edition.html", edition=_edition(module_id))


@feature.page("/modules/<module_id>/copy", permission="read-course")
def download_copy(module_id: str) -> Response:
    """The same as one file that asks for nothing: no script, no font, no picture. Raises NotFound.

    Its style stands in it, allowed by its own digest: a file has no server beside it (decision 0029).
    """
    edition = _edition(module_id)
    style, digest = style_of_a_file()
    html = render_template(
        "library/copy.html",
        edition=edition,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        address=request.host_url,
    )
    response = make_response(_OWN_LINK.sub(rf"\1{request.host_url.rstrip('/')}\2", html))
    name = f"{edition.document.id}-{edition.language}-{edition.day.isoformat()}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _edition(module_id: str) -> Edition:
    return Edition(catalogue().module(module_id), page_language(), lisbon_day(now()))
