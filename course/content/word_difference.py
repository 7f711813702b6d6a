"""Two texts beside each other, word by word: what was kept, what was taken out, what was put in.

The longest run of words in common is searched by the plain table (rows of the old text, columns of the new), whose
size is known before it is begun: a hostile text costs a look at its length. Two texts that are too long for it are
compared line by line, and as one taken out and one put in where that is too much as well.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

MOST_CELLS: Final = 400_000
"""Of the table of two texts: about 300 words each after what begins and ends alike; some tenths of a second."""

_TOKEN: Final = re.compile(r"\n+|[^\S\n]+|\w+(?:[-'’]\w+)*|[^\w\s]")
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+")
_SOFT_BREAK: Final = re.compile(r"(?<!\n)(?<!  )(?<!\\)\n(?!\n|[^\S\n]*(?:[-*+>#|]|\d+[.)])[^\S\n])")
"""An end of line that Markdown reads as a space: no empty line, no item of a list, no break that was asked for."""


@dataclass(frozen=True)
class Run:
    """Words that stand together: kept, removed from the old text or added in the new one."""

    state: Literal["kept", "removed", "added"]
    text: str


@dataclass(frozen=True)
class _Edit:
    """Words kept, and what stood and stands after them."""

    kept: str
    removed: str
    added: str


class Budget:
    """How much may still be compared. Once it is used up, texts are told whole."""

    def __init__(self, cells: int) -> None:
        self._left = cells

    def may_spend(self, cells: int) -> bool:
        """Whether a table of so many cells may be made; if so it counts as made."""
        if cells > min(self._left, MOST_CELLS):
            return False
        self._left -= cells
        return True


def as_read(text: str) -> str:
    """The text as a reader sees its lines: where an end of line means a space, a space."""
    lines = "\n".join(line if line.endswith("  ") else line.rstrip() for line in text.strip().split("\n"))
    joined = _SOFT_BREAK.sub(" ", lines)
    return re.sub(r"[^\S\n]+", " ", re.sub(r"[^\S\n]*\n[^\S\n]*", "\n", re.sub(r"\n\s*\n", "\n\n", joined)))


def runs_between(old: str, new: str, budget: Budget) -> tuple[Run, ...]:
    """The new text beside the old one: kept and removed words make the old, kept and added ones the new.

    Words are whole, punctuation stands for itself. Scraps in common between longer changes are told as changed, for a
    sentence of which every third word is struck out cannot be read.
    """
    words = _Sides(_TOKEN.findall(old), _TOKEN.findall(new))
    lines = words if budget.may_spend(words.cells) else _Sides(_LINE.findall(old), _LINE.findall(new))
    pairs = lines.in_common() if lines is words or budget.may_spend(lines.cells) else []
    edits = _without_scraps(lines.edits(pairs))
    return tuple(run for edit in map(_with_space_kept, edits) for run in _runs_of(edit))


class _Sides:
    """The pieces of two texts: what begins and ends alike, and what is left to compare between."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        shortest = min(len(old), len(new))
        start = next((at for at in range(shortest) if old[at] != new[at]), shortest)
        most = shortest - start
        end = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
        self._first, self._last = "".join(old[:start]), "".join(old[len(old) - end :])
        self._old, self._new = old[start : len(old) - end], new[start : len(new) - end]
        self.cells = len(self._old) * len(self._new)

    def in_common(self) -> list[tuple[int, int, int]]:
        """The longest run of pieces in common, as `_in_common` gives it."""
        return _in_common(self._old, self._new)

    def edits(self, pairs: Iterable[tuple[int, int, int]]) -> Iterator[_Edit]:
        """The words kept and changed in turns; the last one changes nothing."""
        kept = self._first
        if self._old or self._new:
            done = (0, 0)
            for at, to, length in (*pairs, (len(self._old), len(self._new), 0)):
                yield _Edit(kept, "".join(self._old[done[0] : at]), "".join(self._new[done[1] : to]))
                kept, done = "".join(self._old[at : at + length]), (at + length, to + length)
        yield _Edit(kept + self._last, "", "")


def _in_common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of the longest common subsequence: where in the old, where in the new, how many words."""
    table = [[0] * (len(new) + 1)]
    for word in reversed(old):
        below = table[-1]
        row = [0] * (len(new) + 1)
        for at in range(len(new) - 1, -1, -1):
            row[at] = below[at + 1] + 1 if new[at] == word else max(below[at], row[at + 1])
        table.append(row)
    table.reverse()
    found: list[tuple[int, int, int]] = []
    at = to = 0
    while at < len(old) and to < len(new):
        if old[at] == new[to]:
            last = found[-1] if found else (0, 0, -1)
            if last[0] + last[2] == at and last[1] + last[2] == to:
                found[-1] = (last[0], last[1], last[2] + 1)
            else:
                found.append((at, to, 1))
            at, to = at + 1, to + 1
        elif table[at + 1][to] >= table[at][to + 1]:
            at += 1
        else:
            to += 1
    return found


def _without_scraps(edits: Iterator[_Edit]) -> list[_Edit]:
    """Kept words that are no longer than the changes on both sides of them are told as taken out and put in again."""
    told: list[_Edit] = []
    for edit in edits:
        now = edit
        while told and _is_scrap(told[-1], now):
            before = told.pop()
            now = _Edit(before.kept, before.removed + now.kept + now.removed, before.added + now.kept + now.added)
        told.append(now)
    return told


def _is_scrap(before: _Edit, after: _Edit) -> bool:
    changed = [max(len(edit.removed), len(edit.added)) for edit in (before, after)]
    return "\n\n" not in after.kept and len(after.kept) <= min(changed)


def _with_space_kept(edit: _Edit) -> _Edit:
    """A space before both what went and what came belongs to the words before."""
    if edit.removed.startswith(" ") and edit.added.startswith(" "):
        return _Edit(f"{edit.kept} ", edit.removed[1:], edit.added[1:])
    return edit


def _runs_of(edit: _Edit) -> Iterator[Run]:
    if edit.kept:
        yield Run("kept", edit.kept)
    if edit.removed:
        yield Run("removed", edit.removed)
    if edit.added:
        yield Run("added", edit.added)
