"""Invented organisations, people and sessions, so that the course can be walked through at once.

Everything here is made up and marked so. What the officers did was done through the acts, as a real officer would.
"""

import datetime as dt
import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from course.acts.actor import Actor, actor_of
from course.acts.choose import choose, open_run
from course.acts.desk import Desk
from course.acts.give_seats import give_seats
from course.acts.hand_in import hand_in
from course.acts.lead_session import add_trainer
from course.acts.object import Place, hold_objection
from course.acts.open_attempt import open_attempt
from course.acts.plan_session import plan_session
from course.acts.record_seen import record_seen, start_module
from course.acts.save_answer import CERTAINTY, Sent, save_answer
from course.acts.session_values import SentSession
from course.acts.sign_in import hash_password, id_of, open_sign_in
from course.base.calendar import lisbon_day
from course.base.refusals import Conflict
from course.content.questions.base import Form, Question
from course.content.questions.classify import Classify
from course.content.questions.multiple import Multiple
from course.content.questions.single import Single
from course.demonstration.review import make_review
from course.scoring.case import begin, offered, take
from course.storage import attempts, people, sign_ins, units
from course.storage.models import Person, RoleName, Unit
from course.web.house import House

SEED: Final = 2016
STATIONS: Final = 8
OFFICERS: Final = 60
MORNING: Final = ("09:30", "12:30")
AFTERNOON: Final = ("14:30", "17:30")
OBJECTED: Final = "ethnic-profiling"
"""The module to which some object."""
TRACK: Final = "racial-discrimination"
MIRROR: Final = "police-action"
TOMORROW: Final = 24
"""Officers whose session is tomorrow."""
SMALL: Final = 9
"""Officers whose session is tomorrow afternoon: too few of them are ready for a picture of their group."""
DRAWN: Final = 4
"""How many times as likely somebody of tomorrow's session takes a choice that carries a wrong idea as another one."""
HELD: Final[Mapping[str, float]] = {
    "avoids-eyes": 0.7,
    "routine-needs-no-reason": 0.45,
    "group-figures-justify": 0.3,
    "police-are-a-ground": 0.6,
    "one-list-everywhere": 0.35,
}
"""Chances that somebody of tomorrow's session holds a wrong idea of a core question; other ideas are held by nobody."""
LEVELS: Final[Mapping[str, tuple[int, int, int, int]]] = {
    "knows": (15, 10, 30, 45),
    "slips": (20, 45, 30, 5),
    "holds": (10, 5, 15, 70),
}
"""Of 100 answers, how many say no level of certainty, and each of the three: of somebody who knows, who slips, and who
holds a wrong idea, and is mostly sure of it."""
OBJECTIONS: Final = (
    "No turno da noite somos dois. Parar para explicar é ficar sem ninguém a olhar à volta.",
    "Na rua decide-se em segundos; isto lê-se bem é sentado.",
    "Se não abordo e depois acontece alguma coisa, quem responde sou eu.",
    "Nunca vi um colega ser apoiado por ter escrito o motivo.",
)
"""Invented, like the people."""
FIRST_NAMES: Final = (
    "Adelaide", "Baltasar", "Carlota", "Dinis", "Elvira", "Fausto", "Graciete", "Hermínio", "Ivone", "Jacinto",
    "Leonilde", "Moisés", "Natércia", "Olavo", "Piedade", "Quitéria", "Rogério", "Salomé", "Teodoro", "Valentina",
)  # fmt: skip
LAST_NAMES: Final = ("Exemplo", "Amostra", "Ensaio", "Modelo", "Fictício", "Inventado")


@dataclass(frozen=True)
class Invented:
    """A person with a printed sign-in."""

    email: str
    name: str
    roles: tuple[RoleName, ...]
    body: str | None = None


PRINTED: Final = (
    Invented("officer@demo.example", "Agente Adelaide Demonstração", ("officer",)),
    Invented("trainer@demo.example", "Formadora Brígida Demonstração", ("trainer",)),
    Invented("supervisor@demo.example", "Comissário Custódio Demonstração", ("supervisor",)),
    Invented("reviewer@demo.example", "Revisora Deolinda Demonstração", ("reviewer",), "police"),
    Invented("admin@demo.example", "Administrador Evaristo Demonstração", ("administrator",)),
)
OTHERS: Final = (
    Invented("trainer2@demo.example", "Formador Firmino Demonstração", ("trainer", "officer")),
    Invented("supervisor2@demo.example", "Chefe Gertrudes Demonstração", ("supervisor", "officer")),
    Invented("admin2@demo.example", "Administradora Honorina Demonstração", ("administrator",)),
    Invented("reviewer-civil-society@demo.example", "Revisor Inácio Demonstração", ("reviewer",), "civil-society"),
)
REVIEWING: Final = (
    "trainer@demo.example",
    "reviewer-equality-body@demo.example",
    "reviewer-civil-society@demo.example",
)
"""Who has a hand in the text under review."""
PROFESSIONAL: Final = Invented("professional@demo.example", "Técnico Lourenço Demonstração", ("officer",))
"""Of the equality body: has the mirror track, where the course has one."""
ELSEWHERE: Final = (
    PROFESSIONAL,
    Invented("reviewer-equality-body@demo.example", "Revisora Josefa Demonstração", ("reviewer",), "equality-body"),
    Invented("admin-equality-body@demo.example", "Administradora Miquelina Demonstração", ("administrator",)),
)


def is_needed(house: House) -> bool:
    """Whether there is nobody yet, and this is no production."""
    with house.database.read() as session:
        return not house.settings.is_production and not people.has_people(session)


def make_demonstration(house: House, password: str) -> bool:
    """Two invented organisations, their people and their sessions; some officers have finished, some have begun.

    One session is tomorrow: the hour of its picture has passed, so the job loop takes it when it first runs. All is one
    transaction, so that no loop of another process takes it before its people have learned. False, and nothing is made,
    when another process that started at the same time was quicker.
    """
    hashed = hash_password(password)
    chance = random.Random(SEED)  # noqa: S311 - invented people, not secrets
    try:
        with house.database.write() as session:
            stations = _make_units(session)
            made = _make_people_first(session, stations, hashed)
            officers = _make_officers(session, stations, chance)
            _make_sessions(session, house, made, officers)
            _play_all(session, house, officers, chance)
            _make_review(session, house, made)
    except _MadeAlready:
        return False
    return True


class _MadeAlready(Exception):  # noqa: N818 - what was found, no error
    """The people stand already: the transaction is rolled back."""


def _make_people_first(session: Session, stations: list[Unit], hashed: str) -> dict[str, Person]:
    """The people, after waiting for another process that is making them (PostgreSQL). Raises _MadeAlready."""
    try:
        return _make_people(session, stations, hashed)
    except Conflict as conflict:
        raise _MadeAlready from conflict


def set_password(house: House, password: str) -> None:
    """Give the demonstration people with a sign-in this password."""
    hashed = hash_password(password)
    with house.database.write() as session:
        for invented in (*PRINTED, *OTHERS, *ELSEWHERE):
            person = people.find_by_email(session, invented.email)
            if person is not None and person.is_demonstration:
                person.password_hash = hashed


def new_password() -> str:
    """A password that can be typed from paper: three groups of four."""
    return "-".join(secrets.token_hex(2) for _ in range(3))


def _make_units(session: Session) -> list[Unit]:
    """The eight stations of the one organisation; below them nothing."""
    root = units.add_unit(session, name="Polícia Fictícia (demonstração)", kind="organisation", is_demonstration=True)
    command = units.add_unit(session, name="Comando Alfa", kind="command", parent=root)
    divisions = [units.add_unit(session, name=f"{n}.ª Divisão", kind="division", parent=command) for n in range(1, 4)]
    return [
        units.add_unit(session, name=f"Esquadra {n}", kind="station", parent=divisions[(n - 1) % 3])
        for n in range(1, STATIONS + 1)
    ]


def _make_people(session: Session, stations: list[Unit], hashed: str) -> dict[str, Person]:
    """Those with a sign-in, by e-mail. Supervisors see the command, and one division."""
    above = {unit.name: unit for unit in units.list_units(session, stations[0].organisation_id)}
    command, division = above["Comando Alfa"], above["1.ª Divisão"]
    made = {invented.email: _add(session, stations[0], invented, hashed, n) for n, invented in enumerate(PRINTED, 1)}
    made |= {invented.email: _add(session, command, invented, hashed, n) for n, invented in enumerate(OTHERS, 11)}
    people.add_supervision(session, made["supervisor@demo.example"].id, command.id)
    people.add_supervision(session, made["supervisor2@demo.example"].id, division.id)
    body = units.add_unit(
        session,
        name="Organismo Fictício para a Igualdade (demonstração)",
        kind="organisation",
        audience="equality-body",
        is_demonstration=True,
    )
    made |= {invented.email: _add(session, body, invented, hashed, n) for n, invented in enumerate(ELSEWHERE, 1)}
    return made


def _add(session: Session, unit: Unit, invented: Invented, hashed: str, number: int) -> Person:
    return people.add_person(
        session,
        unit=unit,
        name=invented.name,
        email=invented.email,
        service_number=f"{1000 + number}",
        password_hash=hashed,
        roles=invented.roles,
        body=next((body for body in ("police", "equality-body", "civil-society") if body == invented.body), None),
    )


def _make_officers(session: Session, stations: list[Unit], chance: random.Random) -> list[Person]:
    """The others of the sixty officers, who cannot sign in."""
    names = [f"Agente {first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    chance.shuffle(names)
    missing = OFFICERS - sum("officer" in invented.roles for invented in (*PRINTED, *OTHERS))
    return [
        people.add_person(session, unit=stations[n % STATIONS], name=names[n], service_number=f"{2000 + n}")
        for n in range(missing)
    ]


def _make_sessions(session: Session, house: House, made: dict[str, Person], officers: list[Person]) -> None:
    """Two tomorrow, one in about two weeks, one a week later; planned by the trainer, who leads them with another.

    The one tomorrow afternoon is too small for a picture. And one for the equality body, where the course has a track
    for it.
    """
    actor = _actor(session, house, made["trainer@demo.example"])
    desk = Desk(session, actor, house.clock(), house.catalogue, house.settings.keys)
    today = lisbon_day(house.clock())
    tomorrow, later, small = officers[:TOMORROW], officers[TOMORROW:-SMALL], officers[-SMALL:]
    half = len(later) // 2
    for day, hours, due_days, seated in (
        (today + dt.timedelta(days=1), MORNING, "0", tomorrow),
        (_workday(today + dt.timedelta(days=17)), MORNING, "3", [made["officer@demo.example"], *later[:half]]),
        (_workday(today + dt.timedelta(days=24)), MORNING, "3", later[half:]),
        (today + dt.timedelta(days=1), AFTERNOON, "0", small),
    ):
        code = _plan(desk, TRACK, day, due_days, hours)
        give_seats(desk, code, "\n".join(person.service_number or "" for person in seated))
    if MIRROR in house.catalogue.registers.tracks:
        code = _plan(desk, MIRROR, _workday(today + dt.timedelta(days=19)), "3")
        professional = made[PROFESSIONAL.email]
        give_seats(desk, code, PROFESSIONAL.email, professional.organisation_id)
    sign_ins.close(session, actor.sign_in_id)


def _plan(desk: Desk, track: str, day: dt.date, due_days: str, hours: tuple[str, str] = MORNING) -> str:
    """The code of a new session of that track, led by two."""
    sent = SentSession(
        track=track,
        place="Comando Alfa, Rua da Demonstração 1, sala 2",
        district="lisboa",
        day=day.isoformat(),
        start=hours[0],
        end=hours[1],
        due_days=due_days,
        seats="32",
    )
    code = plan_session(desk, sent)
    add_trainer(desk, code, "trainer2@demo.example")
    return code


def _workday(day: dt.date) -> dt.date:
    """The same or the next day from Monday to Friday."""
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() >= 5 else 0)


def _play_all(session: Session, house: House, officers: list[Person], chance: random.Random) -> None:
    """Half of the officers finish, a quarter stop on the way, a quarter have not begun.

    Of those whose session is tomorrow all but a few finished in time for the picture, and four object to something.
    """
    for number, person in enumerate(officers):
        stage = (number // STATIONS + number) % 4  # so that every station has some of each
        if stage == 3:
            continue
        is_tomorrow = number < TOMORROW
        days_ago = chance.randint(4, 12) if is_tomorrow else chance.randint(1, 12)
        actor = _actor(session, house, person)
        desk = Desk(session, actor, house.clock() - dt.timedelta(days=days_ago), house.catalogue, house.settings.keys)
        before = house.catalogue.before_sessions().usual[TRACK]
        for module in before if stage != 2 else before[:1]:
            _read(desk, module, finish=stage != 2)
            if stage != 2:
                _play_cases(desk, module, chance, DRAWN if is_tomorrow else 1)
                _answer_quiz(desk, module, chance, HELD if is_tomorrow else {})
        if number % 4 == 0 and number // 4 < len(OBJECTIONS):
            _object(desk, OBJECTIONS[number // 4])
        sign_ins.close(session, actor.sign_in_id)


def _make_review(session: Session, house: House, made: Mapping[str, Person]) -> None:
    """A text under review. Whoever acts is signed in for it, and signed out again."""
    actors = {email: _actor(session, house, made[email]) for email in REVIEWING}
    make_review(
        lambda email, ago: Desk(session, actors[email], house.clock() - ago, house.catalogue, house.settings.keys)
    )
    for actor in actors.values():
        sign_ins.close(session, actor.sign_in_id)


def _actor(session: Session, house: House, person: Person) -> Actor:
    token = open_sign_in(session, person.id, house.clock())
    signed_in = sign_ins.find_sign_in(session, id_of(token))
    if signed_in is None:
        raise RuntimeError("the demonstration person just made cannot sign in")
    return actor_of(signed_in, house.learner_key)


def _read(desk: Desk, module: str, *, finish: bool) -> None:
    start_module(desk, module)
    sections = list(desk.catalogue.module(module).reference.sections)
    for section in sections if finish else sections[:2]:
        record_seen(desk, module, section)


def _play_cases(desk: Desk, module: str, chance: random.Random, drawn: int) -> None:
    """Every case to an ending; a choice that carries a wrong idea is so many times as likely as another one."""
    for case_id in desk.catalogue.module(module).reference.cases:
        case = desk.catalogue.case(case_id).reference
        run_id, moment, step = open_run(desk, case_id), begin(case), 1
        while choices := list(offered(case, moment)):
            carried = case.scenes[moment.scene].choices
            [choice] = chance.choices(choices, [drawn if carried[id_].idea else 1 for id_ in choices])
            choose(desk, run_id, step, choice)
            moment, step = take(case, moment, choice), step + 1


def _object(desk: Desk, line: str) -> None:
    """In the section that has ready objections, with the first of them ticked."""
    sections = desk.catalogue.module(OBJECTED).reference.sections
    id_, section = next((id_, section) for id_, section in sections.items() if section.objections)
    hold_objection(desk, Place("module", OBJECTED, id_), [next(iter(section.objections))], line)


def _answer_quiz(desk: Desk, module: str, chance: random.Random, held: Mapping[str, float]) -> None:
    """Attempts until the quiz is passed: at first with slips, at last without.

    `held`: the chances with which the first attempt shows an idea of a core question.
    """
    quiz_id = desk.catalogue.module(module).reference.quiz
    for knows in (0.75, 0.9, 1.0):
        attempt_id = open_attempt(desk, quiz_id)
        attempt = attempts.get_attempt(desk.session, desk.actor.learner, attempt_id)
        quiz = desk.catalogue.quiz(quiz_id).reference
        ideas = {id_: next(iter(quiz.questions[id_].ideas())) for id_ in quiz.core}
        shown = {id_ for id_, idea in ideas.items() if idea in held and knows < 0.9 and chance.random() < held[idea]}
        for number, id_ in enumerate(attempt.questions):
            question = quiz.questions[id_]
            if id_ in shown and isinstance(question, Single):
                fields: Form = {"answer": [next(key for key, option in question.options.items() if option.idea)]}
                state = "holds"
            else:
                is_known = chance.random() < knows
                fields, state = _answer(question, chance, is_known=is_known), "knows" if is_known else "slips"
            sent = Sent({**fields, **_level(state, chance)}, 0, f"demonstration-{number}")
            save_answer(desk, attempt_id, id_, sent)
        hand_in(desk, attempt_id)
        outcome = attempts.find_outcome(desk.session, attempt_id)
        if outcome is not None and outcome.passed:
            return


def _level(state: str, chance: random.Random) -> Form:
    """The field that says how sure somebody is; none where that is not said."""
    [level] = chance.choices(("", "1", "2", "3"), LEVELS[state])
    return {CERTAINTY: [level]} if level else {}


def _answer(question: Question, chance: random.Random, *, is_known: bool) -> Form:
    """The fields of a right answer, or of a plausible wrong one."""
    if isinstance(question, Single):
        ids = [id_ for id_, option in question.options.items() if option.correct == is_known]
        return {"answer": [chance.choice(ids)]}
    if isinstance(question, Multiple):
        right = [id_ for id_, option in question.options.items() if option.correct]
        wrong = [id_ for id_, option in question.options.items() if not option.correct]
        return {"answer": right if is_known else [*right[1:], chance.choice(wrong)]}
    if isinstance(question, Classify):
        placed = {id_: item.category for id_, item in question.items.items()}
        if not is_known:
            placed[chance.choice(list(placed))] = chance.choice(list(question.categories))
        return {f"answer-{id_}": [category] for id_, category in placed.items()}
    return question.key() if is_known else {}
