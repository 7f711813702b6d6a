"""Why people could not come: of a whole month, to the nearest five, and of ten people at least."""

import datetime as dt
from collections.abc import Sequence

import pytest
from desks import NOW
from planning import Headquarters

from course.acts.apologise import apologise
from course.acts.count_apologies import count_apologies
from course.acts.give_seats import give_seats
from course.base.refusals import NotAllowed

JULY, AUGUST = dt.date(2026, 7, 1), dt.datetime(2026, 8, 2, 9, tzinfo=dt.UTC)


def apologies_in_july(of: Headquarters, reasons: Sequence[str]) -> None:
    """So many people of it had a seat in a session of July, and said why they could not come."""
    of.plan("S-1", seats=str(len(reasons)))
    for number, reason in enumerate(reasons):
        officer = of.sign_in(of.person(f"Officer {number}"))
        of.act(of.rui, give_seats, "S-1", f"Officer {number}")
        of.act(officer, apologise, "S-1", reason)


def test_an_administrator_reads_about_how_many_gave_each_reason_in_the_month_before(psp: Headquarters) -> None:
    apologies_in_july(psp, ["service"] * 8 + ["leave"] * 3 + ["other"] * 2)

    in_august, in_july = (psp.act(psp.zita, count_apologies, now=now) for now in (AUGUST, NOW))

    assert (in_august.month, dict(in_august.about)) == (JULY, {"service": 10, "leave": 5, "other": 0})
    assert (in_july.month, dict(in_july.about)) == (dt.date(2026, 6, 1), {})


def test_of_fewer_than_ten_people_nothing_is_told(psp: Headquarters) -> None:
    apologies_in_july(psp, ["service"] * 9)

    assert dict(psp.act(psp.zita, count_apologies, now=AUGUST).about) == {}


def test_nobody_else_reads_it(psp: Headquarters) -> None:
    with pytest.raises(NotAllowed):
        psp.act(psp.rui, count_apologies, now=AUGUST)
