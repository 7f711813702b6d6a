"""Sessions as a calendar reads them: an iCalendar text (RFC 5545) with each session and, for whoever has a seat in it,
the end of its pre-work.

It says date, place and course. Nothing in it tells what anybody did: it is the same for all who sit there, and for all
who lead it.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from course.base.calendar import LISBON
from course.base.languages import HTML_LANG, N_, Language, translator
from course.integrations.appointments import Appointment

PRODUCT: Final = "-//Terreno Comum//Sessions//PT"
ALARM_BEFORE: Final = dt.timedelta(days=2)
READ_AGAIN: Final = dt.timedelta(hours=12)

_SESSION = N_("%(track)s: session")
_TO_LEAD = N_("To lead: %(track)s")
_PREPARE = N_("Session %(code)s. Prepare it here: %(url)s")
_DUE = N_("Due before the session: %(track)s")
_LEFT = N_("What is left to do before it: %(url)s/")
_SESSION_ON = N_("For the session on %(day)s.")
_CANCELLED = N_("This session does not take place.")


def write_calendar(appointments: Iterable[Appointment], language: Language, *, url: str, now: dt.datetime) -> bytes:
    """The text of a calendar with these sessions. `url` is where people find this site; `now` is when it was asked for.

    A session keeps its UID through all changes, so that a calendar changes what it has instead of adding another.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Terreno Comum", {"LANGUAGE": HTML_LANG[language]})
    calendar.add("x-wr-calname", "Terreno Comum")
    calendar.add("refresh-interval", READ_AGAIN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    calendar.add_component(_lisbon())
    for one in appointments:
        calendar.add_component(_session_event(one, language, url, now))
        if not one.is_led:
            calendar.add_component(_due_event(one, language, url, now))
    return bytes(calendar.to_ical())


def _session_event(one: Appointment, language: Language, url: str, now: dt.datetime) -> Event:
    say = translator(language)
    page = f"{url}/train/sessions/{one.code}" if one.is_led else f"{url}/"
    to_do = _PREPARE if one.is_led else _LEFT
    event = _event(one, "session", url, now)
    event.add("summary", _in_one_line(say(_TO_LEAD if one.is_led else _SESSION) % {"track": one.track}))
    event.add("dtstart", one.starts_at.astimezone(LISBON))
    event.add("dtend", one.ends_at.astimezone(LISBON))
    event.add("location", _in_one_line(one.place))
    values = {"url": page if one.is_led else url, "code": one.code}
    event.add("description", say(_CANCELLED) if one.cancelled_at else say(to_do) % values)
    event.add("url", page)
    return event


def _due_event(one: Appointment, language: Language, url: str, now: dt.datetime) -> Event:
    """The moment until which the pre-work is to be done: it takes no time of the day, and rings two days before."""
    say = translator(language)
    event = _event(one, "due", url, now)
    due = _in_one_line(say(_DUE) % {"track": one.track})
    event.add("summary", due)
    event.add("dtstart", one.due_at.astimezone(LISBON))
    about = say(_SESSION_ON) % {"day": f"{one.starts_at.astimezone(LISBON):%d/%m/%Y}"}
    event.add("description", f"{about}\n{say(_CANCELLED) if one.cancelled_at else say(_LEFT) % {'url': url}}")
    event.add("url", f"{url}/")
    event.add("transp", "TRANSPARENT")
    if one.cancelled_at is None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", due)
        alarm.add("trigger", -ALARM_BEFORE)
        event.add_component(alarm)
    return event


def _event(one: Appointment, kind: str, url: str, now: dt.datetime) -> Event:
    event = Event()
    event.add("uid", f"{kind}-{one.code}@{url.partition('://')[2]}")
    event.add("dtstamp", now)
    event.add("sequence", one.sequence)
    if one.last_changed_at is not None:
        event.add("last-modified", one.last_changed_at)
    event.add("status", "CANCELLED" if one.cancelled_at else "CONFIRMED")
    return event


def _lisbon() -> Timezone:
    """Lisbon's clock since 1996 (directive 2000/84/EC): forward on the last Sunday of March, back on that of October.

    Written here rather than taken from the machine's tables, so that all machines write the same few lines.
    """
    zone = Timezone()
    zone.add("tzid", LISBON.key)
    summer, winter = TimezoneDaylight(), TimezoneStandard()
    _add_change(summer, "WEST", dt.date(1996, 3, 31), dt.time(1), ahead_before=0, ahead_after=1)
    _add_change(winter, "WET", dt.date(1996, 10, 27), dt.time(2), ahead_before=1, ahead_after=0)
    zone.add_component(summer)
    zone.add_component(winter)
    return zone


def _add_change(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    first: dt.date,
    hour: dt.time,
    *,
    ahead_before: int,
    ahead_after: int,
) -> None:
    """`hour` is that of the clock as it showed until then; the others are hours ahead of UTC."""
    part.add("dtstart", dt.datetime.combine(first, hour))
    part.add("rrule", {"freq": "yearly", "bymonth": first.month, "byday": "-1su"})
    part.add("tzname", name)
    part.add("tzoffsetfrom", dt.timedelta(hours=ahead_before))
    part.add("tzoffsetto", dt.timedelta(hours=ahead_after))


def _in_one_line(text: str) -> str:
    """The words of a text, without marks that cannot be seen: what a calendar does with those is anybody's guess."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
