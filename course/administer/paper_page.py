"""Completions recorded on paper in one's organisation: read, confirmed or withdrawn."""

from typing import Literal

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.audit import Subject, log_of
from course.acts.correct_completion import LONGEST_REASON, SentDecision, correct_completion
from course.administer.feature import feature
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import paper
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import now
from course.web.identity import actor, desk
from course.web.tracks import module_title
from course.web.transaction import note_apart, session


@feature.page("/administer/paper", permission="correct-completion", menu=(N_("On paper"), ("administrator",)))
def list_paper() -> str:
    """The records: those that their person contests first. Who reads the list is noted."""
    _note_look(Subject("unit", actor().organisation_id), "people-read")
    records = paper.list_of_organisation(session(), actor().organisation_id)
    rows = [(record, module_title(record.module), as_text(record.person_id)) for record in records]
    return render_template("administer/paper_records.html", rows=rows)


@feature.page("/administer/paper/<person_id>/<module_id>", permission="correct-completion")
def show_paper(person_id: str, module_id: str) -> str:
    """One record, and the form that decides on it."""
    return _page(person_id, module_id, SentDecision("", "", ""), None)


@feature.act("/administer/paper/<person_id>/<module_id>", permission="correct-completion")
def decide(person_id: str, module_id: str) -> tuple[str, int] | Response:
    """Decide."""
    sent = SentDecision(
        shown=request.form.get("shown", ""),
        decision=request.form.get("decision", ""),
        reason=request.form.get("reason", "")[: 2 * LONGEST_REASON],
    )
    id_ = as_id(person_id)
    refusal = try_act(lambda: correct_completion(desk(), id_, module_id, sent))
    if refusal is None:
        return redirect(url_for("administer.list_paper"), 303)
    return _page(person_id, module_id, sent, refusal), refusal.status


def _page(person_id: str, module_id: str, sent: SentDecision, refusal: Invalid | Conflict | None) -> str:
    record = paper.get_record(session(), actor().organisation_id, as_id(person_id), module_id)
    _note_look(Subject("person", record.person_id), "completion-read")
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "administer/paper_record.html",
        record=record,
        module=module_title(module_id),
        action=url_for("administer.decide", person_id=person_id, module_id=module_id),
        sent=sent,
        errors=errors or ({"decision": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
    )


def _note_look(about: Subject, event: Literal["people-read", "completion-read"]) -> None:
    who, hour = actor(), now()
    note_apart(lambda own: log_of(own, who, hour, event, about))
