"""Retention: what has been kept for as long as its rule says goes, unless the clock or the amount looks wrong.

A clock that jumped would make everything old at once. So a run is refused when the hour lies before the last run or
more than 45 days after it, and a rule when it would take more than a fifth of its table (safety.md, F7), until somebody
has looked at the dry run and confirms. What is kept of people whose data are restricted stays: `held` are their learner
keys (acts.data_requests).
"""

import datetime as dt
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from course.acts.audit import log_of
from course.storage import meta
from course.storage.engine import Database
from course.storage.retention import RULES, Rule, carry_out, count_all, count_due

BATCH: Final = 500
"""Rows in a transaction: pages that wait to write wait no longer than for these."""
FEW: Final = 20
"""So many rows may go whatever their share."""
LARGEST_SHARE: Final = 5
"""Not more than one row in so many."""
LONGEST_PAUSE: Final = dt.timedelta(days=45)

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class RuleReport:
    """What a rule found: how many of `total` rows are `due`, whether that is refused, how many `went`."""

    rule: Rule
    due: int
    total: int
    is_refused: bool
    went: int = 0


@dataclass(frozen=True)
class RetentionReport:
    """What a run found and did. A refused clock: nothing went, whatever was due."""

    is_clock_refused: bool
    rules: tuple[RuleReport, ...]

    def counts(self) -> dict[str, int]:
        """Rows that went by rule; rows whose rule was refused as `refused <rule>`; `refused clock` where it was."""
        went = {report.rule.name: report.went for report in self.rules if report.went}
        refused = {f"refused {report.rule.name}": report.due for report in self.rules if report.is_refused}
        return went | refused | ({"refused clock": 1} if self.is_clock_refused else {})


def preview(
    session: Session, now: dt.datetime, rules: Sequence[Rule] = RULES, *, held: Collection[bytes] = ()
) -> RetentionReport:
    """The dry run: what a run would take and what it would refuse. Changes nothing."""
    return RetentionReport(_is_clock_refused(session, now), tuple(_look(session, rule, now, held) for rule in rules))


def retain(
    database: Database,
    now: dt.datetime,
    *,
    is_confirmed: bool = False,
    rules: Sequence[Rule] = RULES,
    held: Collection[bytes] = (),
) -> RetentionReport:
    """Let go what is due, in transactions of `BATCH` rows, each with its entry in the audit log.

    It may stop anywhere and be run again. `is_confirmed`: somebody looked at the dry run, so nothing is refused.
    """
    with database.read() as session:
        seen = preview(session, now, rules, held=held)
    if seen.is_clock_refused and not is_confirmed:
        _LOG.warning("retention refused: the clock says %s, too far from the last run; confirm or mend the clock", now)
        with database.write() as session:
            log_of(session, None, now, "retention", refused="clock")
        return seen
    done = tuple(_obey(database, report, now, is_confirmed, held) for report in seen.rules)
    with database.write() as session:
        meta.set_value(session, meta.RETENTION_RAN_AT, now.isoformat().encode())
    return RetentionReport(False, done)


def _is_clock_refused(session: Session, now: dt.datetime) -> bool:
    kept = meta.find_value(session, meta.RETENTION_RAN_AT)
    if kept is None:
        return False
    last = dt.datetime.fromisoformat(kept.decode())
    return not last <= now <= last + LONGEST_PAUSE


def _look(session: Session, rule: Rule, now: dt.datetime, held: Collection[bytes]) -> RuleReport:
    due, total = count_due(session, rule, now, held), count_all(session, rule)
    is_too_much = not rule.fleeting and due > FEW and due * LARGEST_SHARE > total
    return RuleReport(rule, due, total, is_too_much)


def _obey(
    database: Database, seen: RuleReport, now: dt.datetime, is_confirmed: bool, held: Collection[bytes]
) -> RuleReport:
    rule = seen.rule
    if seen.is_refused and not is_confirmed:
        _LOG.warning("retention refused: %s would take %s of %s rows; confirm", rule.name, seen.due, seen.total)
        with database.write() as session:
            log_of(session, None, now, "retention", refused=rule.name, rows=seen.due, of=seen.total)
        return seen
    went = 0
    while went < seen.due:
        with database.write() as session:
            batch = carry_out(session, rule, now, min(BATCH, seen.due - went), held)
            if batch:
                log_of(session, None, now, "retention", rule=rule.name, rows=batch)
        if not batch:
            break  # somebody else took them meanwhile
        went += batch
    return RuleReport(rule, seen.due, seen.total, False, went)
