"""CSV as a spreadsheet in Portugal opens it: UTF-8 with its mark, `;` between fields, and no formulas."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_FORMULA: Final = re.compile(r"\s*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet takes for the beginning of a formula, in the forms of full width too."""


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The file: the names of the columns, then the rows. A field that could be a formula begins with an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_harmless(field) for field in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _harmless(field: str) -> str:
    return f"'{field}" if _FORMULA.match(field) else field
