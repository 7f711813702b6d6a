"""What people of one's organisation asked about their data: read and answered."""

from collections.abc import Callable

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.answer_request import DAYS_OF_WARNING, LONGEST_ANSWER, SentAnswer, answer_request
from course.acts.answer_request import announce_end as announce
from course.acts.answer_request import lift_restriction as lift_
from course.acts.audit import Subject, log_of
from course.acts.data_requests import open_request
from course.administer.feature import feature
from course.base.calendar import lisbon_day
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import data_requests
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import house, now
from course.web.identity import actor, desk
from course.web.request_words import ground_in_words, kind_in_words
from course.web.transaction import is_writing, note_apart, session


@feature.page(
    "/administer/requests", permission="handle-data-requests", menu=(N_("Requests"), ("administrator", "auditor"))
)
def list_requests() -> str:
    """Those that are not over, by the day they are due, then the others. What was asked is not in the list."""
    kept = data_requests.list_of_organisation(session(), actor().organisation_id)
    return render_template(
        "administer/requests.html",
        rows=[(as_text(row.id), row, kind_in_words(row.kind)) for row in kept],
        today=lisbon_day(now()),
    )


@feature.page("/administer/requests/<request_id>", permission="handle-data-requests")
def show_request(request_id: str) -> str:
    """What was asked, and what can be done about it. Its person sees who read it."""
    return _page(request_id, None)


@feature.act("/administer/requests/<request_id>", permission="handle-data-requests")
def answer(request_id: str) -> Response:
    """Grant or refuse it."""
    sent = SentAnswer(request.form.get("decision", ""), request.form.get("answer", ""))
    return _do(request_id, lambda: answer_request(desk(), as_id(request_id), sent))


@feature.act("/administer/requests/<request_id>/end", permission="handle-data-requests")
def announce_end(request_id: str) -> Response:
    """Tell its person that a restriction ends."""
    why = request.form.get("answer", "")
    return _do(request_id, lambda: announce(desk(), as_id(request_id), why))


@feature.act("/administer/requests/<request_id>/lift", permission="handle-data-requests")
def lift(request_id: str) -> Response:
    """Lift a restriction whose day has come."""
    return _do(request_id, lambda: lift_(desk(), as_id(request_id)))


def _do(request_id: str, act: Callable[[], None]) -> Response:
    refusal = try_act(act)
    if refusal is not None:
        return shown_again(_page(request_id, refusal), refusal)
    return redirect(url_for("administer.show_request", request_id=request_id), 303)


def _page(request_id: str, refusal: Invalid | Conflict | None) -> str:
    kept = data_requests.get_request(session(), actor().organisation_id, as_id(request_id))
    if not is_writing():
        who, hour = actor(), now()
        note_apart(lambda apart: log_of(apart, who, hour, "data-request-read", Subject("person", kept.person_id)))
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    return render_template(
        "administer/request.html",
        id=request_id,
        one=open_request(house().settings.keys, kept),
        kind=kind_in_words(kept.kind),
        ground=ground_in_words(kept.ground) if kept.ground else "",
        is_own=kept.person_id == actor().person_id,
        today=lisbon_day(now()),
        warning=DAYS_OF_WARNING,
        sent={name: request.form.get(name, "")[: 2 * LONGEST_ANSWER] for name in ("decision", "answer")},
        errors={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )
