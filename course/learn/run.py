"""A run of a case as its pages show it: one's own, on the text it was opened on, in the reader's language."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import render_template, url_for

from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.base.languages import Language
from course.content.case import Case, Choice
from course.content.document import Document
from course.content.prose import Notes
from course.scoring.case import Moment, Step, offered, walk
from course.storage import case_runs
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor
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

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Where it stood before each decision, and where it stands now."""
        return walk(self.case, self.steps)

    @property
    def is_over(self) -> bool:
        """Whether it came to an ending."""
        return self.case.scenes[self.moments[-1].scene].ending is not None

    def decision(self, number: int) -> Choice:
        """The choice taken at decision `number`, from 1."""
        step = self.steps[number - 1]
        return self.case.scenes[step.scene].choices[step.choice]

    def offered_at(self, number: int) -> dict[str, Choice]:
        """What was offered at decision `number`, in the order of the text."""
        return offered(self.case, self.moments[number - 1])

    def language_of(self, scene: str) -> Language:
        """The language in which a scene is shown."""
        return self.document.language_of(self.language, "scenes", scene)

    @property
    def seats(self) -> list[str]:
        """The seats from which some scene of this run is told, in the order of the case."""
        told = {seat for moment in self.moments for seat in self.case.scenes[moment.scene].views}
        return [seat for seat in self.case.seats if seat in told]


def read_run(run_id: str) -> Run:
    """One's own run. Raises NotFound, for another's too, and while its case is not shown."""
    row = case_runs.get_run(session(), actor().learner, as_id(run_id))
    catalogue().demand_open(row.case_id, lisbon_day(now()))
    document = catalogue().case_at(session(), row.digest)
    language = page_language()
    steps = tuple(Step(step.scene, step.choice) for step in case_runs.steps_of(session(), row.id))
    return Run(run_id, document, document.in_(language), language, steps)


def url_at(run_id: str, number: int) -> str:
    """The page of decision `number`."""
    return url_for("learn.decide", run_id=run_id, number=number)


def url_of_now(run: Run) -> str:
    """Where the run stands: its next decision, or its end."""
    if run.is_over:
        return url_for("learn.show_ending", run_id=run.id)
    return url_at(run.id, len(run.steps) + 1)


def render_case(template: str, case: Case, *, language: Language | None = None, **context: Any) -> str:
    """A page of a case with what its prose asks for: citations, their notes, sources."""
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
