"""The clock of the machine is set forth and back under somebody who answers."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from site_of_tests import START, Site
from sqlalchemy import select
from walks import hand_in, open_quiz, questions_asked, right_fields, wrong_fields

from course.storage.models import Answer, Attempt

DAY: Final = dt.timedelta(days=1)
HOUR: Final = dt.timedelta(hours=1)
JUMPS: Final = (
    START,
    START - HOUR,
    START + HOUR,
    START - 400 * DAY,
    START + 400 * DAY,
    dt.datetime(2026, 10, 25, 0, 59, 59, tzinfo=dt.UTC),  # the second before Lisbon has this hour again
    dt.datetime(2026, 10, 25, 1, 0, tzinfo=dt.UTC),
    dt.datetime(2027, 3, 28, 1, 0, tzinfo=dt.UTC),  # the hour that Lisbon leaves out
    dt.datetime(2028, 2, 29, 12, 0, tzinfo=dt.UTC),
    START,
)
"""A clock that is set, again and again, between two answers."""


def test_a_clock_that_is_set_ends_no_sign_in_by_going_back_reopens_nothing_and_changes_no_order(
    site_on_each: Site, record_property: Callable[[str, object], None]
) -> None:
    site = site_on_each
    site.add_person(site.add_organisation(), "ana@prova.pt")
    first = open_quiz(site.visitor("ana@prova.pt"))
    asked, words = questions_asked(site, first), list[str]()

    for moment in JUMPS:
        site.now = moment
        officer = site.visitor("ana@prova.pt")
        page = officer.get(first.path)
        question = site.house.catalogue.quiz("ethnic-profiling").reference.questions[asked[0]]
        fields = right_fields(question) if len(words) % 2 else wrong_fields(question)
        answered = page.fill(first.path, {name: list(value) for name, value in fields.items()})
        site.now = moment - HOUR
        words += [officer.get(path).text for path in ("/", "/account", first.path)]
        assert answered.status == 303
    site.now = START
    officer = site.visitor("ana@prova.pt")
    review = officer.get(f"{first.path.rpartition('/')[0]}/review")
    stale = officer.get(first.path)
    hand_in(review)
    site.now = START - 400 * DAY
    again = stale.fill(first.path, {"answer": "other"})

    with site.house.database.read() as session:
        rows_kept = session.execute(select(Answer.question, Answer.seq).order_by(Answer.question, Answer.seq)).all()
        closed = [attempt.is_open for attempt in session.scalars(select(Attempt))]
    assert [page for page in words if re.search(r"(?<![\w-])-\d", page)] == []  # nothing took less than no time
    assert (again.status < 500, closed) == (True, [False])
    assert rows_kept == [(asked[0], seq) for seq in range(1, len(JUMPS) + 1)]
    for name, figure in {"survives": "S9", "blows": len(JUMPS), "acknowledged": len(rows_kept), "in doubt": 0}.items():
        record_property(name, figure)
