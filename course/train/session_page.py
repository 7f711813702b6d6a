"""One session: its figures, its place and hours, its trainers; and its end before it began."""

from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.change_session import cancel_session, change_session
from course.acts.lead_session import add_trainer, remove_trainer
from course.acts.note_attendance import window_of
from course.acts.policy import may
from course.acts.remind_to_finish import remind_seated
from course.acts.session_scope import leads_own
from course.acts.session_values import SentSession
from course.acts.swap_modules import modules_to_offer
from course.base.calendar import LISBON
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.content.check_registers import MINUTES_BEFORE
from course.storage import session_trainers, settings, waiting
from course.storage.finish_reminders import Target
from course.storage.sessions import SessionOverview
from course.train.feature import feature
from course.train.overviews import districts, my_session, track_titles
from course.train.sessions_page import LONGEST_FIELD, brief_url, find_pictures, sent_session
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.reminders import ReminderView, reminder_of
from course.web.tracks import module_title
from course.web.transaction import session

Refused = Invalid | Conflict | None
CHANGE: Final = "change"
"""The id of the form: what a refusal without a field points to."""


@feature.page("/train/sessions/<code>", permission="plan-sessions")
def show_session(code: str) -> str:
    """The session."""
    planned = my_session(code)
    return _page(planned, as_typed(planned), None)


@feature.act("/train/sessions/<code>", permission="plan-sessions")
def change(code: str) -> tuple[str, int] | Response:
    """Change place, hours, deadline and seats."""
    sent = sent_session()
    return _answer(code, try_act(lambda: change_session(desk(), code, sent)), sent)


@feature.act("/train/sessions/<code>/trainers", permission="plan-sessions")
def add_a_trainer(code: str) -> tuple[str, int] | Response:
    """Let somebody else lead it too."""
    email = request.form.get("trainer", "")[:LONGEST_FIELD]
    return _answer(code, try_act(lambda: add_trainer(desk(), code, email)))


@feature.act("/train/sessions/<code>/trainers/<person_id>/remove", permission="plan-sessions")
def remove_a_trainer(code: str, person_id: str) -> tuple[str, int] | Response:
    """Let one of its trainers lead it no longer. Who removes themselves sees it no more."""
    id_ = as_id(person_id)
    refusal = try_act(lambda: remove_trainer(desk(), code, id_))
    if refusal is None and leads_own(actor()) and actor().person_id == id_:
        return redirect(url_for("train.list_sessions"), 303)
    return _answer(code, refusal)


@feature.act("/train/sessions/<code>/reminders", permission="remind-seated")
def remind(code: str) -> tuple[str, int] | Response:
    """Remind those seated who have not finished."""
    return _answer(code, try_act(lambda: remind_seated(desk(), code)))


@feature.page("/train/sessions/<code>/cancel", permission="plan-sessions")
def ask_cancel(code: str) -> str:
    """Whether it is really to be cancelled, and what follows from it."""
    planned = my_session(code)
    return render_template(
        "train/session_cancel.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        can_cancel=planned.cancelled_at is None and planned.ends_at >= now(),
    )


@feature.act("/train/sessions/<code>/cancel", permission="plan-sessions")
def cancel(code: str) -> Response:
    """Cancel it."""
    cancel_session(desk(), code)
    return redirect(url_for("train.show_session", code=code), 303)


def as_typed(planned: SessionOverview) -> SentSession:
    """The fields of the form as the session stands; hours are Lisbon's."""
    start, end = planned.starts_at.astimezone(LISBON), planned.ends_at.astimezone(LISBON)
    return SentSession(
        place=planned.place,
        district=planned.district or "",
        day=f"{start:%Y-%m-%d}",
        start=f"{start:%H:%M}",
        end=f"{end:%H:%M}",
        due_days=str(planned.due_days),
        seats=str(planned.seats),
    )


def _answer(code: str, refusal: Refused, sent: SentSession | None = None) -> tuple[str, int] | Response:
    """Back to the session; or its page again, with what was typed and what to mend."""
    if refusal is None:
        return redirect(url_for("train.show_session", code=code), 303)
    planned = my_session(code)
    return _page(planned, sent or as_typed(planned), refusal), refusal.status


def _page(planned: SessionOverview, sent: SentSession, refusal: Refused) -> str:
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "train/session.html",
        planned=planned,
        least=settings.smallest_group_in(session(), planned.code),
        track=track_titles().get(planned.track, ""),
        trainers=[(as_text(t.person_id), t) for t in session_trainers.list_trainers(session(), planned.code)],
        sent=sent,
        districts=districts(),
        typed_trainer=request.form.get("trainer", ""),
        errors=errors or ({CHANGE: in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
        is_over=planned.ends_at < now(),
        can_change=planned.cancelled_at is None and planned.starts_at > now(),
        can_swap=planned.cancelled_at is None and planned.picture_due_at > now(),
        brief_url=brief_url(planned.code),
        now=now(),
        picture=(find_pictures([planned.code]) or {}).get(planned.code),
        before=[(module_title(one.id), one.minutes) for one in modules_to_offer(desk(), planned) if one.is_before],
        most=MINUTES_BEFORE,
        has_no_pdf=request.args.get("pdf") == "none",
        waiting=waiting.count_waiting(session(), [planned.code]).get(planned.code, 0),
        attendance_url=_attendance_url(planned),
        is_noting=_is_noting(planned),
        reminder=_reminder(planned),
    )


def _reminder(planned: SessionOverview) -> ReminderView | None:
    """What is said of reminders to those seated; nothing once the session is over, or to who may send none."""
    is_standing = planned.cancelled_at is None and planned.ends_at >= now()
    return reminder_of(Target(session_code=planned.code)) if is_standing and may(actor(), "remind-seated") else None


def _attendance_url(planned: SessionOverview) -> str | None:
    """Where attendance is noted by a trainer or corrected by an administrator; None before it can be."""
    if planned.cancelled_at is not None:
        return None
    if may(actor(), "take-attendance"):
        is_early = window_of(planned.starts_at, planned.ends_at, now()) == "early"
        return None if is_early else url_for("train.show_attendance", code=planned.code)
    return url_for("train.list_corrections", code=planned.code) if planned.starts_at <= now() else None


def _is_noting(planned: SessionOverview) -> bool:
    """Whether the next step is to note who was there: a trainer, while that is open, of a session that took place."""
    is_open = window_of(planned.starts_at, planned.ends_at, now()) == "open"
    return is_open and planned.cancelled_at is None and may(actor(), "take-attendance")
