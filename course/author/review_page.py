"""Where a draft stands on its way through review: submitted, remarked on, signed, taken back."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.comment import answer_comment
from course.acts.draft_files import bundle_of_draft, get_own_draft
from course.acts.submit_draft import DAYS_TO_SIGN, private_in, submit_draft, take_back
from course.acts.text_under_review import text_of
from course.author.feature import feature
from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.catalogue import Judged, judge
from course.content.prose import plain
from course.storage import submissions
from course.storage.models import Draft, Submission
from course.web.documents import KIND_NAMES
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import now, whole_catalogue
from course.web.i18n import page_language
from course.web.identity import desk
from course.web.review_state import TextState
from course.web.transaction import session, set_down
from course.web.words import gettext

_NOT_SUBMITTED: Final = N_("It was not submitted")


@dataclass(frozen=True)
class Missing:
    """What keeps a text from being submitted. `names` are words that look like names, each with where it stands."""

    errors: int
    certain: tuple[str, ...]
    names: tuple[tuple[str, str], ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing must be mended first."""
        return not self.errors and not self.certain


@feature.page("/author/drafts/<draft_id>/review", permission="write-drafts")
def show_review(draft_id: str) -> str:
    """What was signed and remarked, what is missing, and the form to submit."""
    return _page(draft_id)


@feature.act("/author/drafts/<draft_id>/review", permission="submit")
def submit(draft_id: str) -> Response:
    """Hand in the draft as it stands. It is judged while nobody waits for the database."""
    note, due, names = request.form.get("note", ""), request.form.get("due_on", ""), request.form.getlist("names")
    draft = get_own_draft(desk(), as_id(draft_id))
    kind, bundle = draft.kind, bundle_of_draft(draft)
    set_down()
    judged = judge(whole_catalogue(), kind, bundle, lisbon_day(now()))

    def act() -> None:
        submit_draft(desk(), as_id(draft_id), judged, note=note, due_on=_day(due), names_nobody=names)

    return _done(draft_id, try_act(act), "")


@feature.act("/author/drafts/<draft_id>/review/end", permission="submit")
def end_review(draft_id: str) -> Response:
    """Take back what is under review."""
    return _done(draft_id, try_act(lambda: take_back(desk(), as_id(draft_id))), "")


@feature.act("/author/drafts/<draft_id>/review/answers", permission="write-drafts")
def answer(draft_id: str) -> Response:
    """Answer a remark on a text that was submitted from the draft."""
    get_own_draft(desk(), as_id(draft_id))
    comment, reply = request.form.get("comment", ""), request.form.get("reply", "")

    def act() -> None:
        if not comment:
            raise Invalid(N_("Nothing was noted"), {"": N_("Choose the comment that you answer")})
        answer_comment(desk(), as_id(comment), reply)

    return _done(draft_id, try_act(act), comment)


def _done(draft_id: str, refusal: object, comment: str) -> Response:
    if isinstance(refusal, Invalid | Conflict):
        return shown_again(_page(draft_id, refusal, comment), refusal)
    anchor = f"comment-{comment}" if comment else None
    return redirect(url_for("author.show_review", draft_id=draft_id, _anchor=anchor), 303)


def _page(draft_id: str, refusal: Invalid | Conflict | None = None, comment: str = "") -> str:
    draft = get_own_draft(desk(), as_id(draft_id))
    handed_in = submissions.list_of_draft(session(), draft.id)
    last = handed_in[0] if handed_in else None
    state = TextState(desk(), text_of(last)) if last else None
    answerable = {one.digest for one in handed_in}
    judged = judge(whole_catalogue(), draft.kind, bundle_of_draft(draft), lisbon_day(now()))
    found = errors_of(refusal) if isinstance(refusal, Invalid) else []
    errors = {f"{error.field}-{comment}" if comment else error.field: error.message for error in found}
    return render_template(
        "author/review.html",
        draft_id=draft_id,
        kind=draft.kind,
        kind_name=gettext(KIND_NAMES[draft.kind]),
        document_id=draft.document,
        heading=_title(draft, judged),
        state=state,
        is_changed=last is None or judged.bundle.digest != last.digest,
        is_open=last is not None and last.ended is None,
        answerable=answerable,
        unanswered=state.unanswered(answerable) if state else 0,
        missing=_missing(judged),
        due_on=_due(),
        comment=comment,
        sent=request.form,
        errors=errors or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if refusal and errors else "",
        last=last,
        step=_step(last, state, judged, answerable),
    )


def _step(last: Submission | None, state: TextState | None, judged: Judged, answerable: Collection[str]) -> str:
    """The one next step: submit, answer, change, publish or wait."""
    if last is None or state is None or last.ended is not None or judged.bundle.digest != last.digest:
        return "submit"
    if state.signed.refused:
        return "change"
    if state.unanswered(answerable):
        return "answer"
    return "publish" if state.signed.is_signed else "wait"


def _missing(judged: Judged) -> Missing:
    """Of certain findings the words; an unreadable text has errors anyhow."""
    found = private_in(judged, whole_catalogue().registers)
    places: dict[str, str] = {}
    for finding in found:
        place = gettext("line %(line)s", line=finding.line) if finding.line else ""
        places.setdefault(finding.words, place)
    certain = {finding.words for finding in found if finding.is_certain}
    return Missing(
        errors=len(judged.errors) + (not judged.errors and judged.document is None),
        certain=tuple(words for words in places if words in certain),
        names=tuple((words, place) for words, place in places.items() if words not in certain),
    )


def _title(draft: Draft, judged: Judged) -> str:
    """What the text calls itself; the id where it cannot be read."""
    return plain(judged.document.in_(page_language()).title) if judged.document else draft.document


def _due() -> dt.date:
    return lisbon_day(now()) + dt.timedelta(days=DAYS_TO_SIGN)


def _day(written: str) -> dt.date | None:
    """The day of a date field; None where it was left empty. Raises Invalid about it."""
    if not written.strip():
        return None
    try:
        return dt.date.fromisoformat(written.strip())
    except ValueError:
        raise Invalid(_NOT_SUBMITTED, {"due_on": N_("Choose a day that is between 3 and 90 days from today")}) from None
