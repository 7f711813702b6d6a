"""Several sessions are planned at once: the same course, deadline and seats; a line each with its day and its place."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.plan_session import add_planned, find_leader
from course.acts.policy import demand
from course.acts.session_values import SentSession, WantedSession, read_session
from course.base.languages import N_
from course.base.refusals import Invalid
from course.storage import sessions, units

MOST_LINES: Final = 60
PARTS: Final = ("day", "start", "end", "district", "place")
"""Of a line, between semicolons; the place may hold some itself."""


@dataclass(frozen=True, kw_only=True)
class SentSeries:
    """The form as typed; `trainer` only counts where an administrator plans."""

    track: str = ""
    due_days: str = ""
    seats: str = ""
    trainer: str = ""
    lines: str = ""


@dataclass(frozen=True)
class LineProblem:
    """What is to be mended in a line: a msgid and what stands in its places."""

    number: int
    message: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CheckedSeries:
    """What the form says: the sessions in the order of the lines, what is to be mended in lines and in other fields."""

    wanted: tuple[WantedSession, ...]
    problems: tuple[LineProblem, ...]
    fields: Mapping[str, str]

    @property
    def is_right(self) -> bool:
        """Whether nothing is to be mended."""
        return not self.problems and not self.fields


def check_series(desk: Desk, sent: SentSeries) -> CheckedSeries:
    """What would be planned, and every problem of every line at once. Nothing is written."""
    demand(desk.actor, "plan-sessions")
    fields = _fields_to_mend(desk, sent)
    wanted: dict[int, WantedSession] = {}
    problems: list[LineProblem] = []
    for number, line in _lines(sent.lines):
        read = _read_line(sent, line, desk.now)
        if isinstance(read, WantedSession):
            wanted[number] = read
        else:
            problems += [LineProblem(number, message) for message in read]
    problems += [*_twice(wanted), *_planned_already(desk, sent.track, wanted)]
    problems.sort(key=lambda problem: problem.number)
    return CheckedSeries(tuple(wanted.values()), tuple(problems), fields)


def plan_series(desk: Desk, sent: SentSeries) -> list[str]:
    """The codes of the new sessions, all of them or, where something is to be mended, none.

    A form that is sent twice plans its sessions once: the second time they are planned already. Raises Invalid.
    """
    demand(desk.actor, "plan-sessions")
    units.lock_organisation(desk.session, desk.actor.organisation_id)
    checked = check_series(desk, sent)
    if not checked.is_right:
        raise Invalid(N_("No session was planned"), checked.fields)
    leader = find_leader(desk, sent.trainer)
    codes = []
    for wanted in checked.wanted:
        codes.append(add_planned(desk, sent.track, wanted, leader))
        log(desk, "session-planned", Subject.session(codes[-1]), track=sent.track, seats=wanted.seats)
    return codes


def _fields_to_mend(desk: Desk, sent: SentSeries) -> dict[str, str]:
    """What is to be mended beside the lines: each message as the form of one session gives it."""
    fields = {}
    if sent.track not in desk.catalogue.registers.tracks:
        fields["track"] = N_("Choose the course")
    common = _wrong_fields(_sent_session(sent, ""), desk.now)
    fields |= {name: common[name] for name in ("due_days", "seats") if name in common}
    if find_leader(desk, sent.trainer) is None:
        fields["trainer"] = N_("Write the e-mail of somebody with the role of trainer")
    count = sum(1 for _ in _lines(sent.lines))
    if not count:
        fields["lines"] = N_("Write a session on each line")
    elif count > MOST_LINES:
        fields["lines"] = N_("Write at most 60 lines at a time")
    return fields


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line that says something, with its number as an editor counts it."""
    return ((number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip())


def _sent_session(sent: SentSeries, line: str) -> SentSession:
    parts = [part.strip() for part in line.split(";", len(PARTS) - 1)]
    return SentSession(due_days=sent.due_days, seats=sent.seats, **dict(zip(PARTS, parts, strict=False)))


def _wrong_fields(session: SentSession, now: dt.datetime) -> Mapping[str, str]:
    try:
        read_session(session, now)
    except Invalid as refusal:
        return refusal.fields
    return {}


def _read_line(sent: SentSeries, line: str, now: dt.datetime) -> WantedSession | Sequence[str]:
    """The session of a line, or what is to be mended in it. Fields that all lines share are told once, beside them."""
    if line.count(";") < len(PARTS) - 1:
        return [N_("Write day; start; end; district; place, with semicolons between them")]
    # The shared fields have their own messages, so that here they are never what is wrong.
    session = _sent_session(SentSeries(due_days="0", seats="1"), line)
    wrong = _wrong_fields(session, now)
    if wrong:
        return list(wrong.values())
    shared = _sent_session(sent, line)
    return read_session(session if _wrong_fields(shared, now) else shared, now)


def _twice(wanted: Mapping[int, WantedSession]) -> Iterator[LineProblem]:
    first: dict[tuple[dt.datetime, str], int] = {}
    for number, one in wanted.items():
        key = (one.starts_at, one.place.casefold())
        if key in first:
            yield LineProblem(number, N_("It is the same session as in line %(line)s"), {"line": str(first[key])})
        first.setdefault(key, number)


def _planned_already(desk: Desk, track: str, wanted: Mapping[int, WantedSession]) -> Iterator[LineProblem]:
    moments = {one.starts_at for one in wanted.values()}
    known = {
        (planned.starts_at, planned.place.casefold()): planned.code
        for planned in sessions.list_starting_at(desk.session, desk.actor.organisation_id, track, moments)
    }
    for number, one in wanted.items():
        if code := known.get((one.starts_at, one.place.casefold())):
            yield LineProblem(number, N_("It is planned already: %(code)s"), {"code": code})
