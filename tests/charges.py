"""A command with stations and their officers, its supervisor, and what the page of completion shows them."""

import datetime as dt
from xml.etree.ElementTree import Element

from rows import a_session
from site_of_tests import Page, Site

from course.storage import completions, seats
from course.storage.models import Person, Unit

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


def rows(page: Page) -> list[list[str]]:
    """The words of each row's cells, without the tables of charts."""
    charted = {id(row) for figure in page.tree.iter("figure") for row in figure.iter("tr")}
    return [_cells(row) for row in page.tree.iter("tr") if id(row) not in charted]


def charted_rows(page: Page) -> list[list[str]]:
    """The same of the tables of charts."""
    return [_cells(row) for figure in page.tree.iter("figure") for row in figure.iter("tr")]


def _cells(row: Element) -> list[str]:
    return [" ".join("".join(cell.itertext()).split()) for cell in row if cell.tag in {"th", "td"}]


def figures(page: Page) -> dict[str, str]:
    """The figures at the top by their names."""
    whole = next(dl for dl in page.tree.iter("dl") if dl.get("class") == "app-figures")
    pairs = [(div.find("dt"), div.find("dd")) for div in whole]
    return {"".join(dt_.itertext()): "".join(dd.itertext()) for dt_, dd in pairs if dt_ is not None and dd is not None}
