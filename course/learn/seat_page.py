"""One's own seat, and the other sessions where a place is free."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.change_seat import change_seat
from course.learn.feature import feature
from course.storage import calendar_feeds, seats
from course.storage.sessions import PlannedSession
from course.web.errors import in_words
from course.web.forms import try_act
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.transaction import session


@dataclass(frozen=True)
class OwnSeat:
    """A session in which one has a seat, and those to which one may move instead. `has_begun`: then no longer."""

    planned: PlannedSession
    track: str
    has_begun: bool
    others: tuple[PlannedSession, ...]


@feature.page("/seat", permission="own-seat")
def show_seat() -> str:
    """One's coming sessions, each with the others of its track."""
    return _page("")


@feature.act("/seat", permission="own-seat")
def change() -> tuple[str, int] | Response:
    """Move to another session; or the page again, as it stands now, with the reason why not."""
    leaving, entering = request.form.get("leaving", ""), request.form.get("entering", "")
    refusal = try_act(lambda: change_seat(desk(), leaving, entering))
    if refusal is not None:
        return _page(in_words(refusal)), refusal.status
    return redirect(url_for("learn.show_seat"), 303)


def _page(refused: str) -> str:
    mine = seats.list_seats_of(session(), actor().person_id, now())
    return render_template(
        "learn/seat.html",
        seats=[_own_seat(planned) for planned in mine],
        address_made_on=calendar_feeds.find_day(session(), actor().person_id),
        refused=refused,
    )


def _own_seat(planned: PlannedSession) -> OwnSeat:
    track = catalogue().registers.tracks.get(planned.track)
    has_begun = planned.starts_at <= now()
    others = [] if has_begun else seats.list_exchanges(session(), actor().person_id, planned.code, now())
    return OwnSeat(planned, track.title.in_(page_language()) if track else "", has_begun, tuple(others))
