"""Who is told that a date has come, when, and that nobody is told twice."""

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from houses import Clock, a_house
from interruptions import die_everywhere
from mail_server import mail_server
from rows import DAY, NOON, a_person, an_organisation
from sqlalchemy import delete, select, update

from course.content.library import Library
from course.jobs import refreshers
from course.jobs.outbox import send_due
from course.jobs.refreshers import tell_dates
from course.storage import completions, refresher_wishes
from course.storage.engine import Database
from course.storage.models import Mail, RefresherWish
from course.web.house import House

MODULE = "ethnic-profiling"
DATE = NOON + 7 * DAY


@pytest.fixture
def house(database: Database, tmp_path: Path, library: Library) -> House:
    return a_house(database, tmp_path, library=library)


def ask(house: House, count: int = 1) -> None:
    """New people who completed the module at NOON and want a mail."""
    with house.database.write() as session:
        unit = an_organisation(session)
        for _ in range(count):
            person = a_person(session, unit)
            person.email = f"{person.id.hex()}@test.example"
            completions.complete(session, person.id, MODULE, NOON.date(), {})
            refresher_wishes.set_wish(session, person.id, "mail")


def promised(house: House) -> Counter[bytes]:
    with house.database.read() as session:
        mails = session.scalars(select(Mail)).all()
        assert {mail.kind for mail in mails} <= {"refreshers"}
        return Counter(mail.person_id for mail in mails)


@pytest.mark.parametrize(("hour", "told"), [(7, {}), (8, {"told": 1}), (23, {"told": 1})])
def test_a_mail_goes_out_by_day_and_once(house: House, hour: int, told: dict[str, int]) -> None:
    ask(house)
    now = DATE.replace(hour=hour, minute=59)

    assert [tell_dates(house, now) for _ in range(2)] == [told, {}]


def test_it_arrives_in_words_that_tell_nothing_of_answers(house: House, tmp_path: Path, library: Library) -> None:
    ask(house)
    with mail_server() as server:
        own = a_house(house.database, tmp_path, library=library, clock=Clock(DATE), port=server.port)
        tell_dates(own, DATE)
        send_due(own, DATE)

    (message,) = server.messages
    assert message["Subject"] == "Voltar ao curso"
    assert message.get_content().splitlines()[:5] == [
        (
            "Pediu para ser avisado quando chegasse uma data para rever algumas perguntas. Chegou uma. "
            "Se houver perguntas à sua espera, estão aqui, com cerca de três minutos:"
        ),
        "",
        "https://course.example/refreshers",
        "",
        (
            "Faça como preferir: nada é contado, e ninguém é informado de que as viu. "
            "Na mesma página pode deixar de receber estas mensagens."
        ),
    ]


def test_death_at_any_commit_loses_and_doubles_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refreshers, "BATCH", 2)
    ask(house, 5)

    def prepare() -> None:
        with house.database.write() as session:
            session.execute(delete(Mail))
            session.execute(update(RefresherWish).values(mailed_on=None))

    def check() -> None:
        assert (set(promised(house).values()), len(promised(house))) == ({1}, 5)

    died = die_everywhere(house.database, prepare=prepare, run=lambda: tell_dates(house, DATE), check=check)

    assert died == 4  # three batches, and one to find nobody more


def test_loops_at_once_tell_each_once(house: House) -> None:
    ask(house, 20)

    with ThreadPoolExecutor(3) as loops:
        list(loops.map(lambda _: tell_dates(house, DATE), range(3)))

    assert (set(promised(house).values()), len(promised(house))) == ({1}, 20)


def test_who_ended_it_in_the_meantime_is_told_no_more(house: House) -> None:
    ask(house)
    tell_dates(house, DATE)
    with house.database.write() as session:
        session.execute(delete(RefresherWish))

    assert tell_dates(house, NOON + dt.timedelta(days=30)) == {}
    assert promised(house).total() == 1
