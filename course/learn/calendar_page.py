"""One's sessions in one's own calendar: a file of one, or an address that the calendar reads by itself."""

from flask import make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.calendar_feed import end_calendar_feed, make_calendar_feed, read_calendar_feed
from course.base.languages import Language
from course.integrations.appointments import Appointment
from course.learn.feature import feature
from course.storage import calendar_feeds
from course.storage.models import CourseSession
from course.web.house import catalogue, house, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.transaction import session


@feature.page("/seat/<code>/calendar.ics", permission="own-seat")
def show_calendar_file(code: str) -> Response:
    """The session, if one has a seat in it, as a file for a calendar; in the language of the page it was asked from."""
    planned = calendar_feeds.get_appointment(session(), actor().person_id, code)
    response = _calendar([(planned, False)], page_language())
    response.headers["Content-Disposition"] = f'attachment; filename="{planned.code}.ics"'
    return response


@feature.act("/seat/calendar", permission="own-seat")
def make_address() -> str:
    """A new address, shown this once: it stands in no row, so no other page can show it."""
    token = make_calendar_feed(desk())
    address = house().settings.public_url + url_for("learn.show_calendar_feed", token=token)
    return render_template("learn/calendar.html", address=address)


@feature.act("/seat/calendar/end", permission="own-seat")
def end_address() -> Response:
    """Let the address open nothing any more."""
    end_calendar_feed(desk())
    return redirect(url_for("learn.show_seat"), 303)


@feature.page("/calendar/<token>.ics", permission="calendar-feed")
def show_calendar_feed(token: str) -> Response:
    """What a calendar with that address reads, without a sign-in; in the language of whose it is."""
    feed = read_calendar_feed(session(), token, now())
    return _calendar([(one.planned, one.is_led) for one in feed.sessions], feed.language)


def _calendar(planned: list[tuple[CourseSession, bool]], language: Language) -> Response:
    appointments = [_appointment(one, is_led, language) for one, is_led in planned]
    url = house().settings.public_url
    from course.integrations.calendars import write_calendar  # a hundred modules, for a file that few ask for

    response = make_response(write_calendar(appointments, language, url=url, now=now()))
    response.headers["Content-Type"] = "text/calendar; charset=utf-8"
    return response


def _appointment(planned: CourseSession, is_led: bool, language: Language) -> Appointment:
    track = catalogue().registers.tracks.get(planned.track)
    return Appointment(
        code=planned.code,
        track=track.title.in_(language) if track else planned.code,
        place=planned.place,
        starts_at=planned.starts_at,
        ends_at=planned.ends_at,
        due_at=planned.due_at,
        changes=planned.changes,
        changed_at=planned.changed_at,
        cancelled_at=planned.cancelled_at,
        is_led=is_led,
    )
