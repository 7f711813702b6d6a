"""The words in which a brief says how many, of what ideas, and in which order."""

from collections.abc import Mapping, Sequence
from typing import Final

from babel.lists import format_list

from course.base.languages import LOCALES, N_, Language
from course.scoring.privacy import ForkShare, Sureness
from course.web.words import gettext

SHARES: Final[Mapping[ForkShare, str]] = {
    "few or none": N_("Few or nobody"),
    "some": N_("Some"),
    "about half": N_("About half"),
    "most": N_("Most"),
}
"""The words for how many; their place is the weight they are drawn with."""
SURENESS: Final[Mapping[Sureness, str]] = {"mostly sure": N_("nearly always with certainty")}
SIGHT: Final = N_("You see the group, in words and from %(least)s completions on. Never the people.")
_PLACES: Final = (N_("the first"), N_("the second"), N_("the third"), N_("the fourth"), N_("the fifth"))


def serves(places: Sequence[int], language: Language) -> str:
    """Which of the ideas of the brief, by their places from 1, something serves."""
    return gettext("For %(places)s idea.", places=listed([gettext(_PLACES[place - 1]) for place in places], language))


def listed(words: Sequence[str], language: Language) -> str:
    """One, two and three."""
    return format_list(list(words), locale=LOCALES[language])


def quoted(words: str, language: Language) -> str:
    """The words within the quotation marks of that language."""
    return f"«{words}»" if language == "pt" else f"“{words}”"
