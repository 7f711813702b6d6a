"""Playing a case: its opening and its finished roads, each decision, what came of it, and how else one may decide."""

from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from course.acts.choose import choose, open_run
from course.acts.decide_differently import decide_differently
from course.acts.object import find_objection
from course.base.calendar import lisbon_day, monday_of
from course.base.ids import as_id, as_text
from course.base.languages import Language
from course.base.refusals import Conflict, Invalid
from course.content.case import Case, Choice
from course.content.document import Document
from course.content.module import Module
from course.learn.content_notes import note_of_case
from course.learn.feature import feature
from course.learn.objecting import ObjectionForm, fork_site
from course.learn.progress import my_progress
from course.learn.run import Run, read_run, render_case, url_at, url_of_now
from course.storage import case_runs
from course.web.case_map import ENDING_WORDS
from course.web.forms import try_act
from course.web.house import catalogue, now
from course.web.i18n import day, page_language
from course.web.identity import actor, desk
from course.web.meters import meters, scale_names
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
    """What the case is about and where it comes from; to start it or go on. Raises NotFound while it is not shown."""
    document = catalogue().case_open_on(case_id, lisbon_day(now()))
    current = case_runs.find_current_run(session(), actor().learner, case_id)
    module = catalogue().module_of_case(case_id, actor().audience)
    case = document.in_(page_language())
    steps_taken = len(case_runs.steps_of(session(), current.id)) if current else 0
    return render_case(
        "learn/case.html",
        case,
        case_id=case_id,
        resume=url_at(as_text(current.id), steps_taken + 1) if current else None,
        was_played=case_id in my_progress().played,
        finished=_finished_roads(document),
        language=page_language(),
        module=module,
        content_note=note_of_case(case, _past(module, case_id), page_language()),
        scales=scale_names(case.scales),
        decisions=_decisions_at_most(document),
    )


def _decisions_at_most(document: Document[Case]) -> int:
    """Those of its longest road, whose last scene is an ending; 0 where the case was not proved."""
    proof = catalogue().find_proof(session(), document)
    return max(proof.longest_road - 1, 0) if proof else 0


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
    return redirect(url_at(as_text(run_id), taken + 1), 303)


@feature.page("/runs/<run_id>/<int:number>", permission="learn")
def decide(run_id: str, number: int) -> str | Response:
    """The scene of decision `number`; what came of it where it was taken, and where one is where it was not reached."""
    run = read_run(run_id)
    if number <= len(run.steps):
        return redirect(url_for("learn.show_consequence", run_id=run_id, number=number), 303)
    if run.is_over or number != len(run.steps) + 1:
        return redirect(url_of_now(run), 303)
    return _decision_page(run, number)


@feature.act("/runs/<run_id>/<int:number>", permission="learn")
def take_decision(run_id: str, number: int) -> str | tuple[str, int] | Response:
    """Take the decision; what came of it is the next page."""
    choice = request.form.get("choice", "")
    refusal = try_act(lambda: choose(desk(), as_id(run_id), number, choice))
    if isinstance(refusal, Conflict):
        return _decided_otherwise(run_id, number), 409
    if isinstance(refusal, Invalid):
        return _decision_page(read_run(run_id), number, is_missing=True), 422
    return redirect(url_for("learn.show_consequence", run_id=run_id, number=number), 303)


@feature.act("/runs/<run_id>/runs", permission="learn")
def go_back(run_id: str) -> Response:
    """Decide differently: the same road up to the decision of that `number`, in a run of its own."""
    number = request.form.get("number", "")
    step = int(number) if number.isdecimal() and len(number) < 5 else 0
    opened = try_act(lambda: decide_differently(desk(), as_id(run_id), step))
    if isinstance(opened, bytes):
        return redirect(url_at(as_text(opened), step), 303)
    return redirect(url_of_now(read_run(run_id)), 303)


@feature.page("/runs/<run_id>/<int:number>/consequence", permission="learn")
def show_consequence(run_id: str, number: int) -> str | Response:
    """What decision `number` was worth, why, and the law; then the moment to which it led, and the next decision.

    The end is told on the page of the ending.
    """
    run = read_run(run_id)
    if not 1 <= number <= len(run.steps):
        return redirect(url_of_now(run), 303)
    moment, choice = run.moments[number], run.decision(number)
    scene = run.case.scenes[moment.scene]
    is_end = scene.ending is not None
    return render_case(
        "learn/consequence.html",
        run.case,
        run=run,
        number=number,
        choice=choice,
        scene=scene,
        scene_language=run.language_of(moment.scene),
        choice_language=run.language_of(run.steps[number - 1].scene),
        idea=_idea(choice, run.language),
        moved=meters(moment.values, run.moments[number - 1].values),
        meters=meters(moment.values, None),
        trail=_trail(run, number),
        objecting=_objecting(run, number),
        choices={} if is_end else run.offered_at(number + 1),
        next_taken=run.decision(number + 1) if number < len(run.steps) else None,
        onward=url_for("learn.show_ending", run_id=run_id) if is_end else url_at(run_id, number + 1),
        is_end=is_end,
        language=run.language,
    )


def _decision_page(run: Run, number: int, *, is_missing: bool = False) -> str:
    moment = run.moments[number - 1]
    return render_case(
        "learn/scene.html",
        run.case,
        run=run,
        number=number,
        scene=run.case.scenes[moment.scene],
        scene_language=run.language_of(moment.scene),
        is_outdated=run.document.is_outdated(run.language, "scenes", moment.scene),
        choices=run.offered_at(number),
        meters=meters(moment.values, None),
        trail=_trail(run, number - 1),
        is_missing=is_missing,
        language=run.language,
        here=url_at(run.id, number),
    )


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
    return render_case("learn/decided_otherwise.html", run.case, run=run, taken=taken, onward=url_of_now(run))


def _trail(run: Run, taken: int) -> list[str]:
    return [run.decision(number).text for number in range(1, taken + 1)]


def _idea(choice: Choice, language: Language) -> dict[str, str] | None:
    idea = catalogue().registers.ideas.get(choice.idea) if choice.idea else None
    return {"statement": idea.statement.in_(language), "answer": idea.answer.in_(language)} if idea else None
