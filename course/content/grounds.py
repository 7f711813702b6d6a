"""What is found in the grounds that somebody wrote for a stop.

Words are compared without case and accents, as whole words; `cigan*` is the beginning of one, and `#h` a time such as
22h15, 22:15 or 22.15. Not finding a word proves nothing, and finding one neither: a victim's description of a suspect
holds words that are else to be avoided. So what is found is shown with a question, and judged by nobody.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, get_args

from pydantic import Field

from course.content.fields import Line, Part

Element = Literal["behaviour", "place", "time", "legal-ground"]
ELEMENTS: Final[tuple[Element, ...]] = get_args(Element)
TIME: Final = "#h"

_TIME_FORM: Final = r"(?<![0-9.,:])(?:[01]?[0-9]|2[0-3])(?:h(?:[0-5][0-9])?|[:.][0-5][0-9])(?![0-9])"


class Grounds(Part):
    """The words of one language, by what they show."""

    behaviour: tuple[Line, ...]
    """Words that show behaviour."""
    place: tuple[Line, ...]
    """Words that show a place."""
    time: tuple[Line, ...]
    """Words that show a time; `"#h"` is a time of day such as 22h15."""
    legal_ground: tuple[Line, ...] = Field(alias="legal-ground")
    """Words that show a legal ground."""
    avoid: tuple[Line, ...]
    """Words to be avoided, about which the page asks."""

    def words_for(self, element: Element) -> tuple[Line, ...]:
        """The words that show an element."""
        words: tuple[Line, ...] = getattr(self, element.replace("-", "_"))
        return words


@dataclass(frozen=True)
class Found:
    """The words of a text that the register lists, as they stand there: by element, and those to be avoided."""

    elements: Mapping[Element, tuple[str, ...]]
    avoid: tuple[str, ...]

    @property
    def missing(self) -> tuple[Element, ...]:
        """The elements of which no word was found."""
        return tuple(element for element, words in self.elements.items() if not words)


def find_grounds(text: str, grounds: Grounds, expect: tuple[Element, ...] = ELEMENTS) -> Found:
    """What the text shows of the elements expected, and which of its words are to be avoided."""
    written = _Written.of(text)
    return Found(
        {element: written.words_of(grounds.words_for(element)) for element in expect}, written.words_of(grounds.avoid)
    )


@dataclass(frozen=True)
class _Written:
    """A text with its folded letters, and the place in the text of each of them."""

    text: str
    letters: str
    places: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "_Written":
        one_line = unicodedata.normalize("NFC", " ".join(text.split()))
        folded = [(letter, place) for place, character in enumerate(one_line) for letter in _bare(character)]
        return cls(one_line, "".join(letter for letter, _ in folded), tuple(place for _, place in folded))

    def words_of(self, listed: tuple[Line, ...]) -> tuple[str, ...]:
        """The first place of each listed word that stands in the text, as it was written there."""
        found = (match for word in listed if (match := _pattern(word).search(self.letters)))
        return tuple(dict.fromkeys(self._between(match.start(), match.end()) for match in found))

    def _between(self, start: int, end: int) -> str:
        return self.text[self.places[start] : self.places[end - 1] + 1]


@lru_cache(maxsize=1_024)
def _pattern(word: str) -> re.Pattern[str]:
    if word == TIME:
        return re.compile(_TIME_FORM)
    stem = re.escape(_fold(word.removesuffix("*")))
    return re.compile(rf"(?<![0-9a-z]){stem}" + ("[0-9a-z]*" if word.endswith("*") else r"(?![0-9a-z])"))


def _fold(text: str) -> str:
    return _bare(" ".join(text.split()))


def _bare(text: str) -> str:
    """Without case and accents."""
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
