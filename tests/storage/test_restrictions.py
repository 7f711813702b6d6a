"""Whose data are restricted is in nothing that is shown, counted or let go; queries that could forget it are known."""

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from rows import DAY, NOON, a_person, a_session, an_organisation, usually
from sqlalchemy.orm import Session

from course.base.config import ROOT
from course.base.refusals import NotFound
from course.storage import (
    api_lists,
    audit,
    completions,
    data_requests,
    finish_reminders,
    hindrances,
    paper,
    programme,
    reminders,
    seats,
    sessions,
    unit_states,
)
from course.storage.engine import Database
from course.storage.models import (
    Apology,
    Attendance,
    AuditEntry,
    Certificate,
    DataRequest,
    Person,
    SectionSeen,
    Unit,
)
from course.storage.retention import RULES, count_due
from course.storage.unit_states import Narrowing, Reading

TODAY: Final = NOON.date()
BEFORE: Final = usually({"everyone": ["stops", "language"]})
WITH_ALL: Final = usually({"everyone": ["stops"]})
CODE: Final = "S-1"
YEARS: Final = 6 * 366 * DAY


class Station:
    """A station in which Ana and Rui completed the same on the same day and sat side by side."""

    def __init__(self, session: Session) -> None:
        self.root: Unit = an_organisation(session)
        self.people = [
            a_person(session, self.root, name=name, email=f"{name}@psp.example", service_number=name)
            for name in ("ana", "rui")
        ]
        a_session(session, CODE, starts_at=NOON, organisation_id=self.root.id)
        for person in self.people:
            seats.add_seat(session, CODE, person.id)
            paper.note(session, person.id, "stops", date=TODAY, digests={}, role="trainer", recorded_on=TODAY)
            session.add(
                Attendance(
                    session_code=CODE, person_id=person.id, seq=1, state="present", role="trainer", noted_at=NOON
                )
            )
        session.flush()

    @property
    def ana(self) -> Person:
        return self.people[0]


def restrict(session: Session, person: Person) -> bytes:
    """Have somebody's data restricted: the id of the request."""
    values = {"kind": "restriction", "ground": "claims", "asked": b"sealed", "asked_on": TODAY, "due_on": TODAY}
    assert data_requests.add(session, person_id=person.id, **values)
    return data_requests.of_person(session, person.id)[0].id


def _reading(session: Session) -> Reading:
    return Reading(session, NOON, {"officers": BEFORE})


def _record(session: Session, at: Station) -> int:
    found = 0
    for person in at.people:
        try:
            paper.get_record(session, at.root.id, person.id, "stops")
        except NotFound:
            continue
        found += 1
    return found


def _to_remind(session: Session, _: Station) -> int:
    hours = {"due_after": NOON - 9 * DAY, "due_until": NOON}
    return len(reminders.list_to_remind(session, "day-before-due", before=BEFORE, limit=9, **hours))


def _api(session: Session, at: Station) -> int:
    everything: dict[str, Any] = {"modules": None, "since": None, "after": ("", ""), "limit": 9}
    return len(api_lists.list_completions(session, at.root.id, **everything))


def _reached(session: Session, _: Station) -> int:
    period = programme.Period(NOON - DAY, NOON + DAY, is_demonstration=False)
    return programme.count_reached(session, period, "track", NOON + DAY).get("everyone", 0)


def _lacking(session: Session, at: Station) -> int:
    """Of both, who say that they lack the time and give no name."""
    for person in at.people:
        hindrances.say(session, person.id, "time", is_named=False, today=TODAY - dt.timedelta(days=14))
    return sum(hindrances.count_unnamed(session, [at.root.path], TODAY).time.values())


READERS: Final[dict[str, Callable[[Session, Station], int]]] = {
    "a supervisor's people": lambda s, at: len(completions.list_states(s, at.root.path, BEFORE)),
    "one's own row there": lambda s, at: sum(
        len(completions.list_states(s, at.root.path, BEFORE, person_id=one.id)) for one in at.people
    ),
    "a supervisor's counts": lambda s, at: sum(
        one.people for one in unit_states.count_below(_reading(s), [at.root.path], None)
    ),
    "the counts that a job keeps": lambda s, at: sum(
        one["people"] for one in unit_states.count_units(_reading(s), at.root.path)
    ),
    "names of a unit": lambda s, at: len(unit_states.list_directly_in(_reading(s), at.root, Narrowing())),
    "the personnel system": _api,
    "who completed before a session": lambda s, _: len(completions.days_done(s, CODE, ["stops"])),
    "how many of a session completed": lambda s, at: (
        sessions.get_overview(s, sessions.Whose(organisation_id=at.root.id), WITH_ALL, CODE).completed
    ),
    "the reminders before a session": _to_remind,
    "the reminders to finish": lambda s, at: len(
        finish_reminders.list_unfinished(_reading(s), at.root.path, None, TODAY)
    ),
    "records on paper": lambda s, at: len(paper.list_of_organisation(s, at.root.id)),
    "a record on paper": _record,
    "for whom a supervisor may record": lambda s, at: len(paper.list_of_unit(s, at.root.id)),
    "for whom a trainer may record": lambda s, _: len(paper.list_seated(s, CODE)),
    "who was reached": _reached,
    "what officers lack": _lacking,
}
"""What others than oneself read of completion and presence -> how many people they find."""


@pytest.mark.parametrize("reader", READERS)
def test_who_is_restricted_is_found_by_no_reader_and_by_each_again_once_it_ended(
    database: Database, reader: str
) -> None:
    found = READERS[reader]
    with database.write() as session:
        at = Station(session)
        before = found(session, at)
        request = restrict(session, at.ana)
        restricted = found(session, at)
        data_requests.take_back(session, at.ana.id, request, TODAY)
        after = found(session, at)

    assert (before, restricted, after) == (2, 1, 2)


def test_a_session_in_which_only_restricted_people_sit_is_not_offered_to_narrow_by(database: Database) -> None:
    with database.write() as session:
        at = Station(session)
        offered = []
        for person in at.people:
            restrict(session, person)
            offered.append([code for code, _ in unit_states.list_sessions(session, [at.root.path], NOON - DAY)])

    assert offered == [[CODE], []]


NAMED: Final = {"Completion", "DoneOnPaper", "Attendance"}
OWN: Final = {
    ("completions", "_of_person"),
    ("completions", "lock_of_person"),
    ("session_hours", "_completions_and_coming"),
    ("attendance", "corrections_of"),
    ("kept_of_sessions", "read_attendance"),
    ("kept_of_person", "_completions"),
    ("paper", "of_person"),
    ("refresher_wishes", "list_to_tell"),  # a mail that its person asked for
    ("refresher_wishes", "_completions"),
}
"""What is read for its person alone."""
WRITES: Final = {
    ("completions", "start"),
    ("completions", "complete"),
    ("attendance", "add_line"),
    ("paper", "note"),
    ("paper", "withdraw"),
    ("paper", "_change"),
    ("paper", "_is_in"),
}
"""What writes: for one person, or where a reader of above found them."""
PARTS: Final = {
    ("paper", "_records"),  # its callers say whose
    ("officer_states", "number"),  # of `officers_of`, which leaves them out
    ("attendance", "_sightings"),  # of people whom a reader of above found
}
ROOM: Final = {
    ("attendance", "read_roll"),
    ("programme", "count_sessions"),
    ("waiting", "_has_other_seat"),
}
"""What the session in the room needs to be held: who sits there, and whether anybody noted it (decision 0051)."""


def _functions() -> Iterator[tuple[tuple[str, str], set[str]]]:
    """The functions and methods of storage, each with the names in it."""
    for path in sorted((ROOT / "course" / "storage").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                body = [name.id for part in node.body for name in ast.walk(part) if isinstance(name, ast.Name)]
                yield (path.stem, node.name), set(body)


def test_a_query_that_names_completions_or_presence_leaves_out_who_is_restricted_or_is_known_not_to() -> None:
    naming = {name: found for name, found in _functions() if found & NAMED}
    heedless = {name for name, found in naming.items() if "is_unrestricted" not in found}

    assert heedless == OWN | WRITES | PARTS | ROOM


def _due(session: Session) -> dict[str, int]:
    later = NOON + YEARS
    due = {rule.name: count_due(session, rule, later) for rule in RULES if rule.model in FROZEN}
    return {name: count for name, count in due.items() if count}


FROZEN: Final = (Person, Apology, Attendance, Certificate, DataRequest, AuditEntry)


def test_nothing_of_who_is_restricted_is_let_go_before_it_ends(database: Database) -> None:
    with database.write() as session:
        at = Station(session)
        for person in at.people:
            person.left_on = TODAY
            session.add_all(
                [
                    Apology(session_code=CODE, person_id=person.id, reason="leave", said_on=TODAY),
                    Certificate(code=person.name, person_id=person.id, track="t", modules=["stops"], date=TODAY),
                ]
            )
            audit.append(
                session, audit.Entry(at=NOON, event="person-read", about_kind="person", about_id=person.id, detail={})
            )
        session.flush()
        before = _due(session)
        request = restrict(session, at.ana)
        restricted = _due(session)
        data_requests.take_back(session, at.ana.id, request, TODAY)
        after = _due(session)

    kept = {"leavers": 2, "attendance": 2, "certificates": 2, "apologies": 2, "audit-names": 2}
    assert before == kept
    assert restricted == {name: count - 1 for name, count in kept.items()}
    assert after == kept | {"requests": 1}


def test_learning_waits_for_whom_it_is_said_to_wait_by_every_rule_of_its_store(database: Database) -> None:
    learning = [rule for rule in RULES if "learner_key" in rule.model.__table__.columns]
    with database.write() as session:
        session.add_all(SectionSeen(learner_key=bytes([n]) * 32, module="m", section="s", week=TODAY) for n in (1, 2))
        session.flush()
        sections = next(rule for rule in RULES if rule.name == "sections")
        due = [count_due(session, sections, NOON + YEARS, held) for held in ((), {b"\1" * 32})]

    assert due == [2, 1]
    assert [rule.name for rule in learning if rule.learner_key is None] == []
