"""What the texts of the course hold for a trainer in the room: what may be said, and what carries an idea.

Trainer notes say what to do "if somebody says «…»: …", a paragraph each; an idea is met in the sections that teach the
objective of the core question which carries it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from course.content.case import Case
from course.content.fields import Prose
from course.content.module import Module
from course.content.quiz import Quiz

_SAID: Final = re.compile(
    r"(?:Se alguém|If (?:somebody|someone|anybody|anyone))\b[^:«“\"\n]*"
    r"(?P<says>«[^»\n]+»|“[^”\n]+”|\"[^\"\n]+\")[^:«“\"\n]{0,40}:\s+(?P<met>\S.*)",
    re.DOTALL,
)
"""Of a paragraph: the words in quotation marks, and what follows the colon."""


@dataclass(frozen=True)
class Saying:
    """What somebody may say, without quotation marks, and how to meet it."""

    says: str
    met: Prose


def sayings_in(notes: str | None) -> tuple[Saying, ...]:
    """What the notes of a section expect to be said, in the order written."""
    paragraphs = re.split(r"\n[ \t]*\n", notes or "")
    return tuple(
        Saying(found["says"][1:-1], Prose(found["met"][0].upper() + found["met"][1:].strip()))
        for paragraph in paragraphs
        if (found := _SAID.match(paragraph.strip()))
    )


def sections_on_idea(module: Module, quiz: Quiz, idea: str) -> tuple[str, ...]:
    """Ids of the sections that teach what a core question about that idea asks, in the order in which they are read."""
    asked = (quiz.questions[id_] for id_ in quiz.core)
    found = (module.sections_on(question.objective) for question in asked if idea in question.ideas())
    return tuple(dict.fromkeys(section for sections in found for section in sections))


def ideas_carried(case: Case) -> dict[str, str]:
    """The ideas behind the choices of a case, each with the first scene in which one carries it."""
    carried: dict[str, str] = {}
    for scene, idea in _carriers(case):
        carried.setdefault(idea, scene)
    return carried


def _carriers(case: Case) -> Iterator[tuple[str, str]]:
    for id_, scene in case.scenes.items():
        yield from ((id_, choice.idea) for choice in scene.choices.values() if choice.idea)
