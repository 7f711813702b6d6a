"""A survey: what people think of a session, asked without marks."""

from collections.abc import Iterator, Mapping
from typing import Final, Literal, get_args

from course.base.languages import N_
from course.content.core_digest import core_digest
from course.content.fields import Line, Name, Part, Slug
from course.content.problem import Fault
from course.content.questions import AnyQuestion
from course.content.questions.base import Question
from course.content.questions.single import OPTIONS, Single, fault_of_count

KINDS: Final = ("opinion", "single")
Wave = Literal["before", "after", "later"]
"""When the same sheet is asked for: before a session, after it, and 90 days later."""
WAVES: Final[tuple[Wave, ...]] = get_args(Wave)
DIGITS: Final = 8
"""How much of a core digest the name of an answer holds."""
Direction = Literal["higher", "lower"]


class Index(Part):
    """Opinions that are summed up into one figure, decided on before anybody answers."""

    title: Line
    """What the figure says, as a reader of the results finds it."""
    questions: Mapping[Slug, Direction]
    """For each opinion that counts: `higher` where agreeing raises the figure, `lower` where it lowers it."""


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
    waves: tuple[Wave, ...] = ()
    """When officers are asked: `before` their session, `after` it, `later` (90 days on). Without, nobody is asked."""
    tracks: tuple[Slug, ...] = ()
    """The tracks whose sessions it asks about."""
    index: Index | None = None
    """The opinions that one figure is made of, and what it is called."""
    questions: Mapping[Slug, AnyQuestion]
    """Questions of kind `opinion`, or `single` without a right option."""

    def answer_names(self) -> dict[str, str]:
        """By question, what its answers are kept under: its id and the beginning of the digest of what was asked.

        So figures of a question whose Portuguese was changed begin anew, and answers to two texts are never mixed. Of
        the *reference*, never of its translation.
        """
        return {id_: f"{id_}@{core_digest(question)[:DIGITS]}" for id_, question in self.questions.items()}

    def faults(self) -> Iterator[Fault]:
        """What the shape alone cannot show to be wrong."""
        if not self.questions:
            yield Fault(("questions",), N_("a survey has at least one question: add one"))
        yield from self._faults_of_asking()
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

    def _faults_of_asking(self) -> Iterator[Fault]:
        if self.waves and not self.tracks:
            yield Fault(("waves",), N_("nobody would be asked: say in tracks: about which sessions"))
        if self.tracks and not self.waves:
            yield Fault(("tracks",), N_("nobody would be asked: say in waves: when"))
        if len(set(self.waves)) != len(self.waves):
            yield Fault(("waves",), N_("a wave stands here twice: take one out"))
        for id_ in self.index.questions if self.index else ():
            found = self.questions.get(id_)
            if found is None or found.kind != "opinion":
                message = N_("only opinions of this survey are summed up, and %(name)s is none: take it out")
                yield Fault(("index", "questions", id_), message, {"name": id_})


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
