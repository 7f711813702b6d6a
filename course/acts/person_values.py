"""What may stand in each field about a person: the same rules for a form and for a file."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from course.base.languages import N_, Language

LONGEST_NAME: Final = 200
LONGEST_NUMBER: Final = 40
LONGEST_EMAIL: Final = 254
FORMULA_SIGNS: Final = tuple("=+-@＝＋－＠")
"""With one of these a table program takes a text for a formula."""

_HIDDEN: Final = N_("There is a character here that cannot be seen: write it anew")
_FORMULA: Final = N_("It begins with a sign by which table programs know a formula: leave the sign out")
_NAME_LONG: Final = N_("This name has more than 200 characters: shorten it")
_NUMBER: Final = N_("A service number has letters and digits, up to 40, with . / or - between them: mend it")
_EMAIL: Final = N_("This is no e-mail address, such as ana@example.pt: mend it")
_LANGUAGE: Final = N_("Write pt or en, or leave it empty")
_LANGUAGES: Final[dict[str, Language]] = {
    "pt": "pt",
    "pt-pt": "pt",
    "português": "pt",
    "portugues": "pt",
    "portuguese": "pt",
    "en": "en",
    "en-gb": "en",
    "inglês": "en",
    "ingles": "en",
    "english": "en",
}


@dataclass
class Values:
    """The fields about a person as they are kept, None for an empty one; and what to mend, by field."""

    name: str | None = None
    number: str | None = None
    email: str | None = None
    language: Language | None = None
    faults: dict[str, str] = field(default_factory=dict)


def read_values(name: str, number: str, email: str, language: str) -> Values:
    """The values of what was written: blanks folded, the address in small letters, digits of any script as 0 to 9."""
    read = Values()
    read.name = _line(read, "name", name)
    if read.name and len(read.name) > LONGEST_NAME:
        read.faults["name"] = _NAME_LONG
    read.number = _line(read, "number", unicodedata.normalize("NFKC", number))
    if read.number and not _is_number(read.number):
        read.faults.setdefault("number", _NUMBER)
    read.email = (_line(read, "email", email) or "").lower() or None
    if read.email and not _is_email(read.email):
        read.faults.setdefault("email", _EMAIL)
    asked = language.strip().casefold()
    read.language = _LANGUAGES.get(asked)
    if asked and read.language is None:
        read.faults["language"] = _LANGUAGE
    return read


def one_line(text: str) -> str:
    """The text with blanks and line breaks folded, its accents in one way of writing."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fault_of(text: str) -> str | None:
    """Why a text can be no name of anybody or of a unit; None where nothing speaks against it."""
    if not text.isprintable():
        return _HIDDEN
    return _FORMULA if text.startswith(FORMULA_SIGNS) else None


def _line(read: Values, field_name: str, text: str) -> str | None:
    folded = one_line(text)
    if fault := fault_of(folded):
        read.faults[field_name] = fault
    return folded or None


def _is_number(text: str) -> bool:
    return len(text) <= LONGEST_NUMBER and re.fullmatch(r"[A-Za-z0-9]+([./ -]?[A-Za-z0-9]+)*", text) is not None


def _is_email(text: str) -> bool:
    part = r"[^@\s,;<>()\".]+"
    return len(text) <= LONGEST_EMAIL and re.fullmatch(rf"{part}(\.{part})*@{part}(\.{part})+", text) is not None
