"""What there is to do for trainers, in one list: mistakes, sources, English, signatures, publications, comments."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flask import render_template, url_for

from course.author.board import Board, Line, UnderReview
from course.author.feature import feature
from course.base.calendar import lisbon_day
from course.base.ids import as_text
from course.base.languages import N_
from course.storage import mistakes, submissions
from course.web.documents import KIND_NAMES, list_documents
from course.web.house import now, whole_catalogue
from course.web.i18n import page_language, written_day
from course.web.identity import actor, desk
from course.web.review_words import days_in_words
from course.web.source_work import GROUPS, list_wanting
from course.web.transaction import session
from course.web.words import gettext, ngettext

SOON: Final = dt.timedelta(days=60)
"""So long before a case expires trainers are told."""


@dataclass(frozen=True)
class Entry:
    """One thing of a queue. `url` is empty where the queue's own step leads to it."""

    name: str
    said: str
    url: str = ""
    html_lang: str = ""


@dataclass(frozen=True)
class Queue:
    """Things that want the same work: how many, and the one next step."""

    id: str
    title: str
    count: int
    entries: tuple[Entry, ...]
    step: str
    url: str


@feature.page("/author/queues", permission="publish", menu=(N_("To do"), ("trainer",)))
def list_queues() -> str:
    """The queues in which something waits, and the names of the others."""
    queues = list(_queues(Board(desk())))
    return render_template(
        "author/queues.html",
        queues=[queue for queue in queues if queue.count],
        empty_queues=[queue.title for queue in queues if not queue.count],
    )


def _queues(board: Board) -> Iterator[Queue]:
    waiting, ready = [one for one in board.under_review if not one.is_signed], board.ready
    comments = submissions.count_unanswered(session(), actor().person_id)
    first = url_for("author.show_review", draft_id=as_text(comments[0][0])) if comments else ""
    yield Queue(
        "comments",
        gettext("Comments on your drafts without an answer"),
        sum(count for *_, count in comments),
        tuple(
            Entry(
                f"{gettext(KIND_NAMES[kind])} {id_}",
                ngettext("%(num)s comment", "%(num)s comments", count),
                url_for("author.show_review", draft_id=as_text(draft)),
            )
            for draft, kind, id_, count in comments
        ),
        gettext("Answer the comments"),
        first,
    )
    yield Queue(
        "ready",
        gettext("Signed, and to be published"),
        len(ready),
        tuple(_to_publish(one) for one in ready),
        gettext("Publish what is signed"),
        url_for("author.list_publications"),
    )
    yield Queue(
        "signatures",
        gettext("Texts that wait for signatures"),
        len(waiting),
        tuple(_to_sign(one) for one in waiting),
        gettext("See where they stand"),
        waiting[0].text.url if waiting else "",
    )
    yield Queue(
        "behind",
        gettext("Published here, while the course ships another text by now"),
        len(board.behind),
        tuple(_behind(one) for one in board.behind),
        gettext("Compare, and decide"),
        board.behind[0].text.url if board.behind else "",
    )
    yield _with_days()
    yield _reported()
    yield _sources()
    yield _english()


def _to_publish(one: UnderReview) -> Entry:
    return Entry(one.text.title, one.why_not or gettext("You can publish it."), one.text.url, one.text.html_lang)


def _to_sign(one: UnderReview) -> Entry:
    left = days_in_words(one.due_on, lisbon_day(now()))
    if one.refused_by:
        said = gettext("Refused by: %(parties)s.", parties=", ".join(one.refused_by))
    elif one.waits_for:
        said = gettext("Waits for: %(parties)s.", parties=", ".join(one.waits_for))
    else:
        said = gettext("Waits for who reads both languages, for the English.")
    return Entry(one.text.title, f"{said} {left[:1].upper()}{left[1:]}.", one.text.url, one.text.html_lang)


def _behind(one: Line) -> Entry:
    return Entry(one.text.title, f"{one.text.kind_name}, {one.text.id}", one.text.url, one.text.html_lang)


def _with_days() -> Queue:
    """Cases under embargo, and those that expire soon or did: the next day first."""
    entries = [
        Entry(id_, gettext(said, day=written_day(day)), url_for("train.show_case", document_id=id_))
        for day, id_, said in sorted(_dated())
    ]
    url = entries[0].url if entries else ""
    title = gettext("Cases under embargo, or about to expire")
    return Queue("days", title, len(entries), tuple(entries), gettext("Look at the first"), url)


def _dated() -> Iterator[tuple[str, str, str]]:
    """A day, the case and what happens then."""
    today = lisbon_day(now())
    soon = (today + SOON).isoformat()
    for record in (one for one in whole_catalogue().library.records if one.is_shown):
        if record.embargo > today.isoformat():
            yield record.embargo, record.id, N_("Officers see it from %(day)s.")
        elif record.expires and record.expires <= today.isoformat():
            yield record.expires, record.id, N_("Since %(day)s officers see it no longer.")
        elif record.expires and record.expires <= soon:
            yield record.expires, record.id, N_("From %(day)s officers see it no longer.")


def _reported() -> Queue:
    count, url = mistakes.count_open(session()), url_for("train.list_mistakes")
    return Queue("mistakes", gettext("Mistakes that readers reported"), count, (), gettext("Read and close them"), url)


def _sources() -> Queue:
    """A source may want several things, and counts once."""
    groups = [(gettext(title), list_wanting(wants)) for title, _, wants in GROUPS.values()]
    counts = [Entry(title, ngettext("%(num)s source", "%(num)s sources", len(ids))) for title, ids in groups if ids]
    return Queue(
        "sources",
        gettext("Sources that need work"),
        len({id_ for _, ids in groups for id_ in ids}),
        tuple(counts),
        gettext("See the sources"),
        url_for("train.list_sources_to_mend"),
    )


def _english() -> Queue:
    behind = [one for one in list_documents("train", page_language()) if not one.is_english_complete]
    return Queue(
        "english",
        gettext("English that is missing or behind"),
        len(behind),
        tuple(Entry(one.title, one.english, one.url, one.html_lang) for one in behind),
        gettext("See the documents"),
        url_for("train.show_library"),
    )
