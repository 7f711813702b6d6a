"""A quiz: the questions that close a module."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field

from course.base.languages import N_
from course.content.fields import Line, Name, Part, Slug, Whole
from course.content.problem import Fault
from course.content.questions import AnyQuestion
from course.content.questions.base import Question, misplaced

CORE = range(2, 4)
"""How many core questions a module's quiz may have: they feed the room brief."""

DRAW_OF_A_WHOLE_QUIZ, LEAST_QUESTIONS, LEAST_KINDS = 10, 15, 4
"""Of a quiz that asks so many: what there should be to draw from, so that another attempt asks something new."""


class Quiz(Part):
    """Of `questions`, `draw` are asked: the core ones of everybody, the rest drawn. `pass_mark` is in hundredths.

    Those without a mark are exercises beside it: never drawn, never counted.
    """

    format: Literal["1"]
    """Always `1`: which form of file this is."""
    language: Literal["pt", "en"]
    """`pt` in the reference file; `en` in its translation."""
    title: Line
    """What the quiz is called."""
    objectives_of: Slug
    """The module whose objectives the questions ask about."""
    invented_names: tuple[Name, ...] = ()
    """Names of people and stations in this text that exist nowhere: whoever writes them here states so."""
    pass_mark: Annotated[Whole, Field(ge=1, le=100)]
    """What is needed to pass, of a hundred."""
    draw: Annotated[Whole, Field(ge=1)]
    """How many questions are asked: the core ones of everybody, the rest drawn."""
    questions: Mapping[Slug, AnyQuestion]
    """The questions; exercises without a mark stand here too and come after the scored ones."""

    @property
    def void(self) -> frozenset[str]:
        """Ids of the questions that are full marks for all: marked void, or with nothing left to compare."""
        return frozenset(id_ for id_, question in self.questions.items() if question.is_full_marks_for_all())

    @property
    def askable(self) -> tuple[str, ...]:
        """Ids of the questions that a new attempt may ask: scored and not void, in the order written."""
        void = self.void
        return tuple(id_ for id_ in self.scored if id_ not in void)

    @property
    def asked(self) -> int:
        """How many questions a new attempt asks: `draw`, or fewer where so many are not left."""
        return min(self.draw, len(self.askable))

    @property
    def core(self) -> tuple[str, ...]:
        """Ids of the core questions, in the order written."""
        return tuple(id_ for id_, question in self.scored.items() if question.core)

    @property
    def scored(self) -> Mapping[str, Question]:
        """The questions that are drawn and marked, in the order written."""
        return {id_: question for id_, question in self.questions.items() if question.is_scored}

    @property
    def unscored(self) -> Mapping[str, Question]:
        """The exercises without a mark, in the order written."""
        return {id_: question for id_, question in self.questions.items() if not question.is_scored}

    def faults(self) -> Iterator[Fault]:
        """What must be mended in the quiz as a whole and in each question."""
        if self.draw > len(self.scored):
            yield Fault(
                ("draw",),
                N_("draw asks for %(draw)s questions and there are %(count)s: ask for fewer, or add questions"),
                {"draw": str(self.draw), "count": str(len(self.scored))},
            )
        if len(self.core) not in CORE:
            yield Fault(
                ("questions",),
                N_("give core: true to two or three questions, each with one idea (so far: %(count)s)"),
                {"count": str(len(self.core))},
                fatal=False,
            )
        for id_, question in self.questions.items():
            at = ("questions", id_)
            if question.is_scored and question.objective is None:
                yield Fault(at, N_("a scored question names its objective: add a line objective:"))
            if not question.is_scored and question.objective is not None:
                message = N_("an exercise without a mark has no objective: take the line objective: out")
                yield Fault((*at, "objective"), message)
            if question.core and len(question.ideas()) != 1:
                yield Fault(
                    at,
                    N_("a core question carries exactly one idea, and this one has %(count)s: mend the lines idea:"),
                    {"count": str(len(question.ideas()))},
                )
            yield from (
                Fault((*at, *fault.path), fault.message, fault.values, fault.fatal)
                for fault in (*misplaced(question), *question.faults())
            )
        yield from self._missing_by_void()
        yield from self._too_few()
        yield from self._longest()

    def _missing_by_void(self) -> Iterator[Fault]:
        void, left = self.void, len(self.askable)
        for id_ in self.core:
            if id_ in void:
                message = N_("this core question is void, so nobody is asked it any more: let another one be core")
                yield Fault(("questions", id_), message, fatal=False)
        if void and left < self.draw <= len(self.questions):
            yield Fault(
                ("draw",),
                N_("draw asks for %(draw)s questions and without the void ones there are %(count)s: add questions"),
                {"draw": str(self.draw), "count": str(left)},
                fatal=False,
            )

    def _too_few(self) -> Iterator[Fault]:
        """That little is left to draw from. A quiz that asks few questions is still being written, or is a sample."""
        if self.draw < DRAW_OF_A_WHOLE_QUIZ:
            return
        count, kinds = len(self.scored), len({question.kind for question in self.scored.values()})
        if count < LEAST_QUESTIONS or kinds < LEAST_KINDS:
            message = N_(
                "a quiz has at least %(least)s questions of at least %(least_kinds)s kinds, and this one has %(count)s"
                " of %(kinds)s: add some"
            )
            values = {"least": str(LEAST_QUESTIONS), "least_kinds": str(LEAST_KINDS)}
            yield Fault(("questions",), message, values | {"count": str(count), "kinds": str(kinds)}, fatal=False)

    def _longest(self) -> Iterator[Fault]:
        judged = [picks for question in self.questions.values() if (picks := question.picks_longest()) is not None]
        if judged and sum(judged) * 100 > 40 * len(judged):
            yield Fault(
                ("questions",),
                N_(
                    "the longest option is right in %(right)s of %(count)s questions (%(share)s in 100), at most 40 in"
                    " 100 may be so: say more in the other options"
                ),
                {"right": str(sum(judged)), "count": str(len(judged)), "share": str(sum(judged) * 100 // len(judged))},
                fatal=False,
            )
