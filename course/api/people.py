"""People of the organisation."""

from flask import Response

from course.acts.audit import Subject
from course.acts.keep_contact import Contact, Written, get_person, keep_contact
from course.acts.program import note_list, note_one
from course.api.interface import in_json, interface, program
from course.api.paging import mark, next_address, place, with_link
from course.api.shapes import PageQuery, PersonGiven, PersonPage, PersonSent
from course.base.versions import version_of
from course.storage.api_lists import ContactRow, contact_of, list_contacts
from course.web.house import house, now
from course.web.transaction import note_apart, session


@interface.reads(
    "/people", scope="people:read", summary="People with a service number, by it", query=PageQuery, gives=PersonPage
)
def list_people(asked: PageQuery) -> Response:
    """A page of them; that it was read is noted, and they see it."""
    who, hour = program(), now()
    rows = list_contacts(session(), who.organisation_id, after=place(asked.after), limit=asked.limit)
    note_apart(lambda own: note_list(own, who, hour, "people", len(rows)))
    address = next_address(asked, len(rows), mark(rows[-1].service_number) if rows else "")
    return with_link(in_json(PersonPage(items=[_given(row) for row in rows], next=address)), address)


@interface.reads(
    "/people/<service_number>",
    scope="people:read",
    summary="One person",
    gives=PersonGiven,
    has_version=True,
)
def show_person(service_number: str) -> Response:
    """The person and, as ETag, their version."""
    who, hour = program(), now()
    person = get_person(session(), who, service_number)
    about, row = Subject("person", person.id), contact_of(person)
    note_apart(lambda own: note_one(own, who, hour, "api-person-read", about))
    response = in_json(_given(row))
    response.set_etag(version_of(row))
    return response


@interface.writes(
    "/people/<service_number>",
    scope="people:write",
    summary="Have a person be so: a new one, as a learner without a password, or one that is there",
    takes=PersonSent,
)
def keep_person(sent: PersonSent, expected: str | None, service_number: str) -> Written:
    """Write them."""
    email = sent.email.lower() if sent.email else None
    given = Contact(name=sent.name, email=email, language=sent.language, unit_id=bytes.fromhex(sent.unit))
    return keep_contact(
        session(), program(), service_number, given, expected=expected, keys=house().settings.keys, now=now()
    )


def _given(row: ContactRow) -> PersonGiven:
    return PersonGiven(
        service_number=row.service_number,
        name=row.name,
        email=row.email,
        language=row.language,
        unit=row.unit_id.hex(),
        active=row.is_active,
    )
