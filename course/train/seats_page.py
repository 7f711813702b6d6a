"""Who has a seat in a session, and who waits for one. Whoever reads the names is noted."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.fill_places import SOON
from course.acts.give_seats import Line, Result, give_seats, invite_unit, organisations_to_invite, take_back_seat
from course.acts.wait_for_place import give_place_from_list, take_off_list
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import apologies, seats, units, waiting
from course.storage.attendance import RollEntry
from course.storage.models import Unit
from course.storage.seats import SeatedPerson
from course.storage.sessions import SessionOverview
from course.train.feature import feature
from course.train.overviews import my_session, track_titles
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.transaction import note_apart, session
from course.web.words import gettext

RESULTS: Final[dict[Result, str]] = {
    "seated": N_("Has a seat now"),
    "already": N_("Had a seat already"),
    "waits": N_("No place left: on the waiting list"),
    "not-found": N_("Nobody in that organisation has this number or e-mail"),
    "no-place": N_("No place left"),
    "leads": N_("Leads this session"),
    "supervised": N_("A trainer of this session supervises this person"),
    "elsewhere": N_("Has a seat in another session of this course, or was in one"),
}
DONE: Final = ("seated", "already", "waits")
LONGEST_LIST: Final = 30_000


@feature.page("/train/sessions/<code>/seats", permission="plan-sessions")
def show_seats(code: str) -> str:
    """Those seated, and the form that gives seats."""
    return _page(my_session(code))


@feature.act("/train/sessions/<code>/seats", permission="plan-sessions")
def give(code: str) -> str | tuple[str, int] | Response:
    """Give seats by a list. When every line has one or waits, back to the page; else the others with their reasons."""
    people = request.form.get("people", "")[:LONGEST_LIST]
    chosen = request.form.get("organisation", "")
    organisation_id = as_id(chosen) if chosen else None
    lines = try_act(lambda: give_seats(desk(), code, people, organisation_id, _keeps_waiting()))
    if isinstance(lines, (Invalid, Conflict)):
        return _page(my_session(code), typed=people, refusal=lines), lines.status
    if all(line.result in DONE for line in lines):
        return redirect(url_for("train.show_seats", code=code), 303)
    left_out = "\n".join(line.text for line in lines if line.result not in DONE)
    return _page(my_session(code), lines=lines, typed=left_out)


@feature.act("/train/sessions/<code>/seats/unit", permission="plan-sessions")
def invite(code: str) -> str | tuple[str, int] | Response:
    """Give seats to the officers of a unit: how many have one, how many wait, and who was left out and why."""
    chosen = request.form.get("unit", "")
    unit_id = as_id(chosen) if chosen else None
    lines = try_act(lambda: invite_unit(desk(), code, unit_id, _keeps_waiting()))
    if isinstance(lines, (Invalid, Conflict)):
        return _page(my_session(code), refusal=lines), lines.status
    return _page(my_session(code), lines=lines)


@feature.act("/train/sessions/<code>/seats/<person_id>/take-back", permission="plan-sessions")
def take_back(code: str, person_id: str) -> Response:
    """Take a seat back."""
    take_back_seat(desk(), code, as_id(person_id))
    return redirect(url_for("train.show_seats", code=code), 303)


@feature.act("/train/sessions/<code>/waiting/<person_id>/seat", permission="plan-sessions")
def give_from_list(code: str, person_id: str) -> tuple[str, int] | Response:
    """Give a free place to somebody who waits."""
    id_ = as_id(person_id)
    return _answer(code, try_act(lambda: give_place_from_list(desk(), code, id_)))


@feature.act("/train/sessions/<code>/waiting/<person_id>/remove", permission="plan-sessions")
def remove_from_list(code: str, person_id: str) -> tuple[str, int] | Response:
    """Take somebody off the waiting list."""
    id_ = as_id(person_id)
    return _answer(code, try_act(lambda: take_off_list(desk(), code, id_)))


@feature.page("/train/sessions/<code>/door", permission="plan-sessions")
def show_door_list(code: str) -> str:
    """The list for the door, to be printed: number and name, and nothing else of anybody."""
    planned = my_session(code)
    return render_template(
        "train/door.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        names=door_names(_read_names(planned)),
    )


def door_names(seated: Sequence[SeatedPerson | RollEntry]) -> list[str]:
    """The names; of people with the same one, with the last three digits of the service number."""
    shared = {name for name, count in Counter(person.name for person in seated).items() if count > 1}
    return [
        f"{person.name} (…{person.service_number[-3:]})"
        if person.name in shared and person.service_number
        else person.name
        for person in seated
    ]


def _answer(code: str, refusal: Invalid | Conflict | None) -> tuple[str, int] | Response:
    """Back to the page; or the page as it stands now, with the reason why not."""
    if refusal is not None:
        return _page(my_session(code), refusal=refusal), refusal.status
    return redirect(url_for("train.show_seats", code=code), 303)


def _keeps_waiting() -> bool:
    return request.form.get("wait") == "yes"


def _page(
    planned: SessionOverview,
    *,
    lines: list[Line] | None = None,
    typed: str = "",
    refusal: Invalid | Conflict | None = None,
) -> str:
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    is_open = planned.cancelled_at is None and planned.ends_at >= now()
    results = [line.result for line in lines or []]
    roots = organisations_to_invite(desk(), planned.organisation_id)
    return render_template(
        "train/seats.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        seated=[(as_text(person.person_id), person) for person in _read_names(planned)],
        waiting=[(as_text(one.person_id), one) for one in waiting.list_waiting(session(), planned.code)],
        excused=apologies.list_excused(session(), planned.code),
        organisations=[(as_text(root.id), root.name) for root in roots],
        organisation=request.form.get("organisation", ""),
        units=_units(roots),
        unit=request.form.get("unit", ""),
        keeps_waiting=request.method == "GET" or _keeps_waiting(),
        is_told=lines is not None,
        given=results.count("seated") + results.count("already"),
        put_on_list=results.count("waits"),
        failed=[(line.text, gettext(RESULTS[line.result])) for line in lines or [] if line.result not in DONE],
        typed=typed,
        errors=errors or ({"people" if is_open else "": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
        is_open=is_open,
        fills_until=planned.starts_at - SOON,
    )


def _units(roots: Sequence[Unit]) -> list[tuple[str, str]]:
    """Every unit of these organisations, each after the one above it, with the name of its organisation."""
    found = [(root, unit) for root in roots for unit in units.list_units(session(), root.id)]
    return [
        (as_text(unit.id), unit.name if unit.id == root.id else f"{root.name}: {unit.name}") for root, unit in found
    ]


def note_names_read(code: str) -> None:
    """Have it noted that the names of those seated in that session are read."""
    who, hour = actor(), now()
    note_apart(lambda own: log_of(own, who, hour, "door-list-read", Subject.session(code)))


def _read_names(planned: SessionOverview) -> list[SeatedPerson]:
    note_names_read(planned.code)
    return seats.list_seated(session(), planned.code)
