"""What the picture of a group says, as a trainer reads it: how many are ready, ideas, and where the group parted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from course.base.languages import HTML_LANG, Language
from course.content.prose import plain
from course.groups import GroupPicture
from course.scoring.privacy import ShownFork
from course.train.brief_words import SHARES, SURENESS
from course.web.house import catalogue
from course.web.words import gettext

READY_WIDTH: Final = 780
"""Units of the drawing of how many completed."""


@dataclass(frozen=True)
class Readiness:
    """How many of those seated have completed, as supervisors see it; `width` is that share of the drawing."""

    done: int
    left: int

    @property
    def seated(self) -> int:
        """How many seats are taken."""
        return self.done + self.left

    @property
    def width(self) -> int:
        """Of READY_WIDTH."""
        return READY_WIDTH * self.done // self.seated if self.seated else 0


@dataclass(frozen=True)
class IdeaView:
    """An idea to work on, and what to try. `share` and `sureness` are words, empty where no group was counted."""

    id: str
    statement: str
    answer: str
    share: str = ""
    sureness: str = ""
    attempt: str = ""


@dataclass(frozen=True)
class ChoiceView:
    """A choice at a fork, in words and as so many of three squares."""

    text: str
    share: str
    weight: int


@dataclass(frozen=True)
class ForkView:
    """Where the group parted."""

    title: str
    text: str
    html_lang: str
    choices: tuple[ChoiceView, ...]

    @property
    def printed(self) -> tuple[ChoiceView, ...]:
        """The choices that stand on paper: those that more than a few took, else the first."""
        return tuple(choice for choice in self.choices if choice.weight) or self.choices[:1]


def ideas_of_group(picture: GroupPicture, language: Language) -> list[IdeaView]:
    """Those of the picture that the register still has."""
    register = catalogue().registers.ideas
    return [
        IdeaView(
            shown.idea,
            register[shown.idea].statement.in_(language),
            register[shown.idea].answer.in_(language),
            gettext(SHARES[shown.share]),
            gettext(SURENESS[shown.sureness]) if shown.sureness else "",
        )
        for shown in picture.brief.ideas
        if shown.idea in register
    ]


def usual_ideas(ideas: Sequence[str], language: Language) -> list[IdeaView]:
    """Those of the programme, without a word on how many."""
    register = catalogue().registers.ideas
    return [
        IdeaView(id_, register[id_].statement.in_(language), register[id_].answer.in_(language))
        for id_ in ideas
        if id_ in register
    ]


def forks_of(shown: Sequence[ShownFork], language: Language) -> Iterator[ForkView]:
    """Those whose scene still stands in today's text."""
    for fork in shown:
        case_id, _, scene_id = fork.fork.partition("/")
        document = catalogue().library.cases.get(case_id)
        scene = document.in_(language).scenes.get(scene_id) if document else None
        if document is None or scene is None:
            continue
        yield ForkView(
            plain(document.in_(language).title),
            scene.text,
            HTML_LANG[document.language_of(language, "scenes", scene_id)],
            tuple(
                ChoiceView(scene.choices[one.choice].text, gettext(SHARES[one.share]), list(SHARES).index(one.share))
                for one in fork.choices
                if one.choice in scene.choices
            ),
        )
