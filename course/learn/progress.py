"""How far one is in a module: what one has done of it, and where its pages are."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from course.acts.cohort import tracks_with
from course.acts.complete import done_of
from course.base.languages import Language
from course.content.document import Document
from course.content.module import Module
from course.storage import completions, progress, session_hours
from course.storage.progress import Progress
from course.storage.session_hours import ComingSession
from course.web.house import catalogue, now
from course.web.identity import actor
from course.web.player.addresses import ModuleAddresses
from course.web.player.module_steps import ModuleProgress, State, quiz_step, section_steps
from course.web.transaction import session


@dataclass(frozen=True)
class OfficersModule(ModuleAddresses):
    """The pages of a module as an officer reads it."""

    module_id: str

    @property
    def cover(self) -> str:
        """The module."""
        return url_for("learn.show_module", module_id=self.module_id)

    @property
    def start(self) -> str:
        """It is in progress from then on."""
        return url_for("learn.start", module_id=self.module_id)

    def section(self, section_id: str) -> str:
        """A section."""
        return url_for("learn.read_section", module_id=self.module_id, section_id=section_id)

    def left(self, section_id: str) -> str:
        """The section is marked seen."""
        return url_for("learn.leave_section", module_id=self.module_id, section_id=section_id)

    def passed(self, section_id: str) -> str:
        """The section is marked seen without its case."""
        return url_for("learn.pass_section", module_id=self.module_id, section_id=section_id)

    def check(self, section_id: str, check_id: str) -> str:
        """The section again, with the correction."""
        return url_for("learn.answer_check", module_id=self.module_id, section_id=section_id, check_id=check_id)

    def case(self, case_id: str) -> str:
        """The opening of the case."""
        return url_for("learn.show_case", case_id=case_id)

    def quiz(self, quiz_id: str) -> str:
        """The opening of the quiz."""
        return url_for("learn.show_quiz", quiz_id=quiz_id)

    @property
    def kept_beside(self) -> tuple[str, ...]:
        """The cover, and the card of the module."""
        return (self.cover, url_for("library.show_card", module_id=self.module_id))


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
    known = catalogue()
    at, done = OfficersModule(document.id), done_of(document, learner, known)
    module = document.in_(language)
    sections = section_steps(document, language, at, done, learner.open_runs)
    quiz = quiz_step(module.quiz, known.quiz(module.quiz).reference, known.minutes_of_quiz(module.quiz), at, done)
    completed_on = dates.get(document.id)
    state: State = "done" if completed_on else "now" if document.id in dates else "todo"
    return ModuleProgress(document, module, (*sections, quiz), state, completed_on, at)
