"""A draft of a case as its forms see it: its text, the tree of it, and what must be mended in the text first."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from course.acts.draft_files import bundle_of_draft, get_own_draft
from course.acts.save_draft import save_draft
from course.base.calendar import lisbon_day
from course.base.ids import as_id
from course.base.languages import N_
from course.base.refusals import NotFound
from course.catalogue import Judged, judge
from course.content.bundle import TRANSLATION
from course.content.guided.english import without_gone
from course.content.guided.tree import WHERE, Tree, read_case, rewritten
from course.content.problem import Problem
from course.content.source import Source
from course.content.writing import UnwritableError
from course.storage.models import Draft
from course.web.house import now, whole_catalogue
from course.web.identity import desk

_ENGLISH: Final = f"case{TRANSLATION}"
_NO_CASE: Final = N_("This page does not exist, or is not yours.")


@dataclass(frozen=True)
class DraftedCase:
    """The draft as it stands now, under the id that its addresses have."""

    id: str
    draft: Draft

    @property
    def text(self) -> str:
        """Its Portuguese, as its authors wrote it."""
        return self.draft.files[WHERE]

    @cached_property
    def _source(self) -> Source:
        return read_case(self.text)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What must be mended in the text before a form can be shown."""
        return self._source.problems

    @property
    def tree(self) -> Tree:
        """The tree of its text; empty where that has problems."""
        return {} if self.problems else self._source.tree

    @cached_property
    def judged(self) -> Judged:
        """What is found in it today. A case is proved: not in a transaction that others wait for."""
        return judge(whole_catalogue(), "case", bundle_of_draft(self.draft), lisbon_day(now()))

    def written(self, change: Callable[[Tree], None]) -> str:
        """The text with what is done to its tree. Raises UnwritableError where it cannot hold that."""
        if self.problems:
            raise UnwritableError(self.problems)
        tree = copy.deepcopy(self.tree)
        change(tree)
        return rewritten(self.text, tree)

    def save(self, text: str) -> None:
        """Save that text in place of this one. Raises Conflict where another version stands by now."""
        files = {**self.draft.files, WHERE: text}
        if _ENGLISH in files:
            files[_ENGLISH] = without_gone(text, files[_ENGLISH])
        save_draft(desk(), self.draft.id, self.draft.version, files, keep=True)


def drafted_case(draft_id: str) -> DraftedCase:
    """The draft of that id, if the actor may open it. Raises NotFound, for a draft of another kind too."""
    draft = get_own_draft(desk(), as_id(draft_id))
    if draft.kind != "case":
        raise NotFound(_NO_CASE)
    return DraftedCase(draft_id, draft)
