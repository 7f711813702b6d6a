"""Somebody was shown the notice on privacy as it is now."""

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.notice import VERSION
from course.storage import people


def note_notice_read(desk: Desk) -> None:
    """Note its version with the person: their next page is no longer the notice."""
    demand(desk.actor, "read-notice")
    people.note_notice(desk.session, desk.actor.person_id, VERSION)
