"""People at work without pages: acts on a database, by somebody who is signed in."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from walks import right_fields

from course.acts.actor import Actor, actor_of
from course.acts.choose import choose, open_run
from course.acts.desk import Desk
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.acts.record_seen import record_seen, start_module
from course.acts.save_answer import Sent, save_answer
from course.acts.sign_in import id_of, open_sign_in
from course.catalogue import Catalogue
from course.scoring.case import begin, offered, take
from course.storage import attempts, people, sign_ins, units
from course.storage.engine import Database

KEY = b"k" * 32
NOW = dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.UTC)


def an_officer(database: Database, email: str = "ana@test.example") -> Actor:
    """A new officer, signed in."""
    with database.write() as session:
        unit = units.add_unit(session, name=f"Unidade de {email}", kind="organisation")
        person = people.add_person(session, unit=unit, name="Ana", email=email)
        signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, person.id, NOW)))
        assert signed_in is not None
        return actor_of(signed_in, KEY)


def signed_in(database: Database, person_id: bytes) -> Actor:
    """That person, signed in, in the first of their roles."""
    with database.write() as session:
        found = sign_ins.find_sign_in(session, id_of(open_sign_in(session, person_id, NOW)))
        assert found is not None
        return actor_of(found, KEY)


@contextmanager
def a_desk(
    database: Database, actor: Actor, catalogue: Catalogue, now: dt.datetime = NOW, keys: Path = Path()
) -> Iterator[Desk]:
    """A desk whose work is committed at the end."""
    with database.write() as session:
        yield Desk(session, actor, now, catalogue, keys)


def do_module(desk: Desk, module_id: str, *, pass_it: bool = True) -> None:
    """All of a module, at once: read, played, answered rightly and handed in; or all but the quiz."""
    module = desk.catalogue.module(module_id).reference
    start_module(desk, module_id)
    for section in module.sections:
        record_seen(desk, module_id, section)
    for case_id in module.cases:
        play_case(desk, case_id)
    if pass_it:
        pass_quiz(desk, module.quiz)


def play_case(desk: Desk, case_id: str) -> None:
    """The case to an ending, by the first choice offered each time."""
    case = desk.catalogue.case(case_id).reference
    run_id, moment, step = open_run(desk, case_id), begin(case), 1
    while choices := list(offered(case, moment)):
        choose(desk, run_id, step, choices[0])
        moment, step = take(case, moment, choices[0]), step + 1


def pass_quiz(desk: Desk, quiz_id: str) -> None:
    """An attempt with every answer right."""
    attempt_id = open_attempt(desk, quiz_id)
    quiz = desk.catalogue.quiz(quiz_id).reference
    for number, id_ in enumerate(attempts.get_attempt(desk.session, desk.actor.learner, attempt_id).questions):
        save_answer(desk, attempt_id, id_, Sent(right_fields(quiz.questions[id_]), 0, f"key-{number}"))
    hand_in(desk, attempt_id)
