"""On the way to the sign-in of one's organisation and back: what the browser's signed cookie keeps meanwhile.

No row is written before somebody is in: who never comes back leaves nothing behind. Each step ends the one before.
"""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Final

from flask import session as cookie

from course.acts.arrive import Arrival
from course.base.ids import as_id, as_text
from course.integrations.recognition import Departure, Recogniser
from course.storage import units
from course.web.house import house, now

BACK: Final = "/sign-in/organisation/back"
"""The address that an organisation's provider is told to send people back to."""
AWAY_FOR: Final = dt.timedelta(minutes=15)
"""How long somebody may take there: a password, a second factor, a telephone that rings."""
SHOWN_FOR: Final = dt.timedelta(minutes=5)
_GONE: Final = "departure"
_HERE: Final = "arrival"


@dataclass(frozen=True)
class Away:
    """Somebody who was sent to the provider of that organisation; `wanted` is the page they were on the way to."""

    organisation_id: bytes
    departure: Departure
    wanted: str


def recognisers() -> dict[bytes, tuple[str, Recogniser]]:
    """Name and sign-in of each organisation of this instance that has one, by its id, in the order of names."""
    if not house().providers:
        return {}
    by_name = {one.settings.organisation: one for one in house().providers}
    with house().database.read() as reading:
        organisations = [(unit.id, unit.name) for unit in units.list_organisations(reading)]
    return {id_: (name, by_name[name]) for id_, name in organisations if name in by_name}


def note_departure(organisation_id: bytes, departure: Departure, wanted: str) -> None:
    """Remember in this browser that it was sent there: only the answer to its last way is heard."""
    kept = [departure.state, departure.nonce, departure.verifier]
    cookie[_GONE] = [as_text(organisation_id), *kept, wanted, now().timestamp()]


def take_departure(state: str) -> Away | None:
    """Whoever comes back with that state; None where this browser was not sent, or too long ago. It is heard once."""
    kept = cookie.pop(_GONE, None)
    if kept is None:
        return None
    organisation, expected, nonce, verifier, wanted, at = kept
    is_expected = secrets.compare_digest(expected.encode(), state.encode())
    if not is_expected or not _is_within(at, AWAY_FOR):
        return None
    return Away(as_id(organisation), Departure("", expected, nonce, verifier), wanted)


def note_arrival(arrival: Arrival, wanted: str) -> None:
    """Remember whom the provider recognised, until they say that it is they."""
    kept = [as_text(arrival.organisation_id), arrival.matches, arrival.identifier]
    cookie[_HERE] = [*kept, wanted, now().timestamp()]


def find_arrival() -> tuple[Arrival, str] | None:
    """Whom the provider recognised in this browser, and the page they wanted; None where that is too long ago."""
    kept = cookie.get(_HERE)
    if kept is None or not _is_within(kept[4], SHOWN_FOR):
        return None
    organisation, matches, identifier, wanted, _ = kept
    return Arrival(as_id(organisation), matches, identifier), wanted


def drop_arrival() -> None:
    """Forget it: it was not they."""
    cookie.pop(_HERE, None)


def _is_within(at: float, longest: dt.timedelta) -> bool:
    """A clock set back makes nobody wait, and nothing last."""
    return dt.timedelta() <= now() - dt.datetime.fromtimestamp(at, dt.UTC) <= longest
