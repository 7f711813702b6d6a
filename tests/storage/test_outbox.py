"""Leases of the outbox, as the database decides them."""

import pytest
from databases import race
from rows import DAY, NOON, a_person
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage import outbox
from course.storage.engine import Database
from course.storage.models import Mail
from course.storage.outbox import DELAYS, LEASE, LeasedMail

SEALED = b"sealed"


@pytest.fixture
def mails(database: Database) -> list[bytes]:
    """Six mails that are due, the first one for longest."""
    with database.write() as session:
        ana = a_person(session, email="ana@test.example")
        return [
            outbox.put(session, person_id=ana.id, kind="reminder", sealed=SEALED, now=NOON - (6 - number) * DELAYS[0])
            for number in range(6)
        ]


def lease(session: Session) -> bytes | None:
    found = outbox.lease_next(session, NOON)
    return found.id if found else None


def rows(database: Database) -> list[tuple[bool, int, str | None]]:
    """Of each mail: whether its content is there, its tries, its trouble."""
    with database.read() as session:
        rows = session.scalars(select(Mail).order_by(Mail.made_at))
        return [(row.sealed is not None, row.tries, row.trouble) for row in rows]


def test_mails_are_leased_in_the_order_in_which_they_were_due_each_once(database: Database, mails: list[bytes]) -> None:
    leased = []
    for _ in range(7):
        with database.write() as session:
            leased.append(lease(session))

    assert leased == [*mails, None]


def test_who_lease_at_once_get_different_mails(database: Database, mails: list[bytes]) -> None:
    assert set(race(database, *[lease] * 6)) == set(mails)


@pytest.mark.postgres
def test_a_lease_does_not_wait_for_one_that_is_being_taken(postgres_database: Database) -> None:
    with postgres_database.write() as session:
        ana = a_person(session)
        for _ in range(2):
            outbox.put(session, person_id=ana.id, kind="reminder", sealed=SEALED, now=NOON)

    with postgres_database.write() as one, postgres_database.write() as other:
        assert len({lease(one), lease(other)} - {None}) == 2


def test_what_a_sender_is_told_of_a_mail(database: Database, mails: list[bytes]) -> None:
    with database.write() as session:
        assert outbox.lease_next(session, NOON) == LeasedMail(
            id=mails[0],
            kind="reminder",
            sealed=SEALED,
            language="pt",
            address="ana@test.example",
            lease=NOON + LEASE,
        )


def test_who_lost_the_lease_does_not_decide_what_becomes_of_the_mail(database: Database, mails: list[bytes]) -> None:
    with database.write() as session:
        lost = outbox.lease_next(session, NOON)
    assert lost is not None
    with database.write() as session:
        while outbox.lease_next(session, NOON + LEASE) is not None:
            pass

    with database.write() as session:
        assert not outbox.put_off(session, lost, NOON + LEASE, "deferred")

    assert rows(database)[0] == (True, 2, None)


def test_what_was_sent_stays_sent_whoever_else_had_it_in_hand(database: Database, mails: list[bytes]) -> None:
    with database.write() as session:
        outbox.mark_sent(session, mails[0], NOON)
        outbox.give_up(session, mails[0], "refused")
        outbox.mark_sent(session, mails[0], NOON + DAY)

    with database.read() as session:
        row = session.get_one(Mail, mails[0])
    assert (row.sealed, row.due_at, row.sent_at, row.trouble) == (None, None, NOON, None)


def test_a_try_of_all_that_is_due_touches_nothing_that_is_not(database: Database, mails: list[bytes]) -> None:
    with database.write() as session:
        outbox.lease_next(session, NOON)
        outbox.mark_sent(session, mails[1], NOON)

        assert outbox.put_off_due(session, NOON, "no-answer") == 4

    assert rows(database) == [(True, 1, None), (False, 0, None), *[(True, 1, "no-answer")] * 4]
    with database.read() as session:
        assert [outbox.has_due(session, NOON + late) for late in (0 * DAY, DELAYS[0])] == [False, True]
