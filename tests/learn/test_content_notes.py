"""A text that may hurt is announced, and may be left out without loss and without a trace."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from site_of_tests import COURSE, Site, Visitor
from sqlalchemy import select
from walks import CASE, MODULE, answer_all, hand_in, play

from course.content.library import read_library
from course.storage.models import CaseRun, Completion

NOTE = "Aviso: neste caso ouvem-se insultos."
COVER, PLAY = f"/cases/{CASE}", f"/modules/{MODULE}/play"


@pytest.fixture
def noted(site: Site, tmp_path: Path) -> Iterator[Site]:
    """The same application, in whose library the case has a content note."""
    root = tmp_path / "noted"
    for shelf in ("modules", "cases", "quizzes", "registers"):
        shutil.copytree(COURSE / shelf, root / shelf)
    file = root / "cases" / CASE / "case.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("based_on:\n", f"content_note: |\n  {NOTE}\nbased_on:\n", 1), encoding="utf-8")
    site.add_person(site.add_organisation(), "ana@test.example")
    made = Site("", site.settings.instance, read_library(root))
    yield made
    made.close()


@pytest.fixture
def officer(noted: Site) -> Visitor:
    """An officer, signed in."""
    return noted.visitor("ana@test.example")


def pass_all(site: Site, visitor: Visitor, how: str) -> None:
    """Leave every section behind; the one with the case this way."""
    visitor.get(f"/modules/{MODULE}").submit(f"/modules/{MODULE}/start")
    for section in site.house.catalogue.module(MODULE).reference.sections:
        path = f"/modules/{MODULE}/{section}"
        visitor.get(path).submit(f"{path}/{how if path == PLAY else 'seen'}")


def completed(site: Site) -> bool:
    """Whether the module is done."""
    with site.house.database.read() as session:
        return session.scalars(select(Completion.date)).one() is not None


@pytest.mark.parametrize("path", [PLAY, COVER])
def test_what_may_hurt_is_told_before_it_begins_with_whom_to_talk_to(noted: Site, officer: Visitor, path: str) -> None:
    page = officer.get(path)

    helpers = noted.house.catalogue.registers.support.values()
    assert page.text.count(NOTE) == 1
    assert [one.name.pt in page.text for one in helpers] == [True] * 3
    assert "https://apav.pt/" in page.links()


@pytest.mark.parametrize("path", [PLAY, COVER])
def test_leaving_the_case_out_leads_to_the_next_section_and_leaves_no_run(
    noted: Site, officer: Visitor, path: str
) -> None:
    page = officer.follow(officer.get(path).submit(f"{PLAY}/passed"))

    sections = list(noted.house.catalogue.module(MODULE).reference.sections)
    assert page.path == f"/modules/{MODULE}/{sections[sections.index('play') + 1]}"
    with noted.house.database.read() as session:
        assert session.scalars(select(CaseRun)).all() == []


def test_a_module_is_done_without_the_case_that_was_left_out(noted: Site, officer: Visitor) -> None:
    pass_all(noted, officer, "passed")
    hand_in(answer_all(noted, officer))

    assert completed(noted)


def test_whoever_goes_into_the_case_is_not_done_until_it_is_played_or_left_out(noted: Site, officer: Visitor) -> None:
    pass_all(noted, officer, "seen")
    hand_in(answer_all(noted, officer))
    first = completed(noted)
    officer.follow(officer.get(COVER).submit(f"{COVER}/runs"))
    begun = completed(noted)
    officer.get(COVER).submit(f"{PLAY}/passed")

    assert (first, begun, completed(noted)) == (False, False, True)


def test_playing_the_case_to_its_end_is_as_good_as_ever(noted: Site, officer: Visitor) -> None:
    pass_all(noted, officer, "seen")
    hand_in(answer_all(noted, officer))
    play(noted, officer)

    assert completed(noted)


def test_a_scene_of_such_a_case_has_a_way_out(noted: Site, officer: Visitor) -> None:
    scene = officer.follow(officer.get(COVER).submit(f"{COVER}/runs"))

    assert COVER in scene.links()


def test_a_text_that_hurts_nobody_is_not_announced(site: Site) -> None:
    site.add_person(site.add_organisation(), "rui@test.example")
    page = site.visitor("rui@test.example").get(PLAY)

    assert ("Antes de continuar" in page.text, "Saltar" in page.text) == (False, False)
