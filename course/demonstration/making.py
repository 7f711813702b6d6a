"""Invented organisations, people and sessions, so that the course can be walked through at once.

Everything here is made up and marked so. What the officers did was done through the acts, as a real officer would.
"""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from course.acts.actor import Actor, actor_of
from course.acts.desk import Desk
from course.acts.give_seats import give_seats
from course.acts.lead_session import add_trainer
from course.acts.plan_session import plan_session
from course.acts.session_values import SentSession
from course.acts.sign_in import hash_password, id_of, is_password_of, open_sign_in
from course.base.calendar import lisbon_day
from course.base.refusals import Conflict
from course.demonstration.playing import chance_of, learn
from course.demonstration.review import make_review
from course.storage import people, sign_ins, units
from course.storage.models import Person, RoleName, Unit
from course.web.house import House

STATIONS: Final = 8
OFFICERS: Final = 60
MORNING: Final = ("09:30", "12:30")
AFTERNOON: Final = ("14:30", "17:30")
TRACK: Final = "racial-discrimination"
MIRROR: Final = "police-action"
TOMORROW: Final = 24
"""Officers whose session is tomorrow."""
SMALL: Final = 9
"""Officers whose session is tomorrow afternoon: too few of them are ready for a picture of their group."""
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
    try:
        with house.database.write() as session:
            stations = _make_units(session)
            made = _make_people_first(session, stations, hashed)
            officers = _make_officers(session, stations)
            _make_sessions(session, house, made, officers)
            _play_all(session, house, officers)
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
    """Give the demonstration people with a sign-in this password; where all have it already, nothing is hashed anew."""
    with house.database.read() as session:
        if _is_of_all(_signing_in(session), password):
            return
    hashed = hash_password(password)
    with house.database.write() as session:
        for person in _signing_in(session):
            person.password_hash = hashed


def _is_of_all(found: Sequence[Person], password: str) -> bool:
    """Whether it is their password, all under one hash as `set_password` leaves it."""
    return len({person.password_hash for person in found}) == 1 and is_password_of(found[0], password)


def _signing_in(session: Session) -> list[Person]:
    found = (people.find_by_email(session, invented.email) for invented in (*PRINTED, *OTHERS, *ELSEWHERE))
    return [person for person in found if person is not None and person.is_demonstration]


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


def _make_officers(session: Session, stations: list[Unit]) -> list[Person]:
    """The others of the sixty officers, who cannot sign in."""
    names = [f"Agente {first} {last}" for last in LAST_NAMES for first in FIRST_NAMES]
    chance_of("names").shuffle(names)
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


def _play_all(session: Session, house: House, officers: list[Person]) -> None:
    """Half of the officers finish, a quarter stop on the way, a quarter have not begun.

    Of those whose session is tomorrow all but a few finished in time for the picture, and four object to something.
    """
    before = house.catalogue.before_sessions().usual[TRACK]
    for number, person in enumerate(officers):
        stage = (number // STATIONS + number) % 4  # so that every station has some of each
        if stage == 3:
            continue
        is_tomorrow = number < TOMORROW
        days_ago = chance_of(number, "days").randint(4 if is_tomorrow else 1, 12)
        actor = _actor(session, house, person)
        desk = Desk(session, actor, house.clock() - dt.timedelta(days=days_ago), house.catalogue, house.settings.keys)
        learn(desk, number, before, finishes=stage != 2, is_planted=is_tomorrow)
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
