"""Which passwords will do: long enough, and not among those that are tried first. No rule of capitals or digits.

The list of common ones is that of the package `zxcvbn` (MIT licence; its `frequency_lists`: 30,000 passwords, from the
leaks that Dropbox's zxcvbn collected). Only the list is used, not its estimate. safety.md R8.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from course.base.languages import N_

SHORTEST: Final = 12
LONGEST: Final = 128
LONGEST_PERIOD: Final = 4
"""A piece of at most so many signs said again and again is no password: `abababababab`, `20262026202620`."""
COMMON_HERE: Final = (
    "benfica", "slbenfica", "sporting", "fcporto", "futebol", "lisboa", "coimbra", "algarve", "madeira", "saudade",
    "familia", "bemvindo", "palavrapasse", "esquadra", "portuguesa", "portugues",
)  # fmt: skip
"""What the list, which is mostly English, lacks of words that head passwords in Portugal."""
HOUSE_WORDS: Final = (
    "psp", "gnr", "policia", "police", "guarda", "guard", "agente", "terreno", "comum", "common", "ground", "curso",
    "course", "palavra", "passe", "chave", "senha", "password", "admin", "bemvindo", "welcome", "portugal", "de", "da",
    "do",
)  # fmt: skip
"""What everybody who tries knows of this site."""
SEQUENCES: Final = ("0123456789" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")

TOO_SHORT: Final = N_("Use at least 12 characters: three or four words are easy to keep in mind")
TOO_LONG: Final = N_("Use at most 128 characters")
TOO_COMMON: Final = N_("This is among the passwords that are tried first. Use words that do not belong together")
TOO_NEAR: Final = N_(
    "This is made of your name, your unit, your organisation or the name of the course. Use other words"
)


@cache
def common() -> frozenset[str]:
    """The passwords that are tried first, in small letters. Read when somebody chooses one: all lists of the package
    take twelve megabytes."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(FREQUENCY_LISTS["passwords"]).union(COMMON_HERE)


def fault_of(password: str, theirs: Iterable[str]) -> str | None:
    """Why it will not do, in an English msgid; None for one that will.

    `theirs` is what is known of the person: name, e-mail, number, unit, organisation. Characters are counted as given.
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    if _is_common(_plain(password)):
        return TOO_COMMON
    words = {word for text in theirs for word in _words(text) if len(word) > 1}
    if _is_made_of("".join(_words(password)), words.union(HOUSE_WORDS)):
        return TOO_NEAR
    return None


def _is_common(plain: str) -> bool:
    """In the list, also with digits and signs around it; a short piece repeated; a row of the keyboard."""
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return plain in common() or inner in common() or _is_repeated(plain) or _is_repeated(inner) or _is_sequence(plain)


def _is_repeated(plain: str) -> bool:
    """Whether one short piece, or one common password, is said again and again."""
    for period in range(1, len(plain) // 2 + 1):
        piece = plain[:period]
        if (piece * len(plain)).startswith(plain) and (period <= LONGEST_PERIOD or piece in common()):
            return True
    return False


def _is_sequence(plain: str) -> bool:
    return any(plain in row or plain[::-1] in row for row in SEQUENCES)


def _is_made_of(letters: str, words: set[str]) -> bool:
    """Whether the letters are nothing but these words, one after the other."""

    @cache
    def is_covered(at: int) -> bool:
        return at == len(letters) or any(letters.startswith(word, at) and is_covered(at + len(word)) for word in words)

    return bool(letters) and is_covered(0)


def _words(text: str) -> list[str]:
    """Its runs of letters, without accents and capitals."""
    return re.findall("[a-z]+", _plain(text))


def _plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
