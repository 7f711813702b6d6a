"""The pictures of a draft: what they show and where, one more, one less."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.add_picture import LONGEST_LINE, ToBeShown, add_picture, remove_picture
from course.acts.clean_picture import MOST_BYTES_TAKEN, MOST_PIXELS, clean_picture
from course.author.feature import feature
from course.author.own_draft import OwnDraft, open_own_draft
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.bundle import data_of
from course.content.picture import ENDING, MOST_PICTURES, Picture, digest_of, is_picture
from course.content.picture_places import PARTS, parts_of, shown_in
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.identity import desk
from course.web.pictures import url_of
from course.web.transaction import set_down
from course.web.words import gettext

LARGEST_UPLOAD: Final = MOST_BYTES_TAKEN * 3 // 2
"""Bytes of the form: a picture that is somewhat too large is told of in words beside its field."""
_TEXTS: Final = ("part", "alt", "caption", "credit")
_PART_NAMES: Final = {"case": N_("Scene %(id)s"), "module": N_("Section %(id)s")}


@dataclass(frozen=True)
class Shown:
    """A picture of the draft; `picture` and `part` say how and where the text shows it, if it does."""

    name: str
    url: str
    part: str
    picture: Picture | None

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.name.removesuffix(ENDING)


@feature.page("/author/drafts/<draft_id>/pictures", permission="draft-pictures")
def list_pictures(draft_id: str) -> str:
    """The pictures of the draft, and the form for one more."""
    return _page(_open(draft_id), {}, None)


@feature.act("/author/drafts/<draft_id>/pictures", permission="draft-pictures", largest=LARGEST_UPLOAD, with_files=True)
def add(draft_id: str) -> tuple[str, int] | Response:
    """Add a picture, made anew without what a camera wrote into it, where the text is to show it."""
    draft = _open(draft_id)
    sent = {name: request.form.get(name, "")[: LONGEST_LINE + 1] for name in _TEXTS}
    added = try_act(lambda: _add(draft, sent, is_looked_at=request.form.get("looked") == "yes"))
    if isinstance(added, (Invalid, Conflict)):
        return _page(open_own_draft(draft_id), sent, added), added.status
    return redirect(
        url_for("author.list_pictures", draft_id=draft.id, _anchor=f"file-{added.removesuffix(ENDING)}"), 303
    )


@feature.act("/author/drafts/<draft_id>/pictures/remove", permission="draft-pictures")
def remove(draft_id: str) -> tuple[str, int] | Response:
    """Take a picture out of the text and of the draft."""
    draft = _open(draft_id)
    removed = try_act(lambda: remove_picture(desk(), draft.row.id, request.form.get("name", "")))
    if isinstance(removed, (Invalid, Conflict)):
        return _page(draft, {}, removed), removed.status
    return redirect(url_for("author.list_pictures", draft_id=draft.id), 303)


def _open(draft_id: str) -> OwnDraft:
    draft = open_own_draft(draft_id)
    if draft.kind not in PARTS:
        raise NotFound(N_("Cases and modules alone show pictures. Go back to the draft."))
    return draft


def _add(draft: OwnDraft, sent: Mapping[str, str], *, is_looked_at: bool) -> str:
    if not is_looked_at:
        words = N_("Look at it as others will, then tick the box")
        raise Invalid(N_("The picture was not added"), {"looked": words})
    file = request.files.get("picture")
    data = file.stream.read(MOST_BYTES_TAKEN + 1) if file else b""
    id_ = draft.row.id
    set_down()  # a picture is decoded and encoded now: others may write meanwhile
    picture = clean_picture(data)
    return add_picture(desk(), id_, picture, (file.filename or "") if file else "", ToBeShown(**sent))


def _page(draft: OwnDraft, sent: Mapping[str, str], refusal: Invalid | Conflict | None) -> str:
    errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
    parts = parts_of(draft.kind, draft.bundle.files[draft.reference_name])
    shown = list(_shown(draft))
    return render_template(
        "author/pictures.html",
        draft=draft,
        shown=shown,
        parts=None if parts is None else [(id_, _name_of_part(draft, id_)) for id_ in parts],
        sent=sent,
        most=MOST_PICTURES,
        has_room=len(shown) < MOST_PICTURES,
        most_megabytes=MOST_BYTES_TAKEN // 1_000_000,
        most_megapixels=MOST_PIXELS // 1_000_000,
        conflict=in_words(refusal) if isinstance(refusal, Conflict) else "",
        errors=errors,
        by_field={error.field: error.message for error in errors},
        error_title=in_words(refusal) if refusal else "",
    )


def _shown(draft: OwnDraft) -> Iterator[Shown]:
    places = shown_in(draft.kind, draft.bundle.files[draft.reference_name])
    for name, text in sorted(draft.files.items()):
        if is_picture(name):
            part, picture = places.get(name, ("", None))
            url = url_of(draft.kind, draft.row.document, digest_of(data_of(name, text)), name)
            yield Shown(name, url, _name_of_part(draft, part) if part else "", picture)


def _name_of_part(draft: OwnDraft, id_: str) -> str:
    return gettext(_PART_NAMES[draft.kind], id=id_)
