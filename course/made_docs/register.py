"""The register of what the program promises of safety: each requirement, whether it is met, why, and what shows it.

`docs/security/requirements.csv` has the requirements of the house (R), what must be survived (S) and what people can do
(F); `asvs.csv` the requirements of OWASP ASVS 5.0.0, levels 1 and 2; `mutations.csv` what became of each mistake that
`make mutations` put into a copy of the program; `bad-input.csv` by which tests bad input of each kind is sent. Beside
them lies what `make injections` came to (`injections.csv`).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from course.base.config import ROOT

FOLDER: Final = ROOT / "docs" / "security"
State = Literal["met", "in part", "not met", "does not apply"]
STATES: Final[tuple[State, ...]] = get_args(State)


@dataclass(frozen=True)
class Entry:
    """A requirement. `says` is in our words; `tests` are `tests/x/test_y.py::test_name`, `documents` `file.md#heading`.

    `mutation` names a mistake of tests/mutations.toml at which one of the tests fails.
    """

    id: str
    says: str
    state: State
    why: str
    tests: tuple[str, ...]
    documents: tuple[str, ...] = ()
    mutation: str = ""
    level: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a mutation: the day it was tried, and whether its test failed at it and passed without it."""

    mutation: str
    found: bool
    day: str
    digest: str


def read_entries(name: str) -> list[Entry]:
    """The rows of that file of the register, in its order. Raises ValueError for a state that is none."""
    return [_entry(row) for row in _rows(FOLDER / name)]


def read_outcomes(folder: Path = FOLDER) -> list[Outcome]:
    """What became of the mutations when they were tried last; none where they never were."""
    file = folder / "mutations.csv"
    rows = _rows(file) if file.exists() else []
    return [Outcome(row["mutation"], row["found"] == "yes", row["day"], row["digest"]) for row in rows]


@dataclass(frozen=True)
class BadInput:
    """A kind of input that must do no harm, the tests that send it, and what none of them shows."""

    input: str
    case: str
    tests: tuple[str, ...]
    missing: str


def read_bad_input() -> list[BadInput]:
    """The kinds of bad input, in the order of the list that this project was given."""
    rows = _rows(FOLDER / "bad-input.csv")
    return [BadInput(row["input"], row["case"], tuple(row["tests"].split()), row["missing"]) for row in rows]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened, strict=True))


def _entry(row: Mapping[str, str]) -> Entry:
    state = next((known for known in STATES if known == row["state"]), None)
    if state is None:
        raise ValueError(f"{row['id']}: {row['state']!r} is no state: it is one of {', '.join(STATES)}")
    return Entry(
        id=row["id"],
        says=row["says"],
        state=state,
        why=row["why"],
        tests=tuple(row["tests"].split()),
        documents=tuple(row.get("documents", "").split()),
        mutation=row.get("mutation", ""),
        level=row.get("level", ""),
    )
