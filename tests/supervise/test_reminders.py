"""Reminders to finish: at one press, to all of a unit or a session who have not, nobody twice in a week, no name."""

import datetime as dt

import pytest
from charges import MODULE, UNITS, Command
from databases import race
from site_of_tests import START, Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.integrations.letters import write_letter
from course.jobs.finish_reminders import BATCH, remind
from course.storage import audit, completions, finish_reminders, people, session_trainers
from course.storage.models import FinishReminder, Mail, Person, ReminderRound

DAY = dt.timedelta(days=1)


class Reminded(Command):
    """A command with somebody who finished, some who did not, and its trainer."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.done = self.add(self.first, "ana", done=dt.date(2026, 11, 19))
        self.begun = self.add(self.first, "bruno", begun=True)
        self.away = self.add(self.second, "carla")
        self.add(self.beside, "dora")
        with site.house.database.write() as session:
            people.add_person(session, unit=self.first, name="Sem correio", service_number="9")
            gone = people.add_person(session, unit=self.first, name="Saiu", email="saiu@prova.pt")
            gone.is_active = False

    def page(self, unit: bytes) -> Page:
        return self.visitor.get(f"{UNITS}?unit={as_text(unit)}")

    def ask(self, unit: bytes) -> Page:
        """Press the button of a unit."""
        return self.page(unit).submit(f"/supervise/units/{as_text(unit)}/reminders")

    def token(self) -> dict[str, list[str]]:
        """What a form of theirs carries against forgery."""
        return self.visitor.get("/account").fields("/preferences")

    def send(self) -> int:
        """Run the job: how many it reminded."""
        return dict(remind(self.site.house, self.site.now))["reminded"]

    def written(self) -> list[bytes]:
        """To whom reminders were promised."""
        with self.site.house.database.read() as session:
            return sorted(session.scalars(select(Mail.person_id).where(Mail.kind == "finish-reminder")))


@pytest.fixture
def command(site: Site) -> Reminded:
    return Reminded(site)


def test_one_press_reminds_all_of_the_unit_and_below_who_have_not_finished(command: Reminded) -> None:
    answer = command.ask(command.command.id)
    waiting = command.page(command.command.id)
    command.send()
    sent = command.page(command.command.id)

    unit = as_text(command.command.id)
    assert (answer.status, answer.location) == (303, f"{UNITS}?unit={unit}#reminder")
    assert command.written() == sorted([command.begun.id, command.away.id])
    assert "está a ser enviado" in waiting.html
    assert "seguiu para 2 pessoas. O próximo pode seguir a partir de 30" in sent.html
    assert [page.actions().count(f"/supervise/units/{unit}/reminders") for page in (waiting, sent)] == [0, 0]
    with command.site.house.database.read() as session:
        noted = [(e.event, e.role, e.detail) for e in audit.about(session, [command.command.id])]
    assert ("reminder-asked", "supervisor", {}) in noted


def test_nobody_is_reminded_twice_in_a_week_whoever_asks_and_from_the_seventh_day_again(command: Reminded) -> None:
    command.ask(command.first.id)
    command.send()
    command.ask(command.command.id)  # another unit, above: only who was not reminded yet
    command.send()
    first_week = command.written()
    again = command.visitor.post(f"/supervise/units/{as_text(command.first.id)}/reminders", command.token())
    command.site.now += 7 * DAY
    command.visitor = command.site.visitor("chefe@prova.pt")
    command.ask(command.first.id)
    command.send()

    assert first_week == sorted([command.begun.id, command.away.id])
    assert again.status == 409
    assert "Desta vez nada foi enviado: já seguiu um lembrete nos últimos sete dias." in again.text
    assert again.text.count("seguiu para 1 pessoa. O próximo pode seguir a partir de 30") == 2
    assert f"/supervise/units/{as_text(command.first.id)}/reminders" not in again.actions()
    assert f"/supervise/reports/people?unit={as_text(command.first.id)}" in again.links()
    assert command.written() == sorted([command.begun.id, command.begun.id, command.away.id])


def test_of_two_jobs_at_once_one_reminds_a_person(command: Reminded) -> None:
    today = START.date()
    reminded = race(
        command.site.house.database,
        *[lambda session: finish_reminders.note_reminded(session, command.begun.id, today)] * 4,
    )

    assert sorted(reminded, key=bool) == [False, False, False, True]


def test_a_job_that_died_goes_on_and_reminds_in_batches(command: Reminded) -> None:
    with command.site.house.database.write() as session:
        for number in range(BATCH + 5):
            people.add_person(session, unit=command.second, name="Rui", email=f"rui{number}@prova.pt")
    command.ask(command.second.id)
    with command.site.house.database.write() as session:
        done = session.scalars(select(Person.id).where(Person.email.like("rui%")).limit(7)).all()
        for id_ in done:  # as the job left it when it died
            finish_reminders.note_reminded(session, id_, START.date())

    assert (command.send(), command.send()) == (BATCH + 5 + 1 - 7, 0)
    with command.site.house.database.read() as session:
        assert [row.done_at is None for row in session.scalars(select(ReminderRound))] == [False]
        assert len(session.scalars(select(FinishReminder)).all()) == BATCH + 5 + 1


def test_a_trainer_has_those_of_their_session_reminded_and_nobody_else(command: Reminded) -> None:
    trainer = command.site.add_person(command.organisation, "zita@prova.pt", ("trainer",))
    command.site.add_person(command.organisation, "outra@prova.pt", ("trainer",))
    command.seat("RD-1", START + 14 * DAY, command.done, command.begun)
    with command.site.house.database.write() as session:
        session_trainers.add_trainer(session, "RD-1", trainer.id)
    visitor = command.site.visitor("zita@prova.pt")

    page = visitor.get("/train/sessions/RD-1")
    answer = page.submit("/train/sessions/RD-1/reminders")
    command.send()
    after = visitor.get("/train/sessions/RD-1")

    assert (answer.status, command.written()) == (303, [command.begun.id])
    assert "seguiu para 1 pessoa." in after.text
    assert "/train/sessions/RD-1/reminders" not in after.actions()
    again = visitor.post("/train/sessions/RD-1/reminders", page.fields("/train/sessions/RD-1/reminders"))
    assert again.status == 409
    other = command.site.visitor("outra@prova.pt")
    token = other.get("/account").fields("/preferences")
    assert other.post("/train/sessions/RD-1/reminders", token).status == 404


def test_another_supervisor_s_unit_is_not_found(command: Reminded) -> None:
    for unit in (command.beside, command.organisation):
        answer = command.visitor.post(f"/supervise/units/{as_text(unit.id)}/reminders", command.token())
        assert answer.status == 404
    assert command.send() == 0


def test_who_finished_between_press_and_job_is_not_reminded(command: Reminded) -> None:
    command.ask(command.first.id)
    with command.site.house.database.write() as session:
        completions.complete(session, command.begun.id, MODULE, START.date(), {"module/x": "0"})

    assert (command.send(), command.written()) == (0, [])


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_mail_says_the_same_to_everybody_and_tells_no_result(command: Reminded, language: str) -> None:
    letter = write_letter("finish-reminder", {}, language, url="https://x.example", track_title=str)  # type: ignore[arg-type]
    page = command.site.visitor("chefe@prova.pt", language).get(f"{UNITS}?unit={as_text(command.first.id)}")

    assert not any(sign.isdigit() for sign in letter.body)
    assert letter.subject in page.html
