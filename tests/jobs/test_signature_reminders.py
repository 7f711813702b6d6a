import datetime as dt

import pytest
from reviews import Reviewed, mails, sign, url_of
from site_of_tests import Site

from course.jobs.signature_reminders import remind_reviewers
from course.storage import people

DAY = dt.timedelta(days=1)
DUE = 14
"""Days from the submission to the day named."""


@pytest.fixture
def reviewed(site: Site) -> Reviewed:
    return Reviewed(site)


def reminded(reviewed: Reviewed, days: int) -> list[str]:
    """Whom the job reminds so many days after the submission."""
    site = reviewed.site
    before = mails(site)
    remind_reviewers(site.house, site.now + days * DAY)
    after = mails(site)
    for one in before:
        after.remove(one)
    assert {kind for _, kind in after} <= {"signature-due"}
    return [who for who, _ in after]


EVERYBODY = ["civil-society", "equality-body", "police"]


def test_a_reminder_goes_out_three_days_before_and_on_the_day_and_never_after(reviewed: Reviewed) -> None:
    reviewed.submit()

    told = {days: reminded(reviewed, days) for days in range(DUE + 3)}

    assert {days: who for days, who in told.items() if who} == {DUE - 3: EVERYBODY, DUE: EVERYBODY}


def test_a_job_that_was_late_reminds_once_before_the_day(reviewed: Reviewed) -> None:
    reviewed.submit()

    assert [reminded(reviewed, days) for days in (DUE - 2, DUE - 2, DUE - 1)] == [EVERYBODY, [], []]


def test_a_party_that_said_something_is_left_alone(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    sign(reviewed.reviewer("police"), url, "refuse", reason="Falta a hora.")

    assert reminded(reviewed, DUE) == ["civil-society", "equality-body"]


def test_nobody_is_reminded_of_a_newer_texts_forerunner_nor_of_what_they_wrote(reviewed: Reviewed) -> None:
    reviewed.submit()
    reviewed.write("Título do caso", "Outro título")
    reviewed.submit()
    with reviewed.site.house.database.write() as session:
        people.add_role(session, reviewed.people.author.person_id, "reviewer", body="police")

    assert reminded(reviewed, DUE) == EVERYBODY


def test_who_left_and_who_is_invented_are_not_reminded(reviewed: Reviewed) -> None:
    reviewed.submit()
    with reviewed.site.house.database.write() as session:
        people.get_person(session, reviewed.people.reviewers["police"].person_id).is_active = False
        people.get_person(session, reviewed.people.reviewers["civil-society"].person_id).is_demonstration = True

    assert reminded(reviewed, DUE) == ["equality-body"]
