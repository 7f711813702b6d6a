"""What a program writes: people and units of its own organisation, each write once, never over a newer row."""

import datetime as dt
import secrets

import pytest
from programs import a_token, ask, put
from site_of_tests import Site
from sqlalchemy import select

from course.storage import api_clients, people, units
from course.storage.models import ApiWrite, AuditEntry, Person, Unit

KEY = "nightly-0001"


@pytest.fixture
def home(site: Site) -> Unit:
    """An organisation."""
    return site.add_organisation("Polícia A")


def rui(unit: Unit, **changed: object) -> dict[str, object]:
    """What the personnel system says of Rui."""
    return {"name": "Rui Dias", "email": "rui@a.example", "language": "pt", "unit": unit.id.hex()} | changed


def kept(site: Site) -> list[tuple[object, ...]]:
    """Everybody there is."""
    with site.house.database.read() as session:
        return [
            (one.service_number, one.name, one.email, one.language, one.unit_id)
            for one in session.scalars(select(Person).order_by(Person.service_number, Person.name))
        ]


def told(response: object) -> tuple[int, str]:
    """The status, and what to do."""
    return response.status_code, response.get_json()["detail"]  # type: ignore[attr-defined]


def test_a_new_person_is_a_learner_without_a_password_and_the_same_write_again_changes_nothing(
    site: Site, home: Unit
) -> None:
    token = a_token(site, home)

    made, again, same = (
        put(site, token, "/people/007", rui(home, email="Rui@A.example"), key=k) for k in (KEY, KEY, "")
    )

    version = made.headers["ETag"]
    assert [(one.status_code, one.headers["ETag"], one.data) for one in (made, again, same)] == [
        (201, version, b""),
        (201, version, b""),
        (204, version, b""),
    ]
    assert ask(site, token, "/people/007").headers["ETag"] == version
    assert kept(site) == [("007", "Rui Dias", "rui@a.example", "pt", home.id)]
    with site.house.database.read() as session:
        person = people.find_by_service_number(session, home.id, "007")
        assert person
        assert (people.roles_of(session, person.id), person.password_hash) == (("officer",), None)
        noted = session.scalars(select(AuditEntry).where(AuditEntry.event == "api-person-kept")).all()
        assert [(one.about_id, one.detail["changed"]) for one in noted] == [(person.id, [])]


def test_a_person_is_renamed_moved_and_found_by_a_new_address_and_sees_who_wrote_it(site: Site, home: Unit) -> None:
    token, station = a_token(site, home), site.add_unit(home, "Esquadra 1")
    site.add_person(home, "rui@a.example", number="007")

    changed = rui(station, name="Rui d'Ávila", email="davila@a.example", language="en")
    assert put(site, token, "/people/007", changed).status_code == 204

    assert kept(site) == [("007", "Rui d'Ávila", "davila@a.example", "en", station.id)]
    with site.house.database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.event == "api-person-kept")).one()
        assert noted.detail["changed"] == ["email", "language", "name", "unit_id"]
    own = site.visitor("davila@a.example", "en").get("/account/data")
    assert "A program of the organisation wrote name, e-mail, language or unit" in own.text


def test_a_row_that_was_changed_since_it_was_read_is_not_written_over(site: Site, home: Unit) -> None:
    token = a_token(site, home)
    version = put(site, token, "/people/007", rui(home)).headers["ETag"]
    newer = put(site, token, "/people/007", rui(home, name="Rui Lima"), match=version)
    stale = put(site, token, "/people/007", rui(home, name="Rui Reis"), match=version)
    gone = put(site, token, "/people/008", rui(home), match=version)

    assert (newer.status_code, newer.headers["ETag"] != version) == (204, True)
    words = "This was changed since you read it. Read it again, and send what you want to change with its new ETag."
    assert told(stale) == told(gone) == (412, words)
    assert [name for _, name, *_ in kept(site)] == ["Rui Lima"]


def test_a_key_names_one_write_waits_for_it_and_goes_when_it_was_refused_or_died(site: Site, home: Unit) -> None:
    token = a_token(site, home)
    refused = put(site, token, "/people/007", rui(home) | {"unit": "0" * 32}, key=KEY)
    mended = put(site, token, "/people/007", rui(home), key=KEY)
    other = put(site, token, "/people/008", rui(home, email=None), key=KEY)
    assert told(refused) == (409, "Your organisation has no unit with this id. Write the unit first, then the person.")
    assert mended.status_code == 201
    assert told(other)[0] == 422

    with site.house.database.write() as session:
        client = session.scalars(select(ApiWrite)).one().client_id
        api_clients.begin_write(session, client, "in-flight", secrets.token_bytes(32), site.now)
        mine = session.get_one(ApiWrite, (client, KEY)).request_digest
        api_clients.begin_write(session, client, "same-one", mine, site.now)
    waits = put(site, token, "/people/007", rui(home), key="same-one")
    assert told(waits) == (
        409,
        "This write is being done just now. Send it again in a moment, under the same key.",
    )
    site.now += dt.timedelta(minutes=2)
    assert put(site, token, "/people/007", rui(home), key="in-flight").status_code == 204
    site.now += dt.timedelta(hours=25)
    assert put(site, token, "/people/008", rui(home, email=None), key=KEY).status_code == 201


def test_what_is_somebody_s_or_of_more_than_a_learner_is_not_written(site: Site, home: Unit) -> None:
    token, away = a_token(site, home), site.add_organisation("Polícia B")
    site.add_person(home, "ana@a.example", ("administrator",), number="001")
    site.add_person(away, "fora@b.example", number="007")
    put(site, token, "/people/002", rui(home, email="eva@a.example"))
    before = kept(site)

    answers = [
        told(put(site, token, path, body))[0]
        for path, body in [
            ("/people/003", rui(home, email="fora@b.example")),  # another organisation's address, for a new one
            ("/people/002", rui(home, email="ana@a.example")),  # a colleague's
            ("/people/001", rui(home, email="me@evil.example")),  # an administrator's: by it one could become them
            ("/people/003", rui(away)),  # another organisation's unit
        ]
    ]

    assert answers == [409] * 4
    assert kept(site) == before
    assert put(site, token, "/people/001", rui(home, email="ana@a.example", name="Ana Sá")).status_code == 204
    assert ("007", "Fora", "fora@b.example", "pt", away.id) in kept(site)


def test_a_unit_is_made_below_another_renamed_and_neither_moved_nor_taken_from_another_organisation(
    site: Site, home: Unit
) -> None:
    token, away, id_ = a_token(site, home), site.add_organisation("Polícia B"), "ab" * 16
    sent = {"name": "Esquadra 1", "kind": "station", "parent": home.id.hex()}

    made, again = put(site, token, f"/units/{id_}", sent), put(site, token, f"/units/{id_}", sent)
    renamed = put(site, token, f"/units/{id_}", sent | {"name": "Esquadra 2"}, match=made.headers["ETag"])
    stale = put(site, token, f"/units/{id_}", sent, match=made.headers["ETag"])
    moved = put(site, token, f"/units/{id_}", sent | {"parent": "cd" * 16})
    below_none = put(site, token, f"/units/{'ef' * 16}", sent | {"parent": away.id.hex()})
    root = put(site, token, f"/units/{home.id.hex()}", sent)
    foreign = put(site, token, f"/units/{away.id.hex()}", sent)

    answers = (made, again, renamed, stale, moved, below_none, root, foreign)
    assert [one.status_code for one in answers] == [201, 204, 204, 412, 409, 409, 409, 404]
    with site.house.database.read() as session:
        assert [(unit.name, unit.path) for unit in units.list_units(session, home.id)] == [
            ("Polícia A", f"/{home.id.hex()}/"),
            ("Esquadra 2", f"/{home.id.hex()}/{id_}/"),
        ]
