"""A trainer adds a picture to a draft, shows it in a scene or a section, or takes it out."""

from typing import Final

from course.acts.audit import log
from course.acts.clean_picture import CleanPicture
from course.acts.desk import Desk
from course.acts.draft_files import get_own_draft
from course.acts.policy import demand
from course.acts.save_draft import MOVED_ON, is_time_to_keep
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.bundle import Bundle
from course.content.picture import ENDING, MOST_PICTURES, is_picture
from course.content.starters import id_near
from course.storage import drafts
from course.storage.models import Draft

KINDS_WITH_PICTURES: Final = ("case", "module")
LONGEST_STEM: Final = 40
"""Characters of the name that a picture's file is given, without its ending and its number."""
_PICTURE: Final = "picture"
"""What a picture is called whose own name has no letter that may stand in one."""
_NOT_ADDED: Final = N_("The picture was not added")


def add_picture(desk: Desk, draft_id: bytes, picture: CleanPicture, given_name: str) -> str:
    """The name of the file that the picture has in the draft from now on: near to the one given, and never taken.

    Raises NotFound; Invalid, about the field `picture`, where the draft has as many as it may, or is of a kind that
    shows none; Conflict where two save at once.
    """
    demand(desk.actor, "draft-pictures")
    draft = get_own_draft(desk, draft_id)
    had = [name for name in draft.files if is_picture(name)]
    if draft.kind not in KINDS_WITH_PICTURES:
        raise Invalid(_NOT_ADDED, {"picture": N_("Cases and modules alone show pictures")})
    if len(had) >= MOST_PICTURES:
        raise Invalid(
            _NOT_ADDED,
            {"picture": N_("This draft has %(most)s pictures already, and may have no more. Take one out first")},
            most=str(MOST_PICTURES),
        )
    name = _free_name(given_name, draft)
    text = Bundle(draft.kind, draft.document, {name: picture.data}).as_text()[name]
    _save(desk, draft, {**draft.files, name: text})
    log(desk, "picture-added", kind=draft.kind, document=draft.document)
    return name


def remove_picture(desk: Desk, draft_id: bytes, name: str) -> None:
    """Take the picture out; versions that were kept keep it. Raises NotFound; Conflict while a file still names it."""
    demand(desk.actor, "draft-pictures")
    draft = get_own_draft(desk, draft_id)
    if not is_picture(name) or name not in draft.files:
        raise NotFound(N_("This draft has no such picture. Open its pictures again."))
    if any(name in text for other, text in draft.files.items() if not is_picture(other)):
        raise Conflict(N_("The text still shows this picture. Take it out of the text first, then out of the draft."))
    _save(desk, draft, {other: text for other, text in draft.files.items() if other != name})
    log(desk, "picture-removed", kind=draft.kind, document=draft.document)


def _free_name(given: str, draft: Draft) -> str:
    """A file name near to that given, whatever it is: with a path, in other letters, hostile, or empty."""
    last = given.replace("\\", "/").rpartition("/")[2][:200]
    stem = id_near(last.rpartition(".")[0] or last)[:LONGEST_STEM].strip("-") or _PICTURE
    names = (f"{stem}{number}{ENDING}" for number in ("", *(f"-{number}" for number in range(2, MOST_PICTURES + 2))))
    return next(name for name in names if name not in draft.files)


def _save(desk: Desk, draft: Draft, files: dict[str, str]) -> None:
    saved = drafts.save(
        desk.session,
        draft.id,
        draft.version,
        files,
        person_id=desk.actor.person_id,
        keep=is_time_to_keep(desk, draft.id),
        now=desk.now,
        today=lisbon_day(desk.now),
    )
    if saved is None:
        raise Conflict(MOVED_ON)
