"""A person who completed a track has a certificate made, which others can verify by its code, and may end it."""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from course.acts.desk import Desk
from course.acts.one_time_code import ALPHABET
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.catalogue import Catalogue
from course.storage import certificates, completions, paper
from course.storage.paper import PaperRecord

LENGTH: Final = 20
GROUP: Final = 4
"""20 of 21 signs are 87.8 bits: nobody finds a certificate by trying, not even a thousand machines in a lifetime."""


@dataclass(frozen=True)
class Standing:
    """How far a person is with a track: its modules, those that count as completed, the day of the last."""

    modules: tuple[str, ...]
    done: tuple[str, ...]
    date: dt.date | None

    @property
    def is_complete(self) -> bool:
        """Whether every module of it is completed, and none is contested."""
        return bool(self.modules) and self.done == self.modules


def make_certificate(desk: Desk, track: str) -> None:
    """Have a certificate of that track; where there is one it stays. Raises NotFound for a track of others, Conflict
    while something of it is to be completed."""
    demand(desk.actor, "own-certificate")
    if track not in desk.catalogue.tracks_for(desk.actor.audience):
        raise NotFound(N_("This page does not exist, or is not yours."))
    dates = completions.lock_of_person(desk.session, desk.actor.person_id)
    standing = standing_in(desk.catalogue, track, dates, paper.of_person(desk.session, desk.actor.person_id))
    if not standing.is_complete or standing.date is None:
        raise Conflict(N_("A certificate is made once every module of the course is completed."))
    certificates.add(
        desk.session,
        code=make_code(),
        person_id=desk.actor.person_id,
        track=track,
        modules=standing.modules,
        date=standing.date,
    )


def end_certificate(desk: Desk, track: str) -> None:
    """End one's own certificate: its code verifies nothing any more. What was completed stays. Raises NotFound."""
    demand(desk.actor, "own-certificate")
    if not certificates.end(desk.session, desk.actor.person_id, track):
        raise NotFound(N_("This page does not exist, or is not yours."))


def standing_in(
    documents: Catalogue, track: str, dates: Mapping[str, dt.date | None], recorded: Mapping[str, PaperRecord]
) -> Standing:
    """Where somebody stands in that track, whose completions have these dates and of whom this was recorded on paper.

    What is contested does not count: nobody can say yet whether it is so.
    """
    found = documents.registers.tracks.get(track)
    modules = tuple(id_ for id_ in found.modules if id_ in documents.library.modules) if found else ()
    contested = {id_ for id_, record in recorded.items() if record.state == "contested"}
    days = {id_: day for id_ in modules if (day := dates.get(id_)) is not None and id_ not in contested}
    return Standing(modules, tuple(days), max(days.values(), default=None))


def make_code() -> str:
    """A new one, in groups that can be read aloud: `H3KM-9TXA-PR7D-CWYE-6F4N`."""
    return in_groups("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def in_groups(typed: str) -> str:
    """The signs of a code as it is kept, however they were typed."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
