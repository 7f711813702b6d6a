"""Files for a spreadsheet, read as the programs read them."""

import csv
import io
import zipfile
from xml.etree import ElementTree

WORKSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(content: bytes) -> list[list[str]]:
    """The cells of a CSV file as Excel reads it in Portugal."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[str]]:
    """The cells of a workbook's sheet, and that none is a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 - our own file
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
    words = ["".join(t.text or "" for t in one.iter(f"{WORKSHEET}t")) for one in strings]
    assert list(sheet.iter(f"{WORKSHEET}f")) == []
    rows = []
    for row in sheet.iter(f"{WORKSHEET}row"):
        cells = {cell.get("r", "")[0]: (cell.get("t"), cell.findtext(f"{WORKSHEET}v") or "") for cell in row}
        columns = [chr(number) for number in range(ord("A"), ord(max(cells)) + 1)]  # an empty cell is not written
        values = [cells.get(column, (None, "")) for column in columns]
        rows.append([words[int(value)] if kind == "s" else value for kind, value in values])
    return rows
