"""The mistakes that readers reported: open ones first, by document, with the text they are about; closed ones below."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, cast

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.close_mistake import close_mistake
from course.acts.written_line import LONGEST
from course.base.ids import as_id, as_text
from course.base.languages import HTML_LANG, N_, Language
from course.base.refusals import Conflict, Invalid
from course.content.bundle import Kind
from course.content.document import Document
from course.storage import mistakes
from course.storage.models import Mistake, Shelf
from course.train.feature import feature
from course.web.documents import KIND_NAMES, url_of
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import desk
from course.web.mistake_words import end_in_words, end_options, kind_in_words
from course.web.transaction import session
from course.web.words import gettext

_REGISTERS: Final[dict[Shelf, str]] = {"term": N_("Glossary"), "source": N_("Source")}
_PASSAGES: Final[dict[Shelf, str]] = {"module": "sections", "case": "scenes", "quiz": "questions"}


@dataclass(frozen=True)
class MistakeView:
    """A reported mistake. `url` is None where the document is gone; `is_changed`: another text stands today."""

    id: str
    part: str
    url: str | None
    is_changed: bool
    kind: str
    language: str
    html_lang: str
    line: str
    reported_on: dt.date
    closed_on: dt.date | None
    outcome: str
    note: str


@dataclass(frozen=True)
class OfDocument:
    """The mistakes of one document, or of one entry of a register."""

    kind: str
    title: str
    html_lang: str
    mistakes: tuple[MistakeView, ...]


@dataclass(frozen=True)
class Sent:
    """A form that was not taken: of which mistake, what was chosen and written, and what to mend."""

    id: str
    outcome: str
    note: str
    errors: dict[str, str]


@feature.page("/train/mistakes", permission="answer-mistakes", menu=(N_("Mistakes"), ("trainer",)))
def list_mistakes() -> str:
    """The queue."""
    return _page()


@feature.act("/train/mistakes/<mistake_id>", permission="answer-mistakes")
def close_reported(mistake_id: str) -> Response:
    """Close one, and see what is left."""
    outcome, note = request.form.get("outcome", ""), request.form.get("note", "")
    refusal = try_act(lambda: close_mistake(desk(), as_id(mistake_id), outcome, note))
    if isinstance(refusal, Invalid | Conflict):
        found = errors_of(refusal) if isinstance(refusal, Invalid) else []
        errors = {f"{error.field}-{mistake_id}": error.message for error in found}
        sent = Sent(mistake_id, outcome, note, errors or {"": in_words(refusal)})
        return shown_again(_page(sent), refusal)
    return redirect(url_for("train.list_mistakes"), 303)


def _page(sent: Sent | None = None) -> str:
    language = page_language()
    return render_template(
        "train/mistakes.html",
        waiting=list(_by_document(mistakes.list_open(session()), language)),
        closed=list(_by_document(mistakes.list_closed(session()), language)),
        sent=sent,
        ends=end_options(),
        longest=LONGEST,
    )


def _by_document(rows: Sequence[Mistake], language: Language) -> Iterator[OfDocument]:
    for (shelf, document_id), of_one in groupby(rows, key=lambda row: (row.shelf, row.document)):
        document = _document(shelf, document_id)
        title, html_lang = _title_of(shelf, document_id, document, language)
        kind = gettext(_REGISTERS[shelf] if shelf in _REGISTERS else KIND_NAMES[cast("Kind", shelf)])
        yield OfDocument(kind, title, html_lang, tuple(_view(row, document, language) for row in of_one))


def _document(shelf: Shelf, id_: str) -> Document[Any] | None:
    library = catalogue().library
    shelves: dict[str, Any] = {"module": library.modules, "case": library.cases, "quiz": library.quizzes}
    found: Document[Any] | None = shelves[shelf].get(id_) if shelf in shelves else None
    return found


def _title_of(shelf: Shelf, id_: str, document: Document[Any] | None, language: Language) -> tuple[str, str]:
    """The title and its language; the id where there is no such document any more."""
    registers = catalogue().registers
    if document is not None:
        return document.in_(language).title, HTML_LANG[document.language_of(language, "title")]
    if shelf == "term" and id_ in registers.glossary:
        return registers.glossary[id_].term.in_(language), HTML_LANG[language]
    if shelf == "source" and id_ in registers.sources:
        return registers.sources[id_].title.in_(language), HTML_LANG[language]
    return id_, HTML_LANG[language]


def _view(row: Mistake, document: Document[Any] | None, language: Language) -> MistakeView:
    registers_digest = catalogue().library.registers_bundle.digest
    today = registers_digest if row.shelf in _REGISTERS else document.digest if document else ""
    return MistakeView(
        id=as_text(row.id),
        part=_part_in_words(row, document, language),
        url=_url_of(row, document),
        is_changed=today != row.digest,
        kind=kind_in_words(row.kind),
        language=gettext("English") if row.language == "en" else gettext("Portuguese"),
        html_lang=HTML_LANG[language],
        line=row.line,
        reported_on=row.reported_on,
        closed_on=row.closed_on,
        outcome=end_in_words(row.outcome) if row.outcome else "",
        note=row.note or "",
    )


def _part_in_words(row: Mistake, document: Document[Any] | None, language: Language) -> str:
    """The title of a section; of a scene or a question its id, by which the text of trainers lists it."""
    if row.shelf == "module" and document is not None:
        section = document.in_(language).sections.get(row.part)
        return section.title if section else row.part
    return row.part


def _url_of(row: Mistake, document: Document[Any] | None) -> str | None:
    """Where trainers read it: the whole document at that part, or the entry."""
    registers = catalogue().registers
    if row.shelf == "term":
        return url_for("library.show_term", term_id=row.document) if row.document in registers.glossary else None
    if row.shelf == "source":
        return url_for("library.show_source", source_id=row.document) if row.document in registers.sources else None
    anchor = f"{_PASSAGES[row.shelf]}-{row.part.partition('/')[0]}"
    return f"{url_of('train', cast('Kind', row.shelf), row.document)}#{anchor}" if document else None
