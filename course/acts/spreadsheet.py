"""An XLSX file as rows of text: judged before it is unpacked, and never calculated.

A number stays what it looked like (a cell formatted `00000` keeps its zeros); a formula, a date or an error is no text,
and the row says in which cell it stands.
"""

import datetime as dt
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from course.base.languages import N_
from course.base.refusals import Invalid

MOST_UNPACKED: Final = 60_000_000
"""Bytes of all parts together."""
MOST_PARTS: Final = 500
MOST_TIMES: Final = 100
"""How many times its packed size a part may have, once it is larger than SMALL."""
SMALL: Final = 100_000
MOST_ROWS_READ: Final = 100_000
MOST_COLUMNS: Final = 100
_ENCRYPTED: Final = 0x1
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
    EOFError,
)
"""What the library raises for an archive that is not what it says."""

_REFUSED: Final = N_("The file was not read")
_NO_XLSX: Final = N_("This is no Excel file, or a damaged one: open it, save it again as .xlsx and send that")
_TOO_MUCH: Final = N_("Unpacked, this file is far larger than a list of people: copy the list into a new file")
_LOCKED: Final = N_("This file has a password: save it without one and send that")
_NO_SHEET: Final = N_("This file has no sheet that can be seen: show the one with the people, and save it")
_TOO_LONG: Final = N_("This sheet has too many empty rows: copy the rows with people into a new file")
FORMULA: Final = N_("The cell %(cell)s holds a formula: copy the column and paste it as values")
NO_TEXT: Final = N_("The cell %(cell)s holds a date, an error or a truth value: format it as text and write it again")


@dataclass(frozen=True)
class RawRow:
    """A row of a file: its number there, the texts of its cells, and what is wrong with a cell (msgid, cell)."""

    number: int
    cells: tuple[str, ...]
    fault: tuple[str, str] | None = None


def refused(message: str) -> Invalid:
    """The file as a whole cannot be used."""
    return Invalid(_REFUSED, {"file": message})


def rows_of_xlsx(data: bytes) -> list[RawRow]:
    """The rows of the first sheet that can be seen. Raises Invalid about `file`."""
    _judge(data)
    import openpyxl  # slow to load, and only an import of people needs it

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), None)
        if sheet is None:
            raise refused(_NO_SHEET)
        sheet.reset_dimensions()  # what the file says of its own size need not be so
        return list(_read(sheet))
    except Invalid:
        raise
    except Exception as error:  # a damaged part makes the reader raise whatever it stumbles over
        raise refused(_NO_XLSX) from error


def _judge(data: bytes) -> None:
    """Raise Invalid unless the archive is small, honest about it, and holds XML without declarations of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                raise refused(_LOCKED)
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise refused(_TOO_MUCH)
            for entry in entries:
                _judge_part(archive, entry)
    except _DAMAGED as error:
        raise refused(_NO_XLSX) from error


def _judge_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.file_size > SMALL and entry.file_size > MOST_TIMES * max(1, entry.compress_size):
        raise refused(_TOO_MUCH)
    with archive.open(entry) as packed:
        content = packed.read(entry.file_size + 1)
        content += packed.read(1)  # at the end the checksum is compared
    is_xml = entry.filename.endswith((".xml", ".rels"))
    if len(content) != entry.file_size or (is_xml and (b"\0" in content or b"<!DOCTYPE" in content)):
        raise refused(_NO_XLSX)


def _read(sheet: Any) -> Iterator[RawRow]:
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        if number > MOST_ROWS_READ:
            raise refused(_TOO_LONG)
        read = [_text_of(cell) for cell in cells]
        if any(text or fault for text, fault in read):
            faults = ((fault, cell.coordinate) for cell, (_, fault) in zip(cells, read, strict=True) if fault)
            yield RawRow(number, _without_end([text for text, _ in read]), next(faults, None))


def _without_end(texts: list[str]) -> tuple[str, ...]:
    """The cells without the empty ones at the end of the row, which are none of the file's own."""
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _text_of(cell: Any) -> tuple[str, str]:
    """The text of a cell, or what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return "", FORMULA
    if isinstance(value, bool | dt.date | dt.time | dt.timedelta) or cell.data_type == "e":
        return "", NO_TEXT
    if isinstance(value, int | float):
        return _digits(value, str(cell.number_format)), ""
    return str(value), ""


def _digits(value: float, number_format: str) -> str:
    """`1234.0` is 1234; with the format `00000` it is 01234."""
    digits = str(int(value)) if value == int(value) else str(value)
    return digits.zfill(len(number_format)) if re.fullmatch("0+", number_format) else digits
