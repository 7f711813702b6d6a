"""Work done on paper by people who have a seat in a session, recorded by its trainer: completion and nothing else.

A trainer sees of nobody whether they completed: only what was recorded on paper stands beside a name.
"""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.note_done_on_paper import (
    Noted,
    modules_of_track,
    note_seated_done_on_paper,
    session_led,
    workers_seated,
)
from course.acts.paper_values import SentPaper
from course.base.calendar import lisbon_day
from course.base.ids import as_text
from course.base.refusals import Conflict, Invalid
from course.storage.models import CourseSession
from course.storage.paper import Worker
from course.train.feature import feature
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.paper_form import sent_paper
from course.web.tracks import module_title, track_title
from course.web.transaction import note_apart
from course.web.words import gettext


@feature.page("/train/sessions/<code>/paper", permission="note-seated-done-on-paper")
def show_paper(code: str) -> str:
    """Those seated, and the form. Who reads the names is noted."""
    return _page(session_led(desk(), code), SentPaper("", f"{lisbon_day(now())}", ()))


@feature.act("/train/sessions/<code>/paper", permission="note-seated-done-on-paper")
def record_paper(code: str) -> str | tuple[str, int] | Response:
    """Record it. When it was recorded for all, back to the list; else who had completed the module already."""
    sent = sent_paper()
    noted = try_act(lambda: note_seated_done_on_paper(desk(), code, sent))
    if isinstance(noted, (Invalid, Conflict)):
        return _page(session_led(desk(), code), sent, refusal=noted), noted.status
    if noted.already:
        return _page(session_led(desk(), code), sent, noted=noted)
    return redirect(url_for("train.show_paper", code=code), 303)


def _page(
    led: CourseSession, sent: SentPaper, *, refusal: Invalid | Conflict | None = None, noted: Noted | None = None
) -> str:
    _note_names_read(led.code)
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "train/paper.html",
        planned=led,
        track=track_title(led.track),
        people=[(as_text(worker.person_id), worker.name, _hint(worker)) for worker in workers_seated(desk(), led.code)],
        modules=[(id_, module_title(id_)) for id_ in modules_of_track(desk(), led.track)],
        sent=sent,
        noted=noted,
        errors=errors or ({"people": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
    )


def _hint(worker: Worker) -> str:
    if not worker.on_paper:
        return worker.unit_name
    titles = "; ".join(module_title(id_) for id_ in worker.on_paper)
    return gettext("%(unit)s. On paper: %(modules)s", unit=worker.unit_name, modules=titles)


def _note_names_read(code: str) -> None:
    who, hour = actor(), now()
    note_apart(lambda own: log_of(own, who, hour, "door-list-read", Subject.session(code)))
