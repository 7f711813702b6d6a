"""The sessions that the signed-in person plans, with counts."""

from course.acts.session_scope import sessions_of
from course.base.districts import DISTRICTS
from course.storage import sessions
from course.storage.sessions import SessionOverview
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.transaction import session


def my_sessions() -> list[SessionOverview]:
    """Those one leads, or those of one's organisation, by start; in one query."""
    return sessions.list_overviews(session(), sessions_of(actor()), catalogue().before_sessions())


def my_session(code: str) -> SessionOverview:
    """One of them. Raises NotFound, for another's too."""
    return sessions.get_overview(session(), sessions_of(actor()), catalogue().before_sessions(), code)


def track_titles() -> dict[str, str]:
    """The titles of the tracks in the reader's language, by id."""
    return {id_: track.title.in_(page_language()) for id_, track in catalogue().registers.tracks.items()}


def districts() -> list[tuple[str, str]]:
    """The districts that a form offers: id and name."""
    return list(DISTRICTS.items())
