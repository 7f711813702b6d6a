"""A file with people, CSV or XLSX, as lines of known columns. Nothing is looked up here, and nothing is guessed.

Whether it is XLSX, UTF-8 or Windows-1252, and parted by `;`, `,` or tab, is seen from what is in it.
"""

import csv
import io
import json
import re
import unicodedata
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from course.acts.spreadsheet import MOST_COLUMNS, RawRow, refused, rows_of_xlsx
from course.base.languages import N_

Column = Literal["number", "name", "email", "unit", "language"]
COLUMNS: Final[tuple[Column, ...]] = get_args(Column)
MOST_BYTES: Final = 5_000_000
MOST_LINES: Final = 20_000
HEADINGS: Final[Mapping[Column, frozenset[str]]] = {
    "number": frozenset(
        [
            "numero",
            "numerodeservico",
            "numerodefuncionario",
            "numeromecanografico",
            "matricula",
            "no",
            "nr",
            "num",
            "number",
            "servicenumber",
            "staffnumber",
        ]
    ),
    "name": frozenset(["nome", "nomecompleto", "name", "fullname"]),
    "email": frozenset(["email", "correio", "correioeletronico", "correioelectronico", "mail", "emailaddress"]),
    "unit": frozenset(["unidade", "unidadeorganica", "colocacao", "unit"]),
    "language": frozenset(["lingua", "idioma", "language"]),
}
"""Headings by column, without accents, capitals, blanks and signs."""
ROLES: Final = frozenset(["papel", "papeis", "perfil", "perfis", "funcao", "funcoes", "role", "roles"])
_XLSX: Final = b"PK"
_OLD_OFFICE: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_EMPTY: Final = N_("This file is empty: choose the one with the people")
_NOBODY: Final = N_("This file has a heading and nobody below it: send the one with the people")
_TOO_LARGE: Final = N_("This file has more than 5 megabytes: divide it")
_TOO_MANY: Final = N_("This file has more than 20,000 lines: divide it")
_TOO_WIDE: Final = N_("This file has more than 100 columns: keep those with number, name, e-mail, unit and language")
_OLD: Final = N_("This file has a password, or is of an old Excel: save it as .xlsx without a password and send that")
_NO_TEXT: Final = N_("This file is no text and no .xlsx: save the list as CSV (UTF-8) or .xlsx and send that")
_UNCLOSED: Final = N_("A quotation mark in this file is not closed, or stands in the middle of a text: save it again")
_NO_KEY: Final = N_("No column has the heading of a service number or an e-mail: write them in the first line")
_TWICE: Final = N_("Two columns have the same heading: keep one of them")
_ROLE: Final = N_(
    "This file has a column with roles. Roles are never given by a file, so that each is a decision of a person about"
    " a person: delete the column, and give roles on each person's page"
)
_HEADING_AGAIN: Final = N_("This is the heading once more: delete the line")
_TOO_LONG_LINE: Final = N_("This line has more cells than the heading: put a text that holds the separator in quotes")


@dataclass(frozen=True)
class Row:
    """A line of the file: what stands in its known columns, and what is wrong with it as a line (msgid, cell)."""

    number: int
    cells: Mapping[Column, str]
    fault: tuple[str, str] | None = None


@dataclass(frozen=True)
class PeopleTable:
    """What was read of a file. `unread`: headings of columns that the course has no use for; `is_cp1252`: no UTF-8."""

    rows: tuple[Row, ...]
    unread: tuple[str, ...]
    is_cp1252: bool = False

    def packed(self) -> bytes:
        """What `unpacked` reads: only the columns that are used."""
        rows = [[row.number, dict(row.cells), row.fault] for row in self.rows]
        return zlib.compress(json.dumps([rows, self.unread, self.is_cp1252]).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> "PeopleTable":
        """The table that was packed."""
        rows, unread, is_cp1252 = json.loads(zlib.decompress(packed))
        return cls(
            tuple(Row(number, cells, tuple(fault) if fault else None) for number, cells, fault in rows),
            tuple(unread),
            is_cp1252,
        )


def read_people_table(data: bytes) -> PeopleTable:
    """The people of a file. Raises Invalid about `file` for one that cannot be used as a whole."""
    if not data.strip():
        raise refused(_EMPTY)
    if len(data) > MOST_BYTES:
        raise refused(_TOO_LARGE)
    if data.startswith(_OLD_OFFICE):
        raise refused(_OLD)
    if data.startswith(_XLSX):
        return _table(rows_of_xlsx(data), is_cp1252=False)
    text, is_cp1252 = _decoded(data)
    return _table(list(_rows_of_csv(text)), is_cp1252=is_cp1252)


def _decoded(data: bytes) -> tuple[str, bool]:
    if b"\0" in data:
        raise refused(_NO_TEXT)
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), True
    except UnicodeDecodeError as error:
        raise refused(_NO_TEXT) from error


def _rows_of_csv(text: str) -> Iterator[RawRow]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    named = re.fullmatch(r"sep=([;,\t])", first.strip(" \r\n"))  # a line that Excel writes for itself
    separator = named[1] if named else max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not (named and before == 0):
                yield RawRow(before + 1, tuple(cells))
            before = reader.line_num
    except csv.Error as error:
        raise refused(_UNCLOSED) from error


def _table(rows: Sequence[RawRow], *, is_cp1252: bool) -> PeopleTable:
    if not rows:
        raise refused(_EMPTY)
    heading, *others = rows
    columns, unread = _columns(heading.cells)
    if not others:
        raise refused(_NOBODY)
    if len(others) > MOST_LINES:
        raise refused(_TOO_MANY)
    shapes = tuple(_shape(cell) for cell in heading.cells)
    return PeopleTable(tuple(_row(row, columns, shapes) for row in others), unread, is_cp1252)


def _columns(heading: Sequence[str]) -> tuple[dict[Column, int], tuple[str, ...]]:
    """Where each known column stands, and the headings of the others. Raises Invalid."""
    if len(heading) > MOST_COLUMNS:
        raise refused(_TOO_WIDE)
    found: dict[Column, int] = {}
    unread = []
    for place, text in enumerate(heading):
        shape = _shape(text)
        if shape in ROLES:
            raise refused(_ROLE)
        column = next((column for column in COLUMNS if shape in HEADINGS[column]), None)
        if column in found:
            raise refused(_TWICE)
        if column is not None:
            found[column] = place
        elif text.strip():
            unread.append(" ".join(text.split())[:50])
    if not found.keys() & {"number", "email"}:
        raise refused(_NO_KEY)
    return found, tuple(unread)


def _row(row: RawRow, columns: Mapping[Column, int], heading: tuple[str, ...]) -> Row:
    cells = {column: row.cells[place] for column, place in columns.items() if place < len(row.cells)}
    fault = row.fault
    if any(cell.strip() for cell in row.cells[len(heading) :]):
        fault = (_TOO_LONG_LINE, "")
    elif tuple(_shape(cell) for cell in row.cells) == heading:
        fault = (_HEADING_AGAIN, "")
    return Row(row.number, cells, fault)


def _shape(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading).casefold()
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())
