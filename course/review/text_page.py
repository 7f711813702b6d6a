"""One text under review: what changed since one's party signed, what was remarked, and three positions to sign."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from course.acts.comment import comment_on
from course.acts.sign import sign as put_down
from course.acts.text_under_review import TextId, authors_of, get_text
from course.base.calendar import lisbon_day
from course.base.refusals import Conflict, Invalid
from course.content.kept import read_kept_record
from course.content.string_difference import string_difference
from course.review.feature import feature
from course.storage import submissions
from course.web.bodies import body_in_words
from course.web.difference import DifferenceView, view_of
from course.web.documents import KIND_NAMES
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.review_state import PartyView, TextState
from course.web.review_words import POSITION_WORDS, kind_of
from course.web.transaction import session
from course.web.whole import Whole
from course.web.words import gettext

_OPEN: Final = frozenset({None, "published"})
Act = Callable[[TextId], None]


@dataclass(frozen=True)
class Earlier:
    """What one's party said last of another text of the document; `difference` is None where that text is not kept."""

    said: PartyView
    difference: DifferenceView | None
    notes: Mapping[str, str]
    """Path of a text that changed -> what its author answered to a remark on that place."""


@feature.page("/review/texts/<kind>/<document_id>/<digest>", permission="review-documents")
def show_text(kind: str, document_id: str, digest: str) -> str | Response:
    """The text, and the forms to remark and to sign. One that was replaced leads to the newer one."""
    wanted = TextId(kind_of(kind), document_id, digest)
    return _moved_on(wanted, 404) or _page(wanted)


@feature.page("/review/texts/<kind>/<document_id>/<digest>/whole", permission="review-documents")
def read_text(kind: str, document_id: str, digest: str) -> str | Response:
    """The whole text with its keys, whether readers are shown it or not."""
    wanted = TextId(kind_of(kind), document_id, digest)
    return _moved_on(wanted, 404) or _whole_page(wanted)


@feature.act("/review/texts/<kind>/<document_id>/<digest>/comments", permission="comment-drafts")
def comment(kind: str, document_id: str, digest: str) -> AnyResponse:
    """Remark on a place of it, without signing."""
    where, remark = request.form.get("where", ""), request.form.get("remark", "")

    def act(wanted: TextId) -> None:
        places = {path for path, _ in TextState(desk(), get_text(desk(), wanted)).places()}
        comment_on(desk(), wanted, where if where in places else "", remark)

    return _done(kind, document_id, digest, "comments", act)


@feature.act("/review/texts/<kind>/<document_id>/<digest>/signature", permission="sign")
def sign(kind: str, document_id: str, digest: str) -> AnyResponse:
    """Put down what one's party says of exactly this text."""
    position, reason = request.form.get("position", ""), request.form.get("reason", "")
    reads_both = request.form.get("reads_both") == "yes"
    return _done(
        kind,
        document_id,
        digest,
        "signatures",
        lambda wanted: put_down(desk(), wanted, position, reason, reads_both=reads_both),
    )


def _done(kind: str, document_id: str, digest: str, anchor: str, act: Act) -> AnyResponse:
    """The page once more, after the act or with what to mend. What was typed for an older text is shown again."""
    wanted = TextId(kind_of(kind), document_id, digest)
    moved = _moved_on(wanted, 409)
    if moved is not None:
        return moved
    refusal = try_act(lambda: act(wanted))
    if isinstance(refusal, Invalid | Conflict):
        return shown_again(_page(wanted, refusal), refusal)
    return redirect(url_for("review.show_text", kind=kind, document_id=document_id, digest=digest, _anchor=anchor), 303)


def _page(wanted: TextId, refusal: Invalid | Conflict | None = None) -> str:
    state = TextState(desk(), get_text(desk(), wanted))
    whole = Whole("review", wanted.kind, state.document, page_language())
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "review/text.html",
        state=state,
        whole=whole,
        minutes=kept.minutes if (kept := read_kept_record(state.text.record)) else 0,
        signing=_signing(state),
        earlier=_earlier(state),
        preview_url=url_for("review.preview_text", **_arguments(wanted)),
        places=state.places(),
        errors=errors or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if refusal and errors else "",
        sent=request.form,
        **_arguments(wanted),
    )


def _whole_page(wanted: TextId) -> str:
    state = TextState(desk(), get_text(desk(), wanted))
    return render_template(
        "web/whole_text.html",
        whole=Whole("review", wanted.kind, state.document, page_language()),
        next_step=(
            gettext("Next: what your party says of it"),
            url_for("review.show_text", **_arguments(wanted)),
            gettext("Comment and sign"),
        ),
    )


def _arguments(wanted: TextId) -> dict[str, Any]:
    return {"kind": wanted.kind, "document_id": wanted.document, "digest": wanted.digest}


@dataclass(frozen=True)
class Signing:
    """Whether the reviewer can sign, and why not. `mine`: what their party says of the text now."""

    is_author: bool
    is_taken: bool
    mine: PartyView

    @property
    def is_open(self) -> bool:
        """Whether it is theirs to sign."""
        return not (self.is_author or self.is_taken)


def _signing(state: TextState) -> Signing:
    me, body = actor().person_id, actor().body
    mine = next(view for view in state.parties() if view.party == body)
    row = state.reference.get(mine.party)
    return Signing(
        is_author=me in authors_of(desk(), state.text),
        is_taken=row is not None and row.person_id not in {me, None},
        mine=mine,
    )


def _earlier(state: TextState) -> Earlier | None:
    body = actor().body
    found = state.signed_before(body) if body else None
    if found is None or body is None:
        return None
    row, bundle = found
    drawing, word = POSITION_WORDS[row.position]
    by, on = state.name_of(row.person_id), lisbon_day(row.signed_at)
    said = PartyView(body, body_in_words(body), drawing, gettext(word), row.reason, by, on)
    if bundle is None:
        return Earlier(said, None, {})
    view = view_of(string_difference(state.text.kind, state.text.document, bundle, state.document.bundle))
    return Earlier(said, view, _notes(state, view))


def _notes(state: TextState, view: DifferenceView) -> dict[str, str]:
    """An answer stands once, at the first text of its place that changed."""
    found: dict[str, str] = {}
    for place, reply in state.replies().items():
        first = next((text.path for text in view.texts if f"{text.path}.".startswith(f"{place}.")), None)
        if first is not None:
            found[first] = gettext("The author, to a remark: %(reply)s", reply=reply)
    return found


def _moved_on(wanted: TextId, status: int) -> Response | None:
    """Where to go from a text that is no longer under review; None where it is, and of one that never was."""
    handed_in = submissions.list_of_document(session(), wanted.kind, wanted.document)
    of_text = [one for one in handed_in if one.digest == wanted.digest]
    if not of_text or any(one.ended in _OPEN for one in of_text) or _is_shown(wanted):
        return None
    newer = next((one for one in handed_in if one.ended is None), None)
    context: dict[str, Any] = {
        **_arguments(wanted),
        "kind_name": gettext(KIND_NAMES[wanted.kind]),
        "is_taken_back": of_text[0].ended == "taken-back",
        "newer": url_for("review.show_text", **(_arguments(wanted) | {"digest": newer.digest})) if newer else "",
        "typed": request.form.get("reason") or request.form.get("remark") or "",
    }
    return make_response(render_template("review/moved_on.html", **context), status)


def _is_shown(wanted: TextId) -> bool:
    """Whether it is what readers are shown, whoever submitted it."""
    records = desk().catalogue.whole.library.records
    return any((one.kind, one.id, one.digest) == (wanted.kind, wanted.document, wanted.digest) for one in records)
