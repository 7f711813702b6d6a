"""Who completed which module, and on which day: all that anybody outside learns of what people did."""

from flask import Response

from course.acts.program import note_list
from course.api.interface import CSV, JSON, in_json, interface, program
from course.api.paging import mark, next_address, place, with_link
from course.api.shapes import CompletionGiven, CompletionPage, CompletionQuery
from course.storage.api_lists import CompletionRow, list_completions
from course.web.house import catalogue, now
from course.web.spreadsheet import as_csv
from course.web.tracks import module_title
from course.web.transaction import note_apart, session

_BETWEEN = "\n"
"""Of number and module in a mark: no number that can be asked for has it."""


@interface.reads(
    "/completions",
    scope="completions:read",
    summary="Completed modules, by service number and module",
    query=CompletionQuery,
    gives=CompletionPage,
    kinds=(JSON, CSV),
)
def list_them(asked: CompletionQuery) -> Response:
    """A page of them; that it was read is noted, and the people see it."""
    who, hour = program(), now()
    number, _, module = place(asked.after).partition(_BETWEEN)
    rows = list_completions(
        session(),
        who.organisation_id,
        modules=_modules(asked),
        since=asked.since,
        after=(number, module),
        limit=asked.limit,
    )
    note_apart(lambda own: note_list(own, who, hour, "completions", len(rows)))
    last = mark(f"{rows[-1].service_number}{_BETWEEN}{rows[-1].module}") if rows else ""
    address = next_address(asked, len(rows), last)
    if asked.format == "csv":
        return with_link(_file(asked.columns.split(","), list(rows)), address)
    items = [
        CompletionGiven(service_number=row.service_number, module=row.module, state="done", date=row.date)
        for row in rows
    ]
    return with_link(in_json(CompletionPage(items=items, next=address)), address)


def _modules(asked: CompletionQuery) -> set[str] | None:
    """Those that were asked for; None for all. Of a track that there is not, none."""
    if asked.track is None:
        return None if asked.module is None else {asked.module}
    track = catalogue().registers.tracks.get(asked.track)
    of_track = set(track.modules) if track else set()
    return of_track if asked.module is None else of_track & {asked.module}


def _file(columns: list[str], rows: list[CompletionRow]) -> Response:
    body = as_csv(columns, [[_field(row, column) for column in columns] for row in rows])
    response = Response(body, content_type=f"{CSV}; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="completions.csv"'
    return response


def _field(row: CompletionRow, column: str) -> str:
    given = {
        "service_number": row.service_number,
        "module": row.module,
        "title": module_title(row.module),
        "state": "done",
        "date": row.date.isoformat(),
    }
    return given[column]
