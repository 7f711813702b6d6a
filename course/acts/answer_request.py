"""Whoever answers for an organisation's data decides on what its people asked for.

A restriction is never lifted without warning: its person is told why and from which day (article 18(3) of the GDPR).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final, get_args

from course.acts.audit import Subject, log
from course.acts.data_requests import open_request, seal_answered
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.post import post
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import data_requests
from course.storage.data_requests import KeptRequest
from course.storage.models import RequestDecision

LONGEST_ANSWER: Final = 2_000
DAYS_OF_WARNING: Final = 7
"""So long a restriction still holds once its end was announced."""
_CHANGED: Final = N_("This request has changed since the page was opened. Look at it again before you decide.")


@dataclass(frozen=True)
class SentAnswer:
    """The form as it was sent: `granted` or `refused`, and the words."""

    decision: str
    answer: str


def answer_request(desk: Desk, request_id: bytes, sent: SentAnswer) -> None:
    """Answer one that waits; its person is told that there is an answer. A restriction that is refused holds for
    another week.

    Raises NotFound for one of another organisation, Invalid without a decision or an answer, Conflict when it does not
    wait any more or is one's own.
    """
    demand(desk.actor, "handle-data-requests")
    request = _get(desk, request_id)
    decision: RequestDecision | None = next((one for one in get_args(RequestDecision) if one == sent.decision), None)
    wrong = {} if decision else {"decision": N_("Choose whether it is granted or refused")}
    wrong |= _check(sent.answer)
    if wrong or decision is None:
        raise Invalid(N_("Nothing was decided"), wrong)
    is_restriction = request.kind == "restriction"
    is_done = data_requests.answer(
        desk.session,
        request_id,
        decision=decision,
        answered=seal_answered(desk.keys, sent.answer.strip()),
        day=lisbon_day(desk.now),
        ends_on=_end(desk) if is_restriction and decision == "refused" else None,
        is_over=not is_restriction,
    )
    _note(desk, request, is_done)


def announce_end(desk: Desk, request_id: bytes, why: str) -> None:
    """Say that a restriction that was granted ends in a week, and why. Raises NotFound, Invalid, Conflict as above."""
    demand(desk.actor, "handle-data-requests")
    request = _get(desk, request_id)
    if wrong := _check(why):
        raise Invalid(N_("Nothing was decided"), wrong)
    said = open_request(desk.keys, request).answer
    answered = seal_answered(desk.keys, said, why.strip())
    _note(desk, request, data_requests.announce_end(desk.session, request_id, answered=answered, ends_on=_end(desk)))


def lift_restriction(desk: Desk, request_id: bytes) -> None:
    """End a restriction whose day has come. Raises NotFound as above, Conflict before that day."""
    demand(desk.actor, "handle-data-requests")
    request = _get(desk, request_id)
    _note(desk, request, data_requests.lift(desk.session, request_id, lisbon_day(desk.now)))


def _get(desk: Desk, request_id: bytes) -> KeptRequest:
    request = data_requests.get_request(desk.session, desk.actor.organisation_id, request_id)
    if request.person_id == desk.actor.person_id:
        raise Conflict(N_("This is your own request: somebody else answers it."))
    return request


def _check(words: str) -> dict[str, str]:
    if not words.strip():
        return {"answer": N_("Write the answer: the person reads it")}
    return {"answer": N_("Write at most 2,000 characters")} if len(words.strip()) > LONGEST_ANSWER else {}


def _end(desk: Desk) -> dt.date:
    return lisbon_day(desk.now) + dt.timedelta(days=DAYS_OF_WARNING)


def _note(desk: Desk, request: KeptRequest, is_done: bool) -> None:
    """In the log that it was answered, not how; to its person that there is something to read."""
    if not is_done:
        raise Conflict(_CHANGED)
    log(desk, "data-request-answered", Subject("person", request.person_id))
    post(desk.session, desk.keys, to=request.person_id, kind="data-request-answered", values={}, now=desk.now)
