"""A trainer who is no author publishes what three parties signed; what is published can be withdrawn at once."""

import datetime as dt
from typing import Final

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.tell_authors import tell_authors, tell_trainers
from course.acts.text_under_review import TextId, TextUnderReview, authors_of, clearance, get_text, rows_of
from course.acts.written_line import read_paragraphs
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.content.bundle import Kind
from course.storage import publications, submissions

LONGEST_REASON: Final = 1000
"""Characters of why something is withdrawn."""


def publish(desk: Desk, wanted: TextId, visible_from: dt.datetime | None = None) -> None:
    """Let readers be shown that text, from that moment (aware; None, or past: at once).

    Raises NotFound for a text that is not under review; NotAllowed for an author and for who signed it; Conflict while
    signatures are missing or a party refuses, from the day on which it expires, and where readers are shown it by then
    already.
    """
    demand(desk.actor, "publish")
    text = get_text(desk, wanted)
    _demand_four_eyes(desk, text)
    _demand_signed(desk, text)
    _demand_open(desk, text)
    begins = max(visible_from or desk.now, desk.now)
    _demand_news(desk, text, begins)
    publications.append(
        desk.session,
        text.kind,
        text.document,
        "publish",
        digest=text.digest,
        record=text.record,
        visible_from=begins,
        shipped_digest=desk.catalogue.shipped_digest(text.kind, text.document),
        reason="",
        person_id=desk.actor.person_id,
        at=desk.now,
    )
    if text.submission is not None and text.submission.ended is None:
        submissions.end_open_of_draft(desk.session, text.submission.draft_id, "published", desk.now)
    else:
        desk.catalogue.whole.pin_current(desk.session, text.kind, text.document)
    tell_authors(desk, "text-published", text.kind, text.document, text.digest)
    log(desk, "published", kind=text.kind, document=text.document, text=text.digest, visible_from=begins.isoformat())


def find_hindrance(desk: Desk, text: TextUnderReview) -> NotAllowed | Conflict | None:
    """Why the actor could not publish that text at once, if anything stands in the way."""
    try:
        _demand_four_eyes(desk, text)
        _demand_signed(desk, text)
        _demand_open(desk, text)
        _demand_news(desk, text, desk.now)
    except (NotAllowed, Conflict) as refusal:
        return refusal
    return None


def withdraw(desk: Desk, kind: Kind, document: str, reason: str) -> None:
    """Let readers be shown the document no longer, from now on, nor what was to be published of it at a later hour.
    Whoever is in the middle of it can finish.

    Raises NotFound; Conflict where it is withdrawn already; Invalid about the field `reason`.
    """
    demand(desk.actor, "withdraw")
    _withdraw(desk, kind, document, reason)
    tell_authors(desk, "text-withdrawn", kind, document)
    log(desk, "withdrawn", kind=kind, document=document)


def withdraw_in_emergency(desk: Desk, kind: Kind, document: str, reason: str) -> None:
    """The same by an administrator, where no trainer can be reached: all trainers are told. Raises as `withdraw`."""
    demand(desk.actor, "withdraw-in-emergency")
    _withdraw(desk, kind, document, reason)
    tell_trainers(desk, "text-withdrawn", kind, document)
    log(desk, "withdrawn", kind=kind, document=document)


def _withdraw(desk: Desk, kind: Kind, document: str, reason: str) -> None:
    last = next(iter(publications.list_of_document(desk.session, kind, document)), None)
    known = {(record.kind, record.id) for record in desk.catalogue.whole.library.records}
    if last is None and (kind, document) not in known:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if last is not None and last.action == "withdraw":
        raise Conflict(N_("It is withdrawn already."))
    said = read_paragraphs(reason, LONGEST_REASON, "reason")
    if not said:
        raise Invalid(N_("It was not withdrawn"), {"reason": N_("Write why: the authors have to go by it")})
    publications.append(
        desk.session,
        kind,
        document,
        "withdraw",
        digest=None,
        record=None,
        visible_from=desk.now,
        shipped_digest=desk.catalogue.shipped_digest(kind, document),
        reason=said,
        person_id=desk.actor.person_id,
        at=desk.now,
    )


def _demand_four_eyes(desk: Desk, text: TextUnderReview) -> None:
    me = desk.actor.person_id
    if me in authors_of(desk, text):
        raise NotAllowed(N_("You wrote in this text. A trainer who did not can publish it."))
    reference, translation = rows_of(desk, text)
    if any(row.person_id == me for row in (*reference.values(), *translation.values())):
        raise NotAllowed(N_("You signed this text. A trainer who did not can publish it."))


def _demand_news(desk: Desk, text: TextUnderReview, begins: dt.datetime) -> None:
    last = next(iter(publications.list_of_document(desk.session, text.kind, text.document)), None)
    if last is not None and last.digest == text.digest and last.visible_from <= begins:
        raise Conflict(N_("This text is published already, or will be by then. To put it off, withdraw it first."))


def _demand_open(desk: Desk, text: TextUnderReview) -> None:
    """A text whose day has passed is not published; one before its embargo is, and is shown when that ends."""
    expires = text.record.get("expires") or ""
    if expires and expires <= lisbon_day(desk.now).isoformat():
        raise Conflict(N_("The day has passed until which this text may be shown. Submit it with another day."))


def _demand_signed(desk: Desk, text: TextUnderReview) -> None:
    signed = clearance(desk, text)
    if signed.refused:
        raise Conflict(N_("A party refuses this text. It can be published once it agrees, or to another text."))
    if signed.waiting:
        raise Conflict(N_("The text is not signed by all three parties yet."))
    if not signed.is_translation_signed:
        raise Conflict(N_("Nobody who reads both languages has signed the English yet."))
