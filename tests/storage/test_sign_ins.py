import datetime as dt

import pytest
from databases import count_queries
from rows import DAY, HOUR, NOON, a_person, an_organisation

from course.base.refusals import NotAllowed
from course.storage import people, sign_ins, units
from course.storage.engine import Database
from course.storage.models import Person, RoleName
from course.storage.sign_ins import SignedIn

TOKEN = b"t" * 32


def signed_in(database: Database, *, roles: list[RoleName] | None = None, id_: bytes = TOKEN) -> Person:
    with database.write() as session:
        ana = a_person(session, roles=roles or ["officer"])
        sign_ins.open_sign_in(session, id_=id_, person_id=ana.id, active_role=(roles or ["officer"])[0], now=NOON)
    return ana


def found(database: Database, id_: bytes = TOKEN) -> SignedIn | None:
    with database.read() as session:
        return sign_ins.find_sign_in(session, id_)


@pytest.mark.parametrize("roles", [["officer"], ["reviewer", "officer", "supervisor"]])
def test_all_that_a_page_asks_of_a_person_comes_in_one_query(database: Database, roles: list[RoleName]) -> None:
    with database.write() as session:
        root = an_organisation(session, is_demonstration=True)
        porto = units.add_unit(session, name="Porto", kind="command", parent=root)
        ana = people.add_person(
            session,
            unit=porto,
            name="Ana Reis",
            email="ana@psp.example",
            roles=roles,
            body="civil-society",
            language="en",
        )
        sign_ins.open_sign_in(session, id_=TOKEN, person_id=ana.id, active_role=roles[0], now=NOON)

    with count_queries(database) as queries, database.read() as session:
        actor = sign_ins.find_sign_in(session, TOKEN)

    assert len(queries) == 1
    assert actor == SignedIn(
        sign_in_id=TOKEN,
        person_id=ana.id,
        name="Ana Reis",
        email="ana@psp.example",
        service_number=None,
        language="en",
        active_role=roles[0],
        roles=("officer",) if len(roles) == 1 else ("officer", "reviewer", "supervisor"),
        body=None if len(roles) == 1 else "civil-society",
        opened_at=NOON,
        last_seen_at=NOON,
        organisation_id=root.id,
        organisation_name="PSP",
        unit_id=porto.id,
        unit_name="Porto",
        unit_path=porto.path,
        audience="officers",
        is_demonstration=True,
        has_factor=False,
        has_second_step=False,
        notice_version=0,
    )


def test_nobody_is_signed_in_under_another_token(database: Database) -> None:
    signed_in(database)

    assert found(database, b"x" * 32) is None


def test_who_is_no_longer_active_is_signed_out_at_once(database: Database) -> None:
    ana = signed_in(database)
    with database.write() as session:
        people.get_person(session, ana.id).is_active = False

    assert found(database) is None


def test_last_seen_moves_forward_only(database: Database) -> None:
    signed_in(database)
    for now in (NOON + HOUR, NOON):
        with database.write() as session:
            sign_ins.touch(session, TOKEN, now)

    actor = found(database)
    assert actor is not None
    assert (actor.opened_at, actor.last_seen_at) == (NOON, NOON + HOUR)


def test_one_acts_in_another_role_of_ones_own_and_in_no_other(database: Database) -> None:
    signed_in(database, roles=["officer", "trainer"])
    with database.write() as session:
        sign_ins.set_active_role(session, TOKEN, "trainer")
    with pytest.raises(NotAllowed), database.write() as session:
        sign_ins.set_active_role(session, TOKEN, "administrator")

    actor = found(database)
    assert actor is not None
    assert actor.active_role == "trainer"


def test_a_sign_in_that_was_closed_is_over(database: Database) -> None:
    signed_in(database)
    for _ in range(2):
        with database.write() as session:
            sign_ins.close(session, TOKEN)

    assert found(database) is None


def test_closing_all_of_a_person_leaves_those_of_others(database: Database) -> None:
    ana = signed_in(database)
    signed_in(database, id_=b"o" * 32)
    with database.write() as session:
        sign_ins.open_sign_in(session, id_=b"2" * 32, person_id=ana.id, active_role="officer", now=NOON)
        closed = sign_ins.close_all(session, ana.id)

    assert (closed, found(database), found(database, b"o" * 32) is None) == (2, None, False)


@pytest.mark.parametrize(
    ("seen_before", "opened_before", "closed"),
    [(NOON, NOON, 0), (NOON + HOUR, NOON - DAY, 1), (NOON - DAY, NOON + HOUR, 1)],
)
def test_sign_ins_end_by_idleness_and_by_age(
    database: Database, seen_before: dt.datetime, opened_before: dt.datetime, closed: int
) -> None:
    signed_in(database)
    with database.write() as session:
        ended = sign_ins.close_idle(session, seen_before=seen_before, opened_before=opened_before)

    assert (ended, found(database) is None) == (closed, closed == 1)
