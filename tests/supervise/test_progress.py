"""Progress towards a session: by week, how many of those seated had completed; drawing and table say the same."""

import datetime as dt

import pytest
from charges import UNITS, Command, figures
from charges import charted_rows as table
from site_of_tests import START, Page, Site

from course.base.ids import as_text

DAY = dt.timedelta(days=1)


class Seated(Command):
    """A session with officers of both stations of the charge, and one of another."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        days = (dt.date(2026, 11, 9), dt.date(2026, 11, 15), dt.date(2026, 11, 16), None)
        seated = [self.add(self.first, f"p{number}", done=on, begun=True) for number, on in enumerate(days)]
        seated.append(self.add(self.second, "carla"))
        seated.append(self.add(self.beside, "dora", done=dt.date(2026, 11, 10)))
        self.add(self.first, "unseated", done=dt.date(2026, 11, 10))
        self.seat("RD-1", START + 14 * DAY, *seated)

    def page(self, query: str) -> Page:
        return self.site.visitor("chefe@prova.pt", "en").get(f"{UNITS}?{query}")


@pytest.fixture
def seated(site: Site) -> Seated:
    return Seated(site)


def drawn(page: Page) -> list[str]:
    return ["".join(text.itertext()) for text in page.tree.iter("text") if text.get("class") == "val"]


def test_of_a_session_the_weeks_are_drawn_with_the_numbers_of_the_table(seated: Seated) -> None:
    page = seated.page("session=RD-1")

    assert table(page) == [
        ["Week from", "Completed, of 5 with a seat"],
        ["9 Nov 2026", "2"],
        ["16 Nov 2026", "3"],
        ["23 Nov 2026", "3"],
    ]
    assert drawn(page) == ["2", "3", "3"]
    assert figures(page)["Completed"] == "3 of 5"


def test_it_is_of_the_open_unit_alone_and_of_a_session_that_was_asked_for(seated: Seated) -> None:
    station = seated.page(f"unit={as_text(seated.second.id)}&session=RD-1")

    assert table(station) == [["Week from", "Completed, of 1 with a seat"], ["23 Nov 2026", "0"]]
    assert [table(seated.page(query)) for query in ("", "session=RD-9", f"unit={as_text(seated.first.id)}")] == [[]] * 3


def test_it_ends_with_the_week_of_the_session(seated: Seated) -> None:
    seated.site.now += 40 * DAY

    assert [row[0] for row in table(seated.page("session=RD-1"))][-1] == "7 Dec 2026"


def test_a_longer_time_is_cut_to_the_last_eight_weeks_and_adds_up_still(seated: Seated) -> None:
    early = seated.add(seated.first, "early", done=dt.date(2026, 1, 5))
    seated.seat("RD-2", START + 20 * DAY, early)

    found = table(seated.page("session=RD-2"))
    assert (len(found), found[1], found[-1]) == (9, ["5 Oct 2026", "1"], ["23 Nov 2026", "1"])
