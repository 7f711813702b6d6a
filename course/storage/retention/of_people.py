"""How long the people store keeps its rows. What is kept of whose data are restricted waits; what protects an account
does not: sign-ins, codes, browsers, mail."""

import datetime as dt
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from course.base.calendar import lisbon_day, lisbon_moment, monday_of
from course.base.languages import N_
from course.storage.models import (
    Apology,
    Attendance,
    Certificate,
    Completion,
    CourseSession,
    DataRequest,
    Delegation,
    Hindrance,
    KnownDevice,
    Mail,
    PeopleFile,
    Person,
    Proposal,
    SignIn,
    SignInCode,
    Waiting,
)
from course.storage.proposals import LASTS
from course.storage.restrictions import is_unrestricted
from course.storage.retention.rule import Rule, days_before

COMPLETION_YEARS: Final = 5
DELEGATION_YEARS: Final = 1
"""For as long the log names who looked, and so in whose place."""


def _years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; of 29 February, the 28th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if is_leap_day else day.day)


def _is_over(now: dt.datetime) -> ColumnElement[bool]:
    """Sent so long ago, or given up: then it is neither due nor sent."""
    cutoff = days_before(now, 30)
    return or_(Mail.sent_at < cutoff, and_(Mail.sent_at.is_(None), Mail.due_at.is_(None), Mail.made_at < cutoff))


def _sessions_before(day: dt.date) -> Select[str]:
    """The codes of the sessions that ended before that day in Lisbon."""
    return select(CourseSession.code).where(CourseSession.ends_at < lisbon_moment(day, dt.time()))


PEOPLE_RULES: Final = (
    Rule(
        "leavers",
        N_("30 days after the person left"),
        Person,
        lambda now: (Person.left_on < lisbon_day(now) - dt.timedelta(days=30)) & is_unrestricted(Person.id),
    ),
    Rule(
        "completions",
        N_("5 years after completion"),
        Completion,
        lambda now: (
            (Completion.date < _years_before(lisbon_day(now), COMPLETION_YEARS)) & is_unrestricted(Completion.person_id)
        ),
    ),
    Rule(
        "certificates",
        N_("5 years after completion"),
        Certificate,
        lambda now: (
            (Certificate.date < _years_before(lisbon_day(now), COMPLETION_YEARS))
            & is_unrestricted(Certificate.person_id)
        ),
    ),
    Rule(
        "attendance",
        N_("5 years after the session"),
        Attendance,
        lambda now: (
            Attendance.session_code.in_(_sessions_before(_years_before(lisbon_day(now), COMPLETION_YEARS)))
            & is_unrestricted(Attendance.person_id)
        ),
    ),
    Rule(
        "apologies",
        N_("90 days after the session"),
        Apology,
        lambda now: (
            Apology.session_code.in_(_sessions_before(lisbon_day(now) - dt.timedelta(days=90)))
            & is_unrestricted(Apology.person_id)
        ),
    ),
    Rule(
        "requests",
        N_("a year after it was over"),
        DataRequest,
        lambda now: (
            (DataRequest.ended_on < lisbon_day(now) - dt.timedelta(days=365)) & is_unrestricted(DataRequest.person_id)
        ),
    ),
    Rule(
        "waiting-lists",
        N_("when the session has begun"),
        Waiting,
        lambda now: Waiting.session_code.in_(select(CourseSession.code).where(CourseSession.starts_at <= now)),
        fleeting=True,
    ),
    Rule(
        "sign-ins",
        N_("a day after it was opened"),  # longer than any is let live
        SignIn,
        lambda now: SignIn.opened_at < days_before(now, 1),
        fleeting=True,
    ),
    Rule(
        "codes",
        N_("when it has run out"),
        SignInCode,
        lambda now: SignInCode.expires_at < now,
        fleeting=True,
    ),
    Rule(
        "files-with-people",
        N_("a day after it was sent"),
        PeopleFile,
        lambda now: PeopleFile.sent_at < days_before(now, 1),
        fleeting=True,
    ),
    Rule(
        "proposals",
        N_("7 days after it was proposed"),
        Proposal,
        lambda now: Proposal.proposed_at <= now - LASTS,
        fleeting=True,
    ),
    Rule(
        "known-browsers",
        N_("180 days after it was last used"),
        KnownDevice,
        lambda now: KnownDevice.last_on < lisbon_day(now) - dt.timedelta(days=180),
    ),
    Rule(
        "hindrances-ended",
        N_("the Monday after it ended"),
        Hindrance,
        lambda now: Hindrance.ended_on < monday_of(lisbon_day(now)),
        fleeting=True,
    ),
    Rule(
        "hindrances",
        N_("a year after it was said"),
        Hindrance,
        lambda now: Hindrance.said_on < _years_before(lisbon_day(now), 1),
    ),
    Rule(
        "delegations",
        N_("a year after its last day"),
        Delegation,
        lambda now: (
            func.coalesce(Delegation.ended_on, Delegation.last_on) < _years_before(lisbon_day(now), DELEGATION_YEARS)
        ),
    ),
    Rule("sent-mail", N_("30 days after it was sent"), Mail, _is_over),
)
