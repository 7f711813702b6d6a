"""The steps of a module as its pages list them: which are done, which comes next, and the minutes left."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Literal

from course.base.languages import Language
from course.content.document import Document
from course.content.module import Module
from course.content.quiz import Quiz
from course.content.reading_time import section_minutes
from course.scoring.completion import Done, is_section_done
from course.web.house import catalogue
from course.web.player.addresses import ModuleAddresses
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
    at: ModuleAddresses

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


def section_steps(
    document: Document[Module], language: Language, at: ModuleAddresses, done: Done, begun: Collection[str]
) -> list[ModuleStep]:
    """A step for each section; `begun` are the cases that were begun and have not ended."""
    module, minutes_of_case = document.in_(language), catalogue().minutes_of_case
    return [_section_step(module, id_, at, done, begun, minutes_of_case=minutes_of_case) for id_ in module.sections]


def _section_step(
    module: Module,
    section_id: str,
    at: ModuleAddresses,
    done: Done,
    begun: Collection[str],
    *,
    minutes_of_case: Callable[[str | None], int],
) -> ModuleStep:
    """Somebody who read it and left its case in the middle goes on at the case."""
    section = module.sections[section_id]
    minutes = section_minutes(section, minutes_of_case(section.case))
    is_done = is_section_done(module, section_id, done)
    is_at_case = section.case and not is_done and (section_id in done.seen or section.case in begun)
    resume_url = at.case(section.case) if section.case and is_at_case else ""
    return ModuleStep(section_id, section.title, at.section(section_id), minutes, is_done, resume_url)


def quiz_step(quiz_id: str, quiz: Quiz, minutes: int, at: ModuleAddresses, done: Done) -> ModuleStep:
    """The step of the quiz that closes the module, which takes so many minutes."""
    title = gettext("%(count)s questions", count=str(quiz.draw))
    return ModuleStep(f"quiz:{quiz_id}", title, at.quiz(quiz_id), minutes, quiz_id in done.passed)
