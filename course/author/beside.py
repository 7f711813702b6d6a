"""What stands beside the text of a draft: its beginning as readers see it, its roads, its proof, its signatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from course.author.own_draft import OwnDraft
from course.base.languages import N_, Language
from course.content.case import Case
from course.content.clearance import PARTIES, Party
from course.content.module import Module
from course.storage import signatures, submissions
from course.storage.models import Signature, Submission
from course.web.bodies import body_in_words
from course.web.case_map import CaseMap, map_of
from course.web.proof_words import FactLine, facts_of
from course.web.transaction import session
from course.web.whole import Passage, QuestionText, SceneText, Whole
from course.web.words import gettext

_POSITIONS: Final = {
    "agree": ("done", N_("Agrees")),
    "dissent": ("now", N_("Agrees, with a dissent")),
    "refuse": ("late", N_("Refuses, with a reason")),
}
"""Position -> how it is drawn and its words."""
_OF_EARLIER: Final = N_("%(position)s, to an earlier text: it will be asked again")
_WAITING: Final = {True: N_("Not signed yet"), False: N_("Not asked yet")}
"""Whether the text is under review -> the words for no signature."""


@dataclass(frozen=True)
class Standing:
    """Where a party stands on the text."""

    party: str
    drawing: str
    words: str
    reason: str


class Beside:
    """The side of an editor's page. Of a draft with errors it shows the last valid text, and says which that is."""

    def __init__(self, draft: OwnDraft, reader: Language) -> None:
        self._draft = draft
        self._reader = reader

    @cached_property
    def whole(self) -> Whole | None:
        """The last valid text; None where there is none."""
        valid = self._draft.last_valid
        return Whole("author", self._draft.kind, valid.document, self._reader) if valid else None

    @property
    def is_of_now(self) -> bool:
        """Whether that is the text that stands."""
        return self._draft.judged.document is not None

    @property
    def version(self) -> int:
        """The version that it is."""
        return self._draft.last_valid.version if self._draft.last_valid else 0

    def scene(self) -> SceneText | None:
        """The first scene of a case."""
        case = self._content
        return next((scene for scene in self.whole.scenes() if scene.id == case.start), None) if self.whole else None

    def section(self) -> tuple[Passage, Any] | None:
        """The first section of a module."""
        if self.whole is None or not isinstance(self._content, Module):
            return None
        id_, section = next(iter(self._content.sections.items()))
        return self.whole.passage("sections", id_), section

    def question(self) -> tuple[Passage, QuestionText] | None:
        """The first question of a quiz or a survey."""
        return next(self.whole.questions(), None) if self.whole else None

    @cached_property
    def map(self) -> CaseMap | None:
        """The roads of a case."""
        case, valid = self._reference, self._draft.last_valid
        return map_of(case, valid.proof) if valid and isinstance(case, Case) else None

    def facts(self) -> list[FactLine]:
        """What is proved of a case."""
        case, valid = self._reference, self._draft.last_valid
        return facts_of(case, valid.proof) if valid and valid.proof and isinstance(case, Case) else []

    @cached_property
    def submission(self) -> Submission | None:
        """The text of this draft that is under review."""
        return submissions.find_open_of_draft(session(), self._draft.row.id)

    @property
    def is_submitted(self) -> bool:
        """Whether exactly the text that stands is under review."""
        return self.submission is not None and self.submission.digest == self._draft.bundle.digest

    def standings(self) -> Iterator[Standing]:
        """Where the three parties stand on the text as it is now."""
        rows = signatures.list_of_document(session(), self._draft.kind, self._draft.row.document)
        now = signatures.last_of(rows, self._draft.bundle.reference_digest, "reference")
        before = {row.body: row for row in rows if row.part == "reference"}
        for party in PARTIES:
            yield self._standing(party, now.get(party), before.get(party))

    def _standing(self, party: Party, now: Signature | None, before: Signature | None) -> Standing:
        name = body_in_words(party)
        if now is not None:
            drawing, words = _POSITIONS[now.position]
            return Standing(name, drawing, gettext(words), now.reason)
        if before is not None:
            words = gettext(_OF_EARLIER, position=gettext(_POSITIONS[before.position][1]))
            return Standing(name, "todo", words, before.reason)
        return Standing(name, "todo", gettext(_WAITING[self.is_submitted]), "")

    @property
    def _content(self) -> Any:
        return self.whole.content if self.whole else None

    @property
    def _reference(self) -> Any:
        return self.whole.document.reference if self.whole else None
