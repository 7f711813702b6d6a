"""What a report is: a title, columns and rows of plain cells, the same on the page and in every file."""

from dataclasses import dataclass

from course.storage.models import Unit
from course.web.spreadsheet import Cell


@dataclass(frozen=True)
class Report:
    """`unit` is the one whose people are named in it; None where it holds sums alone."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    unit: Unit | None = None
