"""Work done on paper by the people of a unit, recorded by their supervisor: completion and nothing else."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.charge import unit_in_charge
from course.acts.note_done_on_paper import Noted, modules_of_audience, note_done_on_paper
from course.acts.paper_values import SentPaper
from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.base.refusals import Conflict, Invalid
from course.storage import completions
from course.storage.models import Unit
from course.storage.unit_states import Narrowing, list_directly_in
from course.supervise.charge import reading
from course.supervise.feature import feature
from course.supervise.units_page import note_look
from course.web.completion import row_of
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import catalogue, now
from course.web.identity import desk
from course.web.paper_form import sent_paper
from course.web.tracks import module_title
from course.web.transaction import session


@feature.page("/supervise/units/<unit_id>/paper", permission="note-done-on-paper")
def show_paper(unit_id: str) -> str:
    """The people directly in the unit, and the form. Who looks is noted, as at the unit itself."""
    return _page(unit_in_charge(desk(), as_id(unit_id)), SentPaper("", f"{lisbon_day(now())}", ()))


@feature.act("/supervise/units/<unit_id>/paper", permission="note-done-on-paper")
def record_paper(unit_id: str) -> str | tuple[str, int] | Response:
    """Record it. When it was recorded for all, back to the unit; else who had completed the module already."""
    id_, sent = as_id(unit_id), sent_paper()
    noted = try_act(lambda: note_done_on_paper(desk(), id_, sent))
    if isinstance(noted, (Invalid, Conflict)):
        return _page(unit_in_charge(desk(), id_), sent, refusal=noted), noted.status
    if noted.already:
        return _page(unit_in_charge(desk(), id_), sent, noted=noted)
    return redirect(url_for("supervise.list_units", unit=unit_id), 303)


def _page(unit: Unit, sent: SentPaper, *, refusal: Invalid | Conflict | None = None, noted: Noted | None = None) -> str:
    note_look(unit)
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    before, here = catalogue().before_sessions(unit.audience), list_directly_in(reading(), unit, Narrowing())
    states = completions.list_states(session(), unit.path, before, people=here)
    own = desk().actor.person_id
    return render_template(
        "supervise/paper.html",
        unit=unit,
        people=[row_of(state, now()) for state in states if state.person_id != own],
        modules=[(id_, module_title(id_)) for id_ in modules_of_audience(desk(), unit.audience)],
        sent=sent,
        noted=noted,
        errors=errors or ({"people": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
        back=url_for("supervise.list_units", unit=unit.id.hex()),
    )
