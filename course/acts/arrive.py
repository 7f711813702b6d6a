"""Somebody comes back from the sign-in of their organisation: the course looks whom that names, and makes nobody up."""

from dataclasses import dataclass
from typing import Final

from course.acts.audit import log_of
from course.acts.door import Door
from course.base.languages import N_
from course.base.providers import Identifier
from course.base.refusals import Conflict
from course.storage import people
from course.storage.models import Person

LONGEST: Final = 200


@dataclass(frozen=True)
class Arrival:
    """Whom the provider of that organisation recognised: by number or e-mail, as was agreed with it."""

    organisation_id: bytes
    matches: Identifier
    identifier: str


def find_arrived(door: Door, arrival: Arrival) -> Person:
    """The person, who has an account that is open, in that organisation and no other.

    Raises Conflict for everybody else, in the same words, and has it noted without what was claimed.
    """
    found = _find(door, arrival)
    if found is not None and found.is_active and found.organisation_id == arrival.organisation_id:
        return found
    note_turned_away(door, "nobody-here")
    raise Conflict(
        N_(
            "Your organisation knows you, but this course has no open account under that number or e-mail. "
            "Ask whoever administers the course in your organisation to add you."
        )
    )


def note_turned_away(door: Door, why: str) -> None:
    """Have it noted that somebody came back who could not be let in: `why` is a word, never what was claimed."""
    door.apart(lambda session: log_of(session, None, door.now, "sign-in-failed", through="organisation", why=why))


def _find(door: Door, arrival: Arrival) -> Person | None:
    if len(arrival.identifier) > LONGEST or "\0" in arrival.identifier:
        return None
    if arrival.matches == "email":
        return people.find_by_email(door.session, arrival.identifier)
    return people.find_by_service_number(door.session, arrival.organisation_id, arrival.identifier)
