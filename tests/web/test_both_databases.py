"""The pages that matter most work on SQLite and on PostgreSQL alike: an officer's way, and what others see of it."""

import datetime as dt
from typing import Final

from charges import UNITS, Command, rows
from site_of_tests import Site
from sqlalchemy import select
from walks import answer_all, hand_in, play, read_all

from course.base.ids import as_text
from course.jobs.erasure import erase_due
from course.storage.models import LEARNING, Erasure

DAY: Final = dt.timedelta(days=1)


def test_an_officer_goes_the_whole_way_a_supervisor_sees_one_day_of_it_and_erasure_takes_the_rest(
    site_on_each: Site,
) -> None:
    site = site_on_each
    command = Command(site)
    site.add_person(command.first, "ana@prova.pt")
    officer, unit = site.visitor("ana@prova.pt", "en"), f"{UNITS}?unit={as_text(command.first.id)}"

    seen = [rows(command.visitor.get(unit))[1]]
    read_all(site, officer)
    seen.append(rows(command.visitor.get(unit))[1])
    ending = play(site, officer)
    result = hand_in(answer_all(site, officer, wrong=2))
    seen.append(rows(command.visitor.get(unit))[1])
    foreign = [command.visitor.get(page.path).status for page in (ending, result)]
    officer.get("/account/data/erasure").submit("/account/data/erasure")
    site.now += 8 * DAY
    erased = erase_due(site.house, site.now)

    with site.house.database.read() as session:
        left = [model for model in LEARNING if model is not Erasure and session.scalars(select(model)).all()]
    chief = site.visitor("chefe@prova.pt")
    assert result.h1 == "You completed “Ethnic profiling”"
    assert (foreign, erased, left) == ([404, 404], {"erased": 1}, [])
    assert seen == [
        ["Ana", "Nenhuma", "Ainda não", "—", "—"],
        ["Ana", "Nenhuma", "Em curso", "—", "—"],
        ["Ana", "Nenhuma", "Concluído", "23 nov. 2026", "—"],
    ]
    assert rows(chief.get(unit))[1] == seen[-1]
