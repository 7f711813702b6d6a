"""What follows when people leave, and what a move may not bring about: of one person, or of a file with many."""

from collections.abc import Iterator, Sequence
from typing import Final

from course.acts.desk import Desk
from course.acts.fill_places import fill_places
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict
from course.storage import leaving, people, session_trainers, waiting

AT_ONCE: Final = 10_000
"""People of one statement: both databases take so many values."""
MOST_NAMED: Final = 5


def close_accounts(desk: Desk, ids: Sequence[bytes]) -> None:
    """Let these people leave today: their sign-ins end, seats ahead go to whoever waits, roles and charges go.

    What they completed stays for as long as the inventory says. Raises Conflict when a session would have no trainer.
    """
    for some in _some_at_once(ids):
        alone = leaving.led_by_them_alone(desk.session, some, desk.now)
        if alone:
            raise Conflict(
                N_("Nobody else leads %(codes)s: give these sessions another trainer first."),
                codes=", ".join(alone[:MOST_NAMED]),
            )
        for track in leaving.tracks_ahead(desk.session, some, desk.now):
            waiting.lock_track(desk.session, track, desk.now)
        freed = leaving.give_back_seats(desk.session, some, desk.now)
        leaving.close(desk.session, some, lisbon_day(desk.now))
        fill_places(desk.session, desk.keys, sorted(freed), desk.now)


def demand_no_supervising_trainer(desk: Desk, ids: Sequence[bytes]) -> None:
    """Raises Conflict when one of these people has a seat ahead in a session led by somebody who supervises them."""
    found: set[bytes] = set()
    for some in _some_at_once(ids):
        found |= session_trainers.trained_by_supervisor(desk.session, some, desk.now)
    if found:
        names = sorted(people.names(desk.session, found).values())
        raise Conflict(
            N_(
                "%(names)s would be trained by their own supervisor. Change that seat, or who leads the session, first."
            ),
            names=", ".join(names[:MOST_NAMED]),
        )


def _some_at_once(ids: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
