"""What is noted of a request that changes nothing stands in the log, and only that."""

from site_of_tests import Site
from sqlalchemy import select, text

from course.storage.models import AuditEntry


def entries(site: Site) -> list[AuditEntry]:
    with site.house.database.read() as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.at)))


def test_a_refused_request_is_noted_with_who_asked_and_the_route_and_nothing_that_was_sent(site: Site) -> None:
    person = site.add_person(site.add_organisation(), "ana@prova.pt")

    page = site.visitor("ana@prova.pt").get("/administer/people?unit=segredo")

    refused = [entry for entry in entries(site) if entry.event == "refused"]
    assert page.status == 403
    assert [(entry.person_id, entry.role, entry.at, entry.detail) for entry in refused] == [
        (person.id, "officer", site.now, {"route": "administer.list_people", "method": "GET"})
    ]


def test_a_page_that_is_not_found_is_not_noted_as_refused(site: Site) -> None:
    site.add_person(site.add_organisation(), "ana@prova.pt")

    site.visitor("ana@prova.pt").get(f"/attempts/{'0' * 32}/1")

    assert [entry for entry in entries(site) if entry.event == "refused"] == []


def test_a_page_whose_reading_cannot_be_noted_is_not_shown(site: Site) -> None:
    """As when the disk is full: here the log's table is gone."""
    site.add_person(site.add_organisation(), "ana@prova.pt")
    visitor = site.visitor("ana@prova.pt")
    with site.house.database.write() as session:
        session.execute(text("DROP TABLE audit"))

    page = visitor.get("/administer/people")

    assert (page.status, page.h1) == (503, "Não foi guardado")
