"""A trainer's drafts, and how one is begun: from a starter, or from a document that is there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.open_draft import open_copy, open_draft
from course.author.feature import feature
from course.base.ids import as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, Kind
from course.content.prose import plain
from course.content.schema import modeline_of
from course.content.starters import OBJECTIVES, case_starter, id_near, module_starter, quiz_starter, survey_starter
from course.storage import drafts, submissions
from course.storage.drafts import ListedDraft
from course.storage.models import Submission
from course.web.documents import KIND_NAMES, in_reading_order
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import whole_catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.transaction import session
from course.web.words import gettext

COPY: Final = "copy"
"""What a form says that begins a document of another name from one that is there."""
_CHOOSE: Final = N_("Nothing was begun")


@dataclass(frozen=True)
class DraftLine:
    """A draft in the list; `submission` is what is under review of it."""

    row: ListedDraft
    kind: str
    title: str
    url: str
    submission: Submission | None


@feature.page("/author/drafts", permission="write-drafts", menu=(N_("Drafts"), ("trainer",)))
def list_drafts() -> str:
    """One's own drafts and those shared with one, the last changed first; which of them are under review."""
    return render_template("author/drafts.html", lines=list(_lines()))


@feature.page("/author/drafts/new", permission="open-drafts")
def new_draft() -> str:
    """Begin a document: from its first lines, or from one that is there."""
    return _new_page({}, None)


@feature.act("/author/drafts/new", permission="open-drafts")
def begin_draft() -> tuple[str, int] | Response:
    """Open a draft with the first lines of its kind."""
    sent = {name: request.form.get(name, "") for name in ("kind", "document")}
    opened = try_act(lambda: _begin(sent["kind"], _id_of(sent["document"])))
    return _led_on(opened, sent)


@feature.act("/author/drafts/copy", permission="open-drafts")
def copy_document() -> tuple[str, int] | Response:
    """Open a draft that begins from a document that is there: a new text of it, or another document."""
    sent = {name: request.form.get(name, "") for name in ("source", "as", "name")}
    opened = try_act(lambda: _copy(sent))
    return _led_on(opened, sent)


def _led_on(opened: bytes | Invalid | Conflict, sent: Mapping[str, str]) -> tuple[str, int] | Response:
    if isinstance(opened, (Invalid, Conflict)):
        return _new_page(sent, opened), opened.status
    return redirect(url_for("author.edit_draft", draft_id=as_text(opened)), 303)


def _begin(kind: str, document: str) -> bytes:
    of = next((one for one in KINDS_OF_DOCUMENT if one == kind), None)
    if of is None:
        raise Invalid(_CHOOSE, {"kind": N_("Choose what it is")})
    starter = {
        "module": lambda: module_starter(document),
        "case": case_starter,
        "quiz": lambda: quiz_starter(document, _objectives_of(document)),
        "survey": survey_starter,
    }[of]
    name = f"{of}.yaml"
    return open_draft(desk(), of, document, {name: f"{modeline_of(f'{FOLDERS[of]}/{document}/{name}')}{starter()}"})


def _objectives_of(module: str) -> Sequence[str]:
    """The objectives of the module of that id, which a quiz of the same name closes; OBJECTIVES where there is none."""
    known = whole_catalogue().library.modules
    return tuple(known[module].reference.objectives) if module in known else OBJECTIVES


def _copy(sent: Mapping[str, str]) -> bytes:
    source = next(
        ((kind, id_, digest) for kind, id_, digest, _ in _sources() if f"{kind}:{id_}" == sent["source"]), None
    )
    if source is None:
        raise Invalid(_CHOOSE, {"source": N_("Choose the document to begin from")})
    kind, id_, digest = source
    try:
        return open_copy(desk(), kind, digest, _id_of(sent["name"]) if sent["as"] == COPY else id_)
    except Invalid as refusal:  # its field stands in another form on this page
        raise Invalid(refusal.message, {"name": next(iter(refusal.fields.values()))}) from None


def _id_of(written: str) -> str:
    """The id nearest to what was written, so that nobody must know how ids are spelled."""
    return id_near(written[:200])


def _sources() -> Iterator[tuple[Kind, str, str, str]]:
    """Every document that is there: kind, id, digest, title."""
    for kind, document in in_reading_order():
        yield kind, document.id, document.digest, plain(document.in_(page_language()).title)


def _new_page(sent: Mapping[str, str], refusal: Invalid | Conflict | None) -> str:
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "author/new.html",
        kinds=[(kind, gettext(KIND_NAMES[kind])) for kind in ("case", "module", "quiz", "survey")],
        sources=[(f"{kind}:{id_}", f"{gettext(KIND_NAMES[kind])}: {title}") for kind, id_, _, title in _sources()],
        sent=sent,
        asked=request.args.get("source", ""),
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )


def _lines() -> Iterator[DraftLine]:
    rows = drafts.list_of_person(session(), actor().person_id)
    under_review = {one.draft_id: one for one in submissions.list_open(session())} if rows else {}
    titles: dict[tuple[Any, str], str] = {(kind, id_): title for kind, id_, _, title in _sources()} if rows else {}
    for row in rows:
        yield DraftLine(
            row=row,
            kind=gettext(KIND_NAMES[row.kind]),
            title=titles.get((row.kind, row.document), row.document),
            url=url_for("author.edit_draft", draft_id=as_text(row.id)),
            submission=under_review.get(row.id),
        )
