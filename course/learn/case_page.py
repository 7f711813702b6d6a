"""Playing a case: its opening and its finished roads, each decision, what came of it, and how else one may decide."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from course.acts.choose import choose, open_run
from course.acts.decide_differently import decide_differently
from course.acts.object import find_objection
from course.base.calendar import lisbon_day, monday_of
from course.base.ids import as_id, as_text
from course.base.refusals import Conflict, Invalid
from course.content.case import Case
from course.content.document import Document
from course.content.module import Module
from course.learn.feature import feature
from course.learn.gone import gone_page, gone_run
from course.learn.objecting import ObjectionForm, fork_site
from course.learn.progress import my_progress
from course.learn.run import Run, RunAddresses, read_run
from course.learn.standing import standing_of
from course.storage import case_runs
from course.web.case_map import ENDING_WORDS
from course.web.forms import try_act
from course.web.house import catalogue
from course.web.i18n import day
from course.web.identity import actor, desk
from course.web.page import home_url
from course.web.player.decision import consequence_page, scene_page
from course.web.player.opening import case_page
from course.web.player.road import render_case
from course.web.signatures import signed_by
from course.web.transaction import session
from course.web.words import gettext


@dataclass(frozen=True)
class FinishedRoad:
    """A road of one's own that came to an end: the page of its ending, and how it went, in words."""

    url: str
    week: str
    steps: int
    ending: str | None


@feature.page("/cases/<case_id>", permission="read-course")
def show_case(case_id: str) -> str:
    """What the case is about and where it comes from; to start it, or to go on. Of one that is not shown any more: to
    finish, for whoever began it."""
    if case_id not in catalogue().library.cases:
        return _gone_page(case_id)
    document = catalogue().case(case_id)
    current = case_runs.find_current_run(session(), actor().learner, case_id)
    module = catalogue().module_of_case(case_id, actor().audience)
    steps_taken = len(case_runs.steps_of(session(), current.id)) if current else 0
    at = RunAddresses(case_id, as_text(current.id) if current else "")
    return case_page(
        document,
        at,
        catalogue().find_proof(session(), document),
        past=_past(module, case_id),
        back=_back_to(module),
        resume=at.decide(steps_taken + 1) if current else None,
        was_played=case_id in my_progress().played,
        finished=_finished_roads(document),
        signed=signed_by("case", case_id),
    )


def _gone_page(case_id: str) -> str:
    """Raises NotFound for a case that was not withdrawn and that one did not begin."""
    run = case_runs.find_current_run(session(), actor().learner, case_id)
    ended = case_runs.list_ended_runs(session(), actor().learner, case_id)
    module = catalogue().module_of_case(case_id, actor().audience)
    back_url, back = _back_to(module)
    begun = gone_run(as_text(run.id), len(case_runs.steps_of(session(), run.id))) if run else None
    roads = [url_for("learn.show_ending", run_id=as_text(one.id)) for one in ended]
    return gone_page("case", case_id, begun, roads, in_module=module is not None, back_url=back_url, back=back)


def _back_to(module: Document[Module] | None) -> tuple[str, str]:
    """The module that waits for the case, or where everything begins; and the words that lead there."""
    if module is None:
        return home_url(actor()), gettext("Back to my path")
    return url_for("learn.show_module", module_id=module.id), gettext("Back to the module")


def _finished_roads(document: Document[Case]) -> list[FinishedRoad]:
    """One's own, the latest first; of one on an earlier text the ending is not told: its scene may be gone."""
    return [
        FinishedRoad(
            url=url_for("learn.show_ending", run_id=as_text(run.id)),
            week=day(monday_of(lisbon_day(run.opened_at))),
            steps=run.steps,
            ending=_ending_word(document.reference, run.ending) if run.digest == document.digest else None,
        )
        for run in case_runs.list_ended_runs(session(), actor().learner, document.id)
    ]


def _ending_word(case: Case, scene: str) -> str | None:
    ending = case.scenes[scene].ending
    return gettext(ENDING_WORDS[ending]) if ending else None


def _past(module: Document[Module] | None, case_id: str) -> str | None:
    """Where the way past the case is sent; None where no module waits for it."""
    if module is None:
        return None
    section = next(id_ for id_, one in module.reference.sections.items() if one.case == case_id)
    return url_for("learn.pass_section", module_id=module.id, section_id=section)


@feature.act("/cases/<case_id>/runs", permission="learn")
def play(case_id: str) -> Response:
    """Open a run, or go on with the one that has not ended."""
    run_id = open_run(desk(), case_id)
    taken = len(case_runs.steps_of(session(), run_id))
    return redirect(RunAddresses(case_id, as_text(run_id)).decide(taken + 1), 303)


@feature.page("/runs/<run_id>/<int:number>", permission="learn")
def decide(run_id: str, number: int) -> str | Response:
    """The scene of decision `number`; what came of it where it was taken, and where one is where it was not reached."""
    run = read_run(run_id)
    if number <= len(run.steps):
        return redirect(run.at.consequence(number), 303)
    if run.is_over or number != len(run.steps) + 1:
        return redirect(run.now_at, 303)
    return _scene_page(run)


@feature.act("/runs/<run_id>/<int:number>", permission="learn")
def take_decision(run_id: str, number: int) -> str | tuple[str, int] | Response:
    """Take the decision; what came of it is the next page."""
    choice = request.form.get("choice", "")
    refusal = try_act(lambda: choose(desk(), as_id(run_id), number, choice))
    if isinstance(refusal, Conflict):
        return _decided_otherwise(run_id, number), 409
    if isinstance(refusal, Invalid):
        return _scene_page(read_run(run_id), is_missing=True), 422
    return redirect(url_for("learn.show_consequence", run_id=run_id, number=number), 303)


@feature.act("/runs/<run_id>/runs", permission="learn")
def go_back(run_id: str) -> Response:
    """Decide differently: the same road up to the decision of that `number`, in a run of its own."""
    number = request.form.get("number", "")
    step = int(number) if number.isdecimal() and len(number) < 5 else 0
    opened = try_act(lambda: decide_differently(desk(), as_id(run_id), step))
    if isinstance(opened, bytes):
        return redirect(url_for("learn.decide", run_id=as_text(opened), number=step), 303)
    return redirect(read_run(run_id).now_at, 303)


@feature.page("/runs/<run_id>/<int:number>/consequence", permission="learn")
def show_consequence(run_id: str, number: int) -> str | Response:
    """What decision `number` was worth, why, and the law; then the moment to which it led, and the next decision.

    The end is told on the page of the ending.
    """
    run = read_run(run_id)
    if not 1 <= number <= len(run.steps):
        return redirect(run.now_at, 303)
    standing = standing_of("case", run.document.id, run.document.digest)
    return consequence_page(
        run,
        number,
        template="learn/consequence.html",
        objecting=_objecting(run, number),
        standing=standing,
        is_over=run.is_over,
        is_withdrawn=run.document.id not in catalogue().library.cases,
    )


def _scene_page(run: Run, *, is_missing: bool = False) -> str:
    here = run.at.decide(len(run.steps) + 1)
    standing = standing_of("case", run.document.id, run.document.digest)
    return scene_page(run, is_missing=is_missing, template="learn/scene.html", here=here, standing=standing)


def _objecting(run: Run, number: int) -> ObjectionForm | None:
    """The form of an objection to decision `number`; None where no module plays the case any more."""
    module = catalogue().module_of_case(run.document.id, actor().audience)
    scene = run.steps[number - 1].scene
    today = catalogue().library.cases.get(run.document.id)
    if module is None or today is None or scene not in today.reference.scenes:
        return None
    site = fork_site(run.id, run.document, scene, number, run.language, is_taken=True)
    return ObjectionForm.of(site, find_objection(desk(), site.place))


def _decided_otherwise(run_id: str, number: int) -> str:
    run = read_run(run_id)
    taken = run.decision(number) if 1 <= number <= len(run.steps) else None
    return render_case("learn/decided_otherwise.html", run.case, taken=taken, onward=run.now_at)
