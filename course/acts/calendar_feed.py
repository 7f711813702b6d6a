"""A person has their calendar read their sessions by a secret address, and ends that (docs/decisions/0025)."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.languages import N_, Language
from course.base.refusals import NotFound
from course.storage import calendar_feeds
from course.storage.calendar_feeds import KeptSession

TOKEN_BYTES: Final = 24
"""192 bits: nobody comes upon an address by trying, so tries need not be counted."""
KEPT_AFTER: Final = dt.timedelta(days=30)
"""So long a session that is over is still told, so that a calendar does not lose it the next morning."""


@dataclass(frozen=True)
class Feed:
    """What stands at an address: in whose language, and the sessions, cancelled ones too."""

    language: Language
    sessions: list[KeptSession]


def make_calendar_feed(desk: Desk) -> str:
    """The token of a new address, which is told this once; one that the person had before opens nothing any more."""
    demand(desk.actor, "own-seat")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    day = lisbon_day(desk.now)
    calendar_feeds.put(desk.session, desk.actor.person_id, token_hash=digest_of(token), day=day)
    log(desk, "calendar-address-made", Subject("person", desk.actor.person_id))
    return token


def end_calendar_feed(desk: Desk) -> None:
    """Let the address open nothing any more; again and again is fine."""
    demand(desk.actor, "own-seat")
    if calendar_feeds.end(desk.session, desk.actor.person_id):
        log(desk, "calendar-address-ended", Subject("person", desk.actor.person_id))


def read_calendar_feed(session: Session, token: str, now: dt.datetime) -> Feed:
    """What a calendar with that token reads, without a sign-in. Reading is not noted.

    Raises NotFound: for a token that is nobody's, was replaced or ended, or of a person who may not sign in any more.
    """
    owner = calendar_feeds.find_owner(session, digest_of(token))
    if owner is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    sessions = calendar_feeds.list_appointments(session, owner.person_id, now - KEPT_AFTER)
    return Feed(owner.language, sessions)


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()
