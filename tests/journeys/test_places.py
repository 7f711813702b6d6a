"""A place goes from hand to hand in a real browser: an officer says on a phone without scripts that they cannot come,
the next on the list has the seat and a mail, the trainer notes who is there and corrects it, and the supervisor sees
who was present and who is excused, and never why.
"""

import datetime as dt

import pytest
from live import PHONES, Window, Windows
from passwords import PASSWORD
from prepared import Officer, Prepared
from rows import DAY, a_session
from served import Server
from sqlalchemy import select

from course.base.ids import as_text
from course.storage import people, seats, session_trainers, sessions, waiting
from course.storage.engine import Database
from course.storage.models import Mail

CODE = "FILA-1"
ROOM = f"/train/sessions/{CODE}"


class Hall:
    """A session of one place, taken by the first of two officers, for which the second waits."""

    def __init__(self, server: Server, leaving: Officer, waits: Officer) -> None:
        self.database = Database(f"sqlite:///{server.instance / 'course.db'}")
        with self.database.write() as session:
            police = bytes.fromhex(leaving.organisation)
            trainer = people.find_by_email(session, "trainer@demo.example")
            supervisor = people.find_by_email(session, "supervisor@demo.example")
            first, second = (people.find_by_service_number(session, police, one.number) for one in (leaving, waits))
            assert trainer
            assert supervisor
            assert first
            assert second
            a_session(
                session,
                CODE,
                track="racial-discrimination",
                place="Sala da Fila",
                starts_at=dt.datetime.now(dt.UTC) + 3 * DAY,
                seats=1,
                organisation_id=police,
            )
            session_trainers.add_trainer(session, CODE, trainer.id)
            for other in seats.list_seats_of(session, first.id) + seats.list_seats_of(session, second.id):
                seats.remove_seat(session, other.code, first.id)
                seats.remove_seat(session, other.code, second.id)
            seats.add_seat(session, CODE, first.id)
            waiting.put(session, CODE, second.id)
            first.unit_id = second.unit_id
            people.add_supervision(session, supervisor.id, second.unit_id)
            self.unit, self.second = as_text(second.unit_id), second.id

    def told(self) -> list[str]:
        """The mails of the one who waited."""
        with self.database.read() as session:
            return list(session.scalars(select(Mail.kind).where(Mail.person_id == self.second)))

    def sits(self) -> list[str]:
        """Who has a seat."""
        with self.database.read() as session:
            return [person.name for person in seats.list_seated(session, CODE)]

    def begin(self) -> None:
        """The day has come: the session began five minutes ago."""
        with self.database.write() as session:
            planned = sessions.get_session(session, CODE)
            planned.starts_at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=5)
            planned.ends_at = planned.starts_at + dt.timedelta(hours=3)
            planned.due_at = planned.starts_at - DAY


def sign_in(window: Window, identifier: str, organisation: str = "") -> Window:
    """From the page for it."""
    window.open("/sign-in")
    window.page.locator("#identifier").fill(identifier)
    if organisation:
        window.page.locator("#organisation").select_option(organisation)
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))
    return window


def press(window: Window, name: str, *, status: int = 200) -> None:
    """The button or link of that name; afterwards nothing is wider than the window."""
    control = window.main.get_by_role("button", name=name).or_(window.main.get_by_role("link", name=name))
    window.press(control.first, status=status)
    assert window.stands_out((window.width,) if window.width not in PHONES else PHONES) == []


@pytest.mark.browser
def test_a_place_that_somebody_gives_up_is_taken_noted_and_seen(
    windows: Windows, fresh_server: Server, prepared: Prepared
) -> None:
    leaving, waits = prepared.newcomers[:2]
    hall = Hall(fresh_server, leaving, waits)

    officer = windows.open(fresh_server, language="pt", width=390, scripts=False)
    sign_in(officer, leaving.number, leaving.organisation).open("/seat")
    officer.page.locator("summary").click()
    press(officer, "Ceder o meu lugar a outra pessoa", status=422)
    assert "Escolha o motivo por que não pode vir" in officer.words
    officer.page.get_by_label("Férias, licença ou ausência").check()
    press(officer, "Ceder o meu lugar a outra pessoa")
    assert "Avisou que não pode vir à sessão FILA-1." in officer.words
    officer.open("/")
    assert "Avisou que não pode vir em" in officer.words
    assert (hall.sits(), hall.told()) == ([waits.name], ["seat-filled"])

    hall.begin()
    trainer = windows.open(fresh_server, language="pt", width=390)
    sign_in(trainer, "trainer@demo.example").open(ROOM)
    press(trainer, "Marcar presenças")
    assert f"Com falta justificada: {leaving.name}." in trainer.words
    for state in ("Faltou", "Presente"):
        trainer.page.locator(".app-roll").get_by_label(state).check()
        press(trainer, "Guardar presenças")
    assert "antes, «faltou»" in trainer.words

    supervisor = windows.open(fresh_server, language="pt", width=1280)
    sign_in(supervisor, "supervisor@demo.example").open(f"/supervise/units?unit={hall.unit}")
    rows = {name: supervisor.page.get_by_role("row", name=name).inner_text() for name in (leaving.name, waits.name)}
    assert ("Falta justificada" in rows[leaving.name], "Presente" in rows[waits.name]) == (True, True)
    assert ["licença" in window.words for window in (trainer, supervisor)] == [False, False]
    hall.database.close()
