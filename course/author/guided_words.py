"""What the forms of a case say: steps, lists to choose from, and what the course sees, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.content.guided.conditions import AFTER, AT_LEAST, AT_MOST, NOT_AFTER
from course.content.guided.option import IN_WORDS, NEW, OWN, SCENE, STAYS, leading_to
from course.content.guided.scene import first_scene, scales_of
from course.content.guided.seen import Step
from course.content.guided.tree import Tree, group_at, text_at
from course.content.registers import Registers
from course.web.i18n import page_language
from course.web.meters import SCALE_NAMES
from course.web.words import gettext

Choices = list[tuple[str, str]]
"""What a list offers: value and words."""

LONGEST_LABEL: Final = 70
_TO_CHOOSE: Final = N_("Choose")


@dataclass(frozen=True)
class StepWords:
    """A step in words: its title, what it asks, and in a line what it is about, for the one before it (msgids)."""

    title: str
    lede: str
    about: str


STEP_WORDS: Final[dict[Step, StepWords]] = {
    "place": StepWords(
        N_("The place"),
        N_("Where one is, and what has to be decided. No names, no exact place, no pending case."),
        N_("The title, the place and the hour."),
    ),
    "people": StepWords(
        N_("The people"),
        N_("Who is there, and where the case comes from. The first one decides."),
        N_("Who is there, and where the case comes from."),
    ),
    "decision": StepWords(
        N_("The decision"),
        N_("What the officer sees and hears, in the present, until something has to be done."),
        N_("What the officer sees and hears."),
    ),
    "options": StepWords(
        N_("Three options"),
        N_("Write what a colleague would really do, also what is wrong. At least one has to be good or acceptable."),
        N_("What a colleague would really do."),
    ),
    "endings": StepWords(
        N_("What happened"),
        N_("The end of each option, in two or three sentences; and what became of the real case, where there is one."),
        N_("The end of each option, in two or three sentences."),
    ),
    "law": StepWords(
        N_("What the law says"),
        N_("Which text each option rests on, and the wrong idea behind a wrong one."),
        N_("The sources of each option."),
    ),
}
LETTERS: Final = "ABCDEFGHIJKL"
VERDICT_WORDS: Final = {
    "best": N_("the best"),
    "acceptable": N_("acceptable"),
    "poor": N_("weak"),
    "unlawful": N_("not lawful"),
}
ENDINGS: Final = {"good": N_("a good ending"), "mixed": N_("a mixed ending"), "bad": N_("a bad ending")}
EFFECT_WORDS: Final = {
    "2": N_("rises much"),
    "1": N_("rises"),
    STAYS: N_("stays the same"),
    "-1": N_("falls"),
    "-2": N_("falls much"),
}
ORIGIN_WORDS: Final = {
    "judgment": N_("a judgment"),
    "decision": N_("a decision of an authority"),
    "complaint": N_("a complaint"),
    "press": N_("a report in the press"),
    "composite": N_("several cases in one"),
    "invented": N_("invented"),
}
SOURCE_KINDS: Final = {
    "law": N_("Laws"),
    "judgment": N_("Judgments"),
    "report": N_("Reports"),
    "research": N_("Research"),
    "press": N_("Press"),
    "plan": N_("Plans"),
}


def step_words(step: Step) -> StepWords:
    """A step in the reader's words."""
    words = STEP_WORDS[step]
    return StepWords(gettext(words.title), gettext(words.lede), gettext(words.about))


def letter_of(number: int) -> str:
    """The letter of an option by its number, counted from 1."""
    return LETTERS[number - 1] if number <= len(LETTERS) else str(number)


@dataclass(frozen=True)
class Lists:
    """What the lists of a form offer."""

    tree: Tree
    registers: Registers

    def verdicts(self, chosen: str) -> Choices:
        """How good an option is."""
        return _offered(VERDICT_WORDS, chosen)

    def origins(self, chosen: str) -> Choices:
        """Where a case comes from."""
        return _offered(ORIGIN_WORDS, chosen)

    def endings(self, chosen: str) -> Choices:
        """How a scene ends; first, that it does not."""
        return [("", gettext("with options: it goes on")), *_offered(ENDINGS, chosen)[1:]]

    def ending_kinds(self, chosen: str) -> Choices:
        """What kind of ending it is."""
        return _offered(ENDINGS, chosen)[1:]

    def effects(self, chosen: str) -> Choices:
        """What an option does to a scale; another value than those in words stays as it is."""
        offered = [(value, gettext(EFFECT_WORDS[value])) for value in IN_WORDS]
        if chosen not in EFFECT_WORDS:
            offered.append((chosen, gettext("stays as in the text: %(value)s", value=chosen)))
        return offered

    def leads(self, chosen: str) -> Choices:
        """Where an option can lead."""
        scenes = [(f"{SCENE}{id_}", self.scene(id_)) for id_ in group_at(self.tree, "scenes")]
        offered = [
            ("", gettext(_TO_CHOOSE)),
            *((f"{OWN}{kind}", gettext(words)) for kind, words in ENDINGS.items()),
            (NEW, gettext("another decision, still to be written")),
            *scenes,
        ]
        return _with(offered, chosen)

    def sources(self, chosen: str) -> list[tuple[str, Choices]]:
        """The sources of the register by kind, each by its title."""
        by_kind: dict[str, Choices] = {gettext(words): [] for words in SOURCE_KINDS.values()}
        for id_, source in self.registers.sources.items():
            by_kind[gettext(SOURCE_KINDS[source.kind])].append((id_, str(source.title.in_(page_language()))))
        unknown = [(chosen, chosen)] if chosen and chosen not in self.registers.sources else []
        groups = [(kind, sorted(found, key=lambda one: one[1].casefold())) for kind, found in by_kind.items() if found]
        return [("", [("", gettext("None")), *unknown]), *groups]

    def ideas(self, chosen: str) -> Choices:
        """The wrong ideas of the register, each as people say it."""
        known = [(id_, str(idea.statement.in_(page_language()))) for id_, idea in self.registers.ideas.items()]
        return _with([("", gettext("None")), *sorted(known, key=lambda one: one[1].casefold())], chosen)

    def gate_kinds(self, chosen: str) -> Choices:
        """When an option is offered."""
        sides = {AT_LEAST: N_("%(scale)s at least at"), AT_MOST: N_("%(scale)s at most at")}
        scales = [
            (f"{scale}:{side}", gettext(words, scale=gettext(SCALE_NAMES.get(scale, scale))))
            for scale in scales_of(self.tree)
            for side, words in sides.items()
        ]
        scenes = [(AFTER, gettext("Only after the scene")), (NOT_AFTER, gettext("Only if it was not in the scene"))]
        return _with([("", gettext("No condition")), *scenes, *scales], chosen)

    def scenes(self, chosen: str) -> Choices:
        """The scenes of the case."""
        known = [(id_, self.scene(id_)) for id_ in group_at(self.tree, "scenes")]
        return _with([("", gettext(_TO_CHOOSE)), *known], chosen)

    def scene(self, id_: str) -> str:
        """A scene by its first words; an ending by its kind too, and one still to be written by what leads there."""
        text = shortened(text_at(self.tree, "scenes", id_, "text"))
        kind = ENDINGS.get(text_at(self.tree, "scenes", id_, "ending"), "")
        if not text:
            before = next((self.option(*place) for place in leading_to(self.tree, id_)), "")
            text = gettext("still to be written, after “%(option)s”", option=before) if before else id_
        if kind:
            return f"{gettext(kind)}: {text}"
        return gettext("the first scene: %(text)s", text=text) if id_ == first_scene(self.tree) else text

    def option(self, scene: str, id_: str) -> str:
        """An option by its first words."""
        return shortened(text_at(self.tree, "scenes", scene, "choices", id_, "text")) or id_

    def seat(self, id_: str) -> str:
        """Who sits in a seat."""
        return text_at(self.tree, "seats", id_) or id_

    def scale(self, id_: str) -> str:
        """The name of a scale."""
        return gettext(SCALE_NAMES[id_]) if id_ in SCALE_NAMES else id_

    def led_from(self, scene: str) -> Iterator[tuple[str, str]]:
        """The options that lead to a scene: the scene of each, and its first words."""
        for of, id_ in leading_to(self.tree, scene):
            yield of, self.option(of, id_)


def after_colon(words: str) -> str:
    """Words as they go on after a colon."""
    return words[:1].lower() + words[1:]


def capitalised(words: str) -> str:
    """Words as a sentence begins with them."""
    return words[:1].upper() + words[1:]


def shortened(text: str) -> str:
    """The first words of a text, on one line."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_LABEL:
        return line
    return line[:LONGEST_LABEL].rpartition(" ")[0].rstrip(",.;:") + "…"


def _offered(words: dict[str, str], chosen: str) -> Choices:
    return _with([("", gettext(_TO_CHOOSE)), *((value, gettext(said)) for value, said in words.items())], chosen)


def _with(offered: Choices, chosen: str) -> Choices:
    """What is offered, and what the text has, where that is something else."""
    known = {value for value, _ in offered}
    return offered if chosen in known else [*offered, (chosen, gettext("as in the text: %(value)s", value=chosen))]
