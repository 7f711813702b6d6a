"""A table as a file for a spreadsheet: CSV as a Portuguese Excel opens it, and XLSX. No cell is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from flask import Response, make_response

Cell = str | int
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv; charset=utf-8"
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff\ufffe\uffff\ud800-\udfff]")
_FORMULA: Final = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b]")
"""What a program for spreadsheets may take for a formula: also in the full-width and small forms, also after spaces."""


def neutral(text: str) -> str:
    """The text as no program takes it for a formula: without characters that cannot be seen, with a ' before a sign."""
    seen = _UNSEEN.sub("", text)
    return f"'{seen}" if _FORMULA.match(seen) or seen[:1] in {"\t", "\r", "\n"} else seen


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with its mark, semicolons, CRLF: what a Portuguese Excel opens rightly at a double click."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for row in (columns, *rows):
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet: texts as texts, whole numbers as numbers."""
    import xlsxwriter  # only who asks for such a file pays for it

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": title})
        sheet, head = book.add_worksheet(), book.add_format({"bold": True})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, neutral(column), head)
        for line, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(line, place, neutral(cell))
                else:
                    sheet.write_number(line, place, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return made.getvalue()


def as_file(content: bytes, mimetype: str, name: str) -> Response:
    """The file, to be kept under that name."""
    response = make_response(content)
    response.headers["Content-Type"] = mimetype
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
