"""A case under embargo, or whose time is over, is shown to no officer, and no module waits for it."""

import datetime as dt
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_of_tests import COURSE, Site, Visitor
from sqlalchemy import select
from walks import CASE, MODULE, answer_all, hand_in

from course.base.calendar import lisbon_day
from course.content.library import read_library
from course.storage.models import Completion

COVER, PLAY = f"/cases/{CASE}", f"/modules/{MODULE}/play"
DONE_WITHOUT = "This section is done without it."
ORIGIN = "Vem de um acórdão."


@pytest.fixture
def dated(site: Site, tmp_path: Path) -> Iterator[Site]:
    """The application, whose case is shown tomorrow for the first time and for one day."""
    root = tmp_path / "dated"
    for shelf in ("modules", "cases", "quizzes", "registers"):
        shutil.copytree(COURSE / shelf, root / shelf)
    file = root / "cases" / CASE / "case.yaml"
    text = file.read_text(encoding="utf-8")
    tomorrow = lisbon_day(site.now) + dt.timedelta(1)
    days = f"based_on:\n  embargo: {tomorrow}\n  expires: {tomorrow + dt.timedelta(1)}\n"
    file.write_text(text.replace("based_on:\n", days, 1), encoding="utf-8")
    organisation = site.add_organisation()
    site.add_person(organisation, "ana@test.example")
    site.add_person(organisation, "formadora@prova.pt", ("trainer",))
    made = Site("", site.settings.instance, read_library(root))
    yield made
    made.close()


def officer_of(site: Site) -> Visitor:
    """The officer, signed in on the day that it is."""
    return site.visitor("ana@test.example")


def test_a_case_is_shown_on_its_days_alone(dated: Site) -> None:
    pages = []
    for _ in range(3):
        pages.append(officer_of(dated).get(COVER))
        dated.now += dt.timedelta(1)

    assert [page.status for page in pages] == [404, 200, 404]
    assert [ORIGIN in page.text for page in pages] == [False, True, False]


def test_a_run_that_was_begun_can_be_finished(dated: Site) -> None:
    dated.now += dt.timedelta(1)
    officer = officer_of(dated)
    scene = officer.follow(officer.get(COVER).submit(f"{COVER}/runs"))
    dated.now += dt.timedelta(1)

    assert (scene.status, officer_of(dated).get(scene.path).status) == (200, 200)


def test_the_search_and_the_printed_edition_have_no_such_case(dated: Site) -> None:
    title = dated.house.catalogues.shipped.cases[CASE].reference.title
    found = []
    for _ in range(2):
        officer = officer_of(dated)
        edition = officer.get(f"/modules/{MODULE}/edition").text
        found.append((COVER in officer.get(f"/library?q={title}").html, title in edition))
        dated.now += dt.timedelta(1)

    assert found == [(False, False), (True, True)]


def test_a_module_is_done_without_a_case_that_is_not_shown(dated: Site) -> None:
    officer = dated.visitor("ana@test.example", "en")
    officer.get(f"/modules/{MODULE}").submit(f"/modules/{MODULE}/start")
    for section in dated.house.catalogue.module(MODULE).reference.sections:
        path = f"/modules/{MODULE}/{section}"
        page = officer.get(path)
        assert (DONE_WITHOUT in page.text) is (path == PLAY)
        page.submit(f"{path}/seen")
    hand_in(answer_all(dated, officer))

    with dated.house.database.read() as session:
        assert session.scalars(select(Completion.date)).one() is not None


def test_trainers_see_it_with_its_days_and_origin(dated: Site) -> None:
    page = dated.visitor("formadora@prova.pt").get(f"/train{COVER}")

    assert ORIGIN in page.text
    assert "Os agentes veem-no a partir de" in page.text
    assert "os agentes deixam de o ver" in page.text
