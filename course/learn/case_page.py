"""Playing a case: its opening, each decision and what came of it, the same moment from other seats, the end."""

from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.choose import choose, open_run
from course.acts.object import find_objection
from course.base.ids import as_id, as_text
from course.base.languages import Language
from course.base.refusals import Conflict, Invalid
from course.content.case import Case, Choice
from course.content.document import Document
from course.content.module import Module
from course.content.prose import Notes
from course.learn.content_notes import note_of_case
from course.learn.feature import feature
from course.learn.objecting import ObjectionForm, fork_site
from course.learn.progress import module_progress, my_completions, my_progress
from course.scoring.case import Moment, Step, offered, walk
from course.storage import case_runs
from course.web.forms import try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.meters import Meter, meters
from course.web.sources import notes_of, sources_of
from course.web.transaction import session


@dataclass(frozen=True)
class Run:
    """A run as it stands: its case in the reader's language, the decisions taken and the moments between them."""

    id: str
    document: Document[Case]
    case: Case
    language: Language
    steps: tuple[Step, ...]
    moments: tuple[Moment, ...]

    @property
    def is_over(self) -> bool:
        """Whether it came to an ending."""
        return self.case.scenes[self.moments[-1].scene].ending is not None

    def decision(self, number: int) -> Choice:
        """The choice taken at decision `number`, from 1."""
        step = self.steps[number - 1]
        return self.case.scenes[step.scene].choices[step.choice]

    def language_of(self, scene: str) -> Language:
        """The language in which a scene is shown."""
        return self.document.language_of(self.language, "scenes", scene)


@feature.page("/cases/<case_id>", permission="read-course")
def show_case(case_id: str) -> str:
    """What the case is about and where it comes from; to start it, or to go on."""
    document = catalogue().case(case_id)
    current = case_runs.find_current_run(session(), actor().learner, case_id)
    module = catalogue().module_of_case(case_id, actor().audience)
    case = document.in_(page_language())
    steps_taken = len(case_runs.steps_of(session(), current.id)) if current else 0
    return _render(
        "learn/case.html",
        case,
        case_id=case_id,
        resume=_url_at(as_text(current.id), steps_taken + 1) if current else None,
        was_played=case_id in my_progress().played,
        language=page_language(),
        module=module,
        content_note=note_of_case(case, _past(module, case_id), page_language()),
    )


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
    return redirect(_url_at(as_text(run_id), taken + 1), 303)


@feature.page("/runs/<run_id>/<int:number>", permission="learn")
def decide(run_id: str, number: int) -> str | Response:
    """The scene of decision `number`; what came of it where it was taken, and where one is where it was not reached."""
    run = _run(run_id)
    if number <= len(run.steps):
        return redirect(url_for("learn.show_consequence", run_id=run_id, number=number), 303)
    if run.is_over or number != len(run.steps) + 1:
        return redirect(_url_of_now(run), 303)
    return _decision_page(run, number)


@feature.act("/runs/<run_id>/<int:number>", permission="learn")
def take_decision(run_id: str, number: int) -> str | tuple[str, int] | Response:
    """Take the decision; what came of it is the next page."""
    choice = request.form.get("choice", "")
    refusal = try_act(lambda: choose(desk(), as_id(run_id), number, choice))
    if isinstance(refusal, Conflict):
        return _decided_otherwise(run_id, number), 409
    if isinstance(refusal, Invalid):
        return _decision_page(_run(run_id), number, is_missing=True), 422
    return redirect(url_for("learn.show_consequence", run_id=run_id, number=number), 303)


@feature.page("/runs/<run_id>/<int:number>/consequence", permission="learn")
def show_consequence(run_id: str, number: int) -> str | Response:
    """What came of decision `number`, from the seat asked for; why; and the law."""
    run = _run(run_id)
    if not 1 <= number <= len(run.steps):
        return redirect(_url_of_now(run), 303)
    moment, choice = run.moments[number], run.decision(number)
    scene = run.case.scenes[moment.scene]
    seats = [seat for seat in run.case.seats if seat in scene.views]
    seat = request.args.get("seat")
    is_end = scene.ending is not None
    return _render(
        "learn/consequence.html",
        run.case,
        run=run,
        number=number,
        choice=choice,
        scene=scene,
        scene_language=run.language_of(moment.scene),
        choice_language=run.language_of(run.steps[number - 1].scene),
        seats=seats,
        seat=seat if seat in seats else None,
        idea=_idea(choice, run.language),
        meters=_meters(run, number),
        trail=_trail(run, number),
        objecting=_objecting(run, number),
        onward=url_for("learn.show_ending", run_id=run_id) if is_end else _url_at(run_id, number + 1),
        is_end=is_end,
        language=run.language,
    )


@feature.page("/runs/<run_id>/ending", permission="learn")
def show_ending(run_id: str) -> str | Response:
    """The end of the case: the decisions again, what really happened, and what comes next."""
    run = _run(run_id)
    if not run.is_over:
        return redirect(_url_of_now(run), 303)
    scene = run.case.scenes[run.moments[-1].scene]
    return _render(
        "learn/ending.html",
        run.case,
        run=run,
        scene=scene,
        scene_language=run.language_of(run.moments[-1].scene),
        forks=[_fork(run, number) for number in range(1, len(run.steps) + 1)],
        meters=meters(run.moments[-1].values, None),
        language=run.language,
        **_what_next(run),
    )


def _decision_page(run: Run, number: int, *, is_missing: bool = False) -> str:
    moment = run.moments[number - 1]
    return _render(
        "learn/scene.html",
        run.case,
        run=run,
        number=number,
        scene=run.case.scenes[moment.scene],
        scene_language=run.language_of(moment.scene),
        is_outdated=run.document.is_outdated(run.language, "scenes", moment.scene),
        choices=offered(run.case, moment),
        meters=_meters(run, number - 1),
        trail=_trail(run, number - 1),
        is_missing=is_missing,
        language=run.language,
        here=_url_at(run.id, number),
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
    run = _run(run_id)
    taken = run.decision(number) if 1 <= number <= len(run.steps) else None
    return _render("learn/decided_otherwise.html", run.case, run=run, taken=taken, onward=_url_of_now(run))


def _run(run_id: str) -> Run:
    row = case_runs.get_run(session(), actor().learner, as_id(run_id))
    document = catalogue().case_at(session(), row.digest)
    language = page_language()
    case = document.in_(language)
    steps = tuple(Step(step.scene, step.choice) for step in case_runs.steps_of(session(), row.id))
    return Run(run_id, document, case, language, steps, walk(case, steps))


def _url_at(run_id: str, number: int) -> str:
    return url_for("learn.decide", run_id=run_id, number=number)


def _url_of_now(run: Run) -> str:
    if run.is_over:
        return url_for("learn.show_ending", run_id=run.id)
    return _url_at(run.id, len(run.steps) + 1)


def _meters(run: Run, taken: int) -> list[Meter]:
    """The scales after `taken` decisions, and what the last of them changed."""
    before = run.moments[taken - 1].values if taken else None
    return meters(run.moments[taken].values, before)


def _trail(run: Run, taken: int) -> list[str]:
    return [run.decision(number).text for number in range(1, taken + 1)]


def _idea(choice: Choice, language: Language) -> dict[str, str] | None:
    idea = catalogue().registers.ideas.get(choice.idea) if choice.idea else None
    return {"statement": idea.statement.in_(language), "answer": idea.answer.in_(language)} if idea else None


def _fork(run: Run, number: int) -> dict[str, Any]:
    """A decision again: what was chosen and what was offered beside it."""
    step, moment = run.steps[number - 1], run.moments[number - 1]
    choices = offered(run.case, moment)
    return {
        "scene": run.case.scenes[step.scene],
        "language": run.language_of(step.scene),
        "mine": choices[step.choice],
        "others": [choice for id_, choice in choices.items() if id_ != step.choice],
    }


def _what_next(run: Run) -> dict[str, Any]:
    """The next step of the module in which the case is played, where there is one."""
    module = catalogue().module_of_case(run.document.id, actor().audience)
    if module is None:
        return {"progress": None, "next_step": None}
    progress = module_progress(module, my_progress(), my_completions(), run.language)
    return {"progress": progress, "next_step": progress.next_step}


def _render(template: str, case: Case, *, language: Language | None = None, **context: Any) -> str:
    shown_in = language or page_language()
    registers = catalogue().registers
    return render_template(
        template,
        case=case,
        notes=Notes("n", shown_in),
        margin=lambda notes: notes_of(registers, notes, shown_in),
        sources=lambda ids: sources_of(registers, ids, shown_in),
        language=shown_in,
        **context,
    )
