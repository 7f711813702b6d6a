"""A draft that the signed-in trainer may open, judged as it stands."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from course.acts.draft_files import bundle_of_draft, bytes_of, get_own_draft
from course.base.calendar import lisbon_day
from course.base.ids import as_id, as_text
from course.base.languages import N_
from course.base.refusals import NotFound
from course.catalogue import Judged, judge
from course.content.bundle import TRANSLATION, Bundle, Kind, bundle_of
from course.content.document import Document
from course.content.picture import is_picture
from course.content.proof import Proof
from course.content.prose import plain
from course.storage import drafts
from course.storage.models import Draft
from course.web.house import now, whole_catalogue
from course.web.identity import desk
from course.web.transaction import session

MOST_LOOKED_BACK: Final = 5
"""Kept versions that are looked through for the last valid one."""
_OVER: Final = "over"
_TITLE: Final = re.compile(r"^title:[ \t]*['\"]?(.+?)['\"]?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Valid:
    """A text of a draft that readers could be shown, with its proof if it is a case, and the version that it is."""

    document: Document[Any]
    proof: Proof | None
    version: int


@dataclass(frozen=True)
class OwnDraft:
    """`row` is the draft as the database has it; nothing else of it is kept between two requests."""

    row: Draft

    @property
    def id(self) -> str:
        """As it stands in a path."""
        return as_text(self.row.id)

    @property
    def kind(self) -> Kind:
        """The kind of document that it is."""
        return self.row.kind

    @property
    def files(self) -> Mapping[str, str]:
        """File name -> text."""
        return self.row.files

    @cached_property
    def bundle(self) -> Bundle:
        """The document that it would be."""
        return bundle_of_draft(self.row)

    @cached_property
    def judged(self) -> Judged:
        """What is found in it today. A case is proved: not in a transaction that others wait for."""
        return judge(whole_catalogue(), self.kind, self.bundle, lisbon_day(now()))

    @cached_property
    def title(self) -> str:
        """What the text calls itself; the id of the document where it says nothing."""
        if self.judged.document:
            return plain(self.judged.document.reference.title) or self.row.document
        found = _TITLE.search(self.files[self.reference_name])
        return (plain(found[1]) if found else "") or self.row.document

    @property
    def reference_name(self) -> str:
        """The file of the Portuguese."""
        return f"{self.kind}.yaml"

    @property
    def translation_name(self) -> str:
        """The file of the English, whether there is one or not."""
        return f"{self.kind}{TRANSLATION}"

    def file_names(self) -> list[str]:
        """Its files of text: Portuguese, English, then tables by name."""
        first = [name for name in (self.reference_name, self.translation_name) if name in self.files]
        return [*first, *sorted(name for name in self.files.keys() - set(first) if not is_picture(name))]

    def demand_file(self, name: str) -> str:
        """The name, or that of the Portuguese for none. Raises NotFound for a file that it does not have."""
        wanted = name or self.reference_name
        if wanted not in self.files or is_picture(wanted):
            raise NotFound(N_("This draft has no such file. Open it again from your drafts."))
        return wanted

    @cached_property
    def last_valid(self) -> Valid | None:
        """The text that stands if readers could be shown it, else the last kept one that they could."""
        if self.judged.document:
            return Valid(self.judged.document, self.judged.record.proof, self.row.version)
        for kept in drafts.list_versions(session(), self.row.id)[:MOST_LOOKED_BACK]:
            judged = judge(whole_catalogue(), self.kind, self.bundle_of_version(kept.version), lisbon_day(now()))
            if judged.document:
                return Valid(judged.document, judged.record.proof, kept.version)
        return None

    def bundle_of_version(self, version: int) -> Bundle:
        """The document that it was in a kept version. Raises NotFound."""
        files = drafts.find_version(session(), self.row.id, version)
        if files is None:
            raise NotFound(N_("This version is not kept. Open the list of versions again."))
        return bundle_of(self.kind, self.row.document, bytes_of(files))


def open_own_draft(draft_id: str) -> OwnDraft:
    """The draft of that path. Raises NotFound for one that the trainer may not open."""
    return OwnDraft(get_own_draft(desk(), as_id(draft_id)))


@dataclass(frozen=True)
class BasedOn:
    """What a form of one file was made from: the version, and the file as it stood then."""

    version: int
    file: str
    is_over: bool = False
    """Whether it was shown beside a text that stands and that it may replace: that one is to be kept then."""

    @classmethod
    def of(cls, draft: OwnDraft, name: str, *, is_over: bool = False) -> "BasedOn":
        """That of a form shown now."""
        return cls(draft.row.version, _fingerprint(draft.files.get(name, "")), is_over)

    @classmethod
    def read(cls, written: str) -> "BasedOn":
        """What a form carried; version 0, which never stands, for anything else."""
        version, file, over = f"{written}..".split(".")[:3]
        return cls(int(version) if re.fullmatch("[0-9]{1,9}", version) else 0, file, over == _OVER)

    def __str__(self) -> str:
        """As a form carries it."""
        return f"{self.version}.{self.file}{f'.{_OVER}' if self.is_over else ''}"

    def version_for(self, draft: OwnDraft, name: str) -> int:
        """The version to save on: the one that stands, if only other files were saved since; else that of the form."""
        return draft.row.version if self.file == _fingerprint(draft.files.get(name, "")) else self.version


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
