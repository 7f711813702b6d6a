"""Units of the organisation."""

from flask import Response

from course.acts import keep_unit as keeping
from course.acts.keep_contact import Written
from course.acts.keep_unit import UnitForm, read_unit
from course.acts.program import note_list
from course.api.interface import in_json, interface, program
from course.api.paging import next_address, with_link
from course.api.shapes import PageQuery, UnitGiven, UnitPage, UnitSent
from course.base.ids import as_id, as_text
from course.base.versions import version_of
from course.storage.api_lists import UnitRow, list_unit_rows
from course.web.house import now
from course.web.transaction import note_apart, session


@interface.reads("/units", scope="units:read", summary="Units, by id", query=PageQuery, gives=UnitPage)
def list_units(asked: PageQuery) -> Response:
    """A page of them."""
    who, hour = program(), now()
    rows = list_unit_rows(session(), who.organisation_id, after=bytes.fromhex(asked.after), limit=asked.limit)
    note_apart(lambda own: note_list(own, who, hour, "units", len(rows)))
    address = next_address(asked, len(rows), as_text(rows[-1].id) if rows else "")
    return with_link(in_json(UnitPage(items=[_given(row) for row in rows], next=address)), address)


@interface.reads("/units/<unit_id>", scope="units:read", summary="One unit", gives=UnitGiven, has_version=True)
def show_unit(unit_id: str) -> Response:
    """The unit and, as ETag, its version."""
    row = read_unit(session(), program(), as_id(unit_id))
    response = in_json(_given(row))
    response.set_etag(version_of(row))
    return response


@interface.writes(
    "/units/<unit_id>",
    scope="units:write",
    summary="Have a unit be so: a new one below another, or another name or kind",
    takes=UnitSent,
)
def keep_unit(sent: UnitSent, expected: str | None, unit_id: str) -> Written:
    """Write it."""
    given = UnitForm(name=sent.name, kind=sent.kind, parent_id=as_id(sent.parent))
    return keeping.keep_unit(session(), program(), as_id(unit_id), given, expected=expected, now=now())


def _given(row: UnitRow) -> UnitGiven:
    parent = as_text(row.parent_id) if row.parent_id else None
    return UnitGiven(id=as_text(row.id), parent=parent, name=row.name, kind=row.kind)
