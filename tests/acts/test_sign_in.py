"""Passwords and tokens."""

import datetime as dt

import pytest
from argon2 import extract_parameters
from desks import NOW

from course.acts.sign_in import (
    OF_NOBODY,
    Credentials,
    check_credentials,
    hash_password,
    id_of,
    is_current,
    open_sign_in,
)
from course.base.refusals import Invalid
from course.storage import people, sign_ins, units
from course.storage.engine import Database
from course.storage.models import SignIn


def a_person(database: Database, *, password: str | None = "a long password", is_active: bool = True) -> bytes:
    with database.write() as session:
        unit = units.add_unit(session, name="Unidade", kind="organisation")
        person = people.add_person(
            session, unit=unit, name="Ana", email="ana@test.example", roles=("trainer", "officer"),
            password_hash=hash_password(password) if password else None,
        )  # fmt: skip
        person.is_active = is_active
        return person.id


def check(database: Database, identifier: str, password: str) -> bytes:
    with database.read() as session:
        return check_credentials(session, Credentials(identifier, None, password))


def test_a_password_is_kept_as_an_argon2id_hash_with_its_own_salt() -> None:
    one, other = hash_password("a long password"), hash_password("a long password")

    assert one.startswith("$argon2id$")
    assert one != other


def test_what_is_verified_for_nobody_asks_for_as_much_work_as_a_password_of_today() -> None:
    assert extract_parameters(OF_NOBODY) == extract_parameters(hash_password("correct horse battery"))


def test_the_right_password_names_its_person(sqlite_database: Database) -> None:
    id_ = a_person(sqlite_database)

    assert check(sqlite_database, "ANA@test.example", "a long password") == id_


@pytest.mark.parametrize("password", ["A long password", "", "a long password "])
def test_no_other_password_does(sqlite_database: Database, password: str) -> None:
    a_person(sqlite_database)

    with pytest.raises(Invalid):
        check(sqlite_database, "ana@test.example", password)


def test_nobody_without_a_password_or_no_longer_active_gets_in(sqlite_database: Database) -> None:
    a_person(sqlite_database, is_active=False)

    with pytest.raises(Invalid):
        check(sqlite_database, "ana@test.example", "a long password")


def test_a_person_without_a_password_cannot_sign_in_with_any(sqlite_database: Database) -> None:
    a_person(sqlite_database, password=None)

    with pytest.raises(Invalid):
        check(sqlite_database, "ana@test.example", "")
    with pytest.raises(Invalid):
        check(sqlite_database, "ana@test.example", "None")


def test_the_database_keeps_no_token_but_its_hash(sqlite_database: Database) -> None:
    person_id = a_person(sqlite_database)
    with sqlite_database.write() as session:
        token = open_sign_in(session, person_id, NOW)

    with sqlite_database.read() as session:
        kept = session.get(SignIn, id_of(token))
        assert kept is not None
        assert (token.encode() in kept.id, kept.active_role) == (False, "officer")


@pytest.mark.parametrize(
    ("after", "is_still"),
    [
        (dt.timedelta(minutes=30), True),
        (dt.timedelta(minutes=30, seconds=1), False),
        (dt.timedelta(days=-1), True),
    ],
)
def test_a_sign_in_is_current_for_half_an_hour(sqlite_database: Database, after: dt.timedelta, is_still: bool) -> None:
    person_id = a_person(sqlite_database)
    with sqlite_database.write() as session:
        token = open_sign_in(session, person_id, NOW)
        signed_in = sign_ins.find_sign_in(session, id_of(token))

    assert signed_in is not None
    assert is_current(signed_in, NOW + after) is is_still


def test_a_new_sign_in_takes_away_those_that_have_run_out(sqlite_database: Database) -> None:
    person_id = a_person(sqlite_database)
    with sqlite_database.write() as session:
        old = open_sign_in(session, person_id, NOW)
        recent = open_sign_in(session, person_id, NOW + dt.timedelta(minutes=20))

    with sqlite_database.write() as session:
        new = open_sign_in(session, person_id, NOW + dt.timedelta(minutes=40))

    with sqlite_database.read() as session:
        assert {id_ for id_ in map(id_of, (old, recent, new)) if session.get(SignIn, id_)} == {
            id_of(recent),
            id_of(new),
        }
