"""Which modules are done before a session is one rule, read and counted alike."""

import pytest
from databases import count_queries
from rows import DAY, HOUR, NOON, a_person, a_session, an_organisation
from sqlalchemy import literal, select

from course.storage import completions, reminders, seats, sessions
from course.storage.engine import Database
from course.storage.models import CourseSession
from course.storage.modules_before import Before, Choice, InSql, is_on_postgres
from course.storage.sessions import Whose

BEFORE = Before(
    usual={"everyone": ("law", "stops"), "short": ()},
    every={"everyone": ("law", "stops", "talk"), "short": ("orders",)},
)
CHOICES: dict[str, tuple[str, list[str] | None, tuple[str, ...]]] = {
    "USUAL": ("everyone", None, ("law", "stops")),
    "CHOSEN": ("everyone", ["talk", "law"], ("law", "talk")),
    "WITHDRAWN": ("everyone", ["gone", "talk"], ("talk",)),
    "OF-ANOTHER": ("everyone", ["orders"], ()),
    "NONE-USUAL": ("short", None, ()),
    "OF-SHORT": ("short", ["orders"], ("orders",)),
    "UNKNOWN": ("no-such-track", ["law"], ()),
}


def test_what_is_counted_is_what_is_read(database: Database) -> None:
    with database.write() as session:
        for code, (track, chosen, _) in CHOICES.items():
            a_session(session, code, track=track).before = chosen

    with database.read() as session:
        rule = InSql(BEFORE, is_on_postgres(session), CourseSession.track.expression, CourseSession.before.expression)
        counted = {
            code: (
                number,
                tuple(id_ for id_, counts in zip(("law", "stops", "talk", "orders"), each, strict=True) if counts),
            )
            for code, number, *each in session.execute(
                select(
                    CourseSession.code,
                    rule.number(),
                    *[rule.counts(literal(id_)) for id_ in ("law", "stops", "talk", "orders")],
                )
            )
        }
        read = {code: BEFORE.of(sessions.get_session(session, code)) for code in CHOICES}

    assert read == {code: modules for code, (_, _, modules) in CHOICES.items()}
    assert counted == {code: (len(modules), modules) for code, modules in read.items()}


def test_what_remains_after_it_is_all_the_rest_of_the_track() -> None:
    left = [BEFORE.after(Choice(track, chosen)) for track, chosen, _ in CHOICES.values()]

    assert left == [("talk",), ("stops",), ("law", "stops"), ("law", "stops", "talk"), ("orders",), (), ()]


@pytest.mark.parametrize("count", [1, 3])
def test_each_session_counts_its_own_modules_in_one_query_for_trainer_supervisor_and_reminder(
    database: Database, count: int
) -> None:
    done = {"Ana": ("law", "stops"), "Eva": ("law", "talk"), "Rui": ("talk",)}
    with database.write() as session:
        root = an_organisation(session)
        for number in range(count):
            for name in ("USUAL", "CHOSEN"):
                planned = a_session(
                    session, f"{name}-{number}", organisation_id=root.id, starts_at=NOON + number * HOUR
                )
                planned.before = CHOICES[name][1]
                for who, modules in done.items():
                    email = f"{who}-{name}-{number}@psp.example".lower()
                    person = a_person(session, root, name=f"{who} {name}", email=email, service_number=email)
                    seats.add_seat(session, planned.code, person.id)
                    for module in modules:
                        completions.complete(session, person.id, module, NOON.date(), {})

    with count_queries(database) as queries, database.read() as session:
        overviews = sessions.list_overviews(session, Whose(organisation_id=root.id), BEFORE)
        states = completions.list_states(session, root.path, BEFORE)
        due = overviews[0].due_at
        found = reminders.list_to_remind(
            session, "day-before-due", before=BEFORE, due_after=due - DAY, due_until=due + DAY, limit=100
        )
    names = {state.person_id: state.name for state in states}

    assert len(queries) == 3
    assert [one.completed for one in overviews] == [1] * (2 * count)
    assert {one.before for one in overviews} == {None, ("talk", "law")}
    completed = sorted((state.name, state.done) for state in states if state.completed_on)
    assert completed == [("Ana USUAL", 2)] * count + [("Eva CHOSEN", 2)] * count
    left = ["Ana CHOSEN", "Eva USUAL", "Rui CHOSEN", "Rui USUAL"]
    assert sorted(names[one.person_id] for one in found) == sorted(left * count)
