"""A program of an organisation at the programming interface: recognised by its token, counted, and noted.

It acts for its organisation and for nobody in it: it reaches contact data, units and days of completion, and there is
no function by which it could reach more.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from course.acts.audit import Event, Subject, log_of
from course.acts.door import Caller
from course.acts.throttle import count, counters, demand_room
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import NotAllowed
from course.storage import api_clients
from course.storage.models import ApiScope, RoleName

SHOWN: Final = 9
"""Letters of a token by which people tell it from others: what remains is far beyond trying."""


@dataclass(frozen=True)
class Program:
    """Who speaks: `prefix` is what its token begins with."""

    client_id: bytes
    organisation_id: bytes
    prefix: str
    token_hash: bytes
    scopes: frozenset[str]

    @property
    def person_id(self) -> bytes | None:
        """Nobody: a program acts for no person."""
        return None

    @property
    def role(self) -> RoleName | None:
        """None."""
        return None


@dataclass(frozen=True)
class Counter:
    """Where a request is counted: the keys of the instance, and the hour."""

    session: Session
    keys: Path
    now: dt.datetime
    apart: Callable[[Callable[[Session], object]], object]


def digest_of(token: str) -> bytes:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).digest()


def recognise(desk: Counter, token: str, caller: Caller) -> Program | None:
    """The program of that token; None for one that opens nothing: that is counted by the network it came from.

    Raises TooOften where the program, or with tokens that open nothing its network, asked too often.
    """
    hashed = digest_of(token)
    client = api_clients.find_current(desk.session, hashed, lisbon_day(desk.now))
    if client is None:
        counted = counters(desk.keys, "token", {"address": caller.network})
    else:
        counted = counters(desk.keys, "api", {"client": client.id.hex()})
    demand_room(desk.session, counted, desk.now)
    desk.apart(lambda session: count(session, counted, desk.now))
    if client is None:
        return None
    day, id_ = lisbon_day(desk.now), client.id
    if client.last_used_on != day:
        desk.apart(lambda session: api_clients.note_use(session, id_, day))
    return Program(id_, client.organisation_id, client.prefix, hashed, frozenset(client.scopes))


def demand_scope(program: Program, scope: ApiScope) -> None:
    """Raises NotAllowed where the token was not made for that."""
    if scope not in program.scopes:
        raise NotAllowed(
            N_("This token is not for %(scope)s. Have an administrator make one that is."), scope=str(scope)
        )


def note_list(session: Session, program: Program, now: dt.datetime, what: str, rows: int) -> None:
    """Note that a list was read: which, and how many rows. People are told of the first one of a day about them."""
    is_about_people = what != "units" and rows > 0
    is_told = is_about_people and api_clients.is_first_told(session, program.client_id, lisbon_day(now))
    about = Subject("unit", program.organisation_id) if is_told else None
    log_of(session, program, now, "api-read", about, program=program.prefix, what=what, rows=rows)


def note_one(
    session: Session, program: Program, now: dt.datetime, event: Event, about: Subject, *, changed: Collection[str] = ()
) -> None:
    """Note that one row was read or written, and the names of the fields that changed."""
    log_of(session, program, now, event, about, program=program.prefix, changed=sorted(changed))
