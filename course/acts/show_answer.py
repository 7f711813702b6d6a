"""After a session its trainer shows an objection of it with an answer, to those who had a seat there."""

import datetime as dt
from typing import Final

from course import groups
from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.said_in_session import said_in
from course.acts.written_line import read_paragraphs
from course.base.calendar import lisbon_day, monday_of
from course.base.languages import N_, Language
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import sessions, shown_answers
from course.storage.models import CourseSession

LONGEST_ANSWER: Final = 2000
"""Characters of an answer: four times the longest prepared one."""


def show_answer(desk: Desk, code: str, sentence: str, answer: str, language: Language) -> None:
    """Show that sentence of the session (a key of `said_in`) with the answer, instead of an earlier answer to it.

    Words are copied: what was shown stays as it was, whatever is edited. Raises NotFound for a session that one does
    not lead and for a sentence that its brief does not have, Conflict before the session's end, Invalid, about the
    field `answer`, for one that is missing, too long, or names somebody where the prepared one does not.
    """
    demand(desk.actor, "show-answers")
    planned = _get_ended(desk, code)
    picture = groups.read_picture(desk.session, code)
    said = said_in(desk.session, desk.catalogue, planned, picture, language)
    chosen = next((one for one in said if one.key == sentence), None)
    if chosen is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    shown_answers.show(
        desk.session,
        code=code,
        sentence=chosen.key,
        module=chosen.module,
        is_ready=chosen.is_ready,
        words=chosen.words,
        answer=_read_answer(answer, chosen.answer),
        language=language,
        week=monday_of(lisbon_day(desk.now)),
    )
    log(desk, "answer-shown", Subject.session(code))


def take_answer_back(desk: Desk, code: str, sentence: str) -> None:
    """Show it no longer; again and again is fine. Raises NotFound for a session that one does not lead."""
    demand(desk.actor, "show-answers")
    sessions.get_led_session(desk.session, desk.actor.person_id, code)
    if shown_answers.take_back(desk.session, code, sentence):
        log(desk, "answer-taken-back", Subject.session(code))


def is_over(planned: CourseSession, now: dt.datetime) -> bool:
    """Whether answers to it may be shown: it has ended, and was not cancelled."""
    return planned.ends_at < now and planned.cancelled_at is None


def _get_ended(desk: Desk, code: str) -> CourseSession:
    planned = sessions.get_led_session(desk.session, desk.actor.person_id, code)
    if not is_over(planned, desk.now):
        raise Conflict(N_("Answers are shown once the session is over."))
    return planned


def _read_answer(sent: str, prepared: str) -> str:
    """What to show; the prepared answer as it is, even where it speaks of a station."""
    if "".join(sent.split()) == "".join(prepared.split()) and prepared:
        return prepared
    if not sent.strip():
        raise Invalid(N_("Nothing was shown"), {"answer": N_("Write an answer")})
    return read_paragraphs(sent, LONGEST_ANSWER, "answer")
