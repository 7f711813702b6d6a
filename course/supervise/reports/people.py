"""The officers directly in a unit with their state, as the page of completion lists them."""

from typing import Final

from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage.attendance import Seen
from course.storage.models import Stage
from course.supervise.charge import given_units, read_people, unit_in_charge
from course.supervise.narrowing import Asked
from course.supervise.reports.report import Report
from course.web.completion import CompletionRow
from course.web.i18n import day
from course.web.spreadsheet import Cell
from course.web.words import gettext

MOST: Final = 100_000
STAGES: Final[dict[Stage, str]] = {"done": N_("Completed"), "now": N_("In progress"), "todo": N_("Not yet")}
SEEN: Final[dict[Seen, str]] = {
    "present": N_("Present"),
    "absent": N_("Absent"),
    "excused": N_("Excused"),
    "not-noted": N_("Not noted"),
}


def build(unit_id: bytes | None, asked: Asked) -> Report:
    """Everybody of the unit whom the choices mean, all pages in one. Raises NotFound, without a unit too."""
    if unit_id is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    unit = unit_in_charge(given_units(), unit_id)
    columns = (gettext("Name"), gettext("Session"), gettext("State"), gettext("Completed on"), gettext("Attendance"))
    people = read_people(unit, asked.narrowing, after=None, size=MOST)
    title = gettext("Completion, %(unit)s", unit=unit.name)
    return Report(title, columns, tuple(_cells(row) for row in people.rows), unit)


def _cells(row: CompletionRow) -> tuple[Cell, ...]:
    return (
        row.name,
        day(row.session_on) if row.session_on else gettext("None"),
        "; ".join(_states(row)),
        day(row.completed_on) if row.completed_on else "—",
        "; ".join(_presence(row)),
    )


def _states(row: CompletionRow) -> list[str]:
    states = [gettext("Completed, on paper") if row.on_paper else gettext(STAGES[row.stage])]
    if row.is_late:
        states.append(gettext("Past the deadline"))
    if row.is_contested:
        states.append(gettext("Contested by the person"))
    return states


def _presence(row: CompletionRow) -> list[str]:
    if row.presence is None:
        return ["—"]
    return [gettext(SEEN[row.presence]), *([day(row.presence_on)] if row.presence_on else [])]
