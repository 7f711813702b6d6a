"""Sealing and anchoring, and what an interruption leaves of them."""

import shutil
from collections import defaultdict
from pathlib import Path

import pytest
from houses import a_house
from interruptions import Died, dying_at
from rows import NOON
from sqlalchemy import delete, update

from course.integrations.anchor import Anchor, read_anchors
from course.jobs.sealing import seal_all
from course.storage import audit, audit_chain
from course.storage.audit_chain import BATCH, Verdict
from course.storage.engine import Database
from course.storage.models import AuditEntry, AuditSeal
from course.web.house import House

COUNT = 2 * BATCH + 20


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    """A house in which COUNT entries were noted."""
    house = a_house(database, tmp_path)
    note(house, COUNT)
    return house


def note(house: House, count: int) -> None:
    with house.database.write() as session:
        for number in range(count):
            audit.append(session, audit.Entry(at=NOON, event="sign-in", detail={"number": number}))


def verdict(house: House) -> Verdict:
    """Of the chain and its anchors."""
    anchors: dict[int, set[bytes]] = defaultdict(set)
    for anchor in read_anchors(house.settings.anchors)[0]:
        anchors[anchor.seq].add(anchor.digest)
    with house.database.read() as session:
        return audit_chain.verify(session, anchors, sealed_before=NOON)


def head(house: House) -> Anchor:
    with house.database.read() as session:
        found = audit_chain.find_head(session)
    assert found is not None
    return Anchor(found.seq, found.digest)


def test_all_is_sealed_and_the_head_is_noted_outside(house: House) -> None:
    reports = [dict(seal_all(house, NOON)) for _ in range(2)]

    assert reports == [{"sealed": COUNT, "anchored": 1}, {"sealed": 0, "anchored": 0}]
    assert read_anchors(house.settings.anchors) == ([head(house)], 0)
    assert verdict(house) == Verdict(sealed=COUNT, bad=None, waiting=0)


def test_where_nothing_was_noted_there_is_nothing_to_anchor(database: Database, tmp_path: Path) -> None:
    house = a_house(database, tmp_path)

    assert dict(seal_all(house, NOON)) == {"sealed": 0, "anchored": 0}
    assert not house.settings.anchors.exists()


def test_death_at_any_transaction_loses_and_doubles_nothing(house: House) -> None:
    died = 0
    for number in range(1, 10):
        with dying_at(house.database, number) as reached:
            try:
                seal_all(house, NOON)
            except Died:
                died += 1
        shutil.rmtree(house.settings.anchors.parent, ignore_errors=True)  # it died before it noted the head

        assert seal_all(house, NOON)["anchored"] == 1
        assert verdict(house) == Verdict(sealed=COUNT, bad=None, waiting=0)
        assert read_anchors(house.settings.anchors)[0] == [head(house)]
        if reached[0] < number:
            break
        with house.database.write() as session:
            session.execute(delete(AuditSeal))

    assert died == 3


def test_a_chain_that_somebody_rebuilt_whole_does_not_fit_its_anchors(house: House) -> None:
    seal_all(house, NOON)
    with house.database.write() as session:
        session.execute(delete(AuditSeal))
        session.execute(update(AuditEntry).values(event="sign-out"))
    seal_all(house, NOON)

    bad = verdict(house).bad
    assert bad is not None
    assert (bad.fault, bad.seq) == ("rebuilt", COUNT)
