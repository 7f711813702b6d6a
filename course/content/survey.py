"""A survey: what people think of a session, asked without marks."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from course.base.languages import N_
from course.content.fields import Line, Name, Part, Slug
from course.content.problem import Fault
from course.content.questions import AnyQuestion
from course.content.questions.base import Question
from course.content.questions.single import OPTIONS, Single, fault_of_count

KINDS: Final = ("opinion", "single")


class Survey(Part):
    """Statements to agree with, and scenarios in which no option is the right one."""

    format: Literal["1"]
    """Always `1`: which form of file this is."""
    language: Literal["pt", "en"]
    """`pt` in the reference file; `en` in its translation."""
    title: Line
    """What the survey is called."""
    invented_names: tuple[Name, ...] = ()
    """Names of people and stations in this text that exist nowhere: whoever writes them here states so."""
    questions: Mapping[Slug, AnyQuestion]
    """Questions of kind `opinion`, or `single` without a right option."""

    def faults(self) -> Iterator[Fault]:
        """What the shape alone cannot show to be wrong."""
        if not self.questions:
            yield Fault(("questions",), N_("a survey has at least one question: add one"))
        for id_, question in self.questions.items():
            at = ("questions", id_)
            if question.kind not in KINDS:
                message = N_("a survey asks questions of kind %(known)s, not %(kind)s: ask otherwise")
                yield Fault((*at, "kind"), message, {"kind": question.kind, "known": ", ".join(KINDS)})
                continue
            for name in _marked_as(question):
                message = N_("a survey has no marks, objectives or core questions: take %(name)s: out")
                yield Fault((*at, name), message, {"name": name})
            if isinstance(question, Single):
                yield from _faults_of_scenario(at, question)


def _marked_as(question: Question) -> Iterator[str]:
    if question.objective is not None:
        yield "objective"
    if question.core:
        yield "core"


def _faults_of_scenario(at: tuple[str, ...], question: Single) -> Iterator[Fault]:
    if len(question.options) not in OPTIONS:
        yield fault_of_count(at, question.options)
    for id_, option in question.options.items():
        if option.correct:
            message = N_("in a survey no option is the right one: take correct: out")
            yield Fault((*at, "options", id_, "correct"), message)
