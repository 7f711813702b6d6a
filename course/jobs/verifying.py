"""Walks the chain of the audit log once a day, compared with its anchors: the page of the log says what was found."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from course.integrations.anchor import Anchor, read_anchors
from course.jobs.job import Report
from course.storage import audit_chain
from course.storage.audit_chain import Verdict
from course.storage.engine import Database
from course.web.house import House

SEALED_WITHIN: Final = dt.timedelta(minutes=5)
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Checked:
    """What the walk found, and how many lines of the file of anchors could be read and could not."""

    verdict: Verdict
    anchors: int
    unreadable: int


def check(house: House, now: dt.datetime) -> Checked:
    """Walk the whole chain."""
    noted, unreadable = read_anchors(house.settings.anchors)
    return Checked(verify(house.database, noted, now), len(noted), unreadable)


def verify(database: Database, anchors: Sequence[Anchor], now: dt.datetime) -> Verdict:
    """Walk the chain of that database beside these anchors."""
    digests: dict[int, set[bytes]] = defaultdict(set)
    for anchor in anchors:
        digests[anchor.seq].add(anchor.digest)
    with database.read() as session:
        return audit_chain.verify(session, digests, sealed_before=now - SEALED_WITHIN)


def verify_chain(house: House, now: dt.datetime) -> Report:
    """Walk it, and say in the log where it is not as it was. `broken_at` is 0 where nothing is wrong."""
    checked = check(house, now)
    bad = checked.verdict.bad
    if bad is not None:
        _LOG.error("the audit log is not as it was at %d (%s): run `flask --app app audit verify`", bad.seq, bad.fault)
    return {
        "sealed": checked.verdict.sealed,
        "anchors": checked.anchors,
        "unreadable": checked.unreadable,
        "waiting": checked.verdict.waiting,
        "broken_at": bad.seq if bad else 0,
    }
