"""Titles of courses and modules, also of those that the library has no more; and for whom a module is written."""

from collections.abc import Collection
from typing import Final

from course.base.languages import N_
from course.content.prose import plain
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.words import gettext

_WRITTEN_FOR: Final[dict[str, str]] = {
    "officers": N_("Written for police officers"),
    "equality-body": N_("Written for professionals of the equality body"),
}


def track_title(id_: str) -> str:
    """The title of the track in the reader's language; of one that is gone, its id."""
    track = catalogue().registers.tracks.get(id_)
    return track.title.in_(page_language()) if track else id_


def module_title(id_: str) -> str:
    """The title of the module in the reader's language, without marks; of one that is gone, its id."""
    document = catalogue().library.modules.get(id_)
    return plain(document.in_(page_language()).title) if document else id_


def written_for(modules: Collection[str], audience: str) -> str:
    """For whom these modules are written, in words; empty where one of them is for that audience too, or for nobody."""
    tracks = catalogue().registers.tracks.values()
    audiences = [track.audience for track in tracks if not set(modules).isdisjoint(track.modules)]
    return "" if audience in audiences or not audiences else gettext(_WRITTEN_FOR[audiences[0]])
