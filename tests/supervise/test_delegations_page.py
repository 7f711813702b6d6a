"""A supervisor lends a unit to another one until a day: what both see, may do, and what officers see of it."""

import datetime as dt

import pytest
from charges import UNITS, Command, rows
from site_of_tests import START, Page, Site, Visitor

from course.base.ids import as_text
from course.storage import audit, people, session_trainers
from course.storage.models import Supervision, Unit

DAY = dt.timedelta(days=1)
LAST = START.date() + 9 * DAY
LIST = "/supervise/delegations"


class Lent(Command):
    """A command whose supervisor may lend a station to Bia, who has the command beside it."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.bia = site.add_person(self.organisation, "bia@prova.pt", ("supervisor", "trainer"), supervises=self.beside)
        self.officer = self.add(self.first, "ana")
        self.visitor = self.open("chefe@prova.pt")
        self.borrower = self.open("bia@prova.pt")

    def open(self, email: str) -> Visitor:
        visitor = self.site.visitor(email, "en")
        if email == "bia@prova.pt":
            visitor.get("/account").submit("/account/role", role="supervisor")
        return visitor

    def lend(self, unit: Unit, email: str = "bia@prova.pt", last_on: str = f"{LAST}") -> Page:
        path = f"/supervise/units/{as_text(unit.id)}/lend"
        return self.visitor.get(path).submit(path, email=email, last_on=last_on)

    def end(self, visitor: Visitor) -> Page:
        page = visitor.get(LIST)
        return page.submit(next(action for action in page.actions() if action.endswith("/end")))

    def unit(self, unit: Unit) -> str:
        return f"{UNITS}?unit={as_text(unit.id)}"


@pytest.fixture
def lent(site: Site) -> Lent:
    return Lent(site)


def test_the_other_supervisor_sees_the_unit_and_both_see_until_when(lent: Lent) -> None:
    before = lent.borrower.get(lent.unit(lent.first)).status
    answer = lent.lend(lent.first)
    mine, theirs = lent.visitor.get(LIST), lent.borrower.get(LIST)
    station = lent.borrower.get(lent.unit(lent.first))

    assert (before, answer.status, answer.location) == (404, 303, LIST)
    assert rows(mine) == [
        ["Unit", "Lent to", "Through", "Before that day"],
        ["Esquadra 1", "Bia", "2 Dec 2026", "End it now"],
    ]
    assert rows(theirs) == [
        ["Unit", "Lent by", "Through", "Before that day"],
        ["Esquadra 1", "Chefe", "2 Dec 2026", "Give it back"],
    ]
    assert rows(station)[1][0] == "Ana"
    assert "Esquadra 1 is lent to you by Chefe through 2 Dec 2026." in station.text
    assert "Esquadra 1 is lent to Bia through 2 Dec 2026." in lent.visitor.get(lent.unit(lent.first)).text
    assert sorted(row[0] for row in rows(lent.borrower.get(UNITS))[1:]) == ["Comando Beta", "Esquadra 1"]
    assert [lent.borrower.get(lent.unit(unit)).status for unit in (lent.second, lent.command)] == [404, 404]


def test_looks_files_reminders_and_paper_are_noted_with_the_lender_whom_the_officer_sees(lent: Lent) -> None:
    lent.lend(lent.first)
    id_ = as_text(lent.first.id)
    station = lent.borrower.get(lent.unit(lent.first))
    reminded = station.submit(f"/supervise/units/{id_}/reminders")
    lent.borrower.get(f"/supervise/reports/people?unit={id_}&format=csv")
    paper = f"/supervise/units/{id_}/paper"
    recorded = lent.borrower.get(paper).submit(
        paper, people=as_text(lent.officer.id), module="ethnic-profiling", day=f"{START.date()}"
    )

    with lent.site.house.database.read() as session:
        entries = audit.about(session, [lent.first.id, lent.officer.id])
    of_borrower = {entry.event: sorted(entry.detail) for entry in entries if entry.person_id == lent.bia.id}
    assert (reminded.status, recorded.status) == (303, 303)
    assert of_borrower == {
        "completion-read": ["delegation"],
        "completion-exported": ["delegation", "format", "report"],
        "reminder-asked": ["delegation"],
        "done-on-paper": ["day", "delegation", "module"],
    }
    seen = lent.site.visitor("ana@prova.pt", "en").get("/account/data").text
    assert "Looked at who completed the course (of the unit Esquadra 1). Bia, Supervisor" in seen
    assert "In the place of Chefe" in seen
    assert "Lent the charge over a unit to another supervisor (of the unit Esquadra 1). Chefe" in seen


def test_it_ends_by_itself_after_its_last_day_and_before_by_either_of_the_two(lent: Lent) -> None:
    lent.lend(lent.first)
    given_back = lent.end(lent.borrower)
    after = lent.borrower.get(lent.unit(lent.first)).status
    lent.lend(lent.first)
    again = lent.borrower.get(lent.unit(lent.first)).status
    stale = lent.visitor.get(LIST)
    ended = lent.end(lent.visitor)
    twice = stale.submit(next(action for action in stale.actions() if action.endswith("/end")))
    lent.lend(lent.first, last_on=f"{START.date()}")
    lent.site.now += DAY
    borrower = lent.open("bia@prova.pt")

    assert (given_back.status, after, again, ended.status) == (303, 404, 200, 303)
    assert (twice.status, "This has ended already." in twice.text) == (409, True)
    assert borrower.get(lent.unit(lent.first)).status == 404
    assert "Nothing is lent at the moment." in borrower.get(LIST).text


def test_what_is_lent_cannot_be_lent_on_nor_seen_when_the_lender_has_it_no_longer(lent: Lent) -> None:
    lent.lend(lent.first)
    path = f"/supervise/units/{as_text(lent.first.id)}/lend"
    on = lent.borrower.get(path)
    sent = lent.borrower.post(path, lent.borrower.get(LIST).fields(lent.borrower.get(LIST).actions()[0]))
    with lent.site.house.database.write() as session:
        chief = people.find_by_email(session, "chefe@prova.pt")
        assert chief is not None
        session.delete(session.get_one(Supervision, (chief.id, lent.command.id)))

    assert (on.status, sent.status) == (409, 409)
    assert "Only who has it in their own charge can lend it." in on.text
    assert "Lend this unit" not in lent.borrower.get(UNITS).text
    assert lent.borrower.get(lent.unit(lent.first)).status == 404


def test_it_goes_to_no_one_who_trains_the_unit_and_nobody_with_it_becomes_their_trainer(lent: Lent) -> None:
    lent.seat("RD-1", START + 14 * DAY, lent.officer)
    zita = lent.site.add_person(lent.organisation, "zita@prova.pt", ("trainer",))
    with lent.site.house.database.write() as session:
        for trainer in (lent.bia, zita):
            session_trainers.add_trainer(session, "RD-1", trainer.id)
    refused = lent.lend(lent.first)
    with lent.site.house.database.write() as session:
        session_trainers.remove_trainer(session, "RD-1", lent.bia.id)
    taken = lent.lend(lent.first)
    planner = lent.site.visitor("zita@prova.pt", "en")
    session_page = planner.get("/train/sessions/RD-1")
    added = session_page.submit("/train/sessions/RD-1/trainers", trainer="bia@prova.pt")

    assert (refused.status, taken.status, added.status) == (422, 303, 422)
    assert "This person trains somebody of this unit, and cannot supervise them" in refused.text
    assert "This person supervises somebody who has a seat, and cannot train them" in added.text


@pytest.mark.parametrize(
    ("email", "last_on", "words"),
    [
        ("", "", ["Nobody else with the role of supervisor", "Choose a day from today on, at most 90 days ahead"]),
        ("chefe@prova.pt", f"{LAST}", ["Nobody else with the role of supervisor"]),
        ("ana@prova.pt", f"{LAST}", ["Nobody else with the role of supervisor"]),
        ("fora@prova.pt", f"{LAST}", ["Nobody else with the role of supervisor"]),
        ("<b>@x", f"{LAST}", ["Nobody else with the role of supervisor"]),
        ("bia@prova.pt", f"{START.date() - DAY}", ["Choose a day from today on"]),
        ("bia@prova.pt", f"{START.date() + 91 * DAY}", ["Choose a day from today on"]),
        ("own@prova.pt", f"{LAST}", ["This person has the unit in their own charge already."]),
    ],
)
def test_what_is_to_be_mended_stands_beside_its_field(lent: Lent, email: str, last_on: str, words: list[str]) -> None:
    lent.site.add_person(lent.site.add_organisation("Outra"), "fora@prova.pt", ("supervisor",))
    lent.site.add_person(lent.organisation, "own@prova.pt", ("supervisor",), supervises=lent.organisation)

    page = lent.lend(lent.first, email, last_on)

    assert page.status in {409, 422}
    assert [word for word in words if word not in page.text] == []
    assert "Nothing is lent at the moment." in lent.visitor.get(LIST).text


def test_two_tabs_lend_once_and_the_second_is_told(lent: Lent) -> None:
    first = lent.lend(lent.first)
    second = lent.lend(lent.first)

    assert (first.status, second.status) == (303, 409)
    assert "You have lent this unit to this person already. It stands in your list." in second.text
    assert len(rows(lent.visitor.get(LIST))) == 2
