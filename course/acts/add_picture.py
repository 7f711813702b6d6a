"""A trainer adds a picture to a draft, in a scene or a section, and takes it out of both again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from pydantic import ValidationError

from course.acts.audit import log
from course.acts.clean_picture import CleanPicture
from course.acts.desk import Desk
from course.acts.draft_files import bytes_of, get_own_draft
from course.acts.policy import demand
from course.acts.save_draft import MOVED_ON, is_time_to_keep
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.content.bundle import Bundle
from course.content.picture import ENDING, MOST_PICTURES, Picture, is_picture
from course.content.picture_places import PARTS, parts_of, with_picture, without_picture
from course.content.starters import id_near
from course.content.writing import UnwritableError
from course.storage import drafts
from course.storage.models import Draft

LONGEST_STEM: Final = 40
"""Characters of the name that a picture's file is given, without its ending and its number."""
LONGEST_LINE: Final = 500
"""Characters of what is said of a picture."""
_PICTURE: Final = "picture"
"""What a picture is called whose own name has no letter that may stand in one."""
_NOT_ADDED: Final = N_("The picture was not added")
_CHARACTER: Final = N_("There is a character in it that cannot be kept. Write it anew")
_TAKEN: Final = N_("A picture is shown there already. Take that out first, or choose another place")
_UNREADABLE: Final = N_("The text of the draft has errors. Mend them first, then come back to its pictures.")


@dataclass(frozen=True)
class ToBeShown:
    """Where a picture is shown, and what is said of it."""

    part: str
    """The id of a scene or a section."""
    alt: str
    caption: str = ""
    credit: str = ""


def add_picture(desk: Desk, draft_id: bytes, picture: CleanPicture, given_name: str, shown: ToBeShown) -> str:
    """The name of the file that the picture has in the draft from now on: near to the one given, and never taken.

    Raises NotFound; Conflict where two save at once, or the text has errors; Invalid about the field to mend: `picture`
    where the draft has as many as it may or shows none, `part`, `alt`, `caption`, `credit`.
    """
    demand(desk.actor, "draft-pictures")
    draft = get_own_draft(desk, draft_id)
    _demand_room(draft)
    name = _free_name(given_name, draft)
    reference = f"{draft.kind}.yaml"
    written = bytes_of(draft.files)
    written[reference] = _with_picture(draft, written[reference], _read(name, shown), shown.part)
    written[name] = picture.data
    _save(desk, draft, written)
    log(desk, "picture-added", kind=draft.kind, document=draft.document)
    return name


def remove_picture(desk: Desk, draft_id: bytes, name: str) -> None:
    """Take the picture out of the text and of the draft; versions that were kept keep it.

    Raises NotFound; Conflict where it is gone, two save at once, or the text has errors.
    """
    demand(desk.actor, "draft-pictures")
    draft = get_own_draft(desk, draft_id)
    if draft.kind not in PARTS or not is_picture(name) or name not in draft.files:
        raise Conflict(N_("This draft has no such picture any more."))
    try:
        left = without_picture(draft.kind, bytes_of(draft.files), name)
    except UnwritableError:
        raise Conflict(_UNREADABLE) from None
    _save(desk, draft, {other: data for other, data in left.items() if other != name})
    log(desk, "picture-removed", kind=draft.kind, document=draft.document)


def _demand_room(draft: Draft) -> None:
    if draft.kind not in PARTS:
        raise Invalid(_NOT_ADDED, {"picture": N_("Cases and modules alone show pictures")})
    if sum(is_picture(name) for name in draft.files) >= MOST_PICTURES:
        words = N_("This draft has %(most)s pictures already, and may have no more. Take one out first")
        raise Invalid(_NOT_ADDED, {"picture": words}, most=str(MOST_PICTURES))


def _read(name: str, shown: ToBeShown) -> Picture:
    """What is said of the picture. Raises Invalid, about its field, for what is missing or too long."""
    said = {field: " ".join(getattr(shown, field).split()) for field in ("alt", "caption", "credit")}
    if not said["alt"]:
        raise Invalid(_NOT_ADDED, {"alt": N_("Say what is seen in it, for who does not see it")})
    if too_long := next((field for field, line in said.items() if len(line) > LONGEST_LINE), None):
        words = N_("Write at most %(most)s characters")
        raise Invalid(_NOT_ADDED, {too_long: words}, most=str(LONGEST_LINE))
    try:
        return Picture.model_validate({"file": name, **{field: line for field, line in said.items() if line}})
    except ValidationError as error:
        field = str(error.errors()[0]["loc"][0])
        raise Invalid(_NOT_ADDED, {field: _CHARACTER}) from None


def _with_picture(draft: Draft, data: bytes, picture: Picture, part: str) -> bytes:
    parts = parts_of(draft.kind, data)
    if parts is None:
        raise Conflict(_UNREADABLE)
    if part not in parts:
        raise Invalid(_NOT_ADDED, {"part": N_("Choose where it is shown")})
    if cast("Picture | None", getattr(parts[part], _PICTURE)) is not None:
        raise Invalid(_NOT_ADDED, {"part": _TAKEN})
    try:
        return with_picture(draft.kind, data, part, picture)
    except UnwritableError as error:
        raise Invalid(_NOT_ADDED, {"alt": error.problems[0].message}, **error.problems[0].values) from None


def _free_name(given: str, draft: Draft) -> str:
    """A file name near to that given, whatever it is: with a path, in other letters, hostile, or empty."""
    last = given.replace("\\", "/").rpartition("/")[2][:200]
    stem = id_near(last.rpartition(".")[0] or last)[:LONGEST_STEM].strip("-") or _PICTURE
    names = (f"{stem}{number}{ENDING}" for number in ("", *(f"-{number}" for number in range(2, MOST_PICTURES + 2))))
    return next(name for name in names if name not in draft.files)


def _save(desk: Desk, draft: Draft, files: Mapping[str, bytes]) -> None:
    saved = drafts.save(
        desk.session,
        draft.id,
        draft.version,
        Bundle(draft.kind, draft.document, files).as_text(),
        person_id=desk.actor.person_id,
        keep=is_time_to_keep(desk, draft.id),
        now=desk.now,
        today=lisbon_day(desk.now),
    )
    if saved is None:
        raise Conflict(MOVED_ON)
