"""The trainer's library: the next session, every document, and each of them whole with its keys."""

from typing import Any

from flask import render_template, url_for

from course.acts.actor import Role
from course.acts.policy import may
from course.base.languages import N_
from course.content.bundle import Kind
from course.storage import sessions
from course.storage.sessions import PlannedSession
from course.train.feature import feature
from course.web.documents import Listed, list_documents
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.source_work import count_to_mend
from course.web.transaction import session
from course.web.whole import Whole
from course.web.words import gettext

READERS: tuple[Role, ...] = ("trainer", "administrator")


@feature.page("/train/library", permission="read-keys", menu=(N_("Documents"), READERS))
def show_library() -> str:
    """The next session that one leads, what to read before it, and all documents."""
    documents = list_documents("train", page_language())
    coming = _next_session()
    return render_template(
        "train/library.html",
        documents=documents,
        coming=coming,
        to_read=_to_read(documents, coming),
        track=_track_of(coming),
        to_mend=count_to_mend(),
    )


@feature.page("/train/modules/<document_id>", permission="read-keys")
def show_module(document_id: str) -> str:
    """A module with its notes, objections and keys."""
    return render_template("web/document.html", **whole_document("module", document_id))


@feature.page("/train/cases/<document_id>", permission="read-keys")
def show_case(document_id: str) -> str:
    """A case with every road through it."""
    return render_template("web/document.html", **whole_document("case", document_id))


@feature.page("/train/surveys/<document_id>", permission="read-keys")
def show_survey(document_id: str) -> str:
    """A survey with all of its questions."""
    return render_template("web/document.html", **whole_document("survey", document_id))


def whole_document(kind: Kind, document_id: str) -> dict[str, Any]:
    """What the page of a whole document is made of. Raises NotFound."""
    whole = Whole.of("train", kind, document_id, page_language())
    here: dict[str, Any] = {"kind": kind, "document_id": document_id, "digest": whole.document.digest}
    return {
        "whole": whole,
        "publication_url": url_for("author.show_publication", **here) if may(actor(), "publish") else "",
        "figures_url": _figures_url(kind, document_id),
        "unsigned": gettext("Say so in the room when somebody asks."),
        "back_url": url_for("train.show_library"),
        "back": gettext("Back to the library"),
    }


def _figures_url(kind: Kind, document_id: str) -> str:
    """Where its figures stand; empty for what has none."""
    if kind not in ("quiz", "case"):
        return ""
    return url_for(f"train.show_{kind}_figures", document_id=document_id)


def _next_session() -> PlannedSession | None:
    """The first session that one leads and that has not ended."""
    led = sessions.list_sessions_led_by(session(), actor().person_id)
    return next((planned for planned in led if planned.ends_at >= now()), None)


def _track_of(coming: PlannedSession | None) -> str:
    track = catalogue().registers.tracks.get(coming.track) if coming else None
    return track.title.in_(page_language()) if track else ""


def _to_read(documents: list[Listed], coming: PlannedSession | None) -> Listed | None:
    """The module to read today: the first of the session's track, else the first there is."""
    track = catalogue().registers.tracks.get(coming.track) if coming else None
    modules = [document for document in documents if document.kind == "module"]
    of_track = [document for document in modules if track and document.id in track.modules]
    return next(iter([*of_track, *modules]), None)
