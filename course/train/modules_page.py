"""Which modules are done before a session, and how long they take: the usual ones of its course, or others."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.swap_modules import modules_to_offer, swap_modules
from course.base.refusals import Conflict, Invalid
from course.content.check_registers import MINUTES_BEFORE
from course.storage.sessions import SessionOverview
from course.train.feature import feature
from course.train.overviews import my_session, track_titles
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import desk
from course.web.tracks import module_title


@feature.page("/train/sessions/<code>/modules", permission="plan-sessions")
def show_modules(code: str) -> str:
    """The modules of the course, those ticked that are done before the session."""
    planned = my_session(code)
    chosen = [module.id for module in modules_to_offer(desk(), planned) if module.is_before]
    return _page(planned, chosen, None)


@feature.act("/train/sessions/<code>/modules", permission="plan-sessions")
def swap(code: str) -> tuple[str, int] | Response:
    """Let those ticked be done before it."""
    chosen = request.form.getlist("modules")
    refusal = try_act(lambda: swap_modules(desk(), code, chosen))
    if isinstance(refusal, (Invalid, Conflict)):
        return _page(my_session(code), chosen, refusal), refusal.status
    return redirect(url_for("train.show_session", code=code, _anchor="before"), 303)


def _page(planned: SessionOverview, chosen: list[str], refusal: Invalid | Conflict | None) -> str:
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "train/modules.html",
        planned=planned,
        track=track_titles().get(planned.track, ""),
        modules=[
            (module, module_title(module.id), module.id in chosen) for module in modules_to_offer(desk(), planned)
        ],
        most=MINUTES_BEFORE,
        errors=errors or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
        can_change=planned.cancelled_at is None and planned.picture_due_at > now(),
    )
