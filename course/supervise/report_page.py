"""Reports of completion as a page and as files: cell for cell the same."""

from collections.abc import Callable, Mapping
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.charge import under_delegation
from course.base.ids import as_id
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage.models import Unit
from course.supervise.feature import feature
from course.supervise.narrowing import read_asked
from course.supervise.reports import REPORTS, Report
from course.supervise.units_page import note_look
from course.web.house import now
from course.web.identity import actor, desk
from course.web.pdf import as_download, make_pdf
from course.web.spreadsheet import CSV, XLSX, as_csv, as_file, as_xlsx
from course.web.transaction import note_apart, set_down

Page = str | Response


@feature.page("/supervise/reports/<report>", permission="export-completion")
def show_report(report: str) -> Page:
    """The report of the unit and the choices of the address; `?format=` csv, xlsx or pdf gives it as a file."""
    wanted = request.args.get("format", "")
    if report not in REPORTS or wanted not in FORMATS:
        raise NotFound(N_("This page does not exist, or is not yours."))
    unit = request.args.get("unit")
    unit_id = as_id(unit) if unit else None
    made = REPORTS[report](unit_id, read_asked())
    if wanted:
        _note_export(made.unit, report, wanted)
    elif made.unit is not None:
        note_look(made.unit)
    return FORMATS[wanted](made, report)


def _note_export(unit: Unit | None, report: str, wanted: str) -> None:
    """About the unit where its people are named, who see it then; a file of sums is about nobody."""
    who, hour, about = actor(), now(), Subject("unit", unit.id) if unit else None
    detail = {"report": report, "format": wanted, **(under_delegation(desk(), unit) if unit else {})}
    note_apart(lambda session: log_of(session, who, hour, "completion-exported", about, **detail))


def _page(made: Report, report: str) -> Page:
    asked = read_asked()
    query = asked.query(unit=request.args.get("unit"))
    return render_template(
        "supervise/report.html",
        report=made,
        files=[
            (words, url_for("supervise.show_report", report=report, **{**query, "format": name}))
            for name, words in (("csv", "CSV"), ("xlsx", "Excel"), ("pdf", "PDF"))
        ],
        back=url_for("supervise.list_units", **query),
        has_no_pdf=request.args.get("pdf") == "none",
    )


def _csv(made: Report, report: str) -> Page:
    return as_file(as_csv(made.columns, made.rows), CSV, f"{report}.csv")


def _xlsx(made: Report, report: str) -> Page:
    return as_file(as_xlsx(made.title, made.columns, made.rows), XLSX, f"{report}.xlsx")


def _pdf(made: Report, report: str) -> Page:
    """Where none can be made, back to the page, which says so."""
    html = render_template("supervise/report_file.html", report=made)
    set_down()
    file = make_pdf(html)
    if file is None:
        query = read_asked().query(unit=request.args.get("unit"), pdf="none")
        return redirect(url_for("supervise.show_report", report=report, **query), 303)
    return as_download(file, f"{report}.pdf")


FORMATS: Final[Mapping[str, Callable[[Report, str], Page]]] = {"": _page, "csv": _csv, "xlsx": _xlsx, "pdf": _pdf}
"""By the word in the address."""
