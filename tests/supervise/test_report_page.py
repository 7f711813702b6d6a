"""Reports of completion: every file holds the cells of the page, and taking one is noted."""

import datetime as dt

import pytest
from charges import UNITS, Command, rows
from databases import count_queries
from pdf_pages import count_pages, titles
from site_of_tests import START, Page, Site
from spreadsheets import read_csv, read_xlsx

from course.base.ids import as_text, new_id
from course.storage import audit, people
from course.supervise.reports import REPORTS
from course.web.spreadsheet import neutral

HOSTILE = '=HYPERLINK("http://x.invalid";"Ana")'


@pytest.fixture
def command(site: Site) -> Command:
    """A command with somebody in each state, one of them with a name that is a formula."""
    command = Command(site)
    done = command.add(command.first, "ana", done=dt.date(2026, 11, 19))
    late = command.add(command.first, "bruno", begun=True)
    command.add(command.second, "carla")
    with site.house.database.write() as session:
        people.add_person(session, unit=command.first, name=HOSTILE, service_number="7")
    command.seat("RD-2", START + dt.timedelta(days=2), late)
    command.seat("RD-1", START - dt.timedelta(days=2), done)
    return command


def download(command: Command, address: str) -> bytes:
    """The file at that address."""
    response = command.visitor.client.get(address)
    assert response.status_code == 200
    content: bytes = response.data
    return content


def squeezed(cells: list[list[str]]) -> list[list[str]]:
    """Cells of two lines in one, as a page's text has them."""
    return [[cell.replace("; ", "") for cell in row] for row in cells]


@pytest.mark.parametrize("query", ["", "&state=open", "&session=RD-2&deadline=late"])
@pytest.mark.parametrize("report", sorted(REPORTS))
def test_page_csv_excel_and_pdf_hold_the_same_cells(command: Command, report: str, query: str) -> None:
    unit = command.command if report == "units" else command.first
    address = f"/supervise/reports/{report}?unit={as_text(unit.id)}{query}"

    page = command.visitor.get(address)
    cells = rows(page)
    pdf = download(command, f"{address}&format=pdf")

    neutralised = [[neutral(cell) for cell in row] for row in cells]
    assert read_csv(download(command, f"{address}&format=csv")) == neutralised
    assert read_xlsx(download(command, f"{address}&format=xlsx")) == neutralised
    assert (count_pages(pdf), titles(pdf)[-1]) == (1, page.h1)
    screen = rows(command.visitor.get(f"{UNITS}?unit={as_text(unit.id)}{query}"))
    if report == "people":
        assert squeezed(cells) == screen
    else:
        assert [row[0] for row in cells[1:]] == [row[0] for row in screen[1:]]
        assert [f"{row[2]} de {row[1]}" for row in cells[1:]] == [row[1] for row in screen[1:]]


def test_a_file_is_noted_with_its_unit_and_kind_and_a_page_of_names_like_any_look(command: Command) -> None:
    unit = as_text(command.first.id)
    address = f"/supervise/reports/people?unit={unit}"
    for path in (
        address,
        f"{address}&format=csv",
        f"{address}&format=pdf",
        f"/supervise/reports/units?unit={unit}&format=csv",
    ):
        download(command, path)

    with command.site.house.database.read() as session:
        noted = [(entry.event, entry.detail) for entry in audit.about(session, [command.first.id])]
    assert sorted(noted, key=str) == sorted(
        [
            ("completion-exported", {"report": "people", "format": "csv"}),
            ("completion-exported", {"report": "people", "format": "pdf"}),
            ("completion-read", {}),
        ],
        key=str,
    )
    kept = command.site.visitor("ana@prova.pt", "en").get("/account/data").text
    assert kept.count("Took a file of who completed the course") == 2


def test_what_is_not_there_or_not_theirs_reads_alike(command: Command) -> None:
    beside, own = as_text(command.beside.id), as_text(command.first.id)
    asked = [
        f"people?unit={beside}",
        f"people?unit={beside}&format=csv",
        f"units?unit={as_text(new_id())}",
        "people",
        f"nothing?unit={own}",
        f"people?unit={own}&format=doc",
    ]

    answers = [command.visitor.get(f"/supervise/reports/{path}") for path in asked]

    assert {answer.status for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_the_number_of_queries_does_not_grow_with_the_people_of_a_file(command: Command) -> None:
    address = f"/supervise/reports/people?unit={as_text(command.second.id)}&format=csv"
    counts = []
    for number in (1, 3):
        for extra in range(number):
            command.add(command.second, f"rui{number}x{extra}", begun=True)
        with count_queries(command.site.house.database) as statements:
            download(command, address)
        counts.append(len(statements))

    assert counts == [9, 9]


def test_the_page_of_completion_leads_to_its_reports_with_the_choices_made(command: Command) -> None:
    unit = as_text(command.first.id)
    page: Page = command.visitor.get(f"{UNITS}?unit={unit}&state=open&deadline=late")

    links = [link for link in page.links() if link.startswith("/supervise/reports/")]

    assert links == [f"/supervise/reports/people?state=open&deadline=late&unit={unit}"]
