"""One's own seat: another session where a place is free, the waiting lists of those that are full, and an apology."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.apologise import apologise, take_back_apology
from course.acts.change_seat import change_seat
from course.acts.wait_for_place import stop_waiting, wait_for_place
from course.base.refusals import Conflict, Invalid
from course.learn.feature import feature
from course.storage import apologies, calendar_feeds, seats, waiting
from course.storage.sessions import PlannedSession
from course.web.apology_words import REASON_WORDS
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import catalogue, now
from course.web.identity import actor, desk
from course.web.tracks import track_title
from course.web.transaction import session
from course.web.words import gettext

Refused = Invalid | Conflict | None


@dataclass(frozen=True)
class OwnSeat:
    """A session in which one has a seat, or for which one apologised (`is_excused`).

    `others`: those with free places to which one may move; `full`: those for which one may wait. `is_free`: whether
    one who apologised can still come after all.
    """

    planned: PlannedSession
    track: str
    has_begun: bool
    others: tuple[PlannedSession, ...]
    full: tuple[PlannedSession, ...]
    is_excused: bool = False

    @property
    def is_free(self) -> bool:
        """Whether it has a place and has not begun."""
        return not self.has_begun and self.planned.taken < self.planned.seats


@feature.page("/seat", permission="own-seat")
def show_seat() -> str:
    """One's coming sessions and those one apologised for, each with the others of its track."""
    return _page()


@feature.act("/seat", permission="own-seat")
def change() -> tuple[str, int] | Response:
    """Move to another session; or the page again, as it stands now, with the reason why not."""
    leaving, entering = request.form.get("leaving", ""), request.form.get("entering", "")
    return _answer(try_act(lambda: change_seat(desk(), leaving, entering)))


@feature.act("/seat/apology", permission="apologise")
def say_sorry() -> tuple[str, int] | Response:
    """Say that one cannot come."""
    reason = request.form.get("reason", "")
    return _answer(try_act(lambda: apologise(desk(), _code(), reason)))


@feature.act("/seat/apology/take-back", permission="apologise")
def come_after_all() -> tuple[str, int] | Response:
    """Come after all."""
    return _answer(try_act(lambda: take_back_apology(desk(), _code())))


@feature.act("/seat/waiting", permission="own-seat")
def wait() -> tuple[str, int] | Response:
    """Go on the waiting list of a full session."""
    return _answer(try_act(lambda: wait_for_place(desk(), _code())))


@feature.act("/seat/waiting/leave", permission="own-seat")
def leave_list() -> Response:
    """Leave a waiting list."""
    stop_waiting(desk(), _code())
    return redirect(url_for("learn.show_seat"), 303)


def _code() -> str:
    return request.form.get("code", "")


def _answer(refusal: Refused) -> tuple[str, int] | Response:
    if refusal is not None:
        return _page(refusal), refusal.status
    return redirect(url_for("learn.show_seat"), 303)


def _page(refusal: Refused = None) -> str:
    who = actor().person_id
    every = seats.list_seats_of(session(), who)
    mine = [planned for planned in every if planned.ends_at >= now()]
    excused = apologies.list_open(session(), who, now())
    known = {planned.track for planned in [*every, *excused]}
    return render_template(
        "learn/seat.html",
        seats=[_own_seat(planned) for planned in mine] + [_own_seat(planned, is_excused=True) for planned in excused],
        full=_full_of_other(known),
        places=waiting.places_of(session(), who),
        reasons=[(reason, gettext(words)) for reason, words in REASON_WORDS.items()],
        address_made_on=calendar_feeds.find_day(session(), who),
        errors=_errors(refusal),
    )


def _errors(refusal: Refused) -> list[dict[str, str]]:
    """What to mend; a reason that is missing leads to the reasons of the seat whose form was sent."""
    if isinstance(refusal, Invalid):
        return [{"field": f"reason-{_code()}", "message": error.message} for error in errors_of(refusal)]
    return [{"field": "", "message": in_words(refusal)}] if refusal else []


def _full_of_other(known: Collection[str]) -> list[tuple[str, list[PlannedSession]]]:
    """Full sessions of the courses in which one has and had no seat, by course."""
    tracks = set(catalogue().tracks_for(actor().audience)) - set(known)
    full = seats.list_full(session(), actor().person_id, actor().organisation_id, tracks, now()) if tracks else []
    of_track = {track: [planned for planned in full if planned.track == track] for track in sorted(tracks)}
    return [(track_title(track), those) for track, those in of_track.items() if those]


def _own_seat(planned: PlannedSession, *, is_excused: bool = False) -> OwnSeat:
    has_begun = planned.starts_at <= now()
    others: list[PlannedSession] = []
    full: list[PlannedSession] = []
    if is_excused or not has_begun:
        others = seats.list_exchanges(session(), actor().person_id, planned.code, now())
        full = seats.list_exchanges(session(), actor().person_id, planned.code, now(), full=True)
    return OwnSeat(
        planned,
        track_title(planned.track),
        has_begun,
        tuple(other for other in others if other.code != planned.code),
        tuple(other for other in full if other.code != planned.code),
        is_excused,
    )
