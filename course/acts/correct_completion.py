"""An administrator decides on a completion that was recorded on paper: it stands, or it is withdrawn.

What a person completed in the course itself is nobody's to take back.
"""

from dataclasses import dataclass
from typing import Final

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.post import post
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import paper

LONGEST_REASON: Final = 500
_CHANGED: Final = N_("This record has changed since the page was opened. Look at it again before you decide.")


@dataclass(frozen=True)
class SentDecision:
    """The form as it was sent: the state it showed, `confirmed` or `withdrawn`, and the reason."""

    shown: str
    decision: str
    reason: str


def correct_completion(desk: Desk, person_id: bytes, module: str, sent: SentDecision) -> None:
    """Withdraw the record, or confirm a contested one, with a reason that its person reads in their record.

    Raises NotFound for a person of another organisation or where nothing was recorded, Invalid without a decision or a
    reason, Conflict when the record is not in the state that was shown, is not contested and so not to be confirmed, or
    is one's own.
    """
    demand(desk.actor, "correct-completion")
    record = paper.get_record(desk.session, desk.actor.organisation_id, person_id, module)
    reason = _check(sent)
    if person_id == desk.actor.person_id:
        raise Conflict(N_("This is your own record: another administrator decides on it."))
    if record.state == "withdrawn" or record.state != sent.shown:
        raise Conflict(_CHANGED)
    day = lisbon_day(desk.now)
    if sent.decision == "withdrawn":
        is_done = paper.withdraw(desk.session, person_id, module, shown=record.state, day=day, reason=reason)
    else:
        is_done = paper.confirm(desk.session, person_id, module, day=day, reason=reason)
    if not is_done:
        raise Conflict(_CHANGED)
    log(desk, "paper-decided", Subject("person", person_id), module=module, decision=sent.decision)
    post(desk.session, desk.keys, to=person_id, kind="paper-decided", values={}, now=desk.now)


def _check(sent: SentDecision) -> str:
    """The reason, in one line. Raises Invalid."""
    reason = " ".join(sent.reason.split())
    wrong = {}
    if sent.decision not in {"confirmed", "withdrawn"}:
        wrong["decision"] = N_("Choose whether the record stands or is withdrawn")
    if not reason:
        wrong["reason"] = N_("Write why: the person reads it")
    elif len(reason) > LONGEST_REASON:
        wrong["reason"] = N_("Write at most 500 characters")
    if wrong:
        raise Invalid(N_("Nothing was decided"), wrong)
    return reason
