"""All sessions that one plans, and the form of a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Final, Literal

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import groups
from course.acts.actor import Role
from course.acts.plan_session import next_code, plan_session
from course.acts.policy import may
from course.acts.session_scope import leads_own
from course.acts.session_values import SentSession
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage.sessions import SessionOverview
from course.train.feature import feature
from course.train.overviews import districts, my_sessions, track_titles
from course.train.programme import rows_by_track
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.transaction import session
from course.web.words import gettext

PLANNERS: tuple[Role, ...] = ("trainer", "administrator")
When = Literal["", "coming", "past"]
WHEN: Final[dict[When, str]] = {"": N_("At any time"), "coming": N_("To come"), "past": N_("Over or cancelled")}
USUAL: Final = SentSession(start="09:30", end="12:30", due_days="3", seats="24")
LONGEST_FIELD: Final = 200


@feature.page("/train/sessions", permission="plan-sessions", menu=(N_("Sessions"), PLANNERS), home_of=("trainer",))
def list_sessions() -> str:
    """The next session on top, then all; with `?track=` and `?when=` only some."""
    mine, titles = my_sessions(), track_titles()
    track, when = request.args.get("track", ""), _when_asked()
    return render_template(
        "train/sessions.html",
        coming=next((planned for planned in mine if _is_coming(planned)), None),
        shown=[
            planned
            for planned in mine
            if track in {"", planned.track} and (not when or _is_coming(planned) == (when == "coming"))
        ],
        has_any=bool(mine),
        titles=titles,
        tracks=[("", gettext("All courses")), *titles.items()],
        track=track,
        moments=[(name, gettext(words)) for name, words in WHEN.items()],
        when=when,
        now=now(),
        leads_own=leads_own(actor()),
        brief_url=brief_url,
        pictures=find_pictures([planned.code for planned in mine]),
        programme=rows_by_track(lisbon_day(now()).year),
        year=lisbon_day(now()).year,
    )


def find_pictures(codes: Sequence[str]) -> Mapping[str, bool] | None:
    """By session whether its picture says something, of those that were taken; None for who may not read them."""
    if not may(actor(), "read-brief"):
        return None
    return {state.code: state.is_enough for state in groups.list_picture_states(session(), codes)}


@feature.page("/train/sessions/new", permission="plan-sessions")
def show_new_session() -> str:
    """The form of a new session, with the usual hours."""
    return _form(USUAL, None)


@feature.act("/train/sessions", permission="plan-sessions")
def plan() -> tuple[str, int] | Response:
    """Plan it, and go on to its page; or show the form again with what to mend."""
    sent = sent_session()
    code = try_act(lambda: plan_session(desk(), sent))
    if isinstance(code, (Invalid, Conflict)):
        return _form(sent, code), code.status
    return redirect(url_for("train.show_session", code=code), 303)


def sent_session() -> SentSession:
    """The fields of the request."""
    return SentSession(
        **{field.name: request.form.get(field.name, "")[:LONGEST_FIELD] for field in fields(SentSession)}
    )


def brief_url(code: str) -> str | None:
    """Where the brief of the session is read; None for who may not."""
    return url_for("train.show_brief", code=code) if may(actor(), "read-brief") else None


def _form(sent: SentSession, refusal: Invalid | Conflict | None) -> str:
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    if isinstance(refusal, Conflict):
        errors = {"code": in_words(refusal)}
    titles = track_titles()
    year = lisbon_day(now()).year
    return render_template(
        "train/session_new.html",
        sent=sent,
        districts=districts(),
        errors=errors,
        error_title=gettext("The session was not saved"),
        tracks=list(titles.items()),
        leads_own=leads_own(actor()),
        codes=[next_code(desk(), track, year) for track in titles],
    )


def _is_coming(planned: SessionOverview) -> bool:
    return planned.cancelled_at is None and planned.ends_at >= now()


def _when_asked() -> When:
    return next((name for name in WHEN if name == request.args.get("when")), "")
