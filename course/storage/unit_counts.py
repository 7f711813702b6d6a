"""How many officers stand where, as it was counted and kept: of each unit by itself, and with all below it."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, exists, func, insert, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from course.storage.models import Deadline, Stage, Unit, UnitCount, UnitTotal
from course.storage.units import is_below


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many officers below `root` (a unit's path) are at that stage, so far from their deadline.

    Of somebody who completed, the deadline is `none`; the first and last hour are those of their sessions still.
    """

    root: str
    stage: Stage
    deadline: Deadline
    people: int
    first_due_at: dt.datetime | None
    last_due_at: dt.datetime | None


def count_of(row: Any) -> Count:
    """A row of a statement that counts: its first columns in the order of a Count's fields."""
    root, stage, deadline, people, first, last, *_ = row
    return Count(root=root, stage=stage, deadline=deadline, people=int(people), first_due_at=first, last_due_at=last)


def read_kept(session: Session, roots: Sequence[str], *, is_broken_up: bool) -> tuple[list[Count], dt.datetime | None]:
    """What was kept of the units at these paths with all below, and the hour of the oldest of it; None without any.

    Broken up: of each unit directly below them, and of who is directly in them. As many rows are read as there are
    such units, whatever is below those.
    """
    asked = aliased(Unit)
    of_those = asked.path.in_(roots)
    whole = select(asked.path, *_values(UnitTotal)).join(UnitTotal, UnitTotal.unit_id == asked.id).where(of_those)
    own = select(asked.path, *_values(UnitCount)).join(UnitCount, UnitCount.unit_id == asked.id)
    is_added_up = exists().where(UnitTotal.unit_id == asked.id)  # else it was kept by the release before, without sums
    own = own.where(of_those, is_added_up)
    below = select(Unit.path, *_values(UnitTotal)).select_from(asked).join(Unit, Unit.parent_id == asked.id)
    parts = [own, below.join(UnitTotal, UnitTotal.unit_id == Unit.id).where(of_those)] if is_broken_up else [whole]
    in_order = sorted(session.execute(union_all(*parts)), key=lambda row: row[:3])
    return [count_of(row) for row in in_order], min((row.counted_at for row in in_order), default=None)


def keep_counts(session: Session, organisation_id: bytes, counted: Iterable[Mapping[str, Any]]) -> int:
    """Put these, of the officers directly in each unit, in the place of what was kept of an organisation, and add them
    up for all above; how many there are."""
    own = select(Unit.id).where(Unit.organisation_id == organisation_id)
    for kept in (UnitCount, UnitTotal):
        session.execute(delete(kept).where(kept.unit_id.in_(own)))
    there = set(session.scalars(own))  # a unit may have gone since they were counted
    rows = [row for row in counted if row["unit_id"] in there]
    if rows:
        session.execute(insert(UnitCount), rows)
        _add_up(session, own)
    return len(rows)


def add_up_again(session: Session, unit_ids: Collection[bytes]) -> None:
    """Add up anew what is kept of these units with all below: others came under them, or left. In two statements."""
    session.execute(delete(UnitTotal).where(UnitTotal.unit_id.in_(unit_ids)))
    _add_up(session, unit_ids)


def _add_up(session: Session, unit_ids: Collection[bytes] | Select[bytes]) -> None:
    above, below = aliased(Unit), aliased(Unit)
    key = (above.id, UnitCount.stage, UnitCount.deadline)
    sums = (
        select(
            *key,
            func.sum(UnitCount.people),
            func.min(UnitCount.first_due_at),
            func.max(UnitCount.last_due_at),
            func.min(UnitCount.counted_at),
        )
        .select_from(above)
        .join(below, is_below(below.path.expression, above.path.expression))
        .join(UnitCount, UnitCount.unit_id == below.id)
        .where(above.id.in_(unit_ids))
        .group_by(*key)
    )
    session.execute(insert(UnitTotal).from_select(["unit_id", *(value.key for value in _values(UnitTotal))], sums))


def _values(kept: type[UnitCount] | type[UnitTotal]) -> tuple[InstrumentedAttribute[Any], ...]:
    return kept.stage, kept.deadline, kept.people, kept.first_due_at, kept.last_due_at, kept.counted_at
