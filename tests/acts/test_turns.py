"""Turns at the password: how many wait, and what a ticket opens."""

import datetime as dt
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from desks import NOW

from course.acts.identify import Claim
from course.acts.turns import IN_LINE, LATEST, SOONEST, TICKET_HOLDS, in_line, make_ticket, password_of
from course.base.refusals import Busy

CLAIM = Claim("1234", b"p" * 16)


def test_as_many_wait_as_may_and_the_next_one_is_told_when_to_come_again() -> None:
    with ExitStack() as line:
        for _ in range(IN_LINE):
            line.enter_context(in_line())
        with pytest.raises(Busy) as told, in_line():
            pass

    assert (told.value.status, told.value.again_in in range(SOONEST, LATEST + 1)) == (503, True)
    with in_line():  # who is through makes room
        pass


def test_a_ticket_opens_for_its_name_in_its_house_and_for_ten_minutes(tmp_path: Path) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    ticket = make_ticket(here, CLAIM, "uma frase secreta", NOW)
    late = NOW + TICKET_HOLDS + dt.timedelta(seconds=1)

    assert password_of(here, ticket, CLAIM, NOW + TICKET_HOLDS) == "uma frase secreta"
    assert password_of(here, ticket, CLAIM, late) == ""
    assert password_of(here, ticket, replace(CLAIM, identifier="1235"), NOW) == ""
    assert password_of(here, ticket, replace(CLAIM, organisation_id=None), NOW) == ""
    assert password_of(elsewhere, ticket, CLAIM, NOW) == ""


@pytest.mark.parametrize("ticket", ["", "x", "é", "AAAA", "A" * 2_000, "%00"])
def test_what_is_no_ticket_opens_nothing(tmp_path: Path, ticket: str) -> None:
    assert password_of(tmp_path, ticket, CLAIM, NOW) == ""


def test_a_ticket_tells_neither_the_name_nor_the_password_nor_how_long_it_is(tmp_path: Path) -> None:
    short, long = (make_ticket(tmp_path, CLAIM, password, NOW) for password in ("curta", "uma frase bem mais comprida"))

    assert len(short) == len(long)
    assert not {"1234", "curta", "frase"} & {short, long}
    assert short != make_ticket(tmp_path, CLAIM, "curta", NOW)
