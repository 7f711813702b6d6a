"""Who has a seat in a session. Whoever reads the names is noted."""

from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.give_seats import Line, Result, give_seats, organisations_to_invite, take_back_seat
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import seats
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
    "not-found": N_("Nobody in that organisation has this number or e-mail"),
    "no-place": N_("No place left"),
    "leads": N_("Leads this session"),
    "supervised": N_("A trainer of this session supervises this person"),
}
DONE: Final = ("seated", "already")
LONGEST_LIST: Final = 30_000


@feature.page("/train/sessions/<code>/seats", permission="plan-sessions")
def show_seats(code: str) -> str:
    """Those seated, and the form that gives seats."""
    return _page(my_session(code))


@feature.act("/train/sessions/<code>/seats", permission="plan-sessions")
def give(code: str) -> str | tuple[str, int] | Response:
    """Give seats. When every line was seated, back to the list; else the lines that were not, each with its reason."""
    people = request.form.get("people", "")[:LONGEST_LIST]
    chosen = request.form.get("organisation", "")
    organisation_id = as_id(chosen) if chosen else None
    lines = try_act(lambda: give_seats(desk(), code, people, organisation_id))
    if isinstance(lines, (Invalid, Conflict)):
        return _page(my_session(code), typed=people, refusal=lines), lines.status
    if all(line.result in DONE for line in lines):
        return redirect(url_for("train.show_seats", code=code), 303)
    return _page(my_session(code), lines=lines)


@feature.act("/train/sessions/<code>/seats/<person_id>/take-back", permission="plan-sessions")
def take_back(code: str, person_id: str) -> Response:
    """Take a seat back."""
    take_back_seat(desk(), code, as_id(person_id))
    return redirect(url_for("train.show_seats", code=code), 303)


@feature.page("/train/sessions/<code>/door", permission="plan-sessions")
def show_door_list(code: str) -> str:
    """The list for the door, to be printed: name and unit, and no result of anybody."""
    planned = my_session(code)
    return render_template(
        "train/door.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        seated=_read_names(planned),
    )


def _page(
    planned: SessionOverview,
    *,
    lines: list[Line] | None = None,
    typed: str | None = None,
    refusal: Invalid | Conflict | None = None,
) -> str:
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    failed = [line for line in lines or [] if line.result not in DONE]
    return render_template(
        "train/seats.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        seated=[(as_text(person.person_id), person) for person in _read_names(planned)],
        organisations=[(as_text(u.id), u.name) for u in organisations_to_invite(desk(), planned.organisation_id)],
        organisation=request.form.get("organisation", ""),
        given=len(lines or []) - len(failed),
        failed=[(line.text, gettext(RESULTS[line.result])) for line in failed],
        typed=typed if typed is not None else "\n".join(line.text for line in failed),
        errors=errors or ({"people": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
        is_open=planned.cancelled_at is None and planned.ends_at >= now(),
    )


def note_names_read(code: str) -> None:
    """Have it noted that the names of those seated in that session are read."""
    who, hour = actor(), now()
    note_apart(lambda own: log_of(own, who, hour, "door-list-read", Subject.session(code)))


def _read_names(planned: SessionOverview) -> list[SeatedPerson]:
    note_names_read(planned.code)
    return seats.list_seated(session(), planned.code)
