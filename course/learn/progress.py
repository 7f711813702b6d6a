"""How far one is in a module: its steps, the next one, and the minutes left."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from flask import url_for

from course.acts.cohort import tracks_with
from course.acts.complete import done_of
from course.base.calendar import lisbon_day
from course.base.languages import Language
from course.content.document import Document
from course.content.module import Module
from course.content.reading_time import quiz_minutes, section_minutes
from course.scoring.completion import Done, is_section_done
from course.storage import completions, progress, session_hours
from course.storage.progress import Progress
from course.storage.session_hours import ComingSession
from course.web.house import catalogue, now
from course.web.identity import actor
from course.web.transaction import session
from course.web.words import gettext

State = Literal["todo", "now", "done"]


@dataclass(frozen=True)
class ModuleStep:
    """A section or the quiz of a module, as a line of its list."""

    id: str
    title: str
    url: str
    minutes: int
    is_done: bool
    resume_url: str = ""  # where one goes on with it, if not at its beginning


@dataclass(frozen=True)
class ModuleProgress:
    """Where one stands in a module. `completed_on` is never taken back, whatever was edited since."""

    document: Document[Module]
    module: Module
    steps: tuple[ModuleStep, ...]
    state: State
    completed_on: dt.date | None

    @property
    def next_step(self) -> ModuleStep | None:
        """The first step that is not done, with the address where one goes on; None when nothing is left."""
        step = next((step for step in self.steps if not step.is_done), None)
        return replace(step, url=step.resume_url) if step and step.resume_url else step

    @property
    def minutes_left(self) -> int:
        """Minutes of the steps not done; 0 once completed."""
        return 0 if self.completed_on else sum(step.minutes for step in self.steps if not step.is_done)

    @property
    def minutes(self) -> int:
        """Minutes of all steps."""
        return sum(step.minutes for step in self.steps)

    @property
    def done_count(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)

    def after(self, step_id: str) -> ModuleStep | None:
        """The step that follows, in order; None after the last."""
        ids = [step.id for step in self.steps]
        position = ids.index(step_id) + 1
        return self.steps[position] if position < len(ids) else None

    def before(self, step_id: str) -> ModuleStep | None:
        """The step before, in order; None before the first."""
        position = [step.id for step in self.steps].index(step_id)
        return self.steps[position - 1] if position else None


def my_progress() -> Progress:
    """What the signed-in person has done of everything, in one query."""
    return progress.learner_progress(session(), actor().learner)


def my_completions() -> Mapping[str, dt.date | None]:
    """The signed-in person's modules: the date of completion, or None in progress; in one query."""
    return completions.of_person(session(), actor().person_id)


def my_completions_and_coming(module_id: str) -> tuple[Mapping[str, dt.date | None], ComingSession | None]:
    """The same, and the signed-in person's next session of a track with that module; in one query."""
    tracks = tracks_with(catalogue(), module_id)
    return session_hours.completions_and_coming(session(), actor().person_id, tracks, now())


def module_progress(
    document: Document[Module], learner: Progress, dates: Mapping[str, dt.date | None], language: Language
) -> ModuleProgress:
    """Where the learner stands in that module."""
    module = document.in_(language)
    done = done_of(document, learner, catalogue(), lisbon_day(now()))
    sections = [_section_step(document.id, module, id_, done, learner) for id_ in module.sections]
    completed_on = dates.get(document.id)
    state: State = "done" if completed_on else "now" if document.id in dates else "todo"
    return ModuleProgress(document, module, (*sections, _quiz_step(module, done)), state, completed_on)


def _section_step(module_id: str, module: Module, section_id: str, done: Done, learner: Progress) -> ModuleStep:
    """Somebody who read it and left its case in the middle goes on at the case."""
    section = module.sections[section_id]
    minutes = section_minutes(section, catalogue().minutes_of_case(section.case))
    url = url_for("learn.read_section", module_id=module_id, section_id=section_id)
    is_done = is_section_done(module, section_id, done)
    is_at_case = section.case and not is_done and (section_id in done.seen or section.case in learner.open_runs)
    resume_url = url_for("learn.show_case", case_id=section.case) if is_at_case else ""
    return ModuleStep(section_id, section.title, url, minutes, is_done, resume_url)


def _quiz_step(module: Module, done: Done) -> ModuleStep:
    quiz = catalogue().quiz(module.quiz).reference
    title = gettext("%(count)s questions", count=str(quiz.draw))
    url = url_for("learn.show_quiz", quiz_id=module.quiz)
    return ModuleStep(f"quiz:{module.quiz}", title, url, quiz_minutes(quiz), module.quiz in done.passed)
