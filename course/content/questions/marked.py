"""Texts with marks in them: `{gap}` where something is filled in, `[words]{phrase}` where something is judged."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from course.base.languages import N_
from course.content.fields import Path
from course.content.problem import Fault


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph. With `part` it is that gap (without words) or that phrase (with its words)."""

    words: str
    part: str | None = None


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True)
class Marks:
    """A way to mark: its pattern, and the characters that stand only in marks."""

    pattern: re.Pattern[str]
    characters: str


GAPS: Final = Marks(re.compile(r"(?P<words>)\{(?P<part>[^{}\n]*)\}"), "{}")
PHRASES: Final = Marks(re.compile(r"\[(?P<words>[^\[\]]+)\]\{(?P<part>[^{}\n]*)\}"), "[]{}")

_BETWEEN_PARAGRAPHS: Final = re.compile(r"\n[ \t]*\n\s*")
_BETWEEN_SENTENCES: Final = re.compile(r"(?<=[.!?;])\s+")
_LINK_OR_CITATION: Final = re.compile(r"\[[^\[\]]*\]\([^\s]*\)|\[@[^\[\]]*\]")
_UNMARKED_PHRASE: Final = N_(
    "%(name)s stands under %(under)s and is not marked in the text: put its words in brackets there, as in"
    " [words]{%(name)s}, or take it out"
)
_UNMARKED_GAP: Final = N_(
    "%(name)s stands under %(under)s and is not marked in the text: write {%(name)s} where the gap is, or take it out"
)
_HERE: Final = "\ue010"
"""Authored texts cannot hold it."""


def paragraphs_of(text: str, marks: Marks) -> tuple[Paragraph, ...]:
    """The text in paragraphs and pieces, with the white space between them; its words are still Markdown."""
    return tuple(tuple(_pieces(whole, marks)) for whole in _BETWEEN_PARAGRAPHS.split(text.strip()))


def parts_in(text: str, marks: Marks) -> tuple[str, ...]:
    """The ids marked, in the order in which they stand."""
    return tuple(
        piece.part for paragraph in paragraphs_of(text, marks) for piece in paragraph if piece.part is not None
    )


def sentence_around(text: str, part: str) -> str:
    """The sentence in which that gap stands, the gap as **(…)** and others as …: Markdown of one line."""
    for paragraph in paragraphs_of(text, GAPS):
        whole = "".join(_told(piece, part) for piece in paragraph)
        for sentence in _BETWEEN_SENTENCES.split(whole):
            if _HERE in sentence:
                return " ".join(sentence.replace(_HERE, "**(…)**").split())
    return ""


def told_with(text: str, marks: Marks, tell: Callable[[Piece], str]) -> str:
    """The text with each mark told in Markdown: in paragraphs, as it was written."""
    whole = (
        "".join(tell(piece) if piece.part is not None else piece.words for piece in paragraph)
        for paragraph in paragraphs_of(text, marks)
    )
    return "\n\n".join(whole)


def faults_of_marks(path: Path, text: str, marks: Marks, known: Mapping[str, object], under: str) -> Iterator[Fault]:
    """Marks of unknown parts, parts marked twice or never, and what is left of a mark that was not closed."""
    found = Counter(parts_in(text, marks))
    for part, count in found.items():
        if part not in known:
            message = N_("the text marks %(name)s, which is not under %(under)s: add it there, or mend the mark")
            yield Fault(path, message, {"name": part, "under": under})
        elif count > 1:
            message = N_("the text marks %(name)s twice: mark it once, or give the other one an id of its own")
            yield Fault(path, message, {"name": part})
    for part in known:
        if part not in found:
            message = _UNMARKED_PHRASE if "[" in marks.characters else _UNMARKED_GAP
            yield Fault(path, message, {"name": part, "under": under})
    if any(_has_leftovers(whole, marks) for whole in _BETWEEN_PARAGRAPHS.split(text)):
        message = (
            N_("a mark is not closed, or stands within another: write [words]{id}, within one paragraph")
            if "[" in marks.characters
            else N_("a mark is not closed: write the id of the gap in braces, {id}")
        )
        yield Fault(path, message)


def _pieces(paragraph: str, marks: Marks) -> Iterator[Piece]:
    at = 0
    for found in marks.pattern.finditer(paragraph):
        if found.start() > at:
            yield Piece(paragraph[at : found.start()])
        yield Piece(found["words"], found["part"])
        at = found.end()
    if at < len(paragraph):
        yield Piece(paragraph[at:])


def _told(piece: Piece, part: str) -> str:
    if piece.part is None:
        return piece.words
    return _HERE if piece.part == part else "…"


def _has_leftovers(paragraph: str, marks: Marks) -> bool:
    rest = marks.pattern.sub(lambda found: found["words"], paragraph)
    return any(character in _LINK_OR_CITATION.sub("", rest) for character in marks.characters)
