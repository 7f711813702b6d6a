"""The audit log of one's organisation: looked through by event, day and person, and whether it is as it was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, request, url_for

from course.acts.audit import Subject, log_of
from course.administer.feature import feature
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
LONGEST_IDENTIFIER: Final = 200
VERIFYING: Final = "verifying"
"""The job that walks the chain."""
NOBODY_FOUND: Final = N_("Nobody in your organisation has this service number or e-mail address")
NO_DAY: Final = N_("Write a day that there is")


@dataclass(frozen=True)
class Asked:
    """What was typed, and what of it cannot be looked for, by field."""

    event: str
    who: str
    since: str
    until: str
    errors: dict[str, str]


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


def note_look(sought: Sought) -> None:
    """Who is looked for sees it among those who looked; a look at all is noted too, without what was typed."""
    who, hour = actor(), now()
    about = Subject("person", sought.person_id) if sought.person_id else Subject("unit", who.organisation_id)
    note_apart(lambda session: log_of(session, who, hour, "audit-read", about))


def _asked() -> tuple[Asked, Sought]:
    typed = {
        name: request.args.get(name, "").strip()[:LONGEST_IDENTIFIER] for name in ("event", "who", "since", "until")
    }
    errors: dict[str, str] = {}
    since, until = (_day(typed[name], name, errors) for name in ("since", "until"))
    person_id = _person(typed["who"], errors)
    sought = Sought(
        organisation_id=actor().organisation_id,
        event=typed["event"] or None,
        person_id=person_id,
        since=lisbon_moment(since, dt.time()) if since else None,
        until=lisbon_moment(until + dt.timedelta(days=1), dt.time()) if until else None,
    )
    return Asked(**typed, errors=errors), sought


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
    event, who, since, until = (value or None for value in (asked.event, asked.who, asked.since, asked.until))
    return url_for("administer.show_audit", event=event, who=who, since=since, until=until, before=before)
