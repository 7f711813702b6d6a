"""What in an authored document may name a private person, told where it stands.

Numbers, plates, addresses and proceedings are never needed in a text of this course: they hold a document back. Names
and stations may be invented; whoever writes them states so in `invented_names`, and whoever signs the text sees it.
What the registers name, such as a published judgment, is public.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Final

from course.base.languages import N_
from course.content.bundle import Bundle
from course.content.fields import texts_of
from course.content.person_names import folded
from course.content.private_words import LIKELY, PrivateKind, find_private_words, plain_of
from course.content.problem import MOST_PROBLEMS, Problem
from course.content.registers import Registers
from course.content.source import Raw, Source, read_yaml

STATED: Final = "invented_names"
"""The key at the top of a document under which its author lists names that are nobody's."""
LONGEST_TOLD: Final = 80
"""Characters of the words that are told."""

_MESSAGES: Final[Mapping[PrivateKind, str]] = {
    "phone": N_("“%(words)s” looks like the number of a telephone or of papers: take it out"),
    "plate": N_("“%(words)s” looks like the plate of a car: take it out"),
    "email": N_("“%(words)s” looks like the e-mail address of somebody: take it out"),
    "postcode": N_("“%(words)s” looks like a postcode: take it out"),
    "address": N_("“%(words)s” looks like an exact address: say what kind of street or house it is"),
    "coordinates": N_("“%(words)s” looks like a place on a map: say what kind of place it is"),
    "case-number": N_("“%(words)s” looks like the number of a proceeding: take it out, or cite the judgment"),
    "station": N_("“%(words)s” looks like a station that there is"),
    "name": N_("“%(words)s” looks like the name of somebody"),
}
_IF_INVENTED: Final = N_("If it is invented, add it to the list invented_names; else say what it is and not which")


@dataclass(frozen=True, order=True)
class Finding:
    """Words that may name a private person, and their place; `name` is without the rank before it."""

    where: str
    """The file, relative to the library."""
    line: int
    """Counted from 1; 0 where the place is not known."""
    column: int
    path: str
    """The keys that lead there; empty within a comment or another file."""
    kind: PrivateKind
    words: str
    name: str

    @property
    def is_certain(self) -> bool:
        """Whether nothing but taking it out helps."""
        return self.kind not in LIKELY

    def as_problem(self, *, fatal: bool = False) -> Problem:
        """What the author is told."""
        hint = "" if self.is_certain else _IF_INVENTED
        values = {"words": self.words[:LONGEST_TOLD]}
        return Problem(self.where, self.line, self.column, self.path, _MESSAGES[self.kind], values, hint, fatal)


class Public:
    """The words of the registers: whoever is named there is no private person of an author's."""

    def __init__(self, registers: Registers) -> None:
        self._registers = registers

    @cached_property
    def _words(self) -> str:
        entries = (self._registers.sources, self._registers.glossary, self._registers.support)
        return f" {' | '.join(_folded(text) for text in _texts_in(entries))} "

    def knows(self, finding: Finding) -> bool:
        """Whether the name, number or address stands in a register, in whole words."""
        return re.search(rf"(?<!\w){re.escape(_folded(finding.name))}(?!\w)", self._words) is not None


def find_private(
    bundle: Bundle, public: Public | None = None, read: Iterable[Source | None] = ()
) -> tuple[Finding, ...]:
    """What in a document may name a private person, neither public nor stated to be nobody's, in order.

    `read`: its files as far as somebody has read them already.
    """
    known = {source.where: source for source in read if source is not None}
    found: list[Finding] = []
    stated: list[set[str]] = []
    for name, data in sorted(bundle.files.items()):
        where, text = bundle.where(name), data.decode(errors="replace")
        if not name.endswith(".yaml"):
            found += islice(_in_other_file(where, text), MOST_PROBLEMS)
            continue
        source = known.get(where) or read_yaml(where, data)
        stated += _stated_in(source)
        found += islice(_in_yaml(source, text), MOST_PROBLEMS)
    return tuple(
        sorted({one for one in found if not _is_stated(one, stated) and not (public is not None and public.knows(one))})
    )


def _stated_in(source: Source) -> Iterator[set[str]]:
    listed = source.tree.get(STATED)
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, str):
            yield set(_folded(entry).split())


def _is_stated(finding: Finding, stated: list[set[str]]) -> bool:
    """Whether the author says that nobody is meant: all words of the name stand in one entry of the list."""
    words = set(_folded(finding.name).split())
    return not finding.is_certain and any(words <= entry for entry in stated)


def _in_yaml(source: Source, text: str) -> Iterator[Finding]:
    """Those in the texts of a file at the path of each, and those in its comments."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for path, words in _strings_of({key: value for key, value in source.tree.items() if key not in {"of", STATED}}):
        for kind, found, name in find_private_words(plain_of(words)):
            mark = source.mark(path)
            place = _place_of(found, text, starts, mark.line) or (mark.line, mark.column)
            yield Finding(source.where, *place, ".".join(path), kind, found, name)
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith("#") or not source.is_readable:
            yield from _in_line(source.where, number, line)


def _in_other_file(where: str, text: str) -> Iterator[Finding]:
    """Those in a table or picture, numbers apart: a table is made of them."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from (one for one in _in_line(where, number, line) if one.kind in {"email", "name", "station"})


def _in_line(where: str, number: int, line: str) -> Iterator[Finding]:
    for kind, found, name in find_private_words(plain_of(line)):
        at = re.search(_pattern_of(found), line)
        yield Finding(where, number, at.start() + 1 if at else 1, "", kind, found, name)


def _place_of(words: str, text: str, starts: list[int], line: int) -> tuple[int, int] | None:
    """Line and column at which those words first stand from a line on; None where they are written otherwise."""
    if not 0 < line < len(starts):
        return None
    found = re.compile(_pattern_of(words)).search(text, starts[line - 1])
    if found is None:
        return None
    number = text.count("\n", 0, found.start()) + 1
    return number, found.start() - starts[number - 1] + 1


def _pattern_of(words: str) -> str:
    return r"\s+".join(re.escape(word).replace("o\\.", "[oº]\\.") for word in words.split())


def _strings_of(tree: Mapping[str, Raw], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _strings_of(value, (*path, key))
        elif isinstance(value, str):
            yield (*path, key), value
        else:
            yield from _strings_of({str(at): entry for at, entry in enumerate(value)}, (*path, key))


def _texts_in(entries: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for register in entries:
        for entry in register.values():
            yield from (text for _, text in texts_of(entry) if isinstance(text, str))


def _folded(words: str) -> str:
    return folded(plain_of(words))
