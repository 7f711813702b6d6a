"""The units of a level with their sums, as the page of completion lists them."""

from course.supervise.charge import UnitRow, read_level
from course.supervise.narrowing import Asked
from course.supervise.reports.report import Report
from course.web.i18n import day
from course.web.spreadsheet import Cell
from course.web.words import gettext


def build(unit_id: bytes | None, asked: Asked) -> Report:
    """Each unit directly below the one asked for, or those in the supervisor's charge. Raises NotFound."""
    level = read_level(unit_id, asked.narrowing)
    columns = (
        gettext("Unit"),
        gettext("Officers"),
        gettext("Completed"),
        gettext("In progress"),
        gettext("Not yet"),
        gettext("Past the deadline"),
        gettext("Within seven days"),
        gettext("First deadline"),
        gettext("Last deadline"),
    )
    rows = [row for row in level.rows if asked.takes(row.sums)]
    return Report(gettext("Completion by unit"), columns, tuple(_cells(row) for row in rows))


def _cells(row: UnitRow) -> tuple[Cell, ...]:
    sums = row.sums
    name = gettext("Directly in %(unit)s", unit=row.name) if row.is_itself else row.name
    days = [day(one) for one in sums.deadlines] or ["—"]
    return (name, sums.total, sums.done, sums.now, sums.todo, sums.late, sums.soon, days[0], days[-1])
