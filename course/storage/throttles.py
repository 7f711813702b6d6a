"""How often something was tried, in fixed windows of time: shared by all workers, and there after a restart."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from course.storage.built import built_once
from course.storage.inserts import insert_or_change
from course.storage.models import Throttle


def add_one(session: Session, key: bytes, window: dt.datetime) -> int:
    """Count one more under that key in the window that begins then: how many there are now. One statement."""
    row = insert_or_change(session, Throttle, {"key": key, "window": window, "count": 1}, {"count": Throttle.count + 1})
    return row.count if row else 0


def take_one(session: Session, key: bytes, window: dt.datetime) -> None:
    """Count one less under that key in the window that begins then; never below none."""
    counted = (Throttle.key == key, Throttle.window == window, Throttle.count > 0)
    session.execute(update(Throttle).where(*counted).values(count=Throttle.count - 1))


def counts(session: Session, wanted: Collection[tuple[bytes, dt.datetime]]) -> dict[tuple[bytes, dt.datetime], int]:
    """The counts of these keys in these windows; one that was never counted is left out. One statement."""
    asked = set(wanted)
    # Each key in each window, so that one statement does for any number; few were counted that are not asked for.
    rows = session.scalars(*_counted([key for key, _ in asked], [window for _, window in asked]))
    return {(row.key, row.window): row.count for row in rows if (row.key, row.window) in asked}


@built_once
def _counted(keys: Collection[bytes], windows: Collection[dt.datetime]) -> Select[Throttle]:
    return select(Throttle).where(Throttle.key.in_(keys), Throttle.window.in_(windows))


def forget_before(session: Session, moment: dt.datetime) -> int:
    """Drop the windows that began before that moment: how many rows there were."""
    return len(session.scalars(delete(Throttle).where(Throttle.window < moment).returning(Throttle.key)).all())
