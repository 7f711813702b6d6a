"""A session is planned: its hours, those of its picture among them, are fixed here, before anybody answers."""

import itertools
import re
import unicodedata
from dataclasses import asdict
from typing import Final

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.lead_session import find_trainer
from course.acts.policy import demand
from course.acts.session_scope import leads_own
from course.acts.session_values import SentSession, WantedSession, read_session
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict
from course.catalogue import Catalogue
from course.scoring.hours import hours_of
from course.storage import session_trainers, sessions

CODE: Final = re.compile(r"[A-Z0-9-]{3,20}")
TRIES: Final = 5


def plan_session(desk: Desk, sent: SentSession) -> str:
    """The code of the new session, of the actor's organisation.

    A trainer leads it from then on; an administrator names the trainer who does, by e-mail. Without a code the next
    free one of the track and year is given. Raises Invalid with the fields to mend, Conflict for a code that is taken.
    """
    demand(desk.actor, "plan-sessions")
    fields = {}
    code = sent.code.strip().upper()
    if sent.track not in desk.catalogue.registers.tracks:
        fields["track"] = N_("Choose the course")
    if code and not CODE.fullmatch(code):
        fields["code"] = N_("Write 3 to 20 capital letters, digits or hyphens, or nothing")
    leader = find_leader(desk, sent.trainer)
    if leader is None:
        fields["trainer"] = N_("Write the e-mail of somebody with the role of trainer")
    wanted = read_session(sent, desk.now, fields)
    given = add_planned(desk, sent.track, wanted, leader, code)
    log(desk, "session-planned", Subject.session(given), track=sent.track, seats=wanted.seats)
    return given


def add_planned(desk: Desk, track: str, wanted: WantedSession, leader: bytes | None, code: str = "") -> str:
    """The code under which the session stands from now on: the one given, else the next free one."""
    given = _add(desk, code, track, wanted)
    if leader is not None:
        session_trainers.add_trainer(desk.session, given, leader)
    return given


def next_code(desk: Desk, track: str, year: int) -> str:
    """The next free code of the track: the initials of its Portuguese title, the year, a number. DR-2026-031"""
    prefix = f"{initials_of(desk.catalogue, track)}-{year}-"
    return f"{prefix}{sessions.next_number(desk.session, prefix):03}"


def initials_of(catalogue: Catalogue, track: str) -> str:
    """DR of *Discriminação racial*, ID of *Integração e diversidade*: words of one or two letters are passed over."""
    title = unicodedata.normalize("NFKD", catalogue.registers.tracks[track].title.in_("pt"))
    words = re.findall(r"[A-Za-z0-9]+", "".join(letter for letter in title if not unicodedata.combining(letter)))
    return "".join(word[0] for word in words if len(word) > 2).upper()[:6] or "S"


def find_leader(desk: Desk, email: str) -> bytes | None:
    """Who leads what the actor plans: a trainer does so themselves, an administrator names one by e-mail."""
    if leads_own(desk.actor):
        return desk.actor.person_id
    trainer = find_trainer(desk, desk.actor.is_demonstration, email)
    return trainer.id if trainer else None


def _add(desk: Desk, code: str, track: str, wanted: WantedSession) -> str:
    """Add the row under the code; under the next free one where none was given, even when somebody else takes it."""
    for attempt in itertools.count(1):
        given = code or next_code(desk, track, lisbon_day(wanted.starts_at).year)
        try:
            sessions.add_session(
                desk.session,
                code=given,
                organisation_id=desk.actor.organisation_id,
                track=track,
                **asdict(wanted),
                **asdict(hours_of(wanted.starts_at, wanted.due_days)),
            )
        except Conflict:
            if code or attempt == TRIES:
                raise
        else:
            break
    return given
