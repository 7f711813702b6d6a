"""The officer's path to the session: when and where, what is left, and the one next step."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts.complete import complete_what_is_done
from course.base.calendar import lisbon_day
from course.base.languages import N_, Language
from course.content.registers import Track
from course.learn.feature import feature
from course.learn.progress import ModuleProgress, module_progress, my_completions, my_progress
from course.storage import sessions
from course.storage.progress import Progress
from course.storage.sessions import PlannedSession
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.page import home_url
from course.web.transaction import session
from course.web.words import gettext

MY_PATH: Final = N_("My path")


@dataclass(frozen=True)
class TrackPath:
    """A track's modules, those before the session and those after it."""

    title: str
    before: tuple[ModuleProgress, ...]
    after: tuple[ModuleProgress, ...]

    @property
    def minutes_left(self) -> int:
        """Minutes left before the session."""
        return sum(module.minutes_left for module in self.before)

    @property
    def steps_done(self) -> int:
        """Steps done of the modules before the session; all of a completed one."""
        return sum(len(module.steps) if module.state == "done" else module.done_count for module in self.before)

    @property
    def steps(self) -> int:
        """Steps of the modules before the session."""
        return sum(len(module.steps) for module in self.before)

    @property
    def done_count(self) -> int:
        """Modules completed before the session."""
        return sum(module.state == "done" for module in self.before)

    @property
    def is_begun(self) -> bool:
        """Whether a module of it is in progress."""
        return any(module.state == "now" for module in (*self.before, *self.after))

    @property
    def next_module(self) -> ModuleProgress | None:
        """The module to go on with: those before the session first, and of these the one that was begun."""
        for part in (self.before, self.after):
            for state in ("now", "todo"):
                if found := next((module for module in part if module.state == state), None):
                    return found
        return None


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


def _path_page() -> str:
    coming = sessions.find_next_session(session(), actor().person_id, now())
    return render_template(
        "learn/path.html",
        coming=coming,
        days=_days_until(coming),
        is_late=coming is not None and coming.due_at < now(),
        tracks=_tracks(coming, my_progress(), my_completions(), page_language()),
        hours=_hours(coming),
        exchange=_exchange(coming),
    )


def _tracks(
    coming: PlannedSession | None, learner: Progress, dates: Mapping[str, dt.date | None], language: Language
) -> list[TrackPath]:
    """The tracks of the audience: that of the next session first, then those in which something is begun."""
    tracks = catalogue().tracks_for(actor().audience)
    paths = {id_: _track_path(track, learner, dates, language) for id_, track in tracks.items()}
    return [
        paths[id_]
        for id_ in sorted(paths, key=lambda id_: (coming is None or id_ != coming.track, not paths[id_].is_begun))
    ]


def _track_path(track: Track, learner: Progress, dates: Mapping[str, dt.date | None], language: Language) -> TrackPath:
    shelf = catalogue().library.modules
    modules = {id_: module_progress(shelf[id_], learner, dates, language) for id_ in track.modules if id_ in shelf}
    before = tuple(module for id_, module in modules.items() if id_ in track.before)
    after = tuple(module for id_, module in modules.items() if id_ not in track.before)
    return TrackPath(track.title.in_(language), before, after)


def _days_until(coming: PlannedSession | None) -> str:
    if coming is None:
        return ""
    days = (lisbon_day(coming.starts_at) - lisbon_day(now())).days
    if days <= 0:
        return gettext("today")
    return gettext("tomorrow") if days == 1 else gettext("in %(days)s days", days=str(days))


def _exchange(coming: PlannedSession | None) -> PlannedSession | None:
    """The first other session to which the person may move."""
    if coming is None or coming.starts_at <= now():
        return None
    return next(iter(sessions.list_exchanges(session(), actor().person_id, coming.code, now())), None)


def _hours(coming: PlannedSession | None) -> str:
    """How long the session lasts: 3, 2.5."""
    return f"{(coming.ends_at - coming.starts_at) / dt.timedelta(hours=1):g}" if coming else ""
