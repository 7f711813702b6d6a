"""Titles of courses and modules, also of those that the library has no more."""

from course.content.prose import plain
from course.web.house import catalogue
from course.web.i18n import page_language


def track_title(id_: str) -> str:
    """The title of the track in the reader's language; of one that is gone, its id."""
    track = catalogue().registers.tracks.get(id_)
    return track.title.in_(page_language()) if track else id_


def module_title(id_: str) -> str:
    """The title of the module in the reader's language, without marks; of one that is gone, its id."""
    document = catalogue().library.modules.get(id_)
    return plain(document.in_(page_language()).title) if document else id_
