"""A draft is saved by whoever saw the version that stands: of two editors, the second is told and loses nothing."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from course.acts.desk import Desk
from course.acts.draft_files import get_own_draft, pictures_of, read_files
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict
from course.storage import drafts
from course.storage.models import Draft

KEPT_EVERY: Final = dt.timedelta(minutes=10)
"""So far apart are versions kept while a script saves by itself."""
MOVED_ON: Final = N_(
    "Somebody else, or you in another window, saved this draft meanwhile. Your text is below, and not saved yet."
)


def save_draft(desk: Desk, draft_id: bytes, based_on: int, files: Mapping[str, str], *, keep: bool) -> int:
    """The number of the version that stands then: the same one where nothing is otherwise.

    `based_on` is the version that was shown; `files` are all of its files; with `keep` it can be gone back to. Raises
    NotFound, Conflict where another version stands (nothing is changed), Invalid about the field `text`.
    """
    demand(desk.actor, "write-drafts")
    draft = get_own_draft(desk, draft_id)
    read = read_files(draft.kind, files, _pictures_had(desk, draft, files))
    if read == draft.files:
        if keep:
            drafts.keep(desk.session, draft, desk.actor.person_id, desk.now)
        return draft.version
    if draft.version != based_on:
        raise Conflict(MOVED_ON)
    version = drafts.save(
        desk.session,
        draft_id,
        based_on,
        read,
        person_id=desk.actor.person_id,
        keep=keep or is_time_to_keep(desk, draft_id),
        now=desk.now,
        today=lisbon_day(desk.now),
    )
    if version is None:
        raise Conflict(MOVED_ON)
    return version


def _pictures_had(desk: Desk, draft: Draft, files: Mapping[str, str]) -> set[tuple[str, str]]:
    """The pictures that the draft has, and where others are sent, those that it had in a version to go back to."""
    had = pictures_of(draft.files)
    if pictures_of(files) <= had:
        return had
    kept = drafts.list_files_of_versions(desk.session, draft.id)
    return had.union(*(pictures_of(version) for version in kept))


def is_time_to_keep(desk: Desk, draft_id: bytes) -> bool:
    """Whether the last kept version is old, or another person's."""
    last = drafts.find_last_kept(desk.session, draft_id)
    return last is None or last.person_id != desk.actor.person_id or desk.now - last.saved_at >= KEPT_EVERY
