"""“I disagree, or on the street it is not so”: to a section or at a decision, unsigned, until the session's hour."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response

from course.acts.object import find_objection, hold_objection, withdraw_objection
from course.base.ids import as_id
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.prose import Notes
from course.learn.feature import feature
from course.learn.objecting import GONE, ObjectionForm, Site, fork_site, section_site
from course.scoring.case import Step, walk
from course.storage import case_runs
from course.web.forms import FieldError, errors_of, shown_again, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.sources import notes_of
from course.web.transaction import session
from course.web.words import gettext


@feature.page("/modules/<module_id>/<section_id>/objection", permission="object")
def show_section_objection(module_id: str, section_id: str) -> str:
    """One's own objection to a section: what is held, to change it, or an empty form."""
    return _page(_section_site(module_id, section_id))


@feature.act("/modules/<module_id>/<section_id>/objection", permission="object")
def object_to_section(module_id: str, section_id: str) -> Response:
    """Hold it until the hour; the page again says so."""
    return _hold(_section_site(module_id, section_id))


@feature.act("/modules/<module_id>/<section_id>/objection/withdrawn", permission="object")
def withdraw_from_section(module_id: str, section_id: str) -> Response:
    """Hold nothing there any more."""
    return _withdraw(_section_site(module_id, section_id))


@feature.page("/runs/<run_id>/<int:number>/objection", permission="object")
def show_fork_objection(run_id: str, number: int) -> str:
    """One's own objection at the scene of decision `number`."""
    return _page(_fork_site(run_id, number))


@feature.act("/runs/<run_id>/<int:number>/objection", permission="object")
def object_to_fork(run_id: str, number: int) -> Response:
    """Hold it until the hour; the page again says so."""
    return _hold(_fork_site(run_id, number))


@feature.act("/runs/<run_id>/<int:number>/objection/withdrawn", permission="object")
def withdraw_from_fork(run_id: str, number: int) -> Response:
    """Hold nothing there any more."""
    return _withdraw(_fork_site(run_id, number))


def _section_site(module_id: str, section_id: str) -> Site:
    return section_site(catalogue().module(module_id), section_id, page_language())


def _fork_site(run_id: str, number: int) -> Site:
    run = case_runs.get_run(session(), actor().learner, as_id(run_id))
    steps = [Step(step.scene, step.choice) for step in case_runs.steps_of(session(), run.id)]
    document = catalogue().case_at(session(), run.digest)
    moments = walk(document.reference, steps)
    if not 1 <= number <= len(moments) or not document.reference.scenes[moments[number - 1].scene].choices:
        raise NotFound(GONE)
    scene = moments[number - 1].scene
    return fork_site(run_id, document, scene, number, page_language(), is_taken=number <= len(steps))


def _hold(site: Site) -> Response:
    ticked, line = request.form.getlist("ready"), request.form.get("line", "")
    refusal = try_act(lambda: hold_objection(desk(), site.place, ticked, line))
    if isinstance(refusal, Invalid):
        errors = errors_of(refusal) or [FieldError("ready", gettext(refusal.message))]
        return shown_again(_page(site, ticked, line, errors), refusal)
    if isinstance(refusal, Conflict):
        return shown_again(_page(site, ticked, line, is_past=True), refusal)
    return redirect(site.url, 303)


def _withdraw(site: Site) -> Response:
    refusal = try_act(lambda: withdraw_objection(desk(), site.place))
    if isinstance(refusal, Conflict):
        return shown_again(_page(site, is_past=True), refusal)
    return redirect(f"{site.url}?withdrawn=yes", 303)


def _page(
    site: Site,
    ticked: list[str] | None = None,
    line: str | None = None,
    errors: list[FieldError] | None = None,
    *,
    is_past: bool = False,
) -> str:
    own = find_objection(desk(), site.place)
    form = ObjectionForm.of(site, own, ticked, line, errors or [], is_past=is_past)
    language, registers = page_language(), catalogue().registers
    notes = Notes("n", language)
    return render_template(
        "learn/objection.html",
        is_withdrawn="withdrawn" in request.args,
        objecting=form,
        errors=form.errors,
        notes=notes,
        margin=lambda: notes_of(registers, notes, language),
    )
