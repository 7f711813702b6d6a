"""A trainer begins a document in the browser: from nothing, from one that is there, or as a new text of one."""

from collections.abc import Mapping
from typing import Final

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.draft_files import pictures_of, read_files
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Invalid, NotFound
from course.content.bundle import Kind, from_text
from course.content.starters import is_id
from course.storage import drafts, revisions
from course.storage.models import Revision

_NOT_BEGUN: Final = N_("Nothing was begun")


def open_draft(desk: Desk, kind: Kind, document: str, files: Mapping[str, str]) -> bytes:
    """The id of a new draft of a document that is not there yet, with those files.

    Raises Invalid, about the field `document`, for an id that is none or is taken.
    """
    demand(desk.actor, "open-drafts")
    _demand_free_id(desk, kind, document)
    return _add(desk, kind, document, files)


def open_copy(desk: Desk, kind: Kind, digest: str, document: str) -> bytes:
    """The id of a new draft that begins from the text with that digest: current, published before, or submitted.

    `document` is the id that it will have: that of the text itself (what is published will stand in its place), or a
    new one. Who wrote the text is an author of what is made of it. Raises NotFound, Invalid as above.
    """
    demand(desk.actor, "open-drafts")
    source = _find_source(desk, kind, digest)
    if document != source.document:
        _demand_free_id(desk, kind, document)
    return _add(desk, kind, document, source.bundle, source=source)


def _find_source(desk: Desk, kind: Kind, digest: str) -> Revision:
    current = next(
        (one for one in desk.catalogue.whole.library.records if (one.kind, one.digest) == (kind, digest)), None
    )
    if current is not None:
        desk.catalogue.whole.pin_current(desk.session, kind, current.id)
    found = revisions.find(desk.session, digest)
    if found is None or found.kind != kind:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def _demand_free_id(desk: Desk, kind: Kind, document: str) -> None:
    if not is_id(document):
        raise Invalid(_NOT_BEGUN, {"document": N_("Write small letters, digits and hyphens, without accents")})
    taken = {(record.kind, record.id) for record in desk.catalogue.whole.library.records}
    if (kind, document) in taken or drafts.is_named(desk.session, kind, document):
        raise Invalid(_NOT_BEGUN, {"document": N_("There is a document of this name already. Choose another one")})


def _add(desk: Desk, kind: Kind, document: str, files: Mapping[str, str], *, source: Revision | None = None) -> bytes:
    id_ = drafts.add(
        desk.session,
        kind,
        document,
        read_files(kind, files, pictures_of(source.bundle) if source else ()),
        based_on=source.digest if source else None,
        person_id=desk.actor.person_id,
        earlier_authors=_authors_of(desk, kind, source) if source else (),
        now=desk.now,
        today=lisbon_day(desk.now),
    )
    log(desk, "draft-opened", kind=kind, document=document)
    return id_


def _authors_of(desk: Desk, kind: Kind, source: Revision) -> frozenset[bytes]:
    reference = from_text(kind, source.document, source.bundle).reference_digest
    return drafts.authors_of_text(desk.session, kind, source.digest, reference)
