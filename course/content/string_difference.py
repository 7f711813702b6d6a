"""Two texts of one document beside each other, string by string, for people: what they read and what decides.

Everything that differs is in it, also within what is new, gone or renamed: whoever signs the new text on the strength
of it has seen every word and every key that is otherwise.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from course.base.languages import LANGUAGES, Language
from course.content.bundle import Bundle, Kind
from course.content.difference import Changed, leaves_of, parts_moved
from course.content.document import AnyContent, Examined, examine
from course.content.fields import Part, Path, texts_of
from course.content.source import Raw
from course.content.translation import strings_of
from course.content.word_difference import Budget, Run, as_read, runs_between

MOST_CELLS: Final = 4_000_000
"""Of all comparisons of a document, in pairs of words and spaces: about a second. What comes after is told whole."""

_LINED: Final = ("card", "lines")
"""The one text in which each line is a thing of its own."""
State = Literal["added", "removed", "changed"]


@dataclass(frozen=True)
class StringChange:
    """A text that says something else. `was`: its path in the old text, where the part that it stands in was renamed.

    `path` is empty where a whole file is compared, because one of its texts cannot be read.
    """

    path: Path
    language: Language
    state: State
    runs: tuple[Run, ...]
    was: Path | None = None


@dataclass(frozen=True)
class KeyChange:
    """A value that is no text, such as a verdict or a road, before and after; None where there is none."""

    path: Path
    before: str | None
    after: str | None


@dataclass(frozen=True)
class StringDifference:
    """What differs between two texts of a document, in the order of the new one, what is gone where it stood."""

    kind: Kind
    id: str
    strings: tuple[StringChange, ...]
    keys: tuple[KeyChange, ...]
    files: tuple[Changed, ...]
    """Tables and other files beside the document: their sizes in bytes."""
    renamed: tuple[tuple[Path, Path], ...] = ()
    """Parts that have another id now."""
    seats: tuple[tuple[str, str], ...] = ()
    """What a case calls its seats, by id, old and new ones."""

    @property
    def is_empty(self) -> bool:
        """Whether no reader would notice: at most comments, order of keys and ways of writing differ."""
        return not (self.strings or self.keys or self.files or self.renamed)

    @property
    def count(self) -> int:
        """How many things differ."""
        return len(self.strings) + len(self.keys) + len(self.files) + len(self.renamed)


def string_difference(kind: Kind, id_: str, old: Bundle, new: Bundle) -> StringDifference:
    """What differs between two texts of a document. One that cannot be read is compared as a file."""
    if old.digest == new.digest:
        return StringDifference(kind, id_, (), (), ())
    budget = Budget(MOST_CELLS)
    sides = (examine(kind, old), examine(kind, new))
    files = tuple(_files_between(old, new))
    before, after = (_content_of(side) for side in sides)
    if before is None or after is None:
        lines = _lines_between(kind, old, new, budget)
        return StringDifference(kind, id_, tuple(lines), (), files)
    _, _, renamed = parts_moved(before, after)
    moved = _Moved(renamed)
    strings = [*_texts_between(_texts_in(before), _texts_in(after), moved, "pt", budget)]
    if all(side.overlay is None or side.overlay.is_readable for side in sides):
        strings += _texts_between(_english_in(sides[0]), _english_in(sides[1]), moved, "en", budget)
    else:
        strings += _lines_of_file(f"{kind}.en.yaml", "en", old, new, budget)
    keys = (*_keys_between(before, after, moved), *_orders_between(before, after, moved))
    seats = tuple({**_seats_of(before), **_seats_of(after)}.items())
    return StringDifference(kind, id_, tuple(strings), keys, files, renamed, seats)


class _Moved:
    """Where in the new text a path of the old one leads, where parts were renamed."""

    def __init__(self, renamed: tuple[tuple[Path, Path], ...]) -> None:
        self._renamed = dict(renamed)

    def __call__(self, path: Path) -> Path:
        for length in range(1, len(path) + 1):
            if new := self._renamed.get(path[:length]):
                return (*new, *path[length:])
        return path


def _content_of(side: Examined) -> AnyContent | None:
    """The Portuguese as written, where nothing is wrong with it: what is put in for what is wrong is nobody's text."""
    source, document = side.source, side.document
    if source is None or document is None:
        return None
    is_wrong = any(problem.fatal and problem.where == source.where for problem in side.problems)
    return None if is_wrong else document.reference


def _texts_in(content: AnyContent) -> dict[Path, str]:
    return {path: text if isinstance(text, str) else ", ".join(text) for path, text in texts_of(content)}


def _english_in(side: Examined) -> dict[Path, str]:
    """The strings of the translation as written; an empty one says nothing."""
    given = strings_of(side.overlay.tree) if side.overlay else ()
    return {path: text for path, raw in given if (text := _as_text(raw))}


def _as_text(raw: Raw) -> str:
    return raw.strip() if isinstance(raw, str) else ", ".join(map(str, raw)).strip()


def _texts_between(
    old: Mapping[Path, str], new: Mapping[Path, str], moved: _Moved, language: Language, budget: Budget
) -> Iterator[StringChange]:
    was = {moved(path): path for path in old}
    for path in _in_order([*was], [*new]):
        before = old[was[path]] if path in was else ""
        state: State = "added" if path not in was else "removed" if path not in new else "changed"
        texts = [text if path == _LINED else as_read(text) for text in (before, new.get(path, ""))]
        if texts[0] != texts[1]:
            earlier = was.get(path, path)
            runs = runs_between(texts[0], texts[1], budget)
            yield StringChange(path, language, state, runs, None if earlier == path else earlier)


def _in_order(old: list[Path], new: list[Path]) -> Iterator[Path]:
    """All paths once, those of the new text in its order, each that is gone after the one it stood behind."""
    known = set(new)
    following: dict[Path | None, list[Path]] = {}
    last: Path | None = None
    for path in old:
        if path in known:
            last = path
        else:
            following.setdefault(last, []).append(path)
    yield from following.get(None, ())
    for path in new:
        yield path
        yield from following.get(path, ())


def _keys_between(before: AnyContent, after: AnyContent, moved: _Moved) -> Iterator[KeyChange]:
    old = {moved(path): value for path, value in _keys_in(before).items()}
    new = _keys_in(after)
    for path in _in_order([*old], [*new]):
        if old.get(path) != new.get(path):
            yield KeyChange(path, old.get(path), new.get(path))


def _keys_in(content: AnyContent) -> dict[Path, str]:
    texts = {path for path, _ in texts_of(content)}
    leaves = leaves_of(content.model_dump(mode="json", exclude_defaults=True))
    return {path: value for path, value in leaves if path not in texts}


def _orders_between(before: AnyContent, after: AnyContent, moved: _Moved) -> Iterator[KeyChange]:
    """Groups of which the parts that were there and still are stand in another order: it is shown, or is the key."""
    old: dict[Path, list[str]] = {}
    for path, ids in _groups_in(before):
        old.setdefault(moved(path), []).extend(moved((*path, id_))[-1] for id_ in ids)
    for path, ids in _groups_in(after):
        had = set(old.get(path, ()))
        now, was = [id_ for id_ in ids if id_ in had], [id_ for id_ in old.get(path, ()) if id_ in set(ids)]
        if now != was:
            yield KeyChange(path, ", ".join(was), ", ".join(now))


def _groups_in(part: object, path: Path = ()) -> Iterator[tuple[Path, list[str]]]:
    """Every group of parts with ids, with its path and the ids in the order written."""
    if isinstance(part, Mapping):
        yield path, [*part]
        for id_, inner in part.items():
            yield from _groups_in(inner, (*path, id_))
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _groups_in(getattr(part, name), (*path, name))


def _seats_of(content: AnyContent) -> dict[str, str]:
    return dict(getattr(content, "seats", {}))


def _files_between(old: Bundle, new: Bundle) -> Iterator[Changed]:
    for name in sorted({*old.files, *new.files}):
        if not name.endswith(".yaml") and old.files.get(name) != new.files.get(name):
            yield Changed(name, *(str(len(one.files[name])) if name in one.files else None for one in (old, new)))


def _lines_between(kind: Kind, old: Bundle, new: Bundle, budget: Budget) -> Iterator[StringChange]:
    for language, name in zip(LANGUAGES, (f"{kind}.yaml", f"{kind}.en.yaml"), strict=True):
        yield from _lines_of_file(name, language, old, new, budget)


def _lines_of_file(name: str, language: Language, old: Bundle, new: Bundle, budget: Budget) -> Iterator[StringChange]:
    before, after = (one.as_text().get(name, "") for one in (old, new))
    if before != after:
        yield StringChange((), language, "changed", runs_between(before, after, budget))
