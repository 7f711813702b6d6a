"""The files that a draft may hold, and the draft that somebody may write in."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from course.acts.desk import Desk
from course.base.languages import N_
from course.base.refusals import Invalid, NotFound
from course.content.bundle import TRANSLATION, Bundle, Kind, bundle_of, data_of
from course.content.picture import is_picture
from course.content.source import MOST_BYTES
from course.storage import drafts
from course.storage.models import Draft

MOST_FILES: Final = 20
_NAME: Final = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*\.(csv|svg)")
_NOT_SAVED: Final = N_("Nothing was saved")


def get_own_draft(desk: Desk, id_: bytes) -> Draft:
    """The draft, if the actor may open it. Raises NotFound."""
    draft = drafts.find_for(desk.session, id_, desk.actor.person_id)
    if draft is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return draft


def read_files(kind: Kind, files: Mapping[str, str], pictures: Collection[tuple[str, str]] = ()) -> dict[str, str]:
    """The files as a draft keeps them: plain line ends, no mark of byte order.

    `pictures` are those that may be among them, by name and text as they are kept: a picture comes in by `add_picture`
    alone, which makes it anew. Raises Invalid, about the field `text`, for another picture, for a file of another name
    than a document of its kind has, for one that is too large or cannot be kept, and for a document without its
    Portuguese.
    """
    reference = f"{kind}.yaml"
    if reference not in files:
        raise Invalid(_NOT_SAVED, {"text": N_("The Portuguese file is missing: a document always has it")})
    if len(files) > MOST_FILES:
        raise Invalid(_NOT_SAVED, {"text": N_("These are too many files for one document")})
    for name, text in files.items():
        if (name, text) in pictures:
            continue
        if name not in {reference, f"{kind}{TRANSLATION}"} and not _NAME.fullmatch(name):
            raise Invalid(_NOT_SAVED, {"text": N_("A file with this name is no part of a document")})
        _demand_kept(text)
    return bundle_of(kind, "", bytes_of(files)).as_text()


def bundle_of_draft(draft: Draft) -> Bundle:
    """The draft as the document that it would be."""
    return bundle_of(draft.kind, draft.document, bytes_of(draft.files))


def pictures_of(files: Mapping[str, str]) -> set[tuple[str, str]]:
    """The pictures among the files of a draft or of a kept text, by name and text."""
    return {(name, text) for name, text in files.items() if is_picture(name)}


def bytes_of(files: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a draft, or of a version of it, as those of a document."""
    return {name: data_of(name, text) for name, text in files.items()}


def _demand_kept(text: str) -> None:
    """Raise Invalid for what no file can hold."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        size = -1
    if size < 0 or "\0" in text:
        raise Invalid(_NOT_SAVED, {"text": N_("There is a character in it that cannot be kept. Write it anew")})
    if size > MOST_BYTES:
        raise Invalid(_NOT_SAVED, {"text": N_("The text is longer than a document may be (1 MB). Divide it")})
