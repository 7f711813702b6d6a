"""The characters that no authored text may hold, because they hide or fake what is read.

Marks of direction, joiners and the like may be meant, in Persian for example; then they are written as entities, which
is seen: `&zwj; &zwnj; &shy;`. So may a Cyrillic letter within a Latin word: `&#x430;`.
"""

import re
import unicodedata
from typing import Final

from course.base.languages import N_

CONTROL: Final = N_("the control character %(character)s stands here: take it out")
INVISIBLE: Final = N_("an invisible character stands here, %(character)s, which hides what is read: take it out")
UNREADABLE: Final = N_(
    "%(character)s stands here, which means nothing outside the program it comes from: write it anew"
)
LOOK_ALIKE: Final = N_(
    "%(character)s stands beside Latin letters and looks like one of them: write the word anew on the keyboard"
)
_BY_ENTITY: Final = N_("Where a language needs it, it can be written so that it is seen: &zwj; &zwnj; &shy;")
_BY_NUMBER: Final = N_("Where it is meant, it can be written so that it is seen: &#x%(code)s;")

_CLASSES: Final[tuple[tuple[str, str, str], ...]] = (
    (CONTROL, "", "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"),
    (
        INVISIBLE,  # marks of direction, joiners, fillers, soft hyphens, tags
        _BY_ENTITY,
        (
            "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
            "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
        ),
    ),
    (UNREADABLE, "", "\ue000-\uf8ff\ufdd0-\ufdef\ufffd\U000f0000-\U0010ffff"),  # private use, damage
)
REFUSED: Final = re.compile("|".join(f"([{characters}])" for _, _, characters in _CLASSES))
"""The characters that no text may hold."""

_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
# Greek that looks Latin, Cyrillic, Armenian, Cherokee; the Latin of formulas and of East Asian type.
_NOT_LATIN: Final = (
    "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b9\u03bd\u03bf\u03c1\u03c5\u03f2\u03f3"
    "\u0400-\u052f\u0531-\u0587\u13a0-\u13fd\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb"
)
_MIXED: Final = re.compile(f"(?<=[{_LATIN}])[{_NOT_LATIN}]|[{_NOT_LATIN}](?=[{_LATIN}])")

_ORDINARY: Final = re.compile("[\\t\\n -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u2030-\u205e\u20a0-\u20c0]*")
"""What almost every text is made of: Latin letters, digits, punctuation. Nothing in it is refused or looks alike."""

Found = tuple[int, str, str, dict[str, str]]
"""Where a character stands, an English msgid, the hint to it, and the values of both."""


def refused_character(text: str, start: int = 0) -> Found | None:
    """The first character from `start` on that no text may hold, written as it is or as an entity; or None."""
    found = None if _ORDINARY.fullmatch(text, start) else REFUSED.search(text, start)
    if found is None:
        return None
    message, hint, _ = _CLASSES[(found.lastindex or 1) - 1]
    return found.start(), message, hint, {"character": _name(found[0])}


def look_alike(text: str, start: int = 0) -> Found | None:
    """The first letter from `start` on that is not Latin and stands beside Latin ones; or None.

    It is told of what an author typed. Written as an entity it is meant.
    """
    found = _MIXED.search(text, start)
    if found is None:
        return None
    return found.start(), LOOK_ALIKE, _BY_NUMBER, {"character": _name(found[0]), "code": f"{ord(found[0]):x}"}


def typed_wrongly(text: str, start: int = 0) -> Found | None:
    """The first of both; or None."""
    if _ORDINARY.fullmatch(text, start):
        return None
    found = [found for found in (refused_character(text, start), look_alike(text, start)) if found]
    return min(found, key=lambda one: one[0]) if found else None


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".strip()
