"""Names of persons in a text: a rank, a form of address or a role with a name, or a given name with a surname.

A first name alone is nobody's, with a form of address neither: `o Tiago`, `a dona Fátima`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from course.content.third_persons import GRADES, NO_NAMES, RANKS

_LIST: Final = Path(__file__).with_name("given_names.txt")
_WORD: Final = r"[A-ZÀ-ÖØ-Þ][\w'’]*(?:-[A-ZÀ-ÖØ-Þ][\w'’]+)*"
_PARTICLE: Final = r"(?:d[aeo]s?|van|von|el|al|bin|ben)"
_ROW: Final = re.compile(rf"(?<![\w@=:#/.-]){_WORD}(?: (?:{_PARTICLE} )?{_WORD}| [A-Z]\.(?= [A-Z]))*")
"""Capitalised words in a row, with what binds them in a name."""
_BEFORE: Final = re.compile(r"(?:[\w.'’-]+ )+$")

_RANK: Final = re.compile(rf"(?i:{RANKS}|{GRADES})|(?i:{RANKS})-(?i:{GRADES})")
_NOBODY: Final = re.compile(
    rf"(?:{NO_NAMES}|Inspectorate|Directorate|Assembly|Secretariat|Prosecutors?|Council|Court|Public|National|Data|Policy"
    r"|Recommendation|Recomendação|Comment|Comentário"
    r"|Diretivo|Executivo|Administrativo|Superior|Supremo|Regional|Distrital|Metropolitano|Principal|Adjunt[oa]"
    r"|Lisboa|Porto|Portugal|Polícia|Police|Republican|Guard|Serviço|Service|Justiça|República)"
)
"""Words that follow a rank and name no person."""
_ROLE: Final = re.compile(
    "(?i:arguid[oa]|vítima|suspeit[oa]|queixos[oa]|testemunha|ofendid[oa]|detid[oa]|chamad[oa]|chama-se|nome"
    "|defendant|suspect|victim|witness|complainant|named|called)"
)
"""After which two unknown capitalised words are a name."""
_PLACE: Final = re.compile(
    "(?i:rua|avenida|travessa|largo|pra[çc]a|praceta|alameda|escola|hospital|estádio|aeroporto|fundação|prémio|instituto"
    "|igreja|ponte|sant[oa]|são|saint|rei|rainha|bairro|centro|casa|quinta|vila|parque|jardim|teatro|museu|universidade"
    "|street|square|school|avenue)"
)
"""What makes of a name that of a place or a house."""
_HOUSE: Final = re.compile(
    "(?i:university|college|foundation|institute|centre|school|hospital|universidade|fundação|street|road|square)"
)
"""What a row of words ends in that is called after somebody."""
_NO_SURNAME: Final = re.compile(
    "(?i:janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|polícia|tribunal"
    "|ministério|lei|código|convenção|comissão|conselho|guarda|serviço|portugal|lisboa|porto|feira|police|court)"
)


def find_names(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Where each name of a person stands in a text, its rank included, and the name without it."""
    for row in _ROW.finditer(text):
        near = _BEFORE.search(text, max(0, row.start() - 40), row.start())
        before = near[0].split() if near else []
        words = [_bare(word) for word in row[0].split()]
        first = _name_in(before, words)
        if first is not None:
            yield (_start_of(row, before, words, first), row.end()), " ".join(words[first:])


def _start_of(row: re.Match[str], before: Sequence[str], words: Sequence[str], first: int) -> int:
    """Where a name begins, with the rank before it."""
    if first == 0:
        return row.start() - (len(before[-1]) + 1 if before and _RANK.fullmatch(before[-1]) else 0)
    return row.start() if _RANK.fullmatch(words[first - 1]) else row.start() + len(" ".join(words[:first])) + 1


def _name_in(before: Sequence[str], words: Sequence[str]) -> int | None:
    """Which word of a row of capitalised words is the first of a name, after those words before it; None of none."""
    ranks = next((at for at, word in enumerate(words) if not _RANK.fullmatch(word)), len(words))
    left = words[ranks:]
    if left and (ranks or (before and _RANK.fullmatch(before[-1]))) and not _NOBODY.fullmatch(left[0]):
        is_first_name_alone = len(left) == 1 and is_given(left[0])
        return None if is_first_name_alone or len(left[0]) < 2 else ranks
    if len(words) < 2 or _is_place(before) or _HOUSE.fullmatch(words[-1]):
        return None
    if before and _ROLE.fullmatch(before[-1]) and not _NOBODY.fullmatch(words[0]):
        return 0
    return next((at for at in range(len(words) - 1) if _begins_name(words, at)), None)


def _is_place(before: Sequence[str]) -> bool:
    """Whether the words before make a street or a house of the name: `Rua`, `Escola da`."""
    nearest = [word for word in before if not re.fullmatch(_PARTICLE, word)]
    return bool(nearest) and _PLACE.fullmatch(nearest[-1]) is not None


def _begins_name(words: Sequence[str], at: int) -> bool:
    """Whether a given name stands there with a surname after it."""
    if not is_given(words[at]) or (at and _PLACE.fullmatch(words[at - 1])):
        return False
    surname = next((word for word in words[at + 1 :] if word[:1].isupper()), "")
    return len(surname) > 1 and not _NO_SURNAME.fullmatch(surname)


def is_given(word: str) -> bool:
    """Whether a word is a given name of the list, or begins with one and a stroke."""
    return folded(word.partition("-")[0]) in given_names()


def _bare(word: str) -> str:
    """The word without a possessive."""
    return re.sub(r"['’]s?$", "", word)


@cache
def given_names() -> frozenset[str]:
    """The given names of the list, folded."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(folded(line) for line in lines if line and not line.startswith("#"))


def folded(words: str) -> str:
    """Words without case, accents and the white space around them."""
    letters = unicodedata.normalize("NFD", words.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
