"""The data inventory: for every column of every table why it is kept, how grave it is, for how long and who reads it.

The file beside this module is the inventory; pages, documentation and tests read it from here. `make docs` writes it
as the tables of docs/data-inventory.md.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeVar, get_args

from course.base.languages import N_
from course.storage.models import RoleName

INVENTORY: Final = Path(__file__).with_name("inventory.csv")
Store = Literal["people", "learning", "voices", "figures", "rooms", "authoring", "records", "operation"]
Class = Literal["S1", "S2", "S3", "none"]
"""S1 internal, S2 personal, S3 learning, secrets and unsigned words; none: says nothing about anybody."""
Basis = Literal["public task", "training duty", "security", "operation"]
Erasable = Literal["yes", "no", "with account", "not possible"]
Reader = RoleName | Literal["self", "nobody"]
"""`self` is the person whom the row is about; `nobody`: no page shows it."""

WITHOUT_A_RULE: Final = frozenset(
    {
        N_("with the person"),
        N_("with the completion"),
        N_("with the attempt"),
        N_("with the run"),
        N_("with the draft"),
        N_("at its hour"),
        N_("when the vote closes"),
        N_("when the room closes"),
        N_("at the end of the quarter"),
        N_("once it is done or called off"),
        N_("not before the course ends"),
    }
)
"""When rows go that no rule of retention removes: with another row, by their act, or never. English msgids."""

_Word = TypeVar("_Word", bound=str)


@dataclass(frozen=True)
class Column:
    """A row of the inventory. `retention`: words of `WITHOUT_A_RULE` or of rules in `course.storage.retention`."""

    table: str
    name: str
    store: Store
    purpose: str
    sensitivity: Class
    basis: Basis
    retention: tuple[str, ...]
    readers: tuple[Reader, ...]
    erasable: Erasable


@cache
def columns() -> tuple[Column, ...]:
    """Every row, in the order of the file. Raises ValueError for a word that is not in its list."""
    with INVENTORY.open(encoding="utf-8", newline="") as file:
        return tuple(_column(row) for row in csv.DictReader(file, strict=True))


def columns_of(table: str) -> tuple[Column, ...]:
    """The rows of a table."""
    return tuple(column for column in columns() if column.table == table)


def retention_of(table: str) -> tuple[str, ...]:
    """When the rows of a table go, and what of them goes earlier: English msgids, each once."""
    return tuple(dict.fromkeys(word for column in columns_of(table) for word in column.retention))


def _column(row: dict[str, str]) -> Column:
    readers: tuple[Reader, ...] = ("self", "nobody", *get_args(RoleName))
    return Column(
        table=row["table"],
        name=row["column"],
        store=_known(row["store"], get_args(Store)),
        purpose=row["purpose"],
        sensitivity=_known(row["class"], get_args(Class)),
        basis=_known(row["basis"], get_args(Basis)),
        retention=tuple(row["retention"].split("; ")),
        readers=tuple(_known(word, readers) for word in row["readers"].split("; ")),
        erasable=_known(row["erasable"], get_args(Erasable)),
    )


def _known(word: str, words: Sequence[_Word]) -> _Word:
    for known in words:
        if known == word:
            return known
    raise ValueError(f"the data inventory does not know the word {word!r}: it knows {', '.join(words)}")
