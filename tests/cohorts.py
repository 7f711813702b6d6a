"""Groups with planted ideas: an organisation, a trainer, a session, and officers who learn through the acts."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from desks import KEY, a_desk, pass_quiz
from walks import right_fields

from course.acts.actor import Actor, actor_of
from course.acts.choose import choose, open_run
from course.acts.desk import Desk
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.acts.record_seen import record_seen, start_module
from course.acts.save_answer import CERTAINTY, Sent, save_answer
from course.acts.sign_in import id_of, open_sign_in
from course.catalogue import Catalogue
from course.content.questions.base import Form, Question
from course.content.questions.classify import Classify
from course.content.questions.multiple import Multiple
from course.content.questions.single import Single
from course.scoring.case import begin, offered, take
from course.scoring.certainty import SURE
from course.scoring.hours import Hours, hours_of
from course.storage import attempts, people, session_trainers, sessions, sign_ins, units
from course.storage import seats as seating
from course.storage.engine import Database
from course.storage.models import Audience, RoleName, Unit

STARTS_AT = dt.datetime(2026, 12, 10, 9, 30, tzinfo=dt.UTC)
WEEK_BEFORE = dt.datetime(2026, 12, 1, 10, 0, tzinfo=dt.UTC)
TRACK = "racial-discrimination"


@dataclass(frozen=True)
class Cohort:
    """A session and its people; nobody has begun."""

    code: str
    hours: Hours
    organisation: Unit
    trainer: Actor
    officers: tuple[Actor, ...]


def a_cohort(
    database: Database,
    *,
    code: str = "RD-2026-031",
    officers: int = 18,
    seats: int = 26,
    starts_at: dt.datetime = STARTS_AT,
    track: str = TRACK,
    audience: Audience = "officers",
    key: bytes = KEY,
    password_hash: str | None = None,
) -> Cohort:
    """A session led by one trainer in which so many officers are seated.

    Their e-mails are `trainer@<code>.example` and `officer-<n>@<code>.example`, from 1; `key` is the learner key of the
    instance, `password_hash` that of everybody's password.
    """
    hours = hours_of(starts_at, 3)
    with database.write() as session:
        organisation = units.add_unit(session, name=f"Organização de {code}", kind="organisation", audience=audience)
        sessions.add_session(
            session,
            code=code,
            organisation_id=organisation.id,
            track=track,
            place="Comando Alfa, sala 2",
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(hours=3),
            due_days=3,
            **asdict(hours),
            seats=seats,
        )
        made = []
        for name in ("trainer", *(f"officer-{number}" for number in range(1, officers + 1))):
            role: RoleName = "trainer" if name == "trainer" else "officer"
            person = people.add_person(
                session,
                unit=organisation,
                name=name.title(),
                email=f"{name}@{code}.example".lower(),
                password_hash=password_hash,
                roles=[role],
            )
            token = open_sign_in(session, person.id, WEEK_BEFORE)
            signed_in = sign_ins.find_sign_in(session, id_of(token))
            assert signed_in is not None
            made.append(replace(actor_of(signed_in, key), role=role))
        session_trainers.add_trainer(session, code, made[0].person_id)
        for officer in made[1:]:
            seating.add_seat(session, code, officer.person_id)
    return Cohort(code, hours, organisation, made[0], tuple(made[1:]))


@dataclass(frozen=True)
class Part:
    """How an officer takes part: the ideas that the first answers show, those shown with certainty, choices by scene.

    `hands_in` and `plays` say whether there is a first hand-in and a first play at all; `finishes` whether everything
    is completed in the end.
    """

    shows: Collection[str] = ()
    sure: Collection[str] = ()
    choices: Mapping[str, str] | None = None
    hands_in: bool = True
    plays: bool = True
    finishes: bool = True


def take_part(
    database: Database,
    catalogue: Catalogue,
    officer: Actor,
    part: Part = Part(),
    now: dt.datetime = WEEK_BEFORE,
    modules: Collection[str] | None = None,
) -> None:
    """The officer does the modules that are usually done before a session, or these, in one transaction."""
    with a_desk(database, officer, catalogue, now, Path()) as desk:
        for module_id in catalogue.before_sessions().usual[TRACK] if modules is None else modules:
            _do_module(desk, module_id, part)


def take_part_all(
    database: Database, catalogue: Catalogue, cohort: Cohort, parts: Collection[Part], now: dt.datetime = WEEK_BEFORE
) -> None:
    """The first officers of the cohort take part so, one after the other."""
    for officer, part in zip(cohort.officers, parts, strict=False):
        take_part(database, catalogue, officer, part, now)


def _do_module(desk: Desk, module_id: str, part: Part) -> None:
    module = desk.catalogue.module(module_id).reference
    start_module(desk, module_id)
    if part.finishes:
        for section in module.sections:
            record_seen(desk, module_id, section)
    for case_id in module.cases if part.plays else ():
        play(desk, case_id, part.choices or {})
    if part.hands_in:
        attempt_id = answer(desk, module.quiz, part.shows, part.sure)
        outcome = attempts.find_outcome(desk.session, attempt_id)
        assert outcome is not None
        if part.finishes and not outcome.passed:
            pass_quiz(desk, module.quiz)


def play(desk: Desk, case_id: str, choices: Mapping[str, str]) -> None:
    """The case to an ending, with these choices at these scenes, else the first one offered."""
    case = desk.catalogue.case(case_id).reference
    run_id, moment, step = open_run(desk, case_id), begin(case), 1
    while possible := list(offered(case, moment)):
        choice = choices.get(moment.scene, possible[0])
        choose(desk, run_id, step, choice)
        moment, step = take(case, moment, choice), step + 1


def answer(desk: Desk, quiz_id: str, shows: Collection[str], sure: Collection[str] = ()) -> bytes:
    """An attempt, handed in, whose core answers show these ideas; all other answers are right. Gives its id."""
    attempt_id = open_attempt(desk, quiz_id)
    quiz = desk.catalogue.quiz(quiz_id).reference
    for number, id_ in enumerate(attempts.get_attempt(desk.session, desk.actor.learner, attempt_id).questions):
        question = quiz.questions[id_]
        ideas = set(question.ideas()) if question.core else set()
        fields = idea_fields(question, next(iter(ideas))) if ideas & set(shows) else right_fields(question)
        level = {CERTAINTY: [str(SURE)]} if ideas & set(sure) else {}
        save_answer(desk, attempt_id, id_, Sent({**fields, **level}, 0, f"key-{number}"))
    hand_in(desk, attempt_id)
    return attempt_id


def idea_fields(question: Question, idea: str) -> Form:
    """The fields of an answer that shows the idea, and is right otherwise where it can be."""
    if isinstance(question, Single):
        return {"answer": [next(id_ for id_, option in question.options.items() if option.idea == idea)]}
    if isinstance(question, Multiple):
        return {"answer": [id_ for id_, option in question.options.items() if option.correct or option.idea == idea]}
    assert isinstance(question, Classify)
    right = {id_: item.category for id_, item in question.items.items()}
    astray = next(id_ for id_, item in question.items.items() if item.idea == idea)
    other = next(category for category in question.categories if category != right[astray])
    return {f"answer-{id_}": [category] for id_, category in (right | {astray: other}).items()}
