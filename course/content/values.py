"""Values by year in texts and answers: `[=4 ias 2026]` is four times the IAS of 2026, written as money.

A text is kept, translated and named by digest as its author wrote it; the sums are put in when a document is built, so
that a new year makes no translation outdated and starts no figure anew.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from course.base.languages import Language
from course.content.fields import SLUG, Figure, Path, Text
from course.content.registers import Value

P = TypeVar("P", bound=BaseModel)
Values = Mapping[str, Value]

_FORM: Final = rf"(?P<times>[0-9]{{1,6}}(?:\.[0-9]{{1,4}})?)[ \n]+(?P<id>{SLUG})(?:[ \n]+(?P<year>[12][0-9]{{3}}))?"
IN_TEXT: Final = rf"\[={_FORM}\]"
"""How a text refers to a value."""
_IN_TEXT: Final = re.compile(rf"(?<!\\){IN_TEXT}")
_ALONE: Final = re.compile(_FORM)
_SPACE: Final = "\u00a0"
"""It keeps a sum on one line."""


@dataclass(frozen=True)
class Reference:
    """So many times a value, of a year or of the latest one."""

    times: Decimal
    id: str
    year: str | None

    @property
    def name(self) -> str:
        """What the register must have: `ias 2026`, or `ias`."""
        return f"{self.id} {self.year}" if self.year else self.id

    def __str__(self) -> str:
        return f"{self.times} {self.name}"

    def amount_in(self, values: Values) -> Decimal | None:
        """The exact sum; None where the register has no such value or year."""
        value = values.get(self.id)
        found = value.years.get(self.year or value.latest) if value else None
        return self.times * found.amount if found else None


def references_in(text: str) -> tuple[Reference, ...]:
    """What the text refers to, in the order written."""
    return tuple(_reference(found) for found in _IN_TEXT.finditer(text)) if "[=" in text else ()


def reference_of(figure: str) -> Reference | None:
    """What the number of an answer refers to, or None for a number. It names its year: an answer does not change."""
    found = _ALONE.fullmatch(figure)
    return _reference(found) if found and found["year"] else None


def is_nearly_reference(figure: str) -> bool:
    """Whether the number of an answer refers to a value as texts do, in brackets, or without its year."""
    return bool(_ALONE.fullmatch(figure) or _IN_TEXT.fullmatch(figure))


def names_of(values: Values) -> frozenset[str]:
    """What can be referred to: each value, and each with each of its years."""
    return frozenset({*values, *(f"{id_} {year}" for id_, value in values.items() for year in value.years)})


def money(amount: Decimal, language: Language) -> str:
    """2 148,52 € or €2,148.52: exact, with cents where there are any."""
    whole, _, decimals = f"{amount:f}".partition(".")
    decimals = decimals.rstrip("0")
    cents = decimals.ljust(2, "0") if decimals else ""
    euros = f"{int(whole):,}"
    if language == "en":
        return f"€{euros}.{cents}" if cents else f"€{euros}"
    euros = euros.replace(",", _SPACE)
    return f"{euros},{cents}{_SPACE}€" if cents else f"{euros}{_SPACE}€"


def with_values(content: P, values: Values, language_at: Callable[[Path], Language]) -> P:
    """The content with the sums put in; what the register has not stays as it was typed.

    `language_at` says in which language the text at a path is written. Content that refers to nothing is returned
    itself.
    """

    def written_out(text: str, language: Language) -> str:
        def put(found: re.Match[str]) -> str:
            reference = _reference(found)
            amount = reference.amount_in(values)
            if amount is None:
                return found[0]
            year = "" if reference.year else f"{_SPACE}({values[reference.id].latest})"
            return money(amount, language) + year

        return _IN_TEXT.sub(put, text)

    def fill(part: Any, path: Path) -> Any:
        if isinstance(part, Figure):
            reference = reference_of(part)
            amount = reference.amount_in(values) if reference else None
            return part if amount is None else Figure(f"{amount:f}")
        if isinstance(part, Text):
            written = written_out(part, language_at(path)) if "[=" in part else part
            return part if written == part else type(part)(written)
        if isinstance(part, tuple):
            filled = tuple(fill(inner, path) for inner in part)
            return filled if _is_other(filled, part) else part
        if isinstance(part, Mapping):
            entries = {key: fill(inner, (*path, key)) for key, inner in part.items()}
            return entries if _is_other(entries.values(), part.values()) else part
        if isinstance(part, BaseModel):
            fields = {name: getattr(part, name) for name in type(part).model_fields}
            changed = {name: new for name, old in fields.items() if (new := fill(old, (*path, name))) is not old}
            return part.model_copy(update=changed) if changed else part
        return part

    whole: P = fill(content, ())
    return whole


def figures_of(part: object, path: Path = ()) -> Iterator[tuple[Path, Figure]]:
    """Every number of an answer, with its path."""
    if isinstance(part, Figure):
        yield path, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from figures_of(getattr(part, name), (*path, name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from figures_of(value, (*path, key))


def _is_other(new: Any, old: Any) -> bool:
    return any(one is not other for one, other in zip(new, old, strict=True))


def _reference(found: re.Match[str]) -> Reference:
    return Reference(Decimal(found["times"]), found["id"], found["year"])
