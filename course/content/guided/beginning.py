"""The beginning of a case, and the ids that the course makes of what an author writes."""

from collections.abc import Container
from typing import Final

from course.content.fields import Line
from course.content.starters import LONGEST_ID, id_near
from course.content.writing import written

MOST_LETTERS: Final = 28
"""Of an id made of words, before a number that makes it another."""
_NO_WORDS: Final = "case"


def beginning(title: str) -> str:
    """The text of a new case: its title, and nothing that its author did not say."""
    return written({"format": "1", "language": "pt", "title": Line(title)})


def id_of(words: str, taken: Container[str], otherwise: str = _NO_WORDS) -> str:
    """An id made of the first of these words, and of none that is taken; `otherwise`, where they have no letters."""
    whole = id_near(words)
    cut = whole[: MOST_LETTERS + 1].rpartition("-")[0] if len(whole) > MOST_LETTERS else whole
    first = (cut or whole[:MOST_LETTERS]).strip("-") or otherwise
    if first not in taken:
        return first
    return next(id_ for number in range(2, 10_000) if (id_ := f"{first[: LONGEST_ID - 5]}-{number}") not in taken)
