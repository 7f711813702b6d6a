"""What differs between the text that stands and one that was sent: string by string, or line by line."""

import difflib
from collections.abc import Iterator
from typing import Final

from course.author.own_draft import OwnDraft
from course.base.languages import HTML_LANG
from course.content.bundle import Bundle
from course.content.string_difference import string_difference
from course.content.word_difference import Run
from course.web.difference import ChangedText, DifferenceView, view_of
from course.web.words import gettext

MOST_COMPARED: Final = 4_000_000
"""Of all comparisons, in pairs of lines: a second. A longer text is told as one that is otherwise."""


def differing(draft: OwnDraft, name: str, text: str, mine: Bundle) -> DifferenceView:
    """From the text that stands to that text of a file, which is in the bundle `mine`."""
    found = string_difference(draft.kind, draft.row.document, draft.bundle, mine)
    if found.strings and all(change.path for change in found.strings):
        return view_of(found)
    lines = tuple(_lines_between(draft.files[name].splitlines(), text.splitlines()))
    return DifferenceView(lines, (), len(lines)) if lines else view_of(found)


def _lines_between(before: list[str], after: list[str]) -> Iterator[ChangedText]:
    if len(before) * len(after) > MOST_COMPARED:
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for state, start, end, new_start, new_end in matcher.get_opcodes():
        if state != "equal":
            gone, come = "\n".join(before[start:end]), "\n".join(after[new_start:new_end])
            runs = [Run("removed", gone)] if gone else []
            runs += [Run("added", come)] if come else []
            place = gettext("Line %(line)s", line=new_start + 1)
            yield ChangedText("", place, HTML_LANG["pt"], tuple(runs))
