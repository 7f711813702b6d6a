"""What of a brief goes on two sheets of A4, by how long its texts are.

The room that each piece takes is computed from the widths of css/sheets.css, so that a browser's print and the PDF hold
the same. What finds no room stands on the page, and the sheets say how much that is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from course.content.prose import plain
from course.train.brief_objections import AdviceView, SayingView, SentenceView
from course.train.brief_picture import ForkView, IdeaView
from course.train.brief_view import BriefView

SHEETS: Final = 2
HEIGHT: Final = 274.0
"""Millimetres of a sheet between its margins."""
LOST: Final = 34.0
"""Millimetres that may stay empty below the first sheet, where a piece is not parted, and to be sure."""
LINE: Final = 3.9
"""Millimetres of a line."""
WIDE: Final = 121
"""Characters of a line across the sheet, counted carefully."""
BESIDE: Final = 97
"""Characters of a line beside the words for how many."""
BESIDE_SHARE: Final = 88
"""Characters of a choice, beside word and squares."""
BESIDE_HOUR: Final = 108
"""Characters of a line of the plan."""
HEADING: Final = 9.0
"""Millimetres of the heading of a section, with the room around it."""
HEAD: Final = 34.0
"""Millimetres of the title and of readiness."""


@dataclass(frozen=True)
class Printed:
    """How many of each kind go on the sheets, from the first on; `left` how many do not."""

    ideas: int = 0
    forks: int = 0
    sentences: int = 0
    sayings: int = 0
    expected: int = 0
    left: dict[str, int] = field(default_factory=dict)


def printed_of(brief: BriefView, room: float = SHEETS * HEIGHT - LOST) -> Printed:
    """What goes on the sheets: ideas, turning points and objections before what may be said besides.

    A kind ends with its first piece that finds no room, so that nothing is missing in its middle.
    """
    left = room - _always(brief)
    counts: dict[str, int] = {}
    for kind, heights in _kinds(brief):
        counts[kind] = 0
        for height in heights:
            if height > left:
                break
            left -= height
            counts[kind] += 1
    whole = {kind: len(heights) for kind, heights in _kinds(brief)}
    missing = {kind: whole[kind] - count for kind, count in counts.items() if whole[kind] > count}
    if said := missing.pop("expected", 0) + missing.pop("sayings", 0):
        missing["sayings"] = said
    return Printed(
        ideas=counts["ideas"],
        forks=counts["forks"],
        sentences=counts["sentences"],
        sayings=counts["sayings"],
        expected=counts["expected"],
        left=missing,
    )


def _kinds(brief: BriefView) -> list[tuple[str, list[float]]]:
    sentences = (sentence for module in brief.objections for sentence in module.sentences)
    return [
        ("ideas", [_idea(idea) for idea in brief.ideas]),
        ("forks", [_fork(fork) for fork in brief.forks]),
        ("sentences", [_sentence(sentence) for sentence in sentences]),
        ("sayings", [_saying(saying) for saying in brief.clash.sayings]),
        ("expected", [_advice(advice) for advice in brief.clash.expected]),
    ]


def _always(brief: BriefView) -> float:
    """Title, readiness, headings, the plan, what helps and what does harm, and whom one sees."""
    parts = sum(LINE * _lines(f"{part.title} {part.what} {part.why}", BESIDE_HOUR) + 1.5 for part in brief.plan.parts)
    advice = sum(_advice(one) for one in (*brief.clash.moves, *brief.clash.never))
    headings = HEADING * (5 if brief.forks else 4) + 5.5 * len(brief.objections)
    return HEAD + headings + parts + advice + 3 * LINE + 8


def _idea(idea: IdeaView) -> float:
    texts = (idea.statement, f"Resposta: {plain(idea.answer)}", idea.attempt and f"Experimente: {idea.attempt}")
    return _height(texts, BESIDE) + 2.4


def _fork(fork: ForkView) -> float:
    return 6.0 + sum(LINE * _lines(choice.text, BESIDE_SHARE) + 1.3 for choice in fork.printed) + LINE + 1


def _sentence(sentence: SentenceView) -> float:
    return _height((plain(sentence.words), sentence.answer and f"Resposta: {plain(sentence.answer)}"), WIDE - 4) + 2.2


def _saying(saying: SayingView) -> float:
    return _height((f"{saying.says} {plain(saying.met)}",), WIDE) + 2


def _advice(advice: AdviceView) -> float:
    return _height((f"{advice.title} {advice.text}",), WIDE) + 1


def _height(texts: Iterable[str], width: int) -> float:
    return LINE * sum(_lines(text, width) for text in texts if text)


def _lines(text: str, width: int) -> int:
    """Lines that a text takes, with its words whole: a line is rarely full."""
    return sum(1 for _ in _broken(text, width))


def _broken(text: str, width: int) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = ""
        line = f"{line} {word}".strip()
        while len(line) > width:
            yield line[:width]
            line = line[width:]
    if line:
        yield line
