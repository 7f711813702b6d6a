"""The roll of a session: who was in the room, as its trainers note it and an administrator corrects it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.correct_attendance import LONGEST_REASON, SentCorrection, correct_attendance
from course.acts.note_attendance import AFTER, Mark, note_attendance, seat_who_came, window_of
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import apologies, attendance
from course.storage.attendance import RollEntry
from course.storage.sessions import SessionOverview
from course.train.feature import feature
from course.train.overviews import my_session, track_titles
from course.train.seats_page import door_names
from course.train.sessions_page import LONGEST_FIELD
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.transaction import note_apart, session

MARK: Final = "mark-"
"""The name of a field, before the id of a person."""


@dataclass(frozen=True)
class Seated:
    """A seat on the roll: its number, the name as at the door, the lines, and what the form says of it."""

    id: str
    name: str
    entry: RollEntry
    marked: str | None

    @property
    def differs(self) -> bool:
        """Whether the form says something else than what is noted."""
        return self.marked is not None and self.entry.state is not None and self.marked != self.entry.state


@feature.page("/train/sessions/<code>/attendance", permission="take-attendance")
def show_attendance(code: str) -> str:
    """The roll, to be marked while that is open."""
    return _roll_page(code)


@feature.act("/train/sessions/<code>/attendance", permission="take-attendance")
def note(code: str) -> tuple[str, int] | Response:
    """Note what is marked; or the roll again, with the marks as they were sent and what somebody else noted."""
    sent = _sent_marks()
    refusal = try_act(lambda: note_attendance(desk(), code, sent))
    if isinstance(refusal, (Invalid, Conflict)):
        return _roll_page(code, {as_text(mark.person_id): mark.state for mark in sent}, refusal), refusal.status
    return redirect(url_for("train.show_attendance", code=code), 303)


@feature.act("/train/sessions/<code>/attendance/seats", permission="take-attendance")
def seat_who_is_there(code: str) -> tuple[str, int] | Response:
    """Give a seat to somebody who came without one."""
    number = request.form.get("number", "")[:LONGEST_FIELD]
    refusal = try_act(lambda: seat_who_came(desk(), code, number))
    if refusal is not None:
        return _roll_page(code, refusal=refusal), refusal.status
    return redirect(url_for("train.show_attendance", code=code), 303)


@feature.page("/train/sessions/<code>/corrections", permission="correct-attendance")
def list_corrections(code: str) -> str:
    """The roll as it stands, each name leading to its correction."""
    planned = my_session(code)
    return render_template(
        "train/corrections.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        seated=_read_roll(planned, {}),
        can_correct=planned.cancelled_at is None and planned.starts_at <= now(),
    )


@feature.page("/train/sessions/<code>/corrections/<person_id>", permission="correct-attendance")
def show_correction(code: str, person_id: str) -> str:
    """What was noted of one person, and the form that corrects it."""
    return _correction_page(code, person_id, SentCorrection(0, "", ""), None)


@feature.act("/train/sessions/<code>/corrections/<person_id>", permission="correct-attendance")
def correct(code: str, person_id: str) -> tuple[str, int] | Response:
    """Correct it."""
    sent = SentCorrection(
        based_on=_number(request.form.get("based_on", "")),
        state=request.form.get("state", ""),
        reason=request.form.get("reason", "")[: 2 * LONGEST_REASON],
    )
    id_ = as_id(person_id)
    refusal = try_act(lambda: correct_attendance(desk(), code, id_, sent))
    if refusal is None:
        return redirect(url_for("train.list_corrections", code=code), 303)
    return _correction_page(code, person_id, sent, refusal), refusal.status


def _sent_marks() -> list[Mark]:
    """What is marked, of whom something is. A value is a state and the number of the line that was shown with it: one
    field for a seat, so that a large room fits into a form."""
    sent = {name.removeprefix(MARK): request.form[name] for name in request.form if name.startswith(MARK)}
    parts = {id_: value.partition("-") for id_, value in sent.items()}
    return [Mark(as_id(id_), state, _number(shown)) for id_, (state, _, shown) in parts.items()]


def _number(text: str) -> int:
    """The number of a line; 0, which is none, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _roll_page(code: str, marked: Mapping[str, str] | None = None, refusal: Invalid | Conflict | None = None) -> str:
    planned = my_session(code)
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    seated = _read_roll(planned, marked or {})
    window = "closed" if planned.cancelled_at else window_of(planned.starts_at, planned.ends_at, now())
    is_open = window == "open"
    return render_template(
        "train/attendance.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        seated=seated,
        noted=sum(one.entry.state is not None for one in seated),
        excused=apologies.list_excused(session(), planned.code),
        window=window,
        is_open=is_open,
        closes_at=planned.ends_at + AFTER,
        number=request.form.get("number", "")[:LONGEST_FIELD],
        mark=MARK,
        errors=_leading(
            errors or ({"roll": in_words(refusal)} if refusal else {}), is_open=is_open, has_roll=bool(seated)
        ),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
    )


def _leading(errors: Mapping[str, str], *, is_open: bool, has_roll: bool) -> dict[str, str]:
    """The errors under the fields to which they lead; under none where that is not on the page."""
    shown = {"roll": is_open and has_roll, "number": is_open}
    return {field if shown[field] else "": message for field, message in errors.items()}


def _correction_page(code: str, person_id: str, sent: SentCorrection, refusal: Invalid | Conflict | None) -> str:
    planned = my_session(code)
    id_ = as_text(as_id(person_id))
    found = next((one for one in _read_roll(planned, {}) if one.id == id_), None)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "train/correction.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        one=found,
        sent=sent,
        can_correct=planned.cancelled_at is None and planned.starts_at <= now(),
        errors=errors or ({"state": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
    )


def _read_roll(planned: SessionOverview, marked: Mapping[str, str]) -> list[Seated]:
    """The roll, by name, with what a form says of each, or else what counts. Who reads the names is noted."""
    who, hour = actor(), now()
    note_apart(lambda own: log_of(own, who, hour, "door-list-read", Subject.session(planned.code)))
    roll = attendance.read_roll(session(), planned.code)
    names = door_names(roll)
    return [
        Seated(id_ := as_text(entry.person_id), name, entry, marked.get(id_, entry.state))
        for entry, name in zip(roll, names, strict=True)
    ]
