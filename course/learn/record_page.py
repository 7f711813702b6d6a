"""My record: what one did and until when it is kept, for oneself alone; and what a supervisor sees of it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from flask import render_template

from course.acts.refresh import read_refreshers
from course.base.calendar import lisbon_day, monday_of
from course.base.ids import as_text
from course.base.languages import HTML_LANG, N_, Language
from course.content.document import Document
from course.learn.feature import feature
from course.learn.progress import my_completions
from course.learn.refreshers_page import list_waiting
from course.storage import attempts, attendance, case_runs, completions, hindrances, restrictions, session_days
from course.storage.attempts import Result
from course.storage.attendance import Line, Seen
from course.storage.inventory import retention_of
from course.storage.models import Attempt, CaseRun
from course.storage.session_days import SessionDay
from course.web.completion import row_of
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.transaction import session
from course.web.words import gettext

_KEPT: Final = (
    (N_("Modules, with the day of completion"), "completion"),
    (N_("Seats in sessions"), "seat"),
    (N_("Whether you were in the room"), "attendance"),
    (N_("Apologies, with their reason"), "apology"),
    (N_("Attempts at quizzes, with answers and results"), "attempt"),
    (N_("Ways through cases, with the decisions"), "case_run"),
    (N_("Sections read"), "section_seen"),
    (N_("Questions to come back to"), "refresher"),
)
"""What the record rests on, and the table whose rules say when it goes."""


@dataclass(frozen=True)
class ModuleEntry:
    """A module in its track: not yet, in progress, or completed on that day, as a supervisor may know it."""

    id: str
    title: str
    html_lang: str
    state: Literal["todo", "now", "done"]
    completed_on: dt.date | None


@dataclass(frozen=True)
class QuizEntry:
    """One's attempts at a quiz that are still kept: how many, and the best of them with the way to it."""

    title: str
    html_lang: str
    count: int
    best: Result
    attempt_id: str


@dataclass(frozen=True)
class CaseEntry:
    """One's ways through a case that are still kept: how many, how many to an ending, and the week of the last one."""

    id: str
    title: str
    html_lang: str
    count: int
    ended: int
    week: dt.date


@dataclass(frozen=True)
class SessionEntry:
    """A session with one's seat, or one's apology. `seen`: whether one was there, None while it is to come; `corrected`
    is the line by which an administrator corrected that."""

    session: SessionDay
    track: str
    seen: Seen | None
    corrected: Line | None


@feature.page("/record", permission="learn")
def show_record() -> str:
    """Modules, sessions, results, cases and questions to come back to; nothing of it is stored for this page."""
    language = page_language()
    dates = my_completions()
    return render_template(
        "learn/record.html",
        tracks=[
            (id_, track.title.in_(language), _modules(track.modules, dates, language))
            for id_, track in catalogue().tracks_for(actor().audience).items()
        ],
        sessions=_sessions(language),
        today=lisbon_day(now()),
        quizzes=_quizzes(attempts.list_results(session(), actor().learner), language),
        cases=_cases(case_runs.list_runs(session(), actor().learner), language),
        waiting=list_waiting(read_refreshers(desk())),
        kept=[(gettext(what), "; ".join(gettext(words) for words in retention_of(table))) for what, table in _KEPT],
    )


@feature.page("/record/supervisor-view", permission="own-completion")
def show_supervisor_view() -> str:
    """One's own row; only learners stand in a supervisor's table."""
    before = catalogue().before_sessions(actor().audience)
    who, path = actor().person_id, actor().unit_path
    states = completions.list_states(session(), path, before, person_id=who)
    present = attendance.latest_presence(session(), [who], now())
    rows = [row_of(state, now(), present.get(who)) for state in states]
    is_restricted = not rows and restrictions.is_restricted(session(), who)
    said = hindrances.find(session(), who)
    return render_template("learn/supervisor_view.html", rows=rows, is_restricted=is_restricted, said=said)


def _sessions(language: Language) -> list[SessionEntry]:
    """Those with a seat and those one apologised for, by day."""
    who, tracks = actor().person_id, catalogue().registers.tracks
    days = [*session_days.of_person(session(), who), *session_days.excused_of_person(session(), who)]
    seen = attendance.of_person(session(), who, now())
    corrected = attendance.corrections_of(session(), who)
    return [
        SessionEntry(
            one,
            tracks[one.track].title.in_(language) if one.track in tracks else one.track,
            seen.get(one.code),
            corrected.get(one.code),
        )
        for one in sorted(days, key=lambda one: (one.day, one.code))
    ]


def _modules(ids: Iterable[str], dates: Mapping[str, dt.date | None], language: Language) -> list[ModuleEntry]:
    shelf = catalogue().library.modules
    return [
        ModuleEntry(
            id_,
            *_titled(shelf[id_], id_, language),
            "done" if dates.get(id_) else "now" if id_ in dates else "todo",
            dates.get(id_),
        )
        for id_ in ids
        if id_ in shelf
    ]


def _quizzes(handed_in: Iterable[tuple[Attempt, Result]], language: Language) -> list[QuizEntry]:
    """By quiz, in the order of their first hand-in; of equal results the earlier is the best."""
    by_quiz: dict[str, list[Result]] = {}
    for attempt, result in handed_in:
        by_quiz.setdefault(attempt.quiz, []).append(result)
    entries = []
    for id_, results in by_quiz.items():
        best = max(results, key=lambda result: (result.passed, result.percent))
        title, html_lang = _titled(catalogue().library.quizzes.get(id_), id_, language)
        entries.append(QuizEntry(title, html_lang, len(results), best, as_text(best.attempt_id)))
    return entries


def _cases(runs: Iterable[CaseRun], language: Language) -> list[CaseEntry]:
    by_case: dict[str, list[CaseRun]] = {}
    for run in runs:
        by_case.setdefault(run.case_id, []).append(run)
    return [
        CaseEntry(
            id_,
            *_titled(catalogue().library.cases.get(id_), id_, language),
            len(ways),
            sum(run.ending is not None for run in ways),
            monday_of(lisbon_day(ways[-1].opened_at)),
        )
        for id_, ways in by_case.items()
    ]


def _titled(document: Document[Any] | None, id_: str, language: Language) -> tuple[str, str]:
    """The title it has today and the language that is in; the id of what was withdrawn."""
    if document is None:
        return id_, HTML_LANG[language]
    return document.in_(language).title, HTML_LANG[document.language_of(language, "title")]
