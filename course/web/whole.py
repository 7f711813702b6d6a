"""One document from its first line to its last, for those who may read keys: everything an author wrote in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from course.base.languages import HTML_LANG, N_, Language
from course.content.bundle import Kind
from course.content.case import Case, Choice, EndingKind, Scene, Verdict
from course.content.conditions import After, Bound
from course.content.document import Document
from course.content.module import Module, Section
from course.content.proof import Proof
from course.content.prose import Notes, plain
from course.content.questions.base import Key, KeyMark, Question
from course.web.case_map import CaseMap, map_of
from course.web.charts import ChartView, chart_of
from course.web.documents import Listed, in_reading_order, listed_of, url_of
from course.web.house import whole_catalogue
from course.web.meters import SCALE_NAMES
from course.web.proof_words import FactLine, facts_of
from course.web.signatures import SignedBy, signed_by
from course.web.sources import LawNote, notes_of, sources_of
from course.web.tracks import track_title
from course.web.transaction import session
from course.web.words import gettext

VERDICTS: Final[dict[Verdict, tuple[str, str]]] = {
    "best": ("right", N_("A good choice")),
    "acceptable": ("right", N_("Acceptable")),
    "poor": ("part", N_("A weak choice")),
    "unlawful": ("wrong", N_("Not lawful")),
}
"""Verdict -> how it is drawn and the word for it."""
MARKS: Final[dict[KeyMark, tuple[str, str]]] = {
    "right": ("right", N_("Right")),
    "wrong": ("wrong", N_("Wrong")),
    "remove": ("right", N_("To be marked")),
    "keep": ("", N_("To be left")),
    "belongs": ("", N_("Belongs in:")),
    "step": ("", N_("Step")),
    "any-order": ("", N_("In any order, as steps")),
    "within": ("right", N_("Right, with a tolerance of")),
    "accepted": ("right", N_("Right when typed")),
    "model": ("", N_("A model")),
}
"""What a key says of a part -> how it is drawn and the word for it; the place follows it."""
ENDINGS: Final[dict[EndingKind, str]] = {
    "good": N_("A good ending"),
    "mixed": N_("A mixed ending"),
    "bad": N_("A bad ending"),
}


@dataclass(frozen=True)
class IdeaView:
    """A wrong idea of the register and the answer to it."""

    statement: str
    answer: str


@dataclass(frozen=True)
class KeyLine:
    """A part of a question with its key. `word` says what it is worth, and is drawn as `drawing` says; both are empty
    of a part of which nothing is right or wrong."""

    key: Key
    drawing: str
    word: str
    idea: IdeaView | None


@dataclass(frozen=True)
class KeyGroup:
    """Parts that stand at one place of their question; `about` is empty where that is the question itself."""

    about: str
    lines: tuple[KeyLine, ...]


class Passage:
    """A section, a scene, a question...: what has notes of its own. Its text is in `language`; `id` begins its ids."""

    def __init__(self, document: Document[Any], reader: Language, *path: str) -> None:
        self.id = "-".join(path)
        self.language = document.language_of(reader, *path)
        self.is_outdated = document.is_outdated(reader, *path)
        self.prefix = f"{self.id}-n"
        self.notes = Notes(self.prefix, self.language)
        self._reader = reader

    @property
    def html_lang(self) -> str:
        """The language of its text, for the attribute `lang`."""
        return HTML_LANG[self.language]

    def margin(self) -> list[LawNote]:
        """The notes cited so far, numbered: to be asked for after the text was rendered."""
        return notes_of(whole_catalogue().registers, self.notes, self._reader)

    def numbers(self, ids: Iterable[str]) -> list[int]:
        """The numbers of the notes of these sources, which stand in the margin from now on."""
        known = whole_catalogue().registers.sources
        return [self.notes.number(id_) for id_ in ids if id_ in known]


@dataclass(frozen=True)
class QuestionText:
    """A question with its keys. `objective` is in words, empty where it has none."""

    id: str
    question: Question
    objective: str
    keys: tuple[KeyGroup, ...]


@dataclass(frozen=True)
class SectionText:
    """A section of a module."""

    number: int
    passage: Passage
    section: Section
    chart: ChartView | None
    chart_source: LawNote | None
    case_title: str
    case_url: str
    checks: tuple[QuestionText, ...]


@dataclass(frozen=True)
class ChoiceText:
    """A choice of a scene: verdict, effects and condition in words, and the scene it leads to."""

    id: str
    choice: Choice
    verdict: str
    drawing: str
    effects: str
    condition: str
    idea: IdeaView | None


@dataclass(frozen=True)
class SceneText:
    """A scene of a case; `ending` is in words, empty where the scene is none."""

    id: str
    passage: Passage
    scene: Scene
    ending: str
    views: tuple[tuple[str, str], ...]
    choices: tuple[ChoiceText, ...]


class Whole:
    """A document from its first line to its last, in the reader's language, for the area whose pages show it."""

    def __init__(self, area: str, kind: Kind, document: Document[Any], reader: Language) -> None:
        self.kind = kind
        self.document = document
        self.content = document.in_(reader)
        self.reader = reader
        self._area = area

    @classmethod
    def of(cls, area: str, kind: Kind, id_: str, reader: Language) -> "Whole":
        """The current document of that kind and id. Raises NotFound."""
        documents = whole_catalogue()
        find: dict[Kind, Callable[[str], Document[Any]]] = {
            "module": documents.module,
            "case": documents.case,
            "quiz": documents.quiz,
            "survey": documents.survey,
        }
        return cls(area, kind, find[kind](id_), reader)

    @cached_property
    def listed(self) -> Listed:
        """Its line of the list."""
        return listed_of(self._area, self.kind, self.document, self.reader)

    @cached_property
    def signed(self) -> SignedBy:
        """Who stands behind the current text of the document."""
        return signed_by(self.kind, self.document.id)

    @cached_property
    def following(self) -> Listed | None:
        """The document to read after it: None after the last."""
        order = list(in_reading_order())
        position = [(kind, document.id) for kind, document in order].index((self.kind, self.document.id)) + 1
        return listed_of(self._area, *order[position], self.reader) if position < len(order) else None

    def passage(self, *path: str) -> Passage:
        """A passage of its own notes."""
        return Passage(self.document, self.reader, *path)

    def sections(self) -> Iterator[SectionText]:
        """The sections of a module, in order."""
        for number, (id_, section) in enumerate(self.content.sections.items(), 1):
            case = whole_catalogue().library.cases.get(section.case) if section.case else None
            source = (
                sources_of(whole_catalogue().registers, [section.chart.source], self.reader) if section.chart else []
            )
            yield SectionText(
                number=number,
                passage=self.passage("sections", id_),
                section=section,
                chart=chart_of(section.chart, self.document.tables, self.reader) if section.chart else None,
                chart_source=next(iter(source), None),
                case_title=case.in_(self.reader).title if case else "",
                case_url=url_of(self._area, "case", section.case) if section.case else "",
                checks=tuple(self._question(check, question, {}) for check, question in section.checks.items()),
            )

    def questions(self) -> Iterator[tuple[Passage, QuestionText]]:
        """The questions of a quiz or a survey, in the order written."""
        module = whole_catalogue().library.modules.get(getattr(self.content, "objectives_of", ""))
        objectives = module.in_(self.reader).objectives if module else {}
        for id_, question in self.content.questions.items():
            yield self.passage("questions", id_), self._question(id_, question, objectives)

    def courses(self) -> list[str]:
        """The titles of the courses about whose sessions a survey asks."""
        return [track_title(id_) for id_ in self.content.tracks]

    def scenes(self) -> Iterator[SceneText]:
        """The scenes of a case, in the order written."""
        for id_, scene in self.content.scenes.items():
            yield SceneText(
                id=id_,
                passage=self.passage("scenes", id_),
                scene=scene,
                ending=gettext(ENDINGS[scene.ending]) if scene.ending else "",
                views=tuple((self.content.seats[seat], text) for seat, text in scene.views.items()),
                choices=tuple(self._choice(choice_id, choice) for choice_id, choice in scene.choices.items()),
            )

    @cached_property
    def proof(self) -> Proof | None:
        """The proof of a case; None of another kind."""
        return (
            whole_catalogue().find_proof(session(), self.document)
            if isinstance(self.document.reference, Case)
            else None
        )

    def map(self) -> CaseMap:
        """The map of a case."""
        return map_of(self.document.reference, self.proof)

    def facts(self) -> list[FactLine]:
        """What the proof of a case says."""
        return facts_of(self.document.reference, self.proof) if self.proof else []

    def origin(self) -> LawNote | None:
        """The source on which a case is built; None where it is composite or invented."""
        source = self.content.based_on.source
        return next(iter(sources_of(whole_catalogue().registers, [source] if source else [], self.reader)), None)

    def contents(self) -> list[tuple[str, str]]:
        """Id and words of each passage, for the list at the side."""
        if isinstance(self.content, Module):
            sections = [(f"sections-{id_}", plain(section.title)) for id_, section in self.content.sections.items()]
            return [*sections, ("card", gettext("Card"))]
        if isinstance(self.content, Case):
            return [(f"scenes-{id_}", id_) for id_ in self.content.scenes]
        return [(f"questions-{id_}", id_) for id_ in self.content.questions]

    def _question(self, id_: str, question: Question, objectives: Mapping[str, str]) -> QuestionText:
        objective = objectives.get(question.objective, question.objective) if question.objective else ""
        return QuestionText(id_, question, objective, tuple(keys_of(question, self.reader)))

    def _choice(self, id_: str, choice: Choice) -> ChoiceText:
        drawing, word = VERDICTS[choice.verdict]
        return ChoiceText(
            id=id_,
            choice=choice,
            verdict=gettext(word),
            drawing=drawing,
            effects=_effects_in_words(choice.effect),
            condition=_condition_in_words(choice),
            idea=_idea_of(choice.idea, self.reader),
        )


def keys_of(question: Question, language: Language) -> Iterator[KeyGroup]:
    """Its parts with their keys, those together that stand at one place."""
    for about, keys in groupby(question.key_parts(), key=attrgetter("about")):
        yield KeyGroup(about or "", tuple(_line_of(key, language) for key in keys))


def _line_of(key: Key, language: Language) -> KeyLine:
    drawing, word = MARKS[key.mark] if key.mark else ("", "")
    return KeyLine(key, drawing, gettext(word) if word else "", _idea_of(key.idea, language))


def _idea_of(id_: str | None, language: Language) -> IdeaView | None:
    idea = whole_catalogue().registers.ideas.get(id_) if id_ else None
    return IdeaView(idea.statement.in_(language), idea.answer.in_(language)) if idea else None


def _effects_in_words(effect: Mapping[str, int]) -> str:
    """Legality +2, Trust −1"""
    changes = [
        f"{gettext(SCALE_NAMES[scale])} {'+' if change > 0 else '−'}{abs(change)}" for scale, change in effect.items()
    ]
    return ", ".join(changes) or gettext("no effect")


def _condition_in_words(choice: Choice) -> str:
    """When the choice is offered; empty where it always is."""
    return ", ".join(_test_in_words(test) for test in choice.when)


def _test_in_words(test: After | Bound) -> str:
    if isinstance(test, After):
        message = N_("not after scene %(scene)s") if test.negated else N_("after scene %(scene)s")
        return gettext(message, scene=test.scene)
    message = N_("%(scale)s at %(bound)s or below") if test.at_most else N_("%(scale)s at %(bound)s or above")
    return gettext(message, scale=gettext(SCALE_NAMES[test.scale]), bound=_signed(test.bound))


def _signed(number: int) -> str:
    return f"−{-number}" if number < 0 else str(number)
