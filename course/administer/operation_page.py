"""How the instance is doing: jobs and when they ran, mail that waits, documents shown. Nothing about anybody."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from flask import render_template

from course.administer.feature import feature
from course.base.languages import N_
from course.storage import jobs, meta, outbox
from course.storage.models import JobRow
from course.storage.outbox import MailState
from course.web.documents import KIND_NAMES
from course.web.house import catalogue, now, whole_catalogue
from course.web.identity import actor
from course.web.transaction import session
from course.web.words import gettext

LATE: Final = dt.timedelta(minutes=15)
"""So long after it was due a job counts as late: a loop takes each within seconds."""
MAIL_DAYS: Final = 7
OLD_BACKUP: Final = dt.timedelta(hours=48)
"""A backup of before that is old: the page says so."""
JOB_WORDS: Final[Mapping[str, str]] = {
    "outbox": N_("Send mail"),
    "sealing": N_("Seal the log"),
    "verifying": N_("Check the log"),
    "pictures": N_("Take the pictures of sessions"),
    "tallies": N_("Add up the answers of sessions that are over"),
    "shares": N_("Draw how hundreds chose at a fork"),
    "voices": N_("Cut objections and survey sheets loose from who wrote them"),
    "rooms": N_("Close rooms that were left open"),
    "survey-figures": N_("Draw what surveys show"),
    "coarsening": N_("Cut hours of learning to the week"),
    "erasure": N_("Erase learning, as its owners asked"),
    "retention": N_("Let go what was kept for long enough"),
    "waiting-lists": N_("Give free places to who waits"),
    "reminders": N_("Remind of sessions"),
    "signature-reminders": N_("Remind of texts to be signed"),
    "finish-reminders": N_("Remind those who have not finished"),
    "unit-counts": N_("Count the people of large units"),
    "unit-summaries": N_("Send the weekly summaries of units"),
    "hindrances": N_("End what was said of no device or no time, once the course is completed"),
    "refreshers": N_("Tell of questions to come back to"),
}
"""By name; of another release's job the name itself is shown. A test compares them with the jobs that there are."""
STATE_WORDS: Final[Mapping[MailState, str]] = {
    "waiting": N_("Waiting"),
    "sent": N_("Sent"),
    "given-up": N_("Given up"),
}
TROUBLE_WORDS: Final[Mapping[str, str]] = {
    "no-server": N_("no mail server is set"),
    "no-answer": N_("the mail server does not answer"),
    "connection-lost": N_("the connection was lost"),
    "not-secure": N_("nobody vouches for the mail server's certificate"),
    "not-offered": N_("the mail server does not offer encryption, or no sign-in"),
    "password-refused": N_("the mail server refuses the password"),
    "sender-refused": N_("the mail server refuses the sender's address"),
    "deferred": N_("the mail server asks to try again later"),
    "refused": N_("the mail server refuses the address"),
    "no-address": N_("the person has no address, or no account any more"),
    "unreadable": N_("it was sealed under another key"),
}


@dataclass(frozen=True)
class JobLine:
    """A job in words."""

    name: str
    due_at: dt.datetime
    finished_at: dt.datetime | None
    is_late: bool


class MailLine(NamedTuple):
    """So many mails of the organisation in that state; `trouble` is why the last try failed."""

    state: str
    trouble: str
    mails: int


class KindLine(NamedTuple):
    """So many documents of a kind: read, shown to learners, and signed by all three parties."""

    kind: str
    read: int
    shown: int
    signed: int


@feature.page("/administer/operation", permission="outbox-and-jobs", menu=(N_("Operation"), ("administrator",)))
def show_operation() -> str:
    """Jobs of the instance, mail of the organisation, and the state of the content."""
    lines = [_job(row) for row in jobs.list_jobs(session())]
    since = now() - dt.timedelta(days=MAIL_DAYS)
    mails = outbox.count_by_state(session(), actor().organisation_id, since)
    backed_up_at = meta.find_value(session(), meta.BACKED_UP_AT)
    return render_template(
        "administer/operation.html",
        backed_up_at=dt.datetime.fromisoformat(backed_up_at.decode()) if backed_up_at else None,
        old_backup=now() - OLD_BACKUP,
        jobs=lines,
        late=sum(line.is_late for line in lines),
        mails=[_mail(*key, count) for key, count in sorted(mails.items())],
        mail_days=MAIL_DAYS,
        kinds=_kinds(),
        left_out=_left_out(),
    )


def _job(row: JobRow) -> JobLine:
    return JobLine(
        name=gettext(JOB_WORDS[row.name]) if row.name in JOB_WORDS else row.name,
        due_at=row.due_at,
        finished_at=row.finished_at,
        is_late=row.due_at + LATE < now() and (row.leased_until is None or row.leased_until < now()),
    )


def _mail(state: MailState, trouble: str, count: int) -> MailLine:
    return MailLine(
        gettext(STATE_WORDS[state]), gettext(TROUBLE_WORDS.get(trouble, trouble)) if trouble else "—", count
    )


def _kinds() -> list[KindLine]:
    whole, shown = whole_catalogue(), catalogue().library.ids()
    return [
        KindLine(
            kind=gettext(KIND_NAMES[kind]),
            read=len(ids),
            shown=len(shown[kind]),
            signed=sum(whole.clearance(kind, id_).is_signed for id_ in ids),
        )
        for kind, ids in whole.library.ids().items()
    ]


def _left_out() -> Sequence[str]:
    """Files with a fault for which their document is not shown, with the line and what was expected."""
    return [
        f"{one.where}:{one.line}: {one.in_words(gettext)}" for one in whole_catalogue().library.problems if one.fatal
    ]
