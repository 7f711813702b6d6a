"""How people, plates, numbers and stations are written in Portugal: patterns, and what in a sentence may name somebody.

Patterns, no more. Who wants to tell of somebody still can; the page says so. A false alarm costs a rewording.
`private_persons.py` looks for the same in what authors write.
"""

import re
import unicodedata
from typing import Final, Literal

Finding = Literal["email", "case-number", "plate", "phone", "station", "name"]

CAPITAL: Final = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’]+"
_PAIRS: Final = ("AA00AA", "00AA00", "0000AA", "AA0000")  # since 2020, 2005, 1992 and 1937


def plates(letter: str, between: str) -> str:
    """The four forms of a plate as a pattern; the pairs stand apart by `between`."""
    pairs = ([form[at : at + 2] for at in (0, 2, 4)] for form in _PAIRS)
    return "|".join(between.join(letter * 2 if pair == "AA" else r"\d\d" for pair in form) for form in pairs)


RANKS: Final = (
    r"agente|chefe|(sub)?comiss[áa]ri[oa]|(super|sub)?intendente|guarda|cabo|sargent[oa]|furriel|alferes|tenente"
    r"|capit[ãa]o|capitã|major|coronel|brigadeiro|general|comandante|inspetora?|procuradora?|juíza?|oficial"
    r"|officer|sergeant|inspector|captain|constable|dona|sr\.?a?\.?|senhora?|doutora?|dr\.?a?\.?|mrs?\.?|ms\.?"
)
"""Ranks and forms of address as a pattern without regard to case."""
GRADES: Final = r"principal|coordenadora?|ajudante|chefe|mor|coronel|general"
"""What may stand between a rank and a name."""
NO_NAMES: Final = (
    "Nacional|Republicana|Fiscal|Florestal|Prisional|Costeira|Civil|Geral|Verde|Delgado|Ruivo|Público|Pública|Municipal"
)
"""Capitalised words that follow a rank and name nobody."""
_NO_PLACES: Final = "Polícia|Segurança|Guarda|Trânsito|Investigação|Intervenção|Turismo|Comando|Abastecimento"
_HOUSES: Final = r"esquadra|posto|divisão|destacamento|comando|quartel"

CASE_NUMBER: Final = r"(?<!\d)\d{1,6}/\d{2}\.\d\s?[A-Z]{3,}"
"""The number of criminal proceedings."""
STATION: Final = (
    rf"\b(?i:{_HOUSES})(?: (?i:territorial|policial|metropolitano|distrital))?(?: (?i:de|da|do|das|dos))"
    rf" (?!(?:{_NO_PLACES})\b){CAPITAL}|(?<!\d)\d{{1,3}}\.?a (?i:{_HOUSES})\b"
)
"""A house of the police with its place or number; the text in NFKC, where `19.ª` is `19.a`."""
_PATTERNS: Final[dict[Finding, re.Pattern[str]]] = {
    "email": re.compile(r"[^\s@]+@[^\s@]+\.\w+"),
    "case-number": re.compile(CASE_NUMBER),
    # Without strokes between the pairs only capitals: "de 12 de" is no plate.
    "plate": re.compile(rf"(?<![\w-])(?:{plates('[A-Za-z]', '[-–.·]')}|{plates('[A-Z]', ' ?')})(?![\w-])"),
    "phone": re.compile(
        r"(?<!\d)(?:(?:\+|00)\d{1,3}[ .-]?)?"
        r"(?:\d{3}[ .-]?\d{3}[ .-]?\d{3}|\d{2}[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}|\d{2}[ .-]\d{3}[ .-]\d{4})(?!\d)"
    ),
    "station": re.compile(STATION),
    "name": re.compile(rf"(?<!\w)(?i:{RANKS})(?:[ -](?i:{GRADES}))* (?!(?:{NO_NAMES})\b)(?!(?i:{GRADES})\b){CAPITAL}"),
}


def find_third_persons(sentence: str) -> list[Finding]:
    """What in the sentence may name somebody, each kind once; nothing when it can be sent as it is."""
    # NFKC, so that wide digits are digits; it also makes of "19.ª" a "19.a".
    plain = unicodedata.normalize("NFKC", sentence)
    return [kind for kind, pattern in _PATTERNS.items() if pattern.search(plain)]
