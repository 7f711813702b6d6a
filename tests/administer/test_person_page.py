"""An administrator moves one person, lets them leave and come back; and reaches nobody of another organisation."""

import json

import pytest
from rows import DAY, a_session
from site_of_tests import Site
from sqlalchemy import select

from course.acts.post import KEY_FILE
from course.base.ids import as_text
from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed
from course.storage import people, seats
from course.storage.models import AuditEntry, Mail, RoleName, Seat, SignIn, SignInCode, Unit


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with its administrator."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_person(organisation, "admin@prova.pt", ("administrator",), number="1")
    return organisation


def test_a_person_is_moved_in_sight_of_who_will_see_them(site: Site, organisation: Unit) -> None:
    old, new = site.add_unit(organisation, "Esquadra 1"), site.add_unit(organisation, "Esquadra 2")
    ana = site.add_person(old, "ana@prova.pt")
    site.add_person(organisation, "olga@prova.pt", ("supervisor",), supervises=new)
    path = f"/administer/people/{as_text(ana.id)}"
    visitor = site.visitor("admin@prova.pt", "en")
    page = visitor.get(path)

    same = page.submit(f"{path}/unit")
    moved = visitor.follow(page.submit(f"{path}/unit", unit=as_text(new.id)))
    stale = page.submit(f"{path}/unit", unit=as_text(organisation.id))

    assert (same.status, same.text.count("Choose another unit")) == (422, 2)
    assert ("Olga" in page.text, "Completion is seen byOlga" in moved.text) == (False, True)
    assert (stale.status, "moved meanwhile" in stale.text) == (409, True)
    with site.house.database.read() as session:
        noted = session.scalars(select(AuditEntry.event).where(AuditEntry.about_id == ana.id)).all()
    assert sorted(noted) == ["person-moved", "person-read", "person-read"]
    assert "Moved a person to another unit" in site.visitor("ana@prova.pt", "en").get("/account/data").text


def test_who_leaves_is_signed_out_without_seat_or_role_and_may_come_back(site: Site, organisation: Unit) -> None:
    ana = site.add_person(organisation, "ana@prova.pt", ("officer", "trainer"))
    site.visitor("ana@prova.pt")
    with site.house.database.write() as session:
        a_session(session, "S-1", starts_at=site.now + DAY, organisation_id=organisation.id)
        seats.add_seat(session, "S-1", ana.id)
    path = f"/administer/people/{as_text(ana.id)}"
    visitor = site.visitor("admin@prova.pt", "en")

    unsure = visitor.get(path).submit(f"{path}/leave")
    left = visitor.follow(visitor.get(path).submit(f"{path}/leave", sure="yes"))
    with site.house.database.read() as session:
        found = people.get_person(session, ana.id)
        after = (found.is_active, found.left_on, people.roles_of(session, ana.id))
        rows = [session.scalars(select(model).where(model.person_id == ana.id)).all() for model in (SignIn, Seat)]
    back = visitor.follow(left.submit(f"{path}/return"))

    assert (unsure.status, "Left on" in left.text, "Left on" in back.text) == (422, True, False)
    assert (after, rows) == ((False, site.now.date(), ("officer",)), [[], []])
    assert left.submit(f"{path}/return").status == 409


def test_an_administrator_s_account_is_not_closed_by_one_of_them(site: Site, organisation: Unit) -> None:
    other = site.add_person(organisation, "outra@prova.pt", ("administrator", "officer"))
    path = f"/administer/people/{as_text(other.id)}"
    visitor = site.visitor("admin@prova.pt", "en")

    refused = visitor.get(path).submit(f"{path}/leave", sure="yes")

    assert (refused.status, "Have two of you take that role away first" in refused.text) == (409, True)


def test_nobody_of_another_organisation_is_reached(site: Site, organisation: Unit) -> None:
    home = site.add_unit(organisation, "Esquadra 1")
    ana = site.add_person(home, "ana@prova.pt")
    away = site.add_organisation("Outra")
    elsa = site.add_person(away, "elsa@prova.pt")
    own, foreign = (f"/administer/people/{as_text(person.id)}" for person in (ana, elsa))
    visitor = site.visitor("admin@prova.pt")
    token = visitor.get(own).fields(f"{own}/unit")["csrf_token"]

    statuses = [visitor.get(foreign).status]
    for action in ("unit", "leave", "return"):
        sent = {"csrf_token": token, "sure": ["yes"], "unit": [as_text(home.id)], "seen": [as_text(away.id)]}
        statuses.append(visitor.post(f"{foreign}/{action}", sent).status)
    statuses.append(visitor.get(own).submit(f"{own}/unit", unit=as_text(away.id)).status)

    assert statuses == [404] * 5


@pytest.mark.parametrize("role", ["officer", "trainer", "supervisor", "auditor"])
def test_only_administrators_open_the_page(site: Site, organisation: Unit, role: RoleName) -> None:
    ana = site.add_person(organisation, "ana@prova.pt", (role,))

    assert site.visitor("ana@prova.pt").get(f"/administer/people/{as_text(ana.id)}").status == 403


def test_a_person_is_added_by_the_rules_of_a_file_and_finds_it_noted(site: Site, organisation: Unit) -> None:
    station = site.add_unit(organisation, "Esquadra 1")
    site.add_person(station, "rui@prova.pt", number="77")
    path, form = "/administer/people/new", {"name": "  Ana   Reis ", "unit": as_text(station.id)}
    visitor = site.visitor("admin@prova.pt", "en")

    empty = visitor.get(path).submit(path, name="", unit=as_text(station.id))
    taken = visitor.get(path).submit(path, **form, number="77", email="RUI@prova.pt")
    formula = visitor.get(path).submit(path, name="=1+1", number="5", unit=as_text(station.id))
    added = visitor.follow(visitor.get(path).submit(path, **form, number="７８", email="ANA@prova.pt", language="en"))

    assert [page.status for page in (empty, taken, formula)] == [422, 422, 422]
    assert ("Write the name" in empty.text, "Write a service number or an e-mail" in empty.text) == (True, True)
    assert ("has this service number" in taken.text, "has this e-mail" in taken.text) == (True, True)
    assert visitor.get(path).submit(path, **form, number="5", email="").status == 303
    with site.house.database.read() as session:
        ana = people.find_by_email(session, "ana@prova.pt")
        assert ana is not None
        kept = (ana.name, ana.service_number, ana.language, ana.unit_id, ana.password_hash)
        roles = people.roles_of(session, ana.id)
        noted = session.scalars(select(AuditEntry.event).where(AuditEntry.about_id == ana.id)).all()
    assert kept == ("Ana Reis", "78", "en", station.id, None)
    assert (roles, sorted(noted), added.status) == (("officer",), ["person-added", "person-read"], 200)


def test_a_new_address_ends_the_codes_mailed_to_the_old_one_which_is_told(site: Site, organisation: Unit) -> None:
    ana = site.add_person(organisation, "ana@prova.pt", number="100")
    site.add_person(organisation, "rui@prova.pt", number="200")
    visitor = site.visitor("admin@prova.pt", "en")
    codes_page = visitor.follow(visitor.get("/administer/codes").submit("/administer/codes/search", q="ana"))
    (form,) = (action for action in codes_page.actions() if "unit=" in action)
    codes_page.submit(form, people=as_text(ana.id), channel="mail")
    path = f"/administer/people/{as_text(ana.id)}"
    page = visitor.get(path)

    taken = page.submit(f"{path}/details", number="200")
    nothing = page.submit(f"{path}/details", number="", email="")
    changed = page.submit(f"{path}/details", email="ana.reis@prova.pt", name="Ana Reis", number="")
    stale = page.submit(f"{path}/details", name="Outra")
    same = visitor.get(path).submit(f"{path}/details")

    assert [one.status for one in (taken, nothing, changed, stale, same)] == [422, 422, 303, 409, 303]
    with site.house.database.read() as session:
        assert session.scalars(select(SignInCode)).all() == []
        mails = session.scalars(select(Mail)).all()
        assert [mail.kind for mail in mails] == ["address-changed"]
        key = load_or_make_key(site.settings.keys / KEY_FILE)
        assert json.loads(open_sealed(key, mails[0].sealed or b"")) == {"address": "ana@prova.pt"}
        found = people.get_person(session, ana.id)
        assert (found.name, found.email, found.service_number) == ("Ana Reis", "ana.reis@prova.pt", None)
        noted = session.scalars(select(AuditEntry.detail).where(AuditEntry.event == "person-changed")).all()
    assert noted == [{"changed": "email, name, service_number"}]
    own = site.visitor("ana.reis@prova.pt", "en").get("/account/data").text
    assert "Changed name, number, e-mail or language of a person" in own
