"""Completion by unit: who completed and when, and nothing else of anybody."""

from typing import Any, Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.charge import under_delegation
from course.acts.remind_to_finish import remind_unit
from course.acts.summarise import begin_summary, end_summary
from course.base.calendar import lisbon_day
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict
from course.storage import delegations, summary_wishes
from course.storage.delegations import Lent
from course.storage.finish_reminders import Target
from course.storage.models import Unit
from course.supervise.charge import Level, UnitRow, read_level, read_people
from course.supervise.feature import feature
from course.supervise.hindered import read_hindered
from course.supervise.narrowing import DUES, STATES, Asked, read_asked
from course.supervise.progress import read_progress
from course.web.errors import in_words
from course.web.forms import try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.reminders import reminder_of
from course.web.transaction import note_apart, session
from course.web.words import gettext

PAGE_SIZE: Final = 100


@feature.page(
    "/supervise/units", permission="unit-completion", menu=(N_("Completion"), ("supervisor",)), home_of=("supervisor",)
)
def list_units() -> str:
    """The units in one's charge, a level of the tree; with `?unit=` that unit's level and the people directly in it."""
    return _page(_unit_asked())


def _page(unit_id: bytes | None, refusal: Conflict | None = None) -> str:
    asked = read_asked()
    level = read_level(unit_id, asked.narrowing)
    people = None
    if unit_id and level.unit:
        note_look(level.unit)
        people = read_people(level.unit, asked.narrowing, after=request.args.get("after"), size=PAGE_SIZE)
    return render_template(
        "supervise/units.html",
        level=level,
        asked=asked,
        states=[(name, gettext(words)) for name, (words, _) in STATES.items()],
        dues=[(name, gettext(words)) for name, (words, _) in DUES.items()],
        sessions=_sessions(level, asked),
        people=people,
        rows=[row for row in level.rows if asked.takes(row.sums)],
        next_unit=_next_unit(level),
        reminder=reminder_of(Target(unit_id=unit_id)) if people else None,
        refused=in_words(refusal) if refusal else "",
        lent=_lent(level.unit),
        progress=read_progress(level.roots, asked.session) if asked.session and level.roots else None,
        has_summary=summary_wishes.has(session(), actor().person_id),
        hindered=read_hindered(list(level.roots), level.unit if people else None),
        report_url=lambda report: _report_url(report, asked, unit_id),
        url_of=lambda unit_id, **others: _url(**asked.query(unit=unit_id, **others)),
    )


def _url(**query: Any) -> str:
    return url_for("supervise.list_units", **query)


@feature.act("/supervise/units/<unit_id>/reminders", permission="remind")
def remind(unit_id: str) -> tuple[str, int] | Response:
    """Remind those of the unit and below it who have not finished; who is too early sees the page, which says when."""
    id_ = as_id(unit_id)
    refusal = try_act(lambda: remind_unit(desk(), id_))
    if isinstance(refusal, Conflict):
        return _page(id_, refusal), refusal.status
    return redirect(url_for("supervise.list_units", unit=unit_id, _anchor="reminder"), 303)


@feature.act("/supervise/summary", permission="unit-summary")
def switch_summary() -> Response:
    """The weekly summary by mail, on or off."""
    (end_summary if request.form.get("summary") == "off" else begin_summary)(desk())
    return redirect(_url(unit=request.form.get("unit") or None, _anchor="summary"), 303)


def _report_url(report: str, asked: Asked, unit_id: bytes | None) -> str:
    unit = as_text(unit_id) if unit_id else None
    return url_for("supervise.show_report", report=report, **asked.query(unit=unit))


def _lent(unit: Unit | None) -> list[Lent]:
    """What is lent by or to the supervisor, of the open unit and those above it; of all where none is open."""
    found = delegations.list_of(session(), actor().person_id, lisbon_day(now()))
    return [one for one in found if unit is None or unit.path.startswith(one.path)]


def _unit_asked() -> bytes | None:
    asked = request.args.get("unit")
    return as_id(asked) if asked else None


def note_look(unit: Unit) -> None:
    """Every look at the people of a unit is noted: they see it on the page of what is kept about them."""
    who, hour, about, lent = actor(), now(), Subject("unit", unit.id), under_delegation(desk(), unit)
    note_apart(lambda session: log_of(session, who, hour, "completion-read", about, **lent))


def _sessions(level: Level, asked: Asked) -> list[tuple[str, str]]:
    """The sessions to narrow by, the one that is asked for among them; none where there are too many to choose from."""
    days = {code: f"{lisbon_day(starts_at):%d/%m/%Y}, {code}" for code, starts_at in level.sessions}
    if asked.session:
        days.setdefault(asked.session, asked.session)
    return [("", gettext("Any")), *days.items()] if days else []


def _next_unit(level: Level) -> UnitRow | None:
    """The unit to look at next: most people past the deadline, then most people to complete; None where all is done."""
    waiting = [row for row in level.rows if row.sums.open]
    return max(waiting, key=lambda row: (row.sums.late, row.sums.open), default=None)
