"""Whoever may read a text sees the pictures in it, and nobody else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from course.acts.desk import Desk
from course.acts.policy import demand, may
from course.base.languages import N_
from course.base.refusals import NotFound
from course.catalogue import Catalogue
from course.content.bundle import KINDS_OF_DOCUMENT, Kind, data_of
from course.content.picture import digest_of, is_picture
from course.storage import case_runs, drafts, revisions, submissions

READS_UNSIGNED: Final = ("read-keys", "review-documents")
"""Whoever may do one of these reads what learners are not shown yet."""


@dataclass(frozen=True)
class SeenPicture:
    """The bytes of a picture; `is_of_course`: learners are shown it now, so that a browser may keep it."""

    data: bytes
    is_of_course: bool


def see_picture(desk: Desk, kind: str, document: str, digest: str, name: str) -> SeenPicture:
    """The picture of that name and digest, in the first text of the document that the actor may read and that has it.

    That is the current text; the text on which one plays the case; one's own draft; for trainers and reviewers also
    what waits for signatures. Raises NotFound.
    """
    demand(desk.actor, "read-course")
    of = next((one for one in KINDS_OF_DOCUMENT if one == kind), None)
    if of is not None and is_picture(name):
        for is_of_course, files in _texts(desk, of, document, name):
            data = files.get(name)
            if data is not None and digest_of(data) == digest:
                return SeenPicture(data, is_of_course)
    raise NotFound(N_("This page does not exist, or is not yours."))


def _texts(desk: Desk, kind: Kind, document: str, name: str) -> Iterator[tuple[bool, Mapping[str, bytes]]]:
    """The files of the texts that the actor may read, those first that cost nothing to look at."""
    yield from ((True, files) for files in _current(desk.catalogue, kind, document))
    reads_unsigned = any(may(desk.actor, permission) for permission in READS_UNSIGNED)
    if reads_unsigned:
        yield from ((False, files) for files in _current(desk.catalogue.whole, kind, document))
    if kind == "case":
        for digest in case_runs.list_digests(desk.session, desk.actor.learner, document):
            yield False, _kept(desk, digest, name)
    if may(desk.actor, "draft-pictures"):
        for kept in drafts.list_files_of_person(desk.session, desk.actor.person_id, kind, document):
            yield False, _picture_in(kept, name)
    if reads_unsigned:
        for submission in submissions.list_of_document(desk.session, kind, document):
            yield False, _kept(desk, submission.digest, name)


def _current(catalogue: Catalogue, kind: Kind, document: str) -> Iterator[Mapping[str, bytes]]:
    shelves: dict[Kind, Mapping[str, Any]] = {"case": catalogue.library.cases, "module": catalogue.library.modules}
    found = shelves.get(kind, {}).get(document)
    if found is not None:
        yield found.bundle.files


def _kept(desk: Desk, digest: str, name: str) -> Mapping[str, bytes]:
    revision = revisions.find(desk.session, digest)
    return _picture_in(revision.bundle if revision else {}, name)


def _picture_in(files: Mapping[str, str], name: str) -> dict[str, bytes]:
    return {name: data_of(name, files[name])} if name in files else {}
