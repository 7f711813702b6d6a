import datetime as dt

import pytest
from databases import count_queries
from rows import a_session
from site_of_tests import START, Page, Site
from walks import answer_all, hand_in, play, read_all

from course.base.ids import as_text
from course.storage import completions, seats

MODULE = "ethnic-profiling"
RECORD, VIEW = "/record", "/record/supervisor-view"


def rows_of(page: Page, name: str) -> list[list[str]]:
    """The words of the row that this name heads."""
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in page.tree.iter("tr")]
    return [row for row in rows if row[0] == name]


@pytest.mark.parametrize("done", [None, dt.date(2026, 11, 19)])
@pytest.mark.parametrize("starts_in", [-20, 2, 14])
@pytest.mark.parametrize("language", ["pt", "en"])
def test_officers_see_the_very_row_that_their_supervisor_sees(
    site: Site, done: dt.date | None, starts_in: int, language: str
) -> None:
    station = site.add_unit(site.add_organisation(), "Esquadra 1")
    ana = site.add_person(station, "ana@prova.pt")
    site.add_person(station, "rui@prova.pt")
    site.add_person(station, "chefe@prova.pt", ("supervisor",), supervises=station)
    starts_at = START + dt.timedelta(days=starts_in)
    with site.house.database.write() as session:
        a_session(session, "RD-1", track="racial-discrimination", place="Sala 2", starts_at=starts_at, seats=20)
        seats.add_seat(session, "RD-1", ana.id)
        completions.start(session, ana.id, MODULE)
        if done:
            completions.complete(session, ana.id, MODULE, done, {"module/x": "0"})

    seen = site.visitor("chefe@prova.pt", language).get(f"/supervise/units?unit={as_text(station.id)}")
    own = site.visitor("ana@prova.pt", language).get(VIEW)

    assert len(rows_of(own, "Ana")) == 1
    assert rows_of(own, "Ana") == rows_of(seen, "Ana")
    assert rows_of(own, "Rui") == []


def test_the_page_says_what_is_never_shown(site: Site) -> None:
    site.add_person(site.add_organisation(), "ana@prova.pt")

    page = site.visitor("ana@prova.pt", "en").get(VIEW)

    assert (
        "Never shown to them: your answers, your marks, how often you tried, your decisions in cases, "
        "which parts you have read, and when you were in the course."
    ) in page.text


def test_who_is_no_learner_stands_in_no_table(site: Site) -> None:
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))

    page = site.visitor("formadora@prova.pt", "en").get(VIEW)

    assert "You are in no supervisor's table." in page.text


def test_reading_it_reads_nobody_else(site: Site) -> None:
    station = site.add_organisation()
    site.add_person(station, "ana@prova.pt")
    visitor = site.visitor("ana@prova.pt")
    counts = []
    for number in (1, 3):
        site.add_person(station, f"rui{number}@prova.pt")
        with count_queries(site.house.database) as statements:
            visitor.get(VIEW)
        counts.append(len(statements))

    assert counts == [5, 5]  # sign-in, catalogue, one's row, attendance, what one lacks


def table_of(page: Page, heading: str) -> list[list[str]]:
    """The words of the rows below that heading, without the head."""
    section = next(
        part for part in page.tree.iter("section") if "".join(next(part.iter("h2")).itertext()).strip() == heading
    )
    rows = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in section.iter("tr")]
    return rows[1:]


def test_the_record_tells_what_one_did_and_nobody_else_did(site: Site) -> None:
    ana, rui = (site.add_person(site.add_organisation(name), f"{name}@test.example") for name in ("ana", "rui"))
    with site.house.database.write() as session:
        a_session(session, "RD-1", track="racial-discrimination", starts_at=START - dt.timedelta(days=1))
        a_session(session, "RD-2", track="racial-discrimination", starts_at=START + dt.timedelta(days=9))
        for code in ("RD-1", "RD-2"):
            seats.add_seat(session, code, ana.id)
        seats.add_seat(session, "RD-1", rui.id)
    visitor = site.visitor("ana@test.example", "en")
    read_all(site, visitor)
    play(site, visitor)
    hand_in(answer_all(site, visitor, wrong=9))
    result = hand_in(answer_all(site, visitor, wrong=1, sure={1: 3, 2: 1}))

    page, other = visitor.get(RECORD), site.visitor("rui@test.example", "en").get(RECORD)

    assert table_of(page, "Racial discrimination") == [["Ethnic profiling", "Completed", "23 Nov 2026"]]
    assert table_of(page, "Sessions") == [
        ["RD-1", "Racial discrimination", "Porto", "22 Nov 2026", "Not noted"],
        ["RD-2", "Racial discrimination", "Porto", "2 Dec 2026 (to come)", "—"],
    ]
    assert table_of(page, "Quizzes: your own results") == [["Ethnic profiling", "90 %, enough", "2"]]
    assert result.path in page.links()
    assert table_of(page, "Cases") == [["He looked away", "1 of 1", "in the week of 23 Nov 2026"]]
    assert VIEW in page.links()
    assert table_of(other, "Racial discrimination") == [["Ethnic profiling", "Not yet", "—"]]
    assert [table_of(other, heading) for heading in ("Quizzes: your own results", "Cases")] == [[], []]


def test_the_record_takes_as_many_queries_for_three_attempts_as_for_one(site: Site) -> None:
    site.add_person(site.add_organisation(), "ana@test.example")
    visitor = site.visitor("ana@test.example")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            hand_in(answer_all(site, visitor))
        with count_queries(site.house.database) as statements:
            visitor.get(RECORD)
        counts.append(len(statements))

    # The sign-in; the version of the catalogue; the completions, the sessions and those one apologised for, the
    # attendance and its corrections, the attempts and their results, the runs, what comes back.
    assert counts == [11, 11]
