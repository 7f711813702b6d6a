"""What is found in a draft, told at its lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from flask import url_for

from course.author.own_draft import OwnDraft
from course.content.problem import Problem
from course.web.words import gettext, ngettext

MARKS: Final = {True: "is-error", False: "is-warn"}
"""Whether it is an error -> how the number of its line is drawn."""


@dataclass(frozen=True)
class Found:
    """One thing to mend or to look at. `line` and `column` are 0 for a file as a whole."""

    line: int
    column: int
    message: str
    is_error: bool
    file: str
    """Empty in the file that is shown."""
    url: str


class Findings:
    """What is found in a draft, for the page of one of its files."""

    def __init__(self, draft: OwnDraft, file: str) -> None:
        self._draft = draft
        self._file = file

    @cached_property
    def found(self) -> tuple[Found, ...]:
        """Errors before warnings, and those of the file that is shown before others."""
        found = sorted(self._draft.judged.problems, key=lambda one: (not one.fatal, self._name(one) != self._file, one))
        return tuple(self._told(problem) for problem in found)

    @property
    def errors(self) -> int:
        """How many must be mended before it can be submitted."""
        return len(self._draft.judged.errors)

    @property
    def title(self) -> str:
        """How much is found, in words."""
        warnings = len(self._draft.judged.warnings)
        said = ngettext("there is %(num)s warning", "there are %(num)s warnings", warnings)
        if self.errors:
            grave = self.errors
            errors: str = ngettext(
                "%(num)s error keeps it from being submitted", "%(num)s errors keep it from being submitted", grave
            )
            return f"{errors}; {said}" if warnings else errors
        if warnings:
            return gettext("No errors; %(warnings)s", warnings=said)
        return gettext("No errors and no warnings")

    def marks(self) -> dict[int, str]:
        """Line of the file that is shown -> the class of its number."""
        here = [one for one in self.found if not one.file and one.line]
        return {one.line: MARKS[one.is_error] for one in sorted(here, key=lambda one: one.is_error)}

    def lines(self) -> Iterator[tuple[int, str]]:
        """The numbers of the lines, each with the class of its mark, which may be empty."""
        marks = self.marks()
        for number in range(1, self._draft.files[self._file].count("\n") + 2):
            yield number, marks.get(number, "")

    def _told(self, problem: Problem) -> Found:
        name = self._name(problem)
        is_here = name == self._file
        where = f"#l{problem.line}" if problem.line else ""
        there = (
            url_for("author.edit_draft", draft_id=self._draft.id, file=name) if name in self._draft.file_names() else ""
        )
        words = problem.in_words(gettext)
        return Found(
            line=problem.line,
            column=problem.column,
            message=gettext("Column %(column)s: %(words)s", column=problem.column, words=words)
            if problem.line
            else words,
            is_error=problem.fatal,
            file="" if is_here else name,
            url=where if is_here else f"{there}{where}" if there else "",
        )

    @staticmethod
    def _name(problem: Problem) -> str:
        return problem.where.rpartition("/")[2]


def name_in_words(draft: OwnDraft, name: str) -> str:
    """What a page calls a file."""
    if name == draft.reference_name:
        return gettext("Portuguese")
    return gettext("English") if name == draft.translation_name else name
