"""A chart as its template draws it: labels, numbers as written, lengths as shares of the longest."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import format_decimal

from course.base.languages import LOCALES, Language
from course.content.module import Chart
from course.content.table import Table, number


@dataclass(frozen=True)
class Bar:
    """A value: `share` is its length as a share of the longest one, 0 to 1; None where the cell was empty."""

    label: str
    text: str
    share: float | None


@dataclass(frozen=True)
class Series:
    """A column of the table."""

    id: str
    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class ChartView:
    """What is drawn, and its table."""

    kind: str
    caption: str
    x_label: str
    series: tuple[Series, ...]
    breaks: tuple[str, ...]
    source: str


def chart_of(chart: Chart, tables: Mapping[str, Table], language: Language) -> ChartView:
    """The chart over its table."""
    table = tables[chart.data]
    series = tuple(_series(chart, table, column, language) for column in chart.y)
    return ChartView(chart.kind, chart.caption, chart.labels[chart.x], series, chart.breaks, chart.source)


def _series(chart: Chart, table: Table, column: str, language: Language) -> Series:
    values = [(row[chart.x], number(row[column])) for row in table.rows]
    longest = max((value for _, value in values if value is not None), default=Decimal(0)) or Decimal(1)
    bars = tuple(
        Bar(chart.labels.get(id_, id_), "", None)
        if value is None
        else Bar(chart.labels.get(id_, id_), format_decimal(value, locale=LOCALES[language]), float(value / longest))
        for id_, value in values
    )
    return Series(column, chart.labels[column], bars)
