"""The officer's path to the session: when and where, what is left, and the one next step."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from babel.numbers import format_decimal
from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.complete import complete_what_is_done
from course.acts.fill_in_survey import Asked, list_asked
from course.acts.list_objections import HeldObjection, list_objections
from course.base.ids import as_text
from course.base.languages import HTML_LANG, LOCALES, N_
from course.content.prose import plain
from course.content.registers import Track
from course.learn.feature import feature
from course.learn.progress import module_progress, my_completions, my_progress
from course.learn.standing import list_withdrawn
from course.learn.track_path import TrackPath, find_next, sort_by_seat
from course.storage import apologies, case_runs, seats
from course.storage.modules_before import Choice
from course.storage.progress import Progress
from course.storage.sessions import PlannedSession
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.page import home_url
from course.web.player.module_steps import ModuleProgress
from course.web.transaction import session
from course.web.words import gettext, ngettext

LONGEST_IN_MINUTES: Final = 90
"""What takes longer is said in hours."""
MY_PATH: Final = N_("My path")


@dataclass(frozen=True)
class OwnObjection:
    """A sentence of one's own, in whose language if that is known, until when it can be changed, and where."""

    said: str
    html_lang: str
    changes_until: dt.datetime
    url: str


@feature.page("/", permission="learn", menu=(MY_PATH, ("officer",)), home_of=("officer", "auditor"))
def show_path() -> str | Response:
    """The first page of an officer; other roles go on to theirs."""
    home = home_url(actor())
    if home != url_for("learn.show_path"):
        return redirect(home, 303)
    return _path_page()


@feature.page("/path", permission="learn", menu=(MY_PATH, ("trainer", "reviewer", "supervisor", "administrator")))
def show_own_path() -> str:
    """The same for somebody whose role has another first page."""
    return _path_page()


@feature.act("/path/completion", permission="learn")
def record_completion() -> Response:
    """Record the modules in which nothing is left to do, such as after a re-scoring."""
    complete_what_is_done(desk())
    return redirect(url_for("learn.show_path"), 303)


@feature.page("/cases/<case_id>/scenes/<scene_id>/objection", permission="object")
def find_scene_objection(case_id: str, scene_id: str) -> Response:
    """On to one's objection at a decision that one took in that scene; to the case where one took none."""
    found = case_runs.find_step_at(session(), actor().learner, case_id, scene_id)
    if found is None:
        return redirect(url_for("learn.show_case", case_id=case_id), 303)
    return redirect(url_for("learn.show_fork_objection", run_id=as_text(found.run_id), number=found.n), 303)


def _path_page() -> str:
    learner, dates = my_progress(), my_completions()
    who = actor().person_id
    excused = apologies.list_open(session(), who, now())
    seated = seats.list_seats_of(session(), who)
    tracks = _tracks(seated, excused, learner, dates)
    return render_template(
        "learn/path.html",
        tracks=tracks,
        leading=find_next(tracks),
        exchange=_exchange(tracks[0]) if tracks else None,
        objections=[_own_objection(held) for held in list_objections(desk())],
        surveys_asked=[_asked(one) for one in list_asked(desk(), seated)],
        hours_of=_hours_of,
        in_short=_in_short,
        withdrawn=list_withdrawn(learner, dates),
    )


def _asked(asked: Asked) -> tuple[Asked, str, str]:
    """The survey with its title, and in which language that is."""
    survey, language = asked.survey, page_language()
    return asked, survey.in_(language).title, HTML_LANG[survey.language_of(language, "title")]


def _tracks(
    seats: Sequence[PlannedSession],
    excused: Sequence[PlannedSession],
    learner: Progress,
    dates: Mapping[str, dt.date | None],
) -> list[TrackPath]:
    """The tracks of the audience, the most urgent first."""
    tracks = catalogue().tracks_for(actor().audience)
    language, shelf = page_language(), catalogue().library.modules
    shown = {id_ for track in tracks.values() for id_ in track.modules if id_ in shelf}
    modules = {id_: module_progress(shelf[id_], learner, dates, language) for id_ in shown}
    said = {planned.track: planned for planned in excused}
    paths = [_track_path(id_, track, modules, seats, said.get(id_)) for id_, track in tracks.items()]
    return sorted(paths, key=lambda path: path.urgency)


def _track_path(
    id_: str,
    track: Track,
    modules: Mapping[str, ModuleProgress],
    seats: Sequence[PlannedSession],
    excused: PlannedSession | None,
) -> TrackPath:
    coming, past = sort_by_seat(seats, id_, now())
    planned = coming[0] if coming else past or Choice(id_, None)
    due = catalogue().before_sessions()
    return TrackPath(
        title=track.title.in_(page_language()),
        before=tuple(modules[id_] for id_ in due.of(planned)),
        after=tuple(modules[id_] for id_ in due.after(planned)),
        coming=coming,
        past=past,
        at=now(),
        apologised=excused,
    )


def _exchange(path: TrackPath) -> PlannedSession | None:
    """The first other session to which the person may move, from their seat or after an apology."""
    left = path.session or path.excused
    if left is None or path.has_begun:
        return None
    return seats.find_exchange(session(), actor().person_id, left.code, now())


def _hours_of(planned: PlannedSession) -> str:
    """How long the session lasts: 3 hours, 2.5 hours; in Portuguese 2,5 horas."""
    hours = (planned.ends_at - planned.starts_at) / dt.timedelta(hours=1)
    if hours == 1:
        return gettext("1 hour, in working time")
    written = format_decimal(hours, "0.##", locale=LOCALES[page_language()])
    return gettext("%(hours)s hours, in working time", hours=written)


def _in_short(part: Sequence[ModuleProgress]) -> str:
    """How many modules, how long they take and how many are done: 5 modules, about 3.5 hours."""
    minutes, done = sum(module.minutes for module in part), sum(module.state == "done" for module in part)
    hours = format_decimal(round(minutes / 30) / 2, "0.#", locale=LOCALES[page_language()])
    length = (
        gettext("about %(hours)s hours", hours=hours)
        if minutes > LONGEST_IN_MINUTES
        else gettext("%(minutes)s min", minutes=minutes)
    )
    said = [ngettext("%(num)s module", "%(num)s modules", len(part)), length]
    return ", ".join([*said, ngettext("%(num)s done", "%(num)s done", done)] if done else said)


def _own_objection(held: HeldObjection) -> OwnObjection:
    """In one's own line where one wrote one, else in the first ready sentence as it reads today."""
    place = held.place
    if place.kind == "case":
        url = url_for("learn.find_scene_objection", case_id=place.document, scene_id=place.part)
        return OwnObjection(held.line, "", held.changes_until, url)
    url = url_for("learn.show_section_objection", module_id=place.document, section_id=place.part)
    if held.line:
        return OwnObjection(held.line, "", held.changes_until, url)
    document, language = catalogue().library.modules.get(place.document), page_language()
    section = document.in_(language).sections.get(place.part) if document else None
    ready = section.objections.get(held.ticked[0]) if section and held.ticked else None
    spoken = HTML_LANG[document.language_of(language, "sections", place.part)] if document and ready else ""
    return OwnObjection(plain(ready.says) if ready else "", spoken, held.changes_until, url)
