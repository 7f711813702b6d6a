"""The audit log of one's organisation: looked through by event, day and person, and whether it is as it was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.administer import looked_for
from course.administer.feature import feature
from course.administer.looked_for import LookedFor
from course.base.calendar import lisbon_moment
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.storage import audit, jobs, people, units
from course.storage.audit import Sought
from course.storage.models import AuditEntry
from course.web.audit_words import EVENTS, event_in_words
from course.web.house import now
from course.web.identity import actor
from course.web.page import ROLE_NAMES
from course.web.transaction import note_apart, session
from course.web.words import gettext

PAGE_SIZE: Final = 50
LONGEST_TYPED: Final = 40
"""Characters of the name of an event, or of a day."""
VERIFYING: Final = "verifying"
"""The job that walks the chain."""
NOBODY_FOUND: Final = N_("Nobody in your organisation has this service number or e-mail address")
NO_DAY: Final = N_("Write a day that there is")


@dataclass(frozen=True)
class Asked:
    """What was typed, and what of it cannot be looked for, by field."""

    event: str
    who: LookedFor
    since: str
    until: str
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class EntryLine:
    """An entry in words. `about` is a person, a unit or a session; details are counts and words, never a text."""

    at: dt.datetime
    event: str
    who: str
    role: str
    about: str
    detail: str


@dataclass(frozen=True)
class Checked:
    """What the last walk along the chain found; `broken_at` is 0 where nothing is wrong."""

    at: dt.datetime
    sealed: int
    anchors: int
    waiting: int
    broken_at: int


@feature.page("/administer/audit", permission="read-audit", menu=(N_("Log"), ("administrator", "auditor")))
def show_audit() -> str:
    """Entries of the organisation, the newest first, 50 a page. Every look is noted; who is asked for sees it."""
    asked, sought = _asked()
    note_look(sought)
    before = request.args.get("before")
    found = [] if asked.errors else audit.search(session(), sought, before=_id_of(before), limit=PAGE_SIZE + 1)
    shown = found[:PAGE_SIZE]
    return render_template(
        "administer/audit.html",
        asked=asked,
        errors=asked.errors,
        events=[("", gettext("All")), *sorted(((name, gettext(words)) for name, words in EVENTS.items()), key=_words)],
        lines=_lines(shown),
        older_url=_url(asked, as_text(shown[-1].id)) if len(found) > PAGE_SIZE else "",
        newest_url=_url(asked, None) if before else "",
        checked=_checked(),
    )


@feature.act("/administer/audit", permission="read-audit")
def look_in_audit() -> Response:
    """To the entries that were asked for."""
    form, who = request.form, looked_for.seal_words(request.form.get("who", ""))
    asked = _typed(form.get("event", ""), who, form.get("since", ""), form.get("until", ""))
    return redirect(_url(asked, None), 303)


def note_look(sought: Sought) -> None:
    """Who is looked for sees it among those who looked; a look at all is noted too, without what was typed."""
    who, hour = actor(), now()
    about = Subject("person", sought.person_id) if sought.person_id else Subject("unit", who.organisation_id)
    note_apart(lambda session: log_of(session, who, hour, "audit-read", about))


def _asked() -> tuple[Asked, Sought]:
    who = looked_for.open_words(request.args.get("sought", ""))
    since, until = request.args.get("since", ""), request.args.get("until", "")
    asked = _typed(request.args.get("event", ""), who, since, until)
    first, last = _day(asked.since, "since", asked.errors), _day(asked.until, "until", asked.errors)
    sought = Sought(
        organisation_id=actor().organisation_id,
        event=asked.event or None,
        person_id=_person(who.words, asked.errors),
        since=lisbon_moment(first, dt.time()) if first else None,
        until=lisbon_moment(last + dt.timedelta(days=1), dt.time()) if last else None,
    )
    return asked, sought


def _typed(event: str, who: LookedFor, since: str, until: str) -> Asked:
    event, since, until = (words.strip()[:LONGEST_TYPED] for words in (event, since, until))
    return Asked(event, who, since, until)


def _day(typed: str, name: str, errors: dict[str, str]) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed) if typed else None
    except ValueError:
        errors[name] = gettext(NO_DAY)
        return None


def _person(typed: str, errors: dict[str, str]) -> bytes | None:
    found = people.find_by_identifiers(session(), actor().organisation_id, [typed]) if typed else {}
    if typed and not found:
        errors["who"] = gettext(NOBODY_FOUND)
    return found[typed].id if typed in found else None


def _id_of(written: str | None) -> bytes | None:
    return as_id(written) if written else None


def _lines(entries: Sequence[AuditEntry]) -> list[EntryLine]:
    """In three queries, however many there are."""
    of_people = people.names(
        session(), {e.person_id for e in entries} | {e.about_id for e in entries if e.about_kind == "person"}
    )
    of_units = units.names(session(), {e.about_id for e in entries if e.about_kind == "unit" and e.about_id})
    return [
        EntryLine(
            at=entry.at,
            event=event_in_words(entry.event),
            who=_named(entry.person_id, of_people),
            role=gettext(ROLE_NAMES[entry.role]) if entry.role else "",
            about=_about(entry, of_people, of_units),
            detail=", ".join(f"{name}: {value}" for name, value in sorted(entry.detail.items())),
        )
        for entry in entries
    ]


def _about(entry: AuditEntry, of_people: dict[bytes, str], of_units: dict[bytes, str]) -> str:
    if entry.about_kind is None:
        return ""
    if entry.about_kind == "session" and entry.about_id is not None:
        return gettext("session %(code)s", code=entry.about_id.decode())
    return _named(entry.about_id, of_units if entry.about_kind == "unit" else of_people)


def _named(id_: bytes | None, names: dict[bytes, str]) -> str:
    """The name; of somebody who is gone, that no name is kept any more."""
    return names.get(id_, gettext("no longer kept")) if id_ is not None else gettext("no name")


def _checked() -> Checked | None:
    row = next((row for row in jobs.list_jobs(session()) if row.name == VERIFYING), None)
    if row is None or row.finished_at is None or row.report is None:
        return None
    report = row.report
    return Checked(row.finished_at, report["sealed"], report["anchors"], report["waiting"], report["broken_at"])


def _words(option: tuple[str, str]) -> str:
    return option[1]


def _url(asked: Asked, before: str | None) -> str:
    event, since, until = (value or None for value in (asked.event, asked.since, asked.until))
    sought = asked.who.sealed
    return url_for("administer.show_audit", event=event, sought=sought, since=since, until=until, before=before)
