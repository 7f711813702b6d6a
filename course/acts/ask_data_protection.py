"""A person asks whoever answers for their data: a restriction, which holds at once, or anything else, to be answered.

What somebody writes is read by those of their organisation who answer, and by nobody else; no log and no mail has it.
"""

from typing import Final, get_args

from course.acts.audit import Subject, log
from course.acts.data_requests import seal_asked
from course.acts.desk import Desk
from course.acts.policy import demand, permissions
from course.acts.post import post
from course.base.calendar import lisbon_day, month_after
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import data_requests, people
from course.storage.models import ROLES, Ground, RequestKind

LONGEST_TEXT: Final = 2_000
MOST_OPEN: Final = 10
"""So many requests of one person may wait for an answer."""
WRITTEN_KINDS: Final[tuple[RequestKind, ...]] = ("objection", "access", "rectification", "erasure")
"""What is asked for in writing; a restriction has its own form."""


def ask_restriction(desk: Desk, ground: str, text: str) -> None:
    """Have one's data restricted from now on. Raises Invalid without a ground or with too long a text, Conflict while
    they are restricted already."""
    demand(desk.actor, "ask-data-protection")
    known: Ground | None = next((word for word in get_args(Ground) if word == ground), None)
    wrong = {} if known else {"ground": N_("Choose why")}
    wrong |= _too_long(text)
    if wrong:
        raise Invalid(N_("Nothing was asked for"), wrong)
    if not _add(desk, "restriction", known, text):
        raise Conflict(N_("Your data are restricted already. Open the page again to see how it stands."))


def ask_data_protection(desk: Desk, kind: str, text: str) -> None:
    """Ask in writing. Raises Invalid without a kind or a text, Conflict while too much waits for an answer."""
    demand(desk.actor, "ask-data-protection")
    known = next((word for word in WRITTEN_KINDS if word == kind), None)
    wrong = {} if known else {"kind": N_("Choose what you ask for")}
    wrong |= _too_long(text) if text.strip() else {"text": N_("Write what you ask for, and why")}
    if wrong or known is None:
        raise Invalid(N_("Nothing was asked for"), wrong)
    _add(desk, known, None, text)


def take_back(desk: Desk, request_id: bytes) -> None:
    """Take back what one asked for and was not answered yet, or end one's restriction. Raises NotFound for
    what is not one's own, Conflict for what is over."""
    demand(desk.actor, "ask-data-protection")
    who = desk.actor.person_id
    if request_id not in {one.id for one in data_requests.of_person(desk.session, who)}:
        raise NotFound(N_("This page does not exist, or is not yours."))
    if not data_requests.take_back(desk.session, who, request_id, lisbon_day(desk.now)):
        raise Conflict(N_("This was answered or ended already. Open the page again to see how it stands."))
    log(desk, "data-request-taken-back", Subject("person", who))


def _add(desk: Desk, kind: RequestKind, ground: Ground | None, text: str) -> bool:
    """Keep it and tell those who answer that something waits; False when a restriction is in force already."""
    who, today = desk.actor.person_id, lisbon_day(desk.now)
    if data_requests.count_open(desk.session, who) >= MOST_OPEN:
        raise Conflict(N_("Ten of your requests wait for an answer. Take one back before you ask again."))
    learner = desk.actor.learner if kind == "restriction" else None
    is_new = data_requests.add(
        desk.session,
        person_id=who,
        kind=kind,
        ground=ground,
        asked=seal_asked(desk.keys, text.strip(), learner),
        asked_on=today,
        due_on=month_after(today),
    )
    if is_new:
        log(desk, "data-request-made", Subject("person", who))
        for person_id in sorted(_who_answer(desk) - {who}):
            post(desk.session, desk.keys, to=person_id, kind="data-request-made", values={}, now=desk.now)
    return is_new


def _who_answer(desk: Desk) -> set[bytes]:
    """The people of one's organisation in a role that answers requests."""
    scopes = permissions()["handle-data-requests"].scopes
    answering = [role for role in ROLES if scopes[role] == "organisation"]
    return set().union(*(people.ids_with_role(desk.session, desk.actor.organisation_id, role) for role in answering))


def _too_long(text: str) -> dict[str, str]:
    return {"text": N_("Write at most 2,000 characters")} if len(text.strip()) > LONGEST_TEXT else {}
