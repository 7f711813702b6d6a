import datetime as dt

import pytest
from charges import MODULE, UNITS, Command, figures, rows
from databases import count_plans
from site_of_tests import START, Site

from course.base.ids import as_text, new_id
from course.jobs.unit_counts import count_all
from course.storage import audit, completions, people
from course.storage.alphabet import alphabetical
from course.storage.models import RoleName
from course.storage.unit_states import COUNTED_LIVE


@pytest.fixture
def command(site: Site) -> Command:
    return Command(site)


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
        ["Esquadra 1", "1 of 2", "4 Dec 2026", "1 to complete"],
        ["Esquadra 2", "0 of 1", "—", "1 to complete"],
    ]


def test_an_open_unit_names_its_people_with_session_state_day_and_attendance_and_nothing_else(command: Command) -> None:
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    late = command.add(command.first, "bruno", begun=True)
    command.add(command.first, "carla")
    command.seat("RD-1", START + dt.timedelta(days=14), done)
    command.seat("RD-2", START + dt.timedelta(days=2), late)
    visitor = command.site.visitor("chefe@prova.pt", "en")

    page = visitor.get(f"{UNITS}?unit={as_text(command.first.id)}")

    assert rows(page) == [
        ["Name", "Session", "State", "Completed on", "Attendance"],
        ["Ana", "7 Dec 2026", "Completed", "19 Nov 2026", "—"],
        ["Bruno", "25 Nov 2026", "In progressPast the deadline", "—", "—"],
        ["Carla", "None", "Not yet", "—", "—"],
    ]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Ana", "Bruno", "Carla", "Davi"]),
        ("state=open", ["Bruno", "Carla", "Davi"]),
        ("state=now", ["Bruno"]),
        ("state=todo", ["Carla", "Davi"]),
        ("state=done", ["Ana"]),
        ("state=anything", ["Ana", "Bruno", "Carla", "Davi"]),
        ("deadline=late", ["Bruno"]),
        ("deadline=soon", ["Davi"]),
        ("state=todo&deadline=late", []),
        ("session=RD-2", ["Ana", "Bruno"]),
        ("session=RD-2&state=open", ["Bruno"]),
        ("session=RD-9", []),
    ],
)
def test_state_deadline_and_session_narrow_the_people_of_a_unit_and_its_sums_alike(
    command: Command, query: str, names: list[str]
) -> None:
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    late = command.add(command.first, "bruno", begun=True)
    command.add(command.first, "carla")
    soon = command.add(command.first, "davi")
    command.seat("RD-2", START + dt.timedelta(days=2), late, done)
    command.seat("RD-3", START + dt.timedelta(days=9), soon)

    page = command.visitor.get(f"{UNITS}?unit={as_text(command.first.id)}&{query}")
    above = command.visitor.get(f"{UNITS}?{query}")

    assert [row[0] for row in rows(page)[1:]] == names
    assert [row[0] for row in rows(above)[1:] if row[0] == "Esquadra 1"] == (["Esquadra 1"] if names else [])


def test_units_with_nobody_in_the_state_asked_for_are_left_out(command: Command) -> None:
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    command.add(command.second, "carla")
    command.seat("RD-1", START + dt.timedelta(days=14), done)

    page = command.visitor.get(f"{UNITS}?state=done")

    assert [row[0] for row in rows(page)[1:]] == ["Esquadra 1"]


def test_people_of_other_units_are_not_in_the_page(command: Command) -> None:
    command.add(command.first, "ana")
    command.add(command.beside, "dora")
    elsewhere = command.site.add_organisation("Outra polícia")
    command.add(elsewhere, "elsa")

    page = command.visitor.get(UNITS)

    assert figures(page)["Ainda não"] == "1"
    assert [row[0] for row in rows(page)[1:]] == ["Esquadra 1", "Esquadra 2"]


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


def test_a_unit_adds_up_all_below_it_and_opens_one_level_at_a_time(command: Command) -> None:
    squad = command.site.add_unit(command.first, "Equipa A")
    command.add(squad, "ana", done=dt.date(2026, 11, 19))
    command.add(command.first, "bruno")
    command.add(command.command, "carla", begun=True)
    visitor = command.site.visitor("chefe@prova.pt", "en")

    top = visitor.get(UNITS)
    first = visitor.get(f"{UNITS}?unit={as_text(command.first.id)}")
    leaf = visitor.get(f"{UNITS}?unit={as_text(squad.id)}")

    assert [row[:2] for row in rows(top)[1:]] == [
        ["Directly in Comando Alfa", "0 of 1"],
        ["Esquadra 1", "1 of 2"],
        ["Esquadra 2", "0 of 0"],
    ]
    assert (figures(first)["Completed"], [row[0] for row in rows(first)]) == (
        "1 of 2",
        ["Unit", "Directly in Esquadra 1", "Equipa A", "Name", "Bruno"],
    )
    assert ([row[0] for row in rows(leaf)], figures(leaf)["Completed"]) == (["Name", "Ana"], "1 of 1")
    trail = leaf.tree.find(".//nav[@class='app-over']")
    assert trail is not None
    assert "".join(trail.itertext()) == "My units › Comando Alfa › Esquadra 1"


def test_people_are_read_a_hundred_at_a_time_each_once_in_the_order_of_the_alphabet(command: Command) -> None:
    names = [f"{'Á' if number % 2 else 'a'}gueda {number:03}" for number in range(205)]
    with command.site.house.database.write() as session:
        for name in reversed(names):
            people.add_person(session, unit=command.first, name=name, service_number=name)

    page = command.visitor.get(f"{UNITS}?unit={as_text(command.first.id)}&state=todo")
    read = [[row[0] for row in rows(page)[1:]]]
    while link := next((link for link in page.links() if "after=" in link), None):
        page = command.visitor.get(link)
        read.append([row[0] for row in rows(page)[1:]])

    assert [len(some) for some in read] == [100, 100, 5]
    assert [name for some in read for name in some] == sorted(names, key=lambda name: (alphabetical(name), name))
    gone = command.visitor.get(f"{UNITS}?unit={as_text(command.first.id)}&after={as_text(new_id())}")
    assert [row[0] for row in rows(gone)[1:]] == read[0]


def test_of_more_people_than_a_page_may_count_it_shows_what_the_job_counted_and_says_when(command: Command) -> None:
    begun = command.add(command.second, "carla", begun=True)
    with command.site.house.database.write() as session:
        for number in range(COUNTED_LIVE):
            people.add_person(session, unit=command.first, name="Ana", service_number=str(number))
    visitor = command.site.visitor("chefe@prova.pt", "en")

    uncounted = visitor.get(UNITS)
    count_all(command.site.house, command.site.now)
    with command.site.house.database.write() as session:
        completions.complete(session, begun.id, MODULE, dt.date(2026, 11, 19), {"module/x": "0"})
    counted = visitor.get(UNITS)
    small = visitor.get(f"{UNITS}?unit={as_text(command.second.id)}")
    count_all(command.site.house, command.site.now)
    recounted = visitor.get(UNITS)

    expected = {"Completed": "0 of 2001", "In progress": "1", "Not yet": "2000", "Past the deadline": "0"}
    assert ("Counted on" in uncounted.text, figures(uncounted)) == (False, expected)
    assert ("Counted on 23 Nov 2026 at 09:00" in counted.text, figures(counted)) == (True, expected)
    assert ("Counted on" in small.text, figures(small)["Completed"]) == (False, "1 of 1")
    assert figures(recounted)["Completed"] == "1 of 2001"


def test_neither_queries_nor_what_they_scan_grow_with_people_or_units(command: Command) -> None:
    counts, scanned = [], set()
    for number in (1, 3, 30):
        command.add(command.first, f"ana{number}")
        command.site.add_unit(command.command, f"Esquadra B{number}")
        for extra in range(number):
            command.add(command.second, f"rui{number}x{extra}", begun=True)
        for path in (UNITS, f"{UNITS}?unit={as_text(command.second.id)}", f"{UNITS}?session=RD-1&state=open"):
            with count_plans(command.site.house.database) as statements:
                command.visitor.get(path)
            counts.append(len(statements))
            scanned |= {line for plan in statements for line in plan if line.startswith("SCAN")}

    # The sign-in, the version of the catalogue, the units given, what is lent of them, those below and above, whether
    # there are many, the counts, the sessions, who lacks something, the summary; of a unit also itself, the names, the
    # states and the attendance of a page, who lacks something by name, the last reminder, whether the charge is lent,
    # the note; of a session also who has a seat in it, of each audience, for the chart.
    assert counts == [11, 19, 13] * 3
    assert {line for line in scanned if any(word in line for word in ("person", "completion", "seat", "unit"))} == set()


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
    assert links == [f"{UNITS}?unit={second}&deadline=late"]
