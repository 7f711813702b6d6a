"""How long the audit log keeps names, and how long its entries.

Entries go from the beginning of the chain, without a gap, and their seals stay: those are digests of digests, and
whoever verifies the chain needs them. `audit-expired-through` says up to which place entries are gone.
"""

import datetime as dt
from typing import Any, Final

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from course.base.languages import N_
from course.storage import meta
from course.storage.models import AuditEntry, AuditSeal
from course.storage.restrictions import is_unrestricted
from course.storage.retention.rule import Rule, days_before

NAMES_DAYS: Final = 365
ENTRY_DAYS: Final = 3 * 365


def _has_old_names(now: dt.datetime) -> ColumnElement[bool]:
    named = or_(AuditEntry.person_id.is_not(None), AuditEntry.about_id.is_not(None), AuditEntry.salt.is_not(None))
    may_go = AuditEntry.about_id.is_(None) | is_unrestricted(AuditEntry.about_id)
    return named & may_go & (AuditEntry.at < days_before(now, NAMES_DAYS))


def _expired_through(now: dt.datetime) -> ScalarSelect[Any]:
    """The place before the first entry that is young enough to stay; the last place where none is."""
    first_kept = (
        select(func.min(AuditSeal.seq))
        .join(AuditEntry, AuditEntry.id == AuditSeal.entry_id)
        .where(AuditEntry.at >= days_before(now, ENTRY_DAYS))
        .scalar_subquery()
    )
    last = select(func.max(AuditSeal.seq)).scalar_subquery()
    return select(func.coalesce(first_kept - 1, last, 0)).scalar_subquery()


def _is_expired(now: dt.datetime) -> ColumnElement[bool]:
    return AuditEntry.id.in_(select(AuditSeal.entry_id).where(AuditSeal.seq <= _expired_through(now)))


def _note_how_far(session: Session, now: dt.datetime) -> None:
    through = session.scalar(select(_expired_through(now)))
    meta.set_value(session, meta.AUDIT_EXPIRED_THROUGH, str(through).encode())


RECORD_RULES: Final = (
    Rule("audit-entries", N_("3 years after it was written"), AuditEntry, _is_expired, before=_note_how_far),
    Rule(
        "audit-names",
        N_("its names a year after it was written"),
        AuditEntry,
        _has_old_names,
        forgets=("person_id", "about_id", "salt"),
    ),
)
