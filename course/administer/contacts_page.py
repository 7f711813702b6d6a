"""Contact data of a unit as a file for a spreadsheet: number, name, e-mail, unit, language, and nothing else."""

from typing import Final

from flask import request
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.unit_paths import UnitPaths
from course.administer.feature import feature
from course.administer.people_page import unit_asked
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage import contacts, units
from course.web.house import now
from course.web.identity import actor
from course.web.spreadsheet import CSV, XLSX, as_csv, as_file, as_xlsx
from course.web.transaction import note_apart, session
from course.web.words import gettext

NAME: Final = "contacts"


@feature.page("/administer/people/contacts", permission="export-people")
def export_contacts() -> Response:
    """Who is active in the unit of the address and below, as `?format=` csv or xlsx; the organisation without a unit.

    It can be imported again as it is. Noted with how many they are; the people see it.
    """
    wanted = request.args.get("format", "csv")
    if wanted not in {"csv", "xlsx"}:
        raise NotFound(N_("This page does not exist, or is not yours."))
    tree = units.list_units(session(), actor().organisation_id)
    unit, paths = unit_asked(tree), UnitPaths(tree)
    columns = [gettext(word) for word in ("Number", "Name", "E-mail", "Unit", "Language")]
    rows = [
        (row.service_number or "", row.name, row.email or "", paths.path_of(row.unit_id), row.language)
        for row in contacts.list_active(session(), unit.path)
    ]
    who, hour, about = actor(), now(), Subject("unit", unit.id)
    note_apart(lambda own: log_of(own, who, hour, "people-exported", about, people=len(rows), format=wanted))
    if wanted == "xlsx":
        return as_file(as_xlsx(gettext("People"), columns, rows), XLSX, f"{NAME}.xlsx")
    return as_file(as_csv(columns, rows), CSV, f"{NAME}.csv")
