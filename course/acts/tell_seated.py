"""Those seated in a session are told what became of it."""

from collections.abc import Iterable
from typing import Literal

from course.acts.desk import Desk
from course.acts.post import post
from course.storage import seats
from course.storage.models import CourseSession

Told = Literal["session-changed", "session-cancelled", "modules-swapped"]


def tell_seated(desk: Desk, planned: CourseSession, kind: Told) -> None:
    """Promise each of them a mail of that kind, with the session as it is now."""
    tell(desk, planned, kind, [person.person_id for person in seats.list_seated(desk.session, planned.code)])


def tell(desk: Desk, planned: CourseSession, kind: Told, person_ids: Iterable[bytes]) -> None:
    """The same to these people. Moments are ISO, in UTC."""
    values = {
        "session": planned.code,
        "track": planned.track,
        "place": planned.place,
        "starts_at": planned.starts_at.isoformat(),
        "ends_at": planned.ends_at.isoformat(),
        "due_at": planned.due_at.isoformat(),
    }
    for person_id in person_ids:
        post(desk.session, desk.keys, to=person_id, kind=kind, values=values, now=desk.now)
