import datetime as dt

import pytest
from databases import count_queries
from rows import a_session
from site_of_tests import START, Page, Site

from course.base.ids import as_text, new_id
from course.storage import audit, completions, people, seats
from course.storage.models import Person, RoleName, Unit

MODULE = "ethnic-profiling"
UNITS = "/supervise/units"


class Command:
    """A command with two stations, one supervisor over them, and a command beside it."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.organisation = site.add_organisation()
        self.command = site.add_unit(self.organisation, "Comando Alfa", "command")
        self.first = site.add_unit(self.command, "Esquadra 1")
        self.second = site.add_unit(self.command, "Esquadra 2")
        self.beside = site.add_unit(self.organisation, "Comando Beta", "command")
        site.add_person(self.organisation, "chefe@prova.pt", ("supervisor",), supervises=self.command)
        self.visitor = site.visitor("chefe@prova.pt")

    def add(self, unit: Unit, name: str, *, done: dt.date | None = None, begun: bool = False) -> Person:
        person = self.site.add_person(unit, f"{name}@prova.pt")
        with self.site.house.database.write() as session:
            if done or begun:
                completions.start(session, person.id, MODULE)
            if done:
                completions.complete(session, person.id, MODULE, done, {"module/x": "0"})
        return person

    def seat(self, code: str, starts_at: dt.datetime, *seated: Person) -> None:
        with self.site.house.database.write() as session:
            a_session(session, code, track="racial-discrimination", place="Sala 2", starts_at=starts_at, seats=20)
            for person in seated:
                seats.add_seat(session, code, person.id)


@pytest.fixture
def command(site: Site) -> Command:
    return Command(site)


def rows(page: Page) -> list[list[str]]:
    """The words of each row's cells; the row that holds a table of its own is left out."""
    found = []
    for row in page.tree.iter("tr"):
        cells = [cell for cell in row if cell.tag in {"th", "td"}]
        if all(cell.find(".//table") is None for cell in cells):
            found.append([" ".join("".join(cell.itertext()).split()) for cell in cells])
    return found


def figures(page: Page) -> dict[str, str]:
    """The figures at the top by their names."""
    whole = next(dl for dl in page.tree.iter("dl") if dl.get("class") == "app-figures")
    pairs = [(div.find("dt"), div.find("dd")) for div in whole]
    return {"".join(dt_.itertext()): "".join(dd.itertext()) for dt_, dd in pairs if dt_ is not None and dd is not None}


def test_the_page_counts_people_by_state_and_unit(command: Command) -> None:
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    begun = command.add(command.first, "bruno", begun=True)
    command.add(command.second, "carla")
    command.seat("RD-1", START + dt.timedelta(days=14), done, begun)
    visitor = command.site.visitor("chefe@prova.pt", "en")

    page = visitor.get(UNITS)

    assert figures(page) == {"Completed": "1 of 3", "In progress": "1", "Not yet": "1", "Past the deadline": "0"}
    assert rows(page) == [
        ["Unit", "Completed", "Deadline", "State"],
        ["Esquadra 1Comando Alfa", "1 of 2", "4 Dec 2026", "1 to complete"],
        ["Esquadra 2Comando Alfa", "0 of 1", "—", "1 to complete"],
    ]


def test_an_open_unit_names_its_people_with_session_state_day_and_attendance_and_nothing_else(command: Command) -> None:
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    late = command.add(command.first, "bruno", begun=True)
    command.add(command.first, "carla")
    command.seat("RD-1", START + dt.timedelta(days=14), done)
    command.seat("RD-2", START + dt.timedelta(days=2), late)
    visitor = command.site.visitor("chefe@prova.pt", "en")

    page = visitor.get(f"{UNITS}?unit={as_text(command.first.id)}")

    assert rows(page)[2:] == [
        ["Name", "Session", "State", "Completed on", "Attendance"],
        ["Ana", "7 Dec 2026", "Completed", "19 Nov 2026", "—"],
        ["Bruno", "25 Nov 2026", "In progressPast the deadline", "—", "—"],
        ["Carla", "None", "Not yet", "—", "—"],
    ]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("", ["Ana", "Bruno", "Carla"]),
        ("open", ["Bruno", "Carla"]),
        ("late", ["Bruno"]),
        ("now", ["Bruno"]),
        ("todo", ["Carla"]),
        ("done", ["Ana"]),
        ("anything", ["Ana", "Bruno", "Carla"]),
    ],
)
def test_the_filter_narrows_the_people_of_a_unit(command: Command, state: str, names: list[str]) -> None:
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    late = command.add(command.first, "bruno", begun=True)
    command.add(command.first, "carla")
    command.seat("RD-2", START + dt.timedelta(days=2), late, done)

    page = command.visitor.get(f"{UNITS}?unit={as_text(command.first.id)}&state={state}")

    assert [row[0] for row in rows(page)[3:]] == names


def test_units_with_nobody_in_the_state_asked_for_are_left_out(command: Command) -> None:
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    command.add(command.second, "carla")
    command.seat("RD-1", START + dt.timedelta(days=14), done)

    page = command.visitor.get(f"{UNITS}?state=done")

    assert [row[0] for row in rows(page)[1:]] == ["Esquadra 1Comando Alfa"]


def test_people_of_other_units_are_not_in_the_page(command: Command) -> None:
    command.add(command.first, "ana")
    command.add(command.beside, "dora")
    elsewhere = command.site.add_organisation("Outra polícia")
    command.add(elsewhere, "elsa")

    page = command.visitor.get(UNITS)

    assert figures(page)["Ainda não"] == "1"
    assert [row[0] for row in rows(page)[1:]] == ["Esquadra 1Comando Alfa"]


def test_a_unit_of_another_supervisor_reads_like_one_that_does_not_exist(command: Command) -> None:
    command.add(command.beside, "dora")
    elsewhere = command.site.add_organisation("Outra polícia")

    asked = [
        as_text(command.beside.id),
        as_text(command.organisation.id),
        as_text(elsewhere.id),
        as_text(new_id()),
        "x",
    ]
    answers = [command.visitor.get(f"{UNITS}?unit={unit}") for unit in asked]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_a_unit_given_below_another_one_is_not_counted_twice(command: Command) -> None:
    command.add(command.first, "ana")
    with command.site.house.database.write() as session:
        supervisor = people.find_by_email(session, "chefe@prova.pt")
        assert supervisor is not None
        people.add_supervision(session, supervisor.id, command.first.id)

    page = command.visitor.get(UNITS)

    assert figures(page)["Ainda não"] == "1"


def test_a_unit_of_another_organisation_is_never_in_charge(command: Command) -> None:
    elsewhere = command.site.add_organisation("Outra polícia")
    command.add(elsewhere, "elsa")
    with command.site.house.database.write() as session:
        supervisor = people.find_by_email(session, "chefe@prova.pt")
        assert supervisor is not None
        people.add_supervision(session, supervisor.id, elsewhere.id)

    page = command.visitor.get(UNITS)

    assert figures(page) == {"Concluído": "0 de 0", "Em curso": "0", "Ainda não": "0", "Fora do prazo": "0"}


def test_each_look_at_the_people_of_a_unit_is_noted_and_one_at_sums_is_not(command: Command) -> None:
    command.add(command.first, "ana")
    address = f"{UNITS}?unit={as_text(command.first.id)}"
    for path in (UNITS, address, f"{address}&state=open"):
        command.visitor.get(path)

    with command.site.house.database.read() as session:
        units = [command.organisation.id, command.command.id, command.first.id, command.second.id]
        looks = [(entry.event, entry.role, entry.about_id, entry.detail) for entry in audit.about(session, units)]
    assert looks == [("completion-read", "supervisor", command.first.id, {})] * 2


def test_the_number_of_queries_does_not_grow_with_the_people(command: Command) -> None:
    counts = []
    for number in (1, 3, 30):
        command.add(command.first, f"ana{number}")
        for extra in range(number):
            command.add(command.second, f"rui{number}x{extra}", begun=True)
        with count_queries(command.site.house.database) as statements:
            command.visitor.get(f"{UNITS}?unit={as_text(command.second.id)}")
        counts.append(len(statements))

    # The sign-in, the version of the catalogue, the units given, the units, the attendance, the people, the note of
    # the look.
    assert counts == [7, 7, 7]


def test_what_somebody_does_in_the_course_changes_nothing_but_the_state(command: Command) -> None:
    command.add(command.first, "ana", begun=True)
    address = f"{UNITS}?unit={as_text(command.first.id)}"
    before = command.visitor.get(address).text
    officer = command.site.visitor("ana@prova.pt")
    opening = officer.get(f"/modules/{MODULE}")
    assert opening.status == 200

    officer.get(f"/quizzes/{MODULE}").submit(f"/quizzes/{MODULE}/attempts")
    command.site.now += dt.timedelta(minutes=10)
    officer.get(f"/modules/{MODULE}/definition").submit(f"/modules/{MODULE}/definition/seen")

    assert command.visitor.get(address).text == before


def test_a_supervisor_without_units_is_told_whom_to_ask(site: Site) -> None:
    site.add_person(site.add_organisation(), "chefe@prova.pt", ("supervisor",))

    page = site.visitor("chefe@prova.pt", "en").get(UNITS)

    assert page.text.endswith("No unit is in your charge.Ask an administrator of your organisation to give you one.")


@pytest.mark.parametrize("role", ["officer", "trainer", "administrator", "auditor"])
def test_only_supervisors_open_the_page(site: Site, role: RoleName) -> None:
    site.add_person(site.add_organisation(), "outra@prova.pt", (role,))

    assert site.visitor("outra@prova.pt").get(UNITS).status == 403


def test_the_next_step_is_the_unit_with_most_people_past_the_deadline(command: Command) -> None:
    command.add(command.first, "ana")
    command.add(command.first, "berta")
    late = command.add(command.second, "carla")
    command.seat("RD-2", START + dt.timedelta(days=2), late)

    page = command.visitor.get(UNITS)

    barra = next(div for div in page.tree.iter("div") if div.get("class") == "app-barra")
    links = [a.get("href") for a in barra.iter("a")]
    second = as_text(command.second.id)
    assert links == [f"{UNITS}?unit={second}&state=late#unit-{second}"]
