"""The programme as its page, its file and the list of sessions show it: one row a track, one a district."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from course.base.calendar import lisbon_day, lisbon_moment
from course.base.districts import DISTRICTS
from course.base.languages import N_
from course.storage import programme
from course.storage.programme import By, Period, SessionCounts
from course.train.overviews import track_titles
from course.web.house import now
from course.web.identity import actor
from course.web.transaction import session
from course.web.words import gettext

NOT_STATED: Final = N_("District not stated")
COLUMNS: Final = (
    N_("People planned"),
    N_("People reached"),
    N_("Seats given"),
    N_("Sessions held"),
    N_("Sessions to come"),
)
_NOTHING: Final = SessionCounts(held=0, unnoted=0, coming=0, seats=0)


@dataclass(frozen=True)
class Row:
    """A track or a district in a year. `planned` is None where nobody said how many; a district has no target."""

    name: str
    planned: int | None
    reached: int
    seats: int
    held: int
    unnoted: int  # of those held: of how many nobody noted who was there
    coming: int

    @property
    def sessions(self) -> int:
        """Held and to come."""
        return self.held + self.coming


def years() -> list[int]:
    """The years of which there are sessions, this one and the next among them, the latest first."""
    this = lisbon_day(now()).year
    found = programme.find_years(session())
    first, last = (lisbon_day(moment).year for moment in found) if found else (this, this)
    return list(range(max(last, this + 1), min(first, this) - 1, -1))


def rows_by_track(year: int) -> list[Row]:
    """The tracks that there are, and those that sessions or targets of that year name; three queries."""
    counted, reached = _counts(year, "track")
    planned = programme.sum_targets(session(), year, is_demonstration=actor().is_demonstration)
    titles = track_titles()
    ids = dict.fromkeys([*titles, *sorted({*planned, *(track for track in counted if track)})])
    return [_row(titles.get(id_, id_), planned.get(id_), id_, counted, reached) for id_ in ids]


def rows_by_district(year: int) -> list[Row]:
    """The districts in which a session is, in the order of the list, the sessions without one last; two queries."""
    counted, reached = _counts(year, "district")
    rows = [_row(name, None, id_, counted, reached) for id_, name in DISTRICTS.items() if id_ in counted]
    # A session of a district that this release does not know is of none.
    others = [id_ for id_ in counted if id_ not in DISTRICTS]
    return rows + [_row(gettext(NOT_STATED), None, id_, counted, reached) for id_ in others]


def as_csv(year: int) -> str:
    """Both tables as one, as the page shows them; semicolons, as spreadsheets in Portugal read them."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([gettext("Year"), gettext("By"), gettext("Name"), *(gettext(column) for column in COLUMNS)])
    for by, rows in ((gettext("Course"), rows_by_track(year)), (gettext("District"), rows_by_district(year))):
        writer.writerows([year, by, row.name, *_cells(row)] for row in rows)
    return file.getvalue()


def _cells(row: Row) -> Iterator[int | str]:
    yield "" if row.planned is None else row.planned
    yield from (row.reached, row.seats, row.held, row.coming)


def _counts(year: int, by: By) -> tuple[Mapping[str | None, SessionCounts], Mapping[str | None, int]]:
    begins, ends = (lisbon_moment(dt.date(number, 1, 1), dt.time()) for number in (year, year + 1))
    period = Period(begins, ends, actor().is_demonstration)
    counted = programme.count_sessions(session(), period, by, now())
    return counted, programme.count_reached(session(), period, by, now())


def _row(
    name: str,
    planned: int | None,
    id_: str | None,
    counted: Mapping[str | None, SessionCounts],
    reached: Mapping[str | None, int],
) -> Row:
    found = counted.get(id_, _NOTHING)
    return Row(name, planned, reached.get(id_, 0), found.seats, found.held, found.unnoted, found.coming)
