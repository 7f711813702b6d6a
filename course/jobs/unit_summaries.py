"""Sends each supervisor who wants it the sums of their units, once a week: numbers, and nobody's name."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from course.acts.post import post
from course.base.calendar import LISBON, lisbon_day, monday_of
from course.jobs.job import Report
from course.storage import people, summary_wishes
from course.storage.charges import list_charges
from course.storage.models import Unit
from course.storage.unit_states import COUNTED_LIVE, Reading, count_or_read_kept, has_more_than
from course.supervise.charge import Sums, topmost
from course.web.house import House

FROM_HOUR: Final = 8
"""In Lisbon: the week begins at midnight, and a mail about it need not."""
MOST_UNITS: Final = 30
"""So many units have a line of their own; the sums are of all."""


def send(house: House, now: dt.datetime) -> Report:
    """Promise a mail to each; that it was is noted in the same transaction. Who is a supervisor of nothing any more is
    let go."""
    if now.astimezone(LISBON).hour < FROM_HOUR:
        return {}
    with house.database.read() as session:
        due = summary_wishes.list_due(session, monday_of(lisbon_day(now)))
    sent = [_send_to(house, person_id, now) for person_id in due]
    return {"summaries": sum(sent)} if sent else {}


def _send_to(house: House, person_id: bytes, now: dt.datetime) -> bool:
    today = lisbon_day(now)
    values = _values(house, person_id, now)
    with house.database.write() as session:
        if values is None:
            summary_wishes.end(session, person_id)
            return False
        if not summary_wishes.note_mailed(session, person_id, monday_of(today), today):
            return False
        post(session, house.settings.keys, to=person_id, kind="unit-summary", values=values, now=now)
        return True


def _values(house: House, person_id: bytes, now: dt.datetime) -> dict[str, str] | None:
    """What the letter is given; None for somebody who has no unit in charge, or is no supervisor."""
    with house.database.read() as session:
        person = people.get_person(session, person_id)
        charges = list_charges(session, person_id, lisbon_day(now))
        units = topmost([one.unit for one in charges if one.unit.organisation_id == person.organisation_id])
        if not (person.is_active and units and "supervisor" in people.roles_of(session, person_id)):
            return None
        reading = Reading(session, now, house.catalogues.follow(session, now).before_by_audience())
        roots = [unit.path for unit in units]
        is_large = has_more_than(session, roots, COUNTED_LIVE)
        counts, _ = count_or_read_kept(reading, roots, None, is_large=is_large)
    sums = Sums(tuple(counts))
    numbers = {"done": sums.done, "total": sums.total, "started": sums.now, "todo": sums.todo, "late": sums.late}
    return {name: str(number) for name, number in numbers.items()} | {"units": _lines(units, sums)}


def _lines(units: Sequence[Unit], sums: Sums) -> str:
    """A line a unit: Esquadra 1: 3 / 10."""
    by_unit = [(unit.name, Sums(tuple(one for one in sums.counts if one.root == unit.path))) for unit in units]
    return "\n".join(f"{name}: {own.done} / {own.total}" for name, own in by_unit[:MOST_UNITS])
