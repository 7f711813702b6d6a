"""How what names a private person is written, in Portuguese and English: numbers, plates, addresses, stations, names.

Texts are looked at in NFKC with single spaces: `n.º` is `n.o` there, and `19.ª` is `19.a`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

from course.content.person_names import find_names
from course.content.third_persons import CAPITAL, CASE_NUMBER, STATION, plates

PrivateKind = Literal["phone", "plate", "email", "postcode", "address", "coordinates", "case-number", "station", "name"]
LIKELY: Final[frozenset[PrivateKind]] = frozenset({"station", "name"})
"""What an author may state to be nobody's; all else is held back always."""

_MONEY: Final = r"(?!\s?(?:euros?|€|EUR\b|d[oó]lares|dollars|pounds|libras|francos|pessoas|people|habitantes))"
_PHONE: Final = (
    r"(?<![\d.,/])(?<!\d[ -])(?:"
    r"(?:\+|00)\d{1,3}(?:[ .-]?\(?\d\)?){7,11}"  # abroad
    r"|(?:9[ .-]?[1236]|2[ .-]?[1-9]|3[ .-]?0)(?:[ .-]?\d){7}"  # mobile and fixed, however they are grouped
    r"|0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}"  # British
    r"|\(\d{3}\) ?\d{3}-\d{4}"
    rf")(?![ .-]?\d){_MONEY}"
)
_TAX_OR_CARD: Final = (
    r"\b(?i:NIF|NISS|NIPC|contribuinte|passaporte|passport|cart[ãa]o de cidad[ãa]o|residence permit)"
    r"[^\d]{0,25}(?:\b[A-Z]{1,2}\d{6,7}|\d{8} ?\d ?[A-Z]{2}\d|(?:\d[ .]?){8}\d)\b"
)
_STREETS: Final = (
    r"(?:rua|r\.|avenida|av\.|travessa|tv\.|largo|pra[çc]a|praceta|p[áa]tio|cal[çc]ada|alameda|estrada|beco|escadinhas"
    r"|rotunda|urbaniza[çc][ãa]o)"
)
_OF_A_NAME: Final = r"(?:(?:d[aeo]s?|e|a|o)\s+|d['’])"
_PART: Final = r"(?:(?:Dr|Dra|Sto|Sta|S|D|Prof|Eng|Alm|Gen|Cap|Pe)\.|[A-ZÀ-Ü][\w'’-]*)"
_STREET: Final = (
    rf"(?<!\w)(?i:{_STREETS}) {_OF_A_NAME}?"
    rf"(?:\d{{1,2}} de [A-ZÀ-Ü]\w+|{_PART})(?: {_OF_A_NAME}?{_PART}){{0,5}}"
)
_FLOOR: Final = r"\d{1,2}\.?[oaº] ?(?:andar|piso|esq|dto|dt|direito|esquerdo|frente|[A-H]\b)|r/c|cave\b"
_NUMBER: Final = (
    rf",? (?:{_FLOOR})"
    r"|,? (?:n\.?(?:[oº]|os)?\.?|num\.?|n[úu]mero|porta|lote|bloco|no\.?) ?\d{1,4}"
    r"|,? (?!(?:19|20)\d\d\b)\d{1,4}(?:-?[A-H])?(?=\s*(?:$|[.;:)»\"”]|,(?! \d)"
    rf"| (?:em|in|at|da|de|on|and|e|com|with|às)\b|,? {_FLOOR}))"
)
_ADDRESS: Final = rf"{_STREET}(?:{_NUMBER})"
_ENGLISH_ADDRESS: Final = (
    r"(?<![\d-])(?!(?:19|20)\d\d\b)\d{1,4}[A-Ha-h]?,? (?:[A-Z][a-z'’]+ ){1,3}"
    r"(?:Street|St\b|Road|Rd\b|Avenue|Ave\b|Lane|Square|Terrace|Boulevard|Crescent|Gardens)"
    rf"|(?<![\d-])(?!(?:19|20)\d\d\b)\d{{1,4}},? (?:Rua|Avenida|Travessa|Largo|Praça) {_OF_A_NAME}?{_PART}"
)
_COORDINATES: Final = (
    r"(?<![\d.])-?\d{1,3}\.\d{4,}\s*°?\s*[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{4,}"
    r"|\d{1,3}\s?°\s?\d{1,2}\s?['′’]\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[\"″”]|''))?\s?[NSEWO]\b"
)
_PROCEEDINGS: Final = (
    rf"{CASE_NUMBER}|\b(?i:NUIPC|processo|proc\.|inqu[ée]rito|auto|participa[çc][ãa]o|case file|inquiry)"
    r"(?: (?i:crime|criminal|disciplinar))? ?(?:(?:n\.?[oº]\.?|no\.?|number|n[úu]mero) ?)\d{1,6}/\d{2,4}\b"
    r"|\bNUIPC:? ?\d{1,6}/\d{2,4}"
)
_ENGLISH_STATION: Final = (
    r"\b(?!(?:The|An?|At|In|No|This|That|One|Each|Every|Another|Our|Your|Any|Which|Near|To|From|Of|On) )"
    rf"{CAPITAL}(?: {CAPITAL})? (?:[Pp]olice|PSP|GNR) (?:[Ss]tation|[Pp]ost)\b"
    rf"|\b(?:[Pp]olice|PSP|GNR) (?:station|post) (?:in|at|of) (?!Portugal\b){CAPITAL}"
)
_PATTERNS: Final[dict[PrivateKind, re.Pattern[str]]] = {
    "email": re.compile(
        r"(?<![\w.+-])[\w.+-]+(?:@|\s?[(\[](?:arroba|at)[)\]]\s?)[\w-]+(?:(?:\.|\s?[(\[](?:ponto|dot)[)\]]\s?)\w+)+"
    ),
    "case-number": re.compile(_PROCEEDINGS),
    # Without strokes between the pairs only capitals: "de 12 de" is no plate, and "TC 2026" none either.
    "plate": re.compile(
        rf"(?<![\w-])(?:{plates('[A-Za-z]', '[-–.·]')}|{plates('[A-Z]', ' ')}|{plates('[A-Z]', '')})(?![\w-])"
    ),
    "phone": re.compile(f"{_PHONE}|{_TAX_OR_CARD}"),
    "postcode": re.compile(r"(?<![\d.,/-])[1-9]\d{3}-\d{3}(?![\d-])|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-BD-HJLNP-UW-Z]{2}\b"),
    "coordinates": re.compile(_COORDINATES),
    "address": re.compile(f"{_ADDRESS}|{_ENGLISH_ADDRESS}"),
    "station": re.compile(f"(?!(?i:comando))(?:{STATION})|{_ENGLISH_STATION}"),
}
_LINK: Final = re.compile(r"https?://[^\s)>\]]*")
_NEEDS: Final[dict[PrivateKind, re.Pattern[str]]] = {
    "email": re.compile("@|arroba|[([]at"),
    "case-number": re.compile(r"\d/\d"),
    "phone": re.compile(r"\d(?:[ .()-]{0,3}\d){5}"),
    "coordinates": re.compile(r"\.\d{4}|°"),
    # The first letters in one class: the engine then looks for these alone until one stands there.
    "station": re.compile("[EPDCQSepdcqs](?:squadra|ost|ivisão|estacamento|omando|uartel|tation|[A-Z]{3})"),
}
"""What a text must hold to be looked through for that kind; for any other a digit, or `r/c`."""
_A_DIGIT: Final = re.compile(r"\d|r/c")
MOST_KEPT: Final = 1 << 15
"""Texts whose findings are kept in memory, some 10 MB: a document that is read again has mostly the texts it had."""
LONGEST_KEPT: Final = 500
"""Characters of such a text: whoever sends long ones in great number fills 70 MB at most."""


def _kinds_in(text: str) -> list[PrivateKind]:
    """Which kinds a text may hold at all, by what each needs at least: to look for that costs little."""
    digit = _A_DIGIT.search(text)
    return [kind for kind in _PATTERNS if (_NEEDS[kind].search(text) if kind in _NEEDS else digit)]


def find_private_words(text: str) -> tuple[tuple[PrivateKind, str, str], ...]:
    """Kind, words and, in a name, the name without rank: everything in a text that may name somebody.

    The text as `plain_of` gives it. A stretch is told once, of the graver kind.
    """
    return _kept(text) if len(text) <= LONGEST_KEPT else tuple(_find(text))


@lru_cache(maxsize=MOST_KEPT)
def _kept(text: str) -> tuple[tuple[PrivateKind, str, str], ...]:
    return tuple(_find(text))


def _find(text: str) -> Iterator[tuple[PrivateKind, str, str]]:
    taken: list[tuple[int, int]] = []
    for kind in _kinds_in(text):
        for found in _PATTERNS[kind].finditer(text):
            if not _overlaps(found.span(), taken):
                taken.append(found.span())
                yield kind, found[0], found[0]
    for span, name in find_names(text):
        if not _overlaps(span, taken):
            yield "name", text[span[0] : span[1]], name


def plain_of(text: str) -> str:
    """The text as it is looked at: wide digits are digits, every white space is one space, and no link leads out."""
    return " ".join(_LINK.sub(" ", unicodedata.normalize("NFKC", text)).split())


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)
