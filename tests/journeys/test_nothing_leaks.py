"""What an officer answered changes no page that anybody else can open.

Two worlds, copies of one: in both the same officer completes the module on the same day, in one with every answer right
at the first attempt, in the other with other decisions, after failures. Whoever looks sees the same bytes in both.
"""

import re
from collections.abc import Iterator

import pytest
from crawl import differing, every_page
from prepared import Prepared
from site_of_tests import Site
from walks import answer_all, hand_in, play, read_all

from course.content.library import Library
from course.factory import utc_now

OFFICER = "officer@demo.example"
ID = re.compile("/[0-9a-f]{32}/.*")


pytestmark = pytest.mark.xdist_group("worlds")


@pytest.fixture(scope="module")
def worlds(
    prepared: Prepared, library: Library, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Site]]:
    """The one where all went well at once, and the other."""
    base = tmp_path_factory.mktemp("worlds")
    well, badly = (Site("", prepared.copy(base / name), library) for name in ("well", "badly"))
    well.now = badly.now = utc_now()
    at_ease, with_pains = well.visitor(OFFICER), badly.visitor(OFFICER)
    read_all(well, at_ease)
    play(well, at_ease)
    result = hand_in(answer_all(well, at_ease))
    read_all(badly, with_pains)
    play(badly, with_pains, pick=9)
    play(badly, with_pains, pick=1)
    for wrong in (9, 5, 2):
        last = hand_in(answer_all(badly, with_pains, wrong=wrong))
    assert ("100 %" in result.text, "100 %" in last.text) == (True, False)
    yield well, badly
    for site in (well, badly):
        site.house.database.close()


def seen_at_one_hour(worlds: tuple[Site, Site], email: str) -> tuple[dict[str, str], dict[str, str]]:
    """All that this person reads in either; an officer's pages are more in one, and each takes time."""
    well, badly = worlds
    well.now = badly.now = max(well.now, badly.now)
    return every_page(well, email), every_page(badly, email)


@pytest.mark.parametrize("role", ["supervisor", "trainer", "reviewer", "admin"])
def test_nobody_learns_from_any_page_how_an_officer_completed(worlds: tuple[Site, Site], role: str) -> None:
    well, badly = seen_at_one_hour(worlds, f"{role}@demo.example")

    assert len(well) > 20
    assert differing(well, badly) == set()


def test_the_worlds_differ_where_the_officer_looks(worlds: tuple[Site, Site]) -> None:
    well, badly = seen_at_one_hour(worlds, OFFICER)

    assert {ID.sub("/one", path) for path in differing(well, badly)} == {
        "/quizzes/ethnic-profiling",
        "/account/data",
        "/account/data/erasure",
        "/attempts/one",
        "/cases/looked-away",
        "/record",
        "/refreshers",
        "/report/attempts/one",
        "/report/runs/one",
        "/runs/one",
    }
