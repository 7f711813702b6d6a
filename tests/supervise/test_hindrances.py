"""No device, or no time: what an officer says, and how little of it a supervisor is told."""

import datetime as dt

import pytest
from charges import MODULE, UNITS, Command
from site_of_tests import START, Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.jobs.hindrances import end_completed
from course.storage import completions
from course.storage.models import AuditEntry, Hindrance, Person, Unit
from course.storage.retention import RULES, carry_out

WEEK = dt.timedelta(days=7)
NONE = "Fewer than three, or nobody"


class Hindered(Command):
    """Two stations with officers who may say what they lack."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.people = {name: self.add(self.first, name) for name in ("ana", "bia", "caio", "davi")}
        self.people |= {name: self.add(self.second, name) for name in ("eva", "filipa")}

    def say(self, name: str, lack: str, *, named: bool = False) -> Page:
        page = self.site.visitor(f"{name}@prova.pt", "en").get("/hindrance")
        return page.submit("/hindrance", lack=lack, named=["yes"] if named else [])

    def told(self, unit: Unit) -> list[str]:
        """What stands in the panel of a unit."""
        page = self.site.visitor("chefe@prova.pt", "en").get(f"{UNITS}?unit={as_text(unit.id)}")
        panel = page.tree.find(".//div[@id='hindrances']")
        assert panel is not None
        return ["".join(dd.itertext()) for dd in panel.iter("dd")]

    def complete(self, person: Person) -> None:
        with self.site.house.database.write() as session:
            completions.complete(session, person.id, MODULE, self.site.now.date(), {"module/x": "0"})
        end_completed(self.site.house, self.site.now)


@pytest.fixture
def hindered(site: Site) -> Hindered:
    return Hindered(site)


def test_a_number_is_told_from_three_people_in_the_week_after(hindered: Hindered) -> None:
    hindered.say("ana", "device")
    hindered.say("bia", "both")
    two = hindered.told(hindered.first)
    hindered.say("caio", "device")
    this_week = hindered.told(hindered.first)
    hindered.site.now += WEEK
    next_week = hindered.told(hindered.first)
    table = hindered.site.visitor("chefe@prova.pt", "en").get(UNITS)

    assert (two, this_week, next_week) == ([NONE, NONE], [NONE, NONE], ["3", NONE])
    assert (table.text.count("No device: 3"), table.text.count("No time:")) == (1, 0)


def test_a_station_of_two_is_told_with_the_command_and_never_by_subtraction(hindered: Hindered) -> None:
    for name in ("ana", "bia", "caio", "eva", "filipa"):
        hindered.say(name, "time")
    hindered.site.now += WEEK

    told = [hindered.told(unit)[1] for unit in (hindered.first, hindered.second, hindered.command)]
    assert told == ["3", NONE, "3"]


def test_a_name_is_told_only_where_its_person_chose_so_and_is_in_no_number(hindered: Hindered) -> None:
    hindered.say("ana", "both", named=True)
    for name in ("bia", "caio"):
        hindered.say(name, "both")
    hindered.site.now += WEEK
    named = hindered.told(hindered.first)
    above = hindered.told(hindered.command)
    hindered.say("ana", "time")

    assert named == [NONE, NONE, "Ana: No device and no time"]
    assert above == [NONE, NONE]
    assert hindered.told(hindered.first) == [NONE, "3"]  # without a name from now on, and said two weeks ago


@pytest.mark.parametrize("way", ["taken back", "completed"])
def test_a_number_does_not_fall_on_the_day_on_which_somebody_stops_saying_so(hindered: Hindered, way: str) -> None:
    for name in ("ana", "bia", "caio", "davi"):
        hindered.say(name, "device")
    hindered.site.now += WEEK
    before = hindered.told(hindered.first)
    if way == "completed":
        hindered.complete(hindered.people["ana"])
    else:
        page = hindered.site.visitor("ana@prova.pt", "en").get("/hindrance")
        assert page.submit("/hindrance/end").status == 303
    same_week = hindered.told(hindered.first)
    page = hindered.site.visitor("ana@prova.pt", "en").get("/hindrance")
    hindered.site.now += WEEK

    assert (before[0], same_week[0], hindered.told(hindered.first)[0]) == ("4", "4", "3")
    assert "You have said" not in page.text
    with hindered.site.house.database.write() as session:
        rule = next(rule for rule in RULES if rule.name == "hindrances-ended")
        carry_out(session, rule, hindered.site.now, 100)
        assert session.get(Hindrance, hindered.people["ana"].id) is None


def test_a_name_is_gone_at_once_and_whoever_completed_is_not_listed(hindered: Hindered) -> None:
    hindered.say("ana", "time", named=True)
    hindered.say("bia", "time", named=True)
    before = hindered.told(hindered.first)
    hindered.site.visitor("bia@prova.pt", "en").get("/hindrance").submit("/hindrance/end")
    with hindered.site.house.database.write() as session:
        completions.complete(session, hindered.people["ana"].id, MODULE, START.date(), {"module/x": "0"})

    assert before == [NONE, NONE, "Ana: No timeBia: No time"]
    assert hindered.told(hindered.first) == [NONE, NONE]


def test_it_is_changed_taken_back_once_and_stands_in_what_is_kept_and_in_no_log(hindered: Hindered) -> None:
    visitor = hindered.site.visitor("ana@prova.pt", "en")
    empty = visitor.get("/hindrance").submit("/hindrance")
    hindered.say("ana", "device")
    changed = hindered.say("ana", "both", named=True)
    page = visitor.get("/hindrance")
    kept = visitor.get("/account/data").text
    taken, again = page.submit("/hindrance/end"), page.submit("/hindrance/end")

    assert (empty.status, changed.status, taken.status, again.status) == (422, 303, 303, 409)
    assert empty.text.count("Choose what you lack") == 2
    assert "You have said: Neither a device nor the time." in page.text
    assert "No device and no time, with your name, said on 23 Nov 2026" in kept
    assert "This was taken back already" in again.text
    with hindered.site.house.database.read() as session:
        events = select(AuditEntry.event).where(AuditEntry.person_id == hindered.people["ana"].id).distinct()
        assert session.scalars(events).all() == ["sign-in"]
