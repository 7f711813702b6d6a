"""A module: what an officer reads, section by section, before its quiz."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from course.base.languages import N_
from course.content.fields import FileName, Line, Name, Part, Prose, Slug
from course.content.picture import Picture
from course.content.problem import Fault
from course.content.questions import AnyQuestion
from course.content.questions.base import misplaced

TAKEN: Final = ("copy", "edition")
"""Ids that no section may have: the pages of a module to be taken away stand at these addresses."""


class Objection(Part):
    """What somebody in the room says, and a prepared answer."""

    says: Prose
    """What somebody in the room says, in their words."""
    answer: Prose
    """An answer that a trainer can give."""
    sources: tuple[Slug, ...] = ()
    """Sources beside those cited in the text."""


class Chart(Part):
    """A chart of the table in the file `data`. `labels` words the columns and the ids found in column `x`."""

    data: FileName
    """The table that is drawn: a CSV file in the same folder, with ids and numbers only."""
    kind: Literal["bar", "line"]
    """Bars, or a line."""
    x: Slug
    """The column that stands along the axis."""
    y: tuple[Slug, ...]
    """The columns that are drawn."""
    labels: Mapping[Slug, Line]
    """The words for each column and for each id in column `x`."""
    breaks: tuple[Slug, ...] = ()
    """Values of `x` at which the series breaks."""
    caption: Line
    """What is shown, and where it was counted."""
    source: Slug
    """The source of the numbers."""


class Section(Part):
    """About five minutes. Its checks are not graded; notes and objections are for the trainer and the room."""

    title: Line
    """What the section is called."""
    objectives: tuple[Slug, ...] = ()
    """The objectives of the module that it teaches: whoever answers a question about one wrongly is sent back here."""
    content_note: Line | None = None
    """What may hurt in it, such as slurs or violence; told above it, with a way past it and whom to talk to."""
    text: Prose | None = None
    """What officers read."""
    picture: Picture | None = None
    """A picture below the text."""
    chart: Chart | None = None
    """A chart below the text."""
    case: Slug | None = None
    """A case that is played here."""
    checks: Mapping[Slug, AnyQuestion] = {}
    """Questions on what was just read, without a mark; nothing of them is kept."""
    notes: Prose | None = None
    """What trainers alone read: what to do in the room."""
    objections: Mapping[Slug, Objection] = {}
    """What may be said against it in the room, with an answer; for trainers."""

    def faults(self) -> Iterator[Fault]:
        """What its shape alone cannot show to be wrong."""
        if not (self.text or self.chart or self.case):
            yield Fault((), N_("a section has a text, a chart or a case, and this one has none: add one"))
        if not self.checks and not self.case:
            yield Fault((), N_("a section has a check or a case, and this one has neither: add one"), fatal=False)
        for check, question in self.checks.items():
            found = (*misplaced(question), *question.faults())
            yield from (Fault(("checks", check, *f.path), f.message, f.values, f.fatal) for f in found)


class Card(Part):
    """A critical-moment card: a line a step."""

    title: Line
    """What the card is called."""
    lines: Prose
    """A line for each step."""

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps in their order; empty lines between them are none."""
        return tuple(line.strip() for line in self.lines.splitlines() if line.strip())


class Module(Part):
    """What `module.yaml` holds."""

    format: Literal["1"]
    """Always `1`: which form of file this is."""
    language: Literal["pt", "en"]
    """`pt` in the reference file; `en` in its translation."""
    title: Line
    """What the module is called."""
    summary: Line
    """One sentence: what an officer will be able to do."""
    invented_names: tuple[Name, ...] = ()
    """Names of people and stations in this text that exist nowhere: whoever writes them here states so."""
    objectives: Mapping[Slug, Line]
    """Three to six, each with a verb that can be observed."""
    sections: Mapping[Slug, Section]
    """The sections in the order in which they are read."""
    card: Card
    """A card for critical moments, to be printed."""
    quiz: Slug
    """The quiz that closes the module."""

    @property
    def cases(self) -> tuple[str, ...]:
        """Ids of the cases played in it, in order."""
        return tuple(section.case for section in self.sections.values() if section.case)

    def sections_on(self, objective: str | None) -> tuple[str, ...]:
        """Ids of the sections that teach the objective, in the order in which they are read; none for None."""
        return tuple(id_ for id_, section in self.sections.items() if objective in section.objectives)

    def faults(self) -> Iterator[Fault]:
        """What the shape alone cannot show to be wrong."""
        if not 3 <= len(self.objectives) <= 6:
            message = N_("a module has 3 to 6 objectives, and this one has %(count)s: add some, or take some out")
            yield Fault(("objectives",), message, {"count": str(len(self.objectives))}, fatal=False)
        if not self.sections:
            yield Fault(("sections",), N_("a module has at least one section: add one"))
        said = Counter(id_ for section in self.sections.values() for id_ in section.objections)
        for id_, section in self.sections.items():
            yield from (
                Fault(("sections", id_, *fault.path), fault.message, fault.values, fault.fatal)
                for fault in (*self._faults_of_names(id_, section, said), *section.faults())
            )

    def _faults_of_names(self, id_: str, section: Section, said: Mapping[str, int]) -> Iterator[Fault]:
        """Of the ids of a section, and of its objectives and objections, whose ids are those of the module."""
        if id_ in TAKEN:
            message = N_("no section can be called %(name)s, which is a page of each module: choose another id")
            yield Fault((), message, {"name": id_})
        for objective in section.objectives:
            if objective not in self.objectives:
                message = N_("the module has no objective %(name)s: write the id of one under its objectives:")
                yield Fault(("objectives",), message, {"name": objective})
        for objection in section.objections:
            if said[objection] > 1:  # ticks are counted by module and id
                message = N_("another objection of this module has this id: choose another id")
                yield Fault(("objections", objection), message)
