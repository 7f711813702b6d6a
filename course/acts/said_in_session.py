"""What was said unsigned in a session, as its trainers read it: own words, and ready sentences that were ticked."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from course.base.languages import Language
from course.catalogue import Catalogue
from course.content.document import Document
from course.content.module import Module
from course.groups import GroupPicture
from course.scoring.privacy import ForkShare
from course.storage import voices
from course.storage.models import CourseSession


@dataclass(frozen=True)
class Said:
    """A sentence of a session. `answer` is the prepared one and `share` how many ticked it: of ready sentences alone.

    `key` says which of the session's sentences it is: own words by a digest of them, so it leads to no row.
    """

    key: str
    module: str
    words: str
    answer: str = ""
    share: ForkShare | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it is a ready sentence."""
        return self.share is not None


def said_in(
    session: Session, catalogue: Catalogue, planned: CourseSession, picture: GroupPicture | None, language: Language
) -> list[Said]:
    """By module in the order of the track, own words first; nothing before the picture was taken. One query."""
    if picture is None:
        return []
    sentences = voices.of_session(session, planned.code)
    said: list[Said] = []
    for id_, document in catalogue.modules_before(planned).items():
        own = (text for module, text in sentences if module == id_)
        said += [Said(_key_of(id_, text), id_, text) for text in own]
        said += _ticked(id_, document, picture, language)
    return said


def _key_of(module: str, text: str) -> str:
    return hashlib.sha256(f"{module}\n{text}".encode()).hexdigest()[:32]


def _ticked(module: str, document: Document[Module], picture: GroupPicture, language: Language) -> Iterator[Said]:
    prepared = {
        f"{module}/{id_}": objection
        for section in document.in_(language).sections.values()
        for id_, objection in section.objections.items()
    }
    for tap in picture.taps:
        if objection := prepared.get(tap.objection):
            yield Said(tap.objection, module, objection.says, objection.answer, tap.share)
