"""Several sessions planned in one form: typed, looked at, and then made all at once or not at all."""

from dataclasses import asdict, fields
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.plan_series import MOST_LINES, CheckedSeries, SentSeries, check_series, plan_series
from course.acts.session_scope import leads_own
from course.base.districts import DISTRICTS
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.scoring.hours import hours_of
from course.train.feature import feature
from course.train.overviews import track_titles
from course.train.sessions_page import LONGEST_FIELD, USUAL
from course.web.errors import in_words
from course.web.forms import FieldError, try_act
from course.web.identity import actor, desk
from course.web.words import gettext

LONGEST_LINES: Final = 20_000
LINE: Final = N_("Line %(number)s: %(problem)s")


@feature.page("/train/series", permission="plan-sessions")
def show_new_series() -> str:
    """The form, with the usual deadline and seats."""
    return _form(SentSeries(due_days=USUAL.due_days, seats=USUAL.seats))


@feature.act("/train/series", permission="plan-sessions")
def plan_several() -> str | tuple[str, int] | Response:
    """Look at what would be made; then, with `step` "plan", make it, or with "change" go back to what was typed."""
    sent, step = _sent(), request.form.get("step", "")
    if step == "change":
        return _form(sent)
    checked = check_series(desk(), sent)
    if not checked.is_right:
        return _form(sent, checked), Invalid.status
    if step != "plan":
        return _preview(sent, checked)
    refusal = try_act(lambda: plan_series(desk(), sent))
    if isinstance(refusal, (Invalid, Conflict)):
        return _form(sent, check_series(desk(), sent), refusal), refusal.status
    return redirect(url_for("train.list_sessions", when="coming"), 303)


def _sent() -> SentSeries:
    longest = {field.name: LONGEST_FIELD for field in fields(SentSeries)} | {"lines": LONGEST_LINES}
    return SentSeries(**{name: request.form.get(name, "")[:most] for name, most in longest.items()})


def _form(sent: SentSeries, checked: CheckedSeries | None = None, refusal: Invalid | Conflict | None = None) -> str:
    of_field = {name: gettext(message) for name, message in checked.fields.items()} if checked else {}
    errors = [FieldError(name, message) for name, message in of_field.items()]
    for problem in checked.problems if checked else ():
        words = gettext(problem.message, **problem.values)
        errors.append(FieldError("lines", gettext(LINE, number=problem.number, problem=words)))
    if refusal is not None and not errors:
        errors.append(FieldError("", in_words(refusal)))
    return render_template(
        "train/series.html",
        sent=sent,
        errors=errors,
        of_field=of_field,
        of_lines="; ".join(error.message for error in errors if error.field == "lines"),
        error_title=gettext("No session was planned"),
        tracks=list(track_titles().items()),
        leads_own=leads_own(actor()),
        districts=", ".join(DISTRICTS.values()),
        most=MOST_LINES,
    )


def _preview(sent: SentSeries, checked: CheckedSeries) -> str:
    return render_template(
        "train/series_preview.html",
        sent=asdict(sent),
        track=track_titles()[sent.track],
        wanted=[(one, DISTRICTS[one.district], hours_of(one.starts_at, one.due_days)) for one in checked.wanted],
    )
