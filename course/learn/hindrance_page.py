"""No device, or no time: said by who wants to, with or without a name, changed and taken back."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.say_hindrance import say_hindrance, take_back_hindrance
from course.base.refusals import Conflict, Invalid
from course.learn.feature import feature
from course.scoring.hindrances import LEAST
from course.storage import hindrances
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.identity import actor, desk
from course.web.transaction import session


@feature.page("/hindrance", permission="say-hindrance")
def show_hindrance() -> str:
    """What one says now, and the form."""
    return _page()


@feature.act("/hindrance", permission="say-hindrance")
def say() -> tuple[str, int] | Response:
    """Say it, or change it."""
    lack, is_named = request.form.get("lack", ""), request.form.get("named") == "yes"
    return _answer(try_act(lambda: say_hindrance(desk(), lack, is_named=is_named)))


@feature.act("/hindrance/end", permission="say-hindrance")
def take_back() -> tuple[str, int] | Response:
    """Take it back."""
    return _answer(try_act(lambda: take_back_hindrance(desk())))


def _answer(refusal: Invalid | Conflict | None) -> tuple[str, int] | Response:
    if refusal is not None:
        return _page(refusal), refusal.status
    return redirect(url_for("learn.show_hindrance"), 303)


def _page(refusal: Invalid | Conflict | None = None) -> str:
    return render_template(
        "learn/hindrance.html",
        said=hindrances.find(session(), actor().person_id),
        least=LEAST,
        errors={error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {},
        refused=in_words(refusal) if isinstance(refusal, Conflict) else "",
    )
