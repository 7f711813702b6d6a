"""What is wrong with authored content, told where it stands and in a trainer's words."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

MOST_PROBLEMS: Final = 100
"""Problems told of one file; whoever has mended these sees the others."""

_PLACE = re.compile(r"%\((\w+)\)s")
_LONGEST_WORD = 80
_NEAR_ENOUGH = 0.7


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend.

    Problems are values: they are compared by everything they say and sort by file, line and column. `message` and
    `hint` are English msgids with `%(name)s` places for `values`; the message says what was expected, the hint what
    to do. A document with a `fatal` problem in its own files is left out; one between files fails the check.
    """

    where: str
    """The file, relative to the library: `quizzes/ethnic-profiling/quiz.yaml`."""
    line: int
    """Counted from 1; 0 is the file as a whole."""
    column: int
    """Counted from 1, in characters; 0 is the file as a whole."""
    path: str
    """The keys that lead there: `questions.hunch.options`; empty for the file as a whole."""
    message: str
    values: Mapping[str, str] = field(default_factory=dict, compare=False)
    hint: str = ""
    fatal: bool = True
    # A mapping can be neither hashed nor sorted; its pairs can.
    _pairs: tuple[tuple[str, str], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", dict(self.values))
        object.__setattr__(self, "_pairs", tuple(sorted(self.values.items())))

    def in_words(self, translate: Callable[[str], str]) -> str:
        """The message, and the hint if there is one, in the language of `translate` (msgid -> translation).

        A place without a value stays as it is: one slip in a translation must not hide the problem that it tells.
        """
        return ". ".join(self._filled(translate(words)) for words in (self.message, self.hint) if words)

    def _filled(self, words: str) -> str:
        return _PLACE.sub(lambda place: self.values.get(place[1], place[0]), words)


@dataclass(frozen=True)
class Fault:
    """What an author must mend: `path` below the question or document, the message (English msgid), how grave."""

    path: tuple[str, ...]
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    fatal: bool = True


def first_of_each_file(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """In order, each once, at most MOST_PROBLEMS of one file: the grave ones before the warnings."""
    told: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems), key=lambda one: (not one.fatal, one)):
        told.setdefault(problem.where, []).append(problem)
    return tuple(sorted(problem for found in told.values() for problem in found[:MOST_PROBLEMS]))


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, or None. Case, accents and `_` for `-` count as no difference."""
    if len(word) > _LONGEST_WORD:  # nobody's slip, and slow to compare
        return None
    by_shape = {_shape(candidate): candidate for candidate in known}
    near = difflib.get_close_matches(_shape(word), by_shape, n=1, cutoff=_NEAR_ENOUGH)
    return by_shape[near[0]] if near else None


def _shape(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold().replace("_", "-"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
