"""A road through a case as its pages show it: the text it is on, in the reader's language, and what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import render_template

from course.base.languages import Language
from course.content.case import Case, Choice
from course.content.document import Document
from course.content.prose import Notes
from course.scoring.case import Moment, Step, offered, walk
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.player.addresses import CaseAddresses
from course.web.sources import notes_of, sources_of


@dataclass(frozen=True)
class Road:
    """A road as it stands: its case in the reader's language, the decisions taken and the moments between them."""

    document: Document[Case]
    language: Language
    steps: Sequence[Step]
    at: CaseAddresses

    @cached_property
    def case(self) -> Case:
        """In the reader's language."""
        return self.document.in_(self.language)

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """Where it stood before each decision, and where it stands now."""
        return walk(self.case, self.steps)

    @property
    def is_over(self) -> bool:
        """Whether it came to an ending."""
        return self.case.scenes[self.moments[-1].scene].ending is not None

    @property
    def now_at(self) -> str:
        """The page where it stands: its next decision, or its end."""
        return self.at.ending if self.is_over else self.at.decide(len(self.steps) + 1)

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
        """The seats from which some scene of this road is told, in the order of the case."""
        told = {seat for moment in self.moments for seat in self.case.scenes[moment.scene].views}
        return [seat for seat in self.case.seats if seat in told]


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
