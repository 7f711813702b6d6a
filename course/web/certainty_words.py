"""How sure somebody is of an answer, in words: the same under a question, beside the result and in one's own data."""

from collections.abc import Mapping
from typing import Final

from course.base.languages import N_
from course.scoring.certainty import LEVELS
from course.web.words import gettext

_WORDS: Final[Mapping[int, str]] = {1: N_("I have doubts"), 2: N_("I am almost certain"), 3: N_("I am certain")}


def words_of_level(level: int) -> str:
    """The words of a level, as it is chosen."""
    return gettext(_WORDS[level])


def level_options() -> list[tuple[str, str]]:
    """The three levels as options of a form: value and words."""
    return [(str(level), words_of_level(level)) for level in LEVELS]
