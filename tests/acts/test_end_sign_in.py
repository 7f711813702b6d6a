"""Sign-ins are ended, noted, and go on under another token in another role."""

import pytest
from desks import KEY, NOW, a_desk, an_officer
from rows import a_person
from sqlalchemy import select

from course.acts.actor import Actor, actor_of
from course.acts.door import Caller
from course.acts.end_sign_in import end_other_sign_ins, end_sign_in
from course.acts.sign_in import id_of, open_sign_in, sign_in
from course.acts.sign_out import sign_out
from course.acts.switch_role import switch_role
from course.base.refusals import NotAllowed, NotFound
from course.catalogue import Catalogue
from course.content.library import Library
from course.storage import sign_ins
from course.storage.engine import Database
from course.storage.models import AuditEntry


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    """The shipped documents."""
    return Catalogue(library)


def noted(database: Database) -> list[tuple[str, bytes | None, str | None, dict[str, object]]]:
    """Event, who, in which role, detail."""
    with database.read() as session:
        return [(row.event, row.person_id, row.role, row.detail) for row in session.scalars(select(AuditEntry))]


def open_ids(database: Database, person_id: bytes) -> set[bytes]:
    """The person's sign-ins."""
    with database.read() as session:
        return {row.id for row in sign_ins.list_of_person(session, person_id)}


def test_signing_in_and_out_is_noted_with_who_and_in_which_role(database: Database, catalogue: Catalogue) -> None:
    with database.write() as session:
        ana = a_person(session, roles=["trainer"])
        token = sign_in(session, ana.id, Caller("192.0.2.7"), NOW)
        signed_in = sign_ins.find_sign_in(session, id_of(token))
        assert signed_in is not None
    with a_desk(database, actor_of(signed_in, KEY), catalogue) as desk:
        sign_out(desk)

    assert sorted(noted(database)) == [("sign-in", ana.id, "trainer", {}), ("sign-out", ana.id, "trainer", {})]


def test_one_of_ones_own_is_ended_and_nobody_elses(database: Database, catalogue: Catalogue) -> None:
    ana, rui = an_officer(database), an_officer(database, "rui@test.example")
    with database.write() as session:
        other = id_of(open_sign_in(session, ana.person_id, NOW))

    with a_desk(database, ana, catalogue) as desk:
        was_this = end_sign_in(desk, other)
        for id_ in (rui.sign_in_id, other, bytes(32)):
            with pytest.raises(NotFound):
                end_sign_in(desk, id_)

    assert (was_this, open_ids(database, ana.person_id)) == (False, {ana.sign_in_id})
    assert open_ids(database, rui.person_id) == {rui.sign_in_id}
    assert noted(database) == [("sign-in-ended", ana.person_id, "officer", {"count": 1})]


def test_all_others_are_ended_at_once(database: Database, catalogue: Catalogue) -> None:
    ana, rui = an_officer(database), an_officer(database, "rui@test.example")
    with database.write() as session:
        for _ in range(3):
            open_sign_in(session, ana.person_id, NOW)

    with a_desk(database, ana, catalogue) as desk:
        ended = end_other_sign_ins(desk)

    assert (ended, open_ids(database, ana.person_id)) == (3, {ana.sign_in_id})
    assert open_ids(database, rui.person_id) == {rui.sign_in_id}


def two_roles(database: Database) -> Actor:
    """Somebody who is officer and trainer."""
    with database.write() as session:
        ana = a_person(session, roles=["officer", "trainer"])
        signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, ana.id, NOW)))
        assert signed_in is not None
        return actor_of(signed_in, KEY)


def test_another_role_goes_on_under_another_token_and_the_old_one_opens_nothing(
    database: Database, catalogue: Catalogue
) -> None:
    actor = two_roles(database)

    with a_desk(database, actor, catalogue) as desk:
        token = switch_role(desk, "trainer")

    with database.read() as session:
        before, after = (sign_ins.find_sign_in(session, id_) for id_ in (actor.sign_in_id, id_of(token)))
    assert (before, after and after.active_role) == (None, "trainer")
    assert noted(database) == [("role-switched", actor.person_id, "officer", {"to": "trainer"})]


def test_a_role_one_does_not_have_changes_nothing(database: Database, catalogue: Catalogue) -> None:
    actor = two_roles(database)

    with a_desk(database, actor, catalogue) as desk, pytest.raises(NotAllowed):
        switch_role(desk, "administrator")

    assert open_ids(database, actor.person_id) == {actor.sign_in_id}
    assert noted(database) == []
