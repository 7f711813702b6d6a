"""A weekly summary by mail: switched on and off by one press, numbers alone, once a week whatever happens."""

import datetime as dt
import json

import pytest
from charges import UNITS, Command
from databases import race
from site_of_tests import START, Site
from sqlalchemy import select

from course.acts.post import KEY_FILE
from course.base.ids import as_text
from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed
from course.integrations.letters import write_letter
from course.jobs.unit_summaries import send
from course.storage import people, summary_wishes
from course.storage.models import Mail, SummaryWish, Supervision

DAY = dt.timedelta(days=1)
MONDAY = START.date() + 7 * DAY


class Summed(Command):
    """A command with officers at each stage."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.add(self.first, "ana", done=dt.date(2026, 11, 19))
        late = self.add(self.first, "bruno", begun=True)
        self.add(self.second, "carla")
        self.add(self.beside, "dora")
        self.seat("RD-2", START + 2 * DAY, late)

    def switch(self, on: str) -> None:
        page = self.visitor.get(UNITS)
        assert page.submit("/supervise/summary", summary=on).location == f"{UNITS}#summary"

    def mails(self) -> list[dict[str, str]]:
        key = load_or_make_key(self.site.house.settings.keys / KEY_FILE)
        with self.site.house.database.read() as session:
            rows = session.scalars(select(Mail).where(Mail.kind == "unit-summary").order_by(Mail.made_at)).all()
            return [json.loads(open_sealed(key, row.sealed)) for row in rows if row.sealed]

    def run(self, days: int = 0) -> None:
        self.site.now += days * DAY
        send(self.site.house, self.site.now)


@pytest.fixture
def summed(site: Site) -> Summed:
    return Summed(site)


def test_it_goes_out_on_the_monday_after_and_once_a_week(summed: Summed) -> None:
    summed.switch("on")
    counts = []
    for days in (0, 6, 1, 0, 3, 4):
        summed.run(days)
        counts.append(len(summed.mails()))

    assert counts == [0, 0, 1, 1, 1, 2]
    assert summed.mails()[0] == {
        "done": "1",
        "total": "3",
        "started": "1",
        "todo": "1",
        "late": "1",
        "units": "Comando Alfa: 1 / 3",
    }


def test_it_names_nobody_in_either_language(summed: Summed) -> None:
    summed.switch("on")
    summed.run(7)
    (values,) = summed.mails()

    for language in ("pt", "en"):
        letter = write_letter("unit-summary", values, language, url="https://x.example", track_title=str)  # type: ignore[arg-type]
        words = letter.subject + letter.body
        assert [name for name in ("Ana", "Bruno", "Carla") if name in words] == []
        assert "Comando Alfa: 1 / 3" in words


def test_it_is_ended_by_one_press_and_pressing_twice_brings_no_second_mail(summed: Summed) -> None:
    summed.switch("on")
    on = summed.visitor.get(UNITS)
    summed.switch("off")
    off = summed.visitor.get(UNITS)
    summed.run(7)
    summed.visitor = summed.site.visitor("chefe@prova.pt")
    summed.switch("on")
    summed.switch("on")
    summed.run()

    assert ("Terminar a mensagem semanal" in on.text, "Receber a mensagem semanal" in off.text) == (True, True)
    assert summed.mails() == []


@pytest.mark.parametrize("loss", ["unit", "role"])
def test_it_ends_when_there_is_nothing_to_supervise_any_more(summed: Summed, loss: str) -> None:
    summed.switch("on")
    with summed.site.house.database.write() as session:
        chief = people.find_by_email(session, "chefe@prova.pt")
        assert chief is not None
        if loss == "unit":
            session.delete(session.get_one(Supervision, (chief.id, summed.command.id)))
        else:
            people.remove_role(session, chief.id, "supervisor")
    summed.run(7)

    with summed.site.house.database.read() as session:
        assert (summed.mails(), session.scalars(select(SummaryWish)).all()) == ([], [])


def test_of_two_jobs_at_once_one_sends_it(summed: Summed) -> None:
    summed.switch("on")
    with summed.site.house.database.read() as session:
        chief = people.find_by_email(session, "chefe@prova.pt")
        assert chief is not None
    noted = race(
        summed.site.house.database,
        *[lambda session: summary_wishes.note_mailed(session, chief.id, MONDAY, MONDAY)] * 3,
    )

    assert sorted(noted, key=bool) == [False, False, True]


def test_pressed_on_a_unit_one_stays_there(summed: Summed) -> None:
    unit = as_text(summed.first.id)
    answer = summed.visitor.get(f"{UNITS}?unit={unit}").submit("/supervise/summary", summary="on")

    assert answer.location == f"{UNITS}?unit={unit}#summary"
