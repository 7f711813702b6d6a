"""What was objected before a session, and what else may be said in its room, with how to meet it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from course.acts.said_in_session import said_in
from course.base.languages import HTML_LANG, Language
from course.content.document import Document
from course.content.module import Module
from course.content.prose import plain
from course.content.room import sayings_in, sections_on_idea
from course.groups import GroupPicture
from course.storage.models import CourseSession
from course.train.brief_words import SHARES
from course.web.house import catalogue
from course.web.transaction import session
from course.web.words import gettext

Modules = Mapping[str, Document[Module]]
MOST_SAYINGS: Final = 6
OF_AN_IDEA: Final = 2
"""Sayings that one idea brings, at most: the others shall have theirs too."""


@dataclass(frozen=True)
class SentenceView:
    """What was objected; of a prepared sentence that people ticked also the answer, and how many, in a word."""

    number: int
    words: str
    answer: str = ""
    share: str = ""


@dataclass(frozen=True)
class ObjectionsView:
    """What was objected to a module: sentences as they were written, then prepared ones; numbered through the brief."""

    title: str
    html_lang: str
    sentences: tuple[SentenceView, ...]


@dataclass(frozen=True)
class SayingView:
    """What may be said in the room and how to meet it, by the notes of a module."""

    says: str
    met: str
    module: str
    html_lang: str


@dataclass(frozen=True)
class AdviceView:
    """A line of the register for any room."""

    title: str
    text: str


@dataclass(frozen=True)
class ClashView:
    """What confrontation to expect and how to meet it; `is_sure`: those who hold the first idea are mostly sure."""

    is_sure: bool
    sayings: tuple[SayingView, ...]
    expected: tuple[AdviceView, ...]
    moves: tuple[AdviceView, ...]
    never: tuple[AdviceView, ...]


def objections_of(
    planned: CourseSession, picture: GroupPicture | None, modules: Modules, language: Language
) -> list[ObjectionsView]:
    """By module, in the order of the track; a module without any is left out."""
    said = enumerate(said_in(session(), catalogue(), planned, picture, language), 1)
    found = []
    for id_, numbered in groupby(said, key=lambda one: one[1].module):
        document = modules[id_]
        sentences = tuple(
            SentenceView(number, one.words, one.answer, gettext(SHARES[one.share]) if one.share else "")
            for number, one in numbered
        )
        html_lang = HTML_LANG[document.language_of(language, "title")]
        found.append(ObjectionsView(document.in_(language).title, html_lang, sentences))
    return found


def clash_of(
    ideas: Sequence[str], picture: GroupPicture | None, modules: Modules, language: Language, *, is_sure: bool
) -> ClashView:
    """For a room with these ideas, and with the objections that were ticked."""
    ticked = [tap.objection for tap in picture.taps] if picture else []
    advice = catalogue().registers.room.values()
    expected, moves, never = (
        tuple(AdviceView(one.title.in_(language), one.text.in_(language)) for one in advice if one.kind == kind)
        for kind in ("expect", "move", "never")
    )
    return ClashView(is_sure, tuple(_sayings(ideas, ticked, modules, language)), expected, moves, never)


@dataclass(frozen=True)
class _Place:
    """A section, and how many of its sayings are wanted from it."""

    module: str
    section: str
    most: int


def _sayings(ideas: Sequence[str], ticked: Sequence[str], modules: Modules, language: Language) -> list[SayingView]:
    """Where the ideas are taught first, then where somebody ticked an objection, then in the order of the text."""
    found: dict[tuple[str, str, int], SayingView] = {}
    for place in _places(ideas, ticked, modules):
        document = modules[place.module]
        module = document.in_(language)
        html_lang = HTML_LANG[document.language_of(language, "sections", place.section, "notes")]
        for number, one in enumerate(sayings_in(module.sections[place.section].notes)[: place.most]):
            view = SayingView(one.says, one.met, plain(module.title), html_lang)
            found.setdefault((place.module, place.section, number), view)
    return list(found.values())[:MOST_SAYINGS]


def _places(ideas: Sequence[str], ticked: Sequence[str], modules: Modules) -> Iterator[_Place]:
    library = catalogue().library
    for idea in ideas:
        for id_, document in modules.items():
            quiz = library.quizzes.get(document.reference.quiz)
            sections = sections_on_idea(document.reference, quiz.reference, idea) if quiz else ()
            yield from (_Place(id_, section, OF_AN_IDEA) for section in sections[:1])
    for id_, document in modules.items():
        for section, content in document.reference.sections.items():
            if any(f"{id_}/{objection}" in ticked for objection in content.objections):
                yield _Place(id_, section, 1)
    for id_, document in modules.items():
        yield from (_Place(id_, section, 1) for section in document.reference.sections)
