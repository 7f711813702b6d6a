"""A module: what an officer reads, section by section, before its quiz."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from course.base.languages import N_
from course.content.fields import FileName, Line, Part, Prose, Slug
from course.content.problem import Fault
from course.content.questions import AnyQuestion
from course.content.questions.base import misplaced


class Objection(Part):
    """What somebody in the room says, and a prepared answer."""

    says: Prose
    answer: Prose
    sources: tuple[Slug, ...] = ()


class Chart(Part):
    """A chart of the table in the file `data`. `labels` words the columns and the ids found in column `x`."""

    data: FileName
    kind: Literal["bar", "line"]
    x: Slug
    y: tuple[Slug, ...]
    labels: Mapping[Slug, Line]
    breaks: tuple[Slug, ...] = ()
    caption: Line
    source: Slug


class Section(Part):
    """About five minutes. Its checks are not graded; notes and objections are for the trainer and the room."""

    title: Line
    text: Prose | None = None
    chart: Chart | None = None
    case: Slug | None = None
    checks: Mapping[Slug, AnyQuestion] = {}
    notes: Prose | None = None
    objections: Mapping[Slug, Objection] = {}


class Card(Part):
    """A critical-moment card: a line a step."""

    title: Line
    lines: Prose


class Module(Part):
    """What `module.yaml` holds."""

    format: Literal["1"]
    language: Literal["pt", "en"]
    title: Line
    summary: Line
    objectives: Mapping[Slug, Line]
    sections: Mapping[Slug, Section]
    card: Card
    quiz: Slug

    @property
    def cases(self) -> tuple[str, ...]:
        """Ids of the cases played in it, in order."""
        return tuple(section.case for section in self.sections.values() if section.case)

    def faults(self) -> Iterator[Fault]:
        """What the shape alone cannot show to be wrong."""
        if not 3 <= len(self.objectives) <= 6:
            yield Fault(("objectives",), N_("a module has 3 to 6 objectives"), fatal=False)
        if not self.sections:
            yield Fault(("sections",), N_("a module has at least one section"))
        said = Counter(id_ for section in self.sections.values() for id_ in section.objections)
        for id_, section in self.sections.items():
            at = ("sections", id_)
            for objection in section.objections:
                if said[objection] > 1:  # ticks are counted by module and id
                    yield Fault(
                        (*at, "objections", objection),
                        N_("another objection of this module has this id: choose another id"),
                    )
            if not (section.text or section.chart or section.case):
                yield Fault(at, N_("a section has a text, a chart or a case"))
            if not section.checks and not section.case:
                yield Fault(at, N_("a section has a check or a case"), fatal=False)
            for check, question in section.checks.items():
                where = (*at, "checks", check)
                found = (*misplaced(question), *question.faults())
                yield from (Fault((*where, *f.path), f.message, f.values, f.fatal) for f in found)
