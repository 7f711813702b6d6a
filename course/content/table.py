"""The table behind a chart: a small CSV of ids and numbers, never words, so that one file serves both languages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from course.base.languages import N_
from course.content.fields import SLUG
from course.content.problem import Problem
from course.content.source import read_text

MOST_ROWS: Final = 500
MOST_COLUMNS: Final = 20

_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,9})?")
_ID: Final = re.compile(SLUG)
_LONGEST: Final = 60


@dataclass(frozen=True)
class Table:
    """Rows by the names of their columns, in the order written; every row has every column."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def read_table(where: str, data: bytes) -> tuple[Table, list[Problem]]:
    """The table in a CSV file, and every problem of it; rows with a problem are left out. Never raises.

    Cells are divided by commas and hold an id, a number with a point, or nothing where a figure is missing; white
    space around them and empty lines do not count.
    """
    text, problems = read_text(where, data)
    lines = [] if text is None else [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if text is None or not lines:
        return Table((), ()), problems or [Problem(where, 0, 0, "", _EMPTY)]
    (first, header), *body = lines
    columns = tuple(cell for cell, _ in _cells_of(header))
    problems += _header_problems(where, first, header)
    if problems:
        return Table((), ()), sorted(problems)
    rows: list[Mapping[str, str]] = []
    for number, line in body[:MOST_ROWS]:
        found = list(_row_problems(where, number, line, columns))
        problems += found
        if not found:
            rows.append(dict(zip(columns, (cell for cell, _ in _cells_of(line)), strict=True)))
    if not body:
        problems.append(Problem(where, 0, 0, "", _NO_ROWS))
    if len(body) > MOST_ROWS:
        problems.append(Problem(where, body[MOST_ROWS][0], 1, "", _TOO_MANY_ROWS, {"most": str(MOST_ROWS)}))
    return Table(columns, tuple(rows)), sorted(problems)


def number(cell: str) -> Decimal | None:
    """The number in a cell; None where it is empty, which is a missing figure, or holds an id."""
    return Decimal(cell) if _NUMBER.fullmatch(cell) else None


_EMPTY: Final = N_("the table is empty: its first line names the columns, divided by commas")
_NO_ROWS: Final = N_("the table has no rows below the names of its columns: add them")
_TOO_MANY_ROWS: Final = N_("a chart shows at most %(most)s rows: take the others out")
_TOO_MANY_COLUMNS: Final = N_("a chart shows at most %(most)s columns: take the others out")
_SEPARATOR: Final = N_("the cells are divided by %(given)s here: divide them by commas")
_QUOTED: Final = N_("a table holds only ids and numbers, without quotation marks")
_NO_COLUMN: Final = N_("%(given)s is no name of a column: small letters, digits and hyphens, without accents")
_COLUMN_TWICE: Final = N_("the column %(name)s stands twice: give one of them another name")
_LENGTH: Final = N_(
    "this row has %(given)s cells, and the table has %(expected)s columns: write a cell for each column"
)
_CELL: Final = N_("%(given)s is neither an id nor a number: words stand in labels")
_POINT: Final = N_("Numbers are written with a point: 6.7")


def _cells_of(line: str) -> list[tuple[str, int]]:
    """The cells, each with the column at which it begins."""
    cells: list[tuple[str, int]] = []
    start = 0
    for cell in line.split(","):
        cells.append((cell.strip(), start + len(cell) - len(cell.lstrip()) + 1))
        start += len(cell) + 1
    return cells


def _header_problems(where: str, line: int, header: str) -> Iterator[Problem]:
    for given, name in (('"', _QUOTED), (";", _SEPARATOR), ("\t", _SEPARATOR)):
        if given in header:
            shown = "TAB" if given == "\t" else given
            yield Problem(where, line, header.index(given) + 1, "", name, {"given": shown})
            return
    cells = _cells_of(header)
    if len(cells) > MOST_COLUMNS:
        yield Problem(where, line, cells[MOST_COLUMNS][1], "", _TOO_MANY_COLUMNS, {"most": str(MOST_COLUMNS)})
        return
    seen: set[str] = set()
    for name, column in cells:
        if not _ID.fullmatch(name) or len(name) > _LONGEST:
            yield Problem(where, line, column, "", _NO_COLUMN, {"given": name[:_LONGEST]})
        elif name in seen:
            yield Problem(where, line, column, name, _COLUMN_TWICE, {"name": name})
        seen.add(name)


def _row_problems(where: str, line: int, row: str, columns: tuple[str, ...]) -> Iterator[Problem]:
    if '"' in row:
        yield Problem(where, line, row.index('"') + 1, "", _QUOTED, {}, _POINT)
        return
    cells = _cells_of(row)
    if len(cells) != len(columns):
        values = {"given": str(len(cells)), "expected": str(len(columns))}
        yield Problem(where, line, 1, "", _LENGTH, values, _POINT)
        return
    for name, (cell, column) in zip(columns, cells, strict=True):
        if cell and not _is_id_or_number(cell):
            yield Problem(where, line, column, name, _CELL, {"given": cell[:_LONGEST]}, _POINT)


def _is_id_or_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None or (len(cell) <= _LONGEST and _ID.fullmatch(cell) is not None)
