"""What a change of content does: to ids, keys, roads, figures, translations, and to those who are in the middle of it.

Documents are compared as they are typed, so that comments, order of keys and ways of writing make no difference.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from course.base.languages import N_
from course.content.bundle import Bundle, Kind
from course.content.case import Case
from course.content.core_digest import core_digest
from course.content.document import AnyContent, Document, Examined, examine
from course.content.fields import Part, Path, texts_of
from course.content.outline import counted
from course.content.problem import Problem, did_you_mean
from course.content.source import read_yaml

Key = tuple[Kind, str]
"""Kind and id of a document."""

OPEN_ATTEMPTS: Final = N_("attempts that are open, and runs of a case, finish on the text on which they began")
RESTART: Final = N_("figures restart for: %(names)s (the others go on)")
VOID: Final = N_(
    "a key changed in: %(names)s. If the old one was wrong, mark the old wording void, so that earlier answers are"
    " marked again"
)
VOIDED_CHOICES: Final = N_("voided: %(names)s. Whoever chose it is given the mark")
VOIDED_PARTS: Final = N_("voided: %(names)s. Answers are no longer compared with it")
VOIDED_QUESTIONS: Final = N_("voided: %(names)s. Everybody is given full marks for it")
RE_SCORE: Final = N_("to have results handed in before marked again, after publishing: library → the quiz → Re-score")
WITHDRAWN: Final = N_(
    "questions taken out: %(names)s. Taking out voids nothing: if a question was wrong, mark it void instead of taking"
    " it out"
)
RENAMED: Final = N_("an id was renamed, %(names)s: earlier answers and figures stay under the old one")
NEW_TRANSLATION: Final = N_("texts of the translation that fall behind: %(count)s. Run content translate")
_COMPARED: Final = frozenset({"correct", "category", "accept", "tolerance", "answer", "remove", "void", "any_order"})
"""Keys by which answers are compared."""


@dataclass(frozen=True)
class Changed:
    """A value before and after; None where there is none."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Difference:
    """What became of one document. `state` is `added`, `removed`, `changed`, `same` or, with errors, `unreadable`."""

    kind: Kind
    id: str
    state: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    keys: tuple[Changed, ...] = ()
    """Everything that is no text: marks, right answers, roads, sources."""
    texts: tuple[str, ...] = ()
    """Paths of texts that say something else."""
    restarted: tuple[str, ...] = ()
    """Questions and scenes whose figures begin anew."""
    compared: tuple[str, ...] = ()
    """Questions in which something by which answers are compared changed, and nothing was voided."""
    voided_choices: tuple[str, ...] = ()
    """Paths of options that are void now: of questions in which one option is chosen."""
    voided_parts: tuple[str, ...] = ()
    """Paths of all else within a question that is void now."""
    voided_questions: tuple[str, ...] = ()
    """Questions that are void now."""
    withdrawn: tuple[str, ...] = ()
    """Questions that are there no longer, under no other id either."""
    outdated: int = 0
    """Texts of the translation that are behind because of the change."""
    roads: tuple[int, int] | None = None
    files: tuple[Changed, ...] = ()
    """Files that are no YAML of the document: tables, pictures."""
    problems: tuple[Problem, ...] = ()
    """Where a side has errors, which."""
    errors: tuple[int, int] = (0, 0)
    """How many the old side has, and the new one."""

    def effects(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """What it does to people and figures: an English msgid and its values."""
        if self.state != "changed":
            return
        yield OPEN_ATTEMPTS, {}
        if self.restarted:
            yield RESTART, {"names": ", ".join(self.restarted)}
        for message, names in (
            (VOIDED_CHOICES, self.voided_choices),
            (VOIDED_PARTS, self.voided_parts),
            (VOIDED_QUESTIONS, self.voided_questions),
        ):
            if names:
                yield message, {"names": ", ".join(names)}
        if self.voided_choices or self.voided_parts or self.voided_questions:
            yield RE_SCORE, {}
        if self.compared:
            yield VOID, {"names": ", ".join(self.compared)}
        if self.withdrawn:
            yield WITHDRAWN, {"names": ", ".join(self.withdrawn)}
        if self.renamed:
            yield RENAMED, {"names": ", ".join(f"{old} → {new}" for old, new in self.renamed)}
        if self.outdated:
            yield NEW_TRANSLATION, {"count": str(self.outdated)}


def compare(old: Mapping[Key, Bundle], new: Mapping[Key, Bundle]) -> tuple[Difference, ...]:
    """What became of each document, those that are the same left out."""
    keys = sorted({*old, *new})
    found = (difference(key, old.get(key), new.get(key)) for key in keys)
    return tuple(one for one in found if one.state != "same")


def difference(key: Key, old: Bundle | None, new: Bundle | None) -> Difference:
    """What became of one document."""
    kind, id_ = key
    if old is None or new is None:
        return Difference(kind, id_, "added" if old is None else "removed")
    if old.digest == new.digest:
        return Difference(kind, id_, "same")
    before, after = examine(kind, old), examine(kind, new)
    wrong = any(_has_errors(one) for one in (before, after))
    if before.document is None or after.document is None or wrong:
        errors = [tuple(problem for problem in one.problems if problem.fatal) for one in (before, after)]
        counts = (len(errors[0]), len(errors[1]))
        return Difference(kind, id_, "unreadable", problems=errors[0] + errors[1], errors=counts)
    return _difference(key, before.document, after.document)


def _has_errors(examined: Examined) -> bool:
    """Whether the Portuguese has any: a translation waits for the very change that is to be told."""
    source = examined.source
    return any(problem.fatal and source is not None and problem.where == source.where for problem in examined.problems)


def _difference(key: Key, old: Document[Any], new: Document[Any]) -> Difference:
    before, after = old.reference, new.reference
    added, removed, renamed = parts_moved(before, after)
    moved = {path for pair in renamed for path in pair}
    old_texts, new_texts = dict(texts_of(before)), dict(texts_of(after))
    gone = {*removed, *added}
    texts = [path for path in new_texts if path in old_texts and old_texts[path] != new_texts[path]]
    texts += [path for path in {**old_texts, **new_texts} if (path in old_texts) != (path in new_texts)]
    keys = tuple(_keys_changed(before, after, gone))
    restarted = tuple(_restarted(before, after))
    voided = tuple(_voided(keys))
    choices = tuple(path for path in voided if _is_choice(after, path))
    questions = tuple(path for path in voided if len(path) == 2)
    compared = _compared(keys, (*added, *removed), restarted)
    return Difference(
        *key,
        "changed",
        tuple(".".join(path) for path in added if path not in moved),
        tuple(".".join(path) for path in removed if path not in moved),
        tuple((".".join(old_path), ".".join(new_path)) for old_path, new_path in renamed),
        keys,
        tuple(".".join(path) for path in texts if not _is_in(path, gone)),
        restarted,
        tuple(id_ for id_ in compared if id_ not in {path[1] for path in voided}),
        tuple(".".join(path) for path in choices),
        tuple(".".join(path) for path in voided if path not in {*choices, *questions}),
        tuple(id_ for _, id_ in questions),
        tuple(path[1] for path in removed if path not in moved and len(path) == 2 and path[0] == "questions"),
        len(_behind(new) - _behind(old)),
        _roads(before, after),
        tuple(_files_changed(old.bundle, new.bundle)),
    )


def parts_moved(before: AnyContent, after: AnyContent) -> tuple[list[Path], list[Path], tuple[tuple[Path, Path], ...]]:
    """Parts with an id that are new, those that are gone, the outermost of each; and which of the one are which of the
    other under a new id."""
    had, has = dict(_named_in(before)), dict(_named_in(after))
    added, removed = _outermost(has.keys() - had.keys(), has), _outermost(had.keys() - has.keys(), had)
    return added, removed, tuple(_renamed(had, has, removed, added))


def _named_in(part: object, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Everything that has an id, with its path, the outer before the inner."""
    if isinstance(part, Mapping):
        for id_, inner in part.items():
            yield (*path, id_), inner
            yield from _named_in(inner, (*path, id_))
    elif isinstance(part, Part):
        for name in type(part).model_fields:
            yield from _named_in(getattr(part, name), (*path, name))


def _outermost(found: set[Path], order: Iterable[Path]) -> list[Path]:
    """Those that are in no other of them, in order."""
    return [path for path in order if path in found and not _is_in(path[:-1], found)]


def _renamed(
    had: Mapping[Path, object], has: Mapping[Path, object], removed: list[Path], added: list[Path]
) -> Iterator[tuple[Path, Path]]:
    """Pairs in one group of which the new one says the same, or has nearly the same id."""
    free = list(added)
    for old in removed:
        beside = [new for new in free if new[:-1] == old[:-1]]
        same = [new for new in beside if had[old] == has[new]]
        near = did_you_mean(old[-1], (new[-1] for new in beside))
        found = same[0] if same else next((new for new in beside if new[-1] == near), None)
        if found is not None:
            free.remove(found)
            yield old, found


def _keys_changed(before: Part, after: Part, gone: set[Path]) -> Iterator[Changed]:
    texts = {path for part in (before, after) for path, _ in texts_of(part)}
    old, new = (dict(leaves_of(part.model_dump(mode="json", exclude_defaults=True))) for part in (before, after))
    for path in {**old, **new}:
        if path not in texts and old.get(path) != new.get(path) and not _is_in(path, gone):
            yield Changed(".".join(path), old.get(path), new.get(path))


def leaves_of(tree: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every value of a tree as text with its path, in the order written; a list of values counts as one."""
    if isinstance(tree, dict):
        for key, inner in tree.items():
            yield from leaves_of(inner, (*path, key))
    elif isinstance(tree, list):
        yield path, ", ".join(str(item) for item in tree)
    elif tree is not None:
        yield path, str(tree).lower() if isinstance(tree, bool) else str(tree)


def _is_in(path: Path, groups: set[Path]) -> bool:
    return any(path[:length] in groups for length in range(1, len(path) + 1))


def _restarted(before: AnyContent, after: AnyContent) -> Iterator[str]:
    """Ids of questions and scenes that are in both and have another core digest."""
    for group in ("questions", "scenes"):
        old, new = getattr(before, group, {}), getattr(after, group, {})
        yield from (id_ for id_ in new if id_ in old and core_digest(new[id_]) != core_digest(old[id_]))


def _compared(keys: tuple[Changed, ...], moved: tuple[Path, ...], restarted: tuple[str, ...]) -> Iterator[str]:
    """Questions of which earlier answers would be marked otherwise: a key changed, or an option came or went."""
    touched = {tuple(change.path.split(".")) for change in keys if change.path.rpartition(".")[2] in _COMPARED}
    touched |= {path for path in moved if len(path) > 2}
    asked = {path[1] for path in touched if path[0] == "questions"}
    yield from (id_ for id_ in restarted if id_ in asked)


def _voided(keys: tuple[Changed, ...]) -> Iterator[Path]:
    """Questions and parts of them that are void now and were not before."""
    for change in keys:
        *above, key = change.path.split(".")
        if key == "void" and change.after == "true" and above[:1] == ["questions"]:
            yield tuple(above)


def _is_choice(content: AnyContent, path: Path) -> bool:
    """Whether it is an option of a question in which one is chosen."""
    questions = getattr(content, "questions", {})
    return len(path) == 4 and path[2] == "options" and questions[path[1]].kind == "single"


def _behind(document: Document[Any]) -> set[Path]:
    return {*document.untranslated, *document.outdated}


def _roads(before: AnyContent, after: AnyContent) -> tuple[int, int] | None:
    if not (isinstance(before, Case) and isinstance(after, Case)):
        return None
    old, new = counted(before), counted(after)
    return (old.roads, new.roads) if old and new and old.roads != new.roads else None


def _files_changed(old: Bundle, new: Bundle) -> Iterator[Changed]:
    for name in sorted({*old.files, *new.files}):
        if not name.endswith(".yaml") and old.files.get(name) != new.files.get(name):
            yield Changed(name, _size(old, name), _size(new, name))


def _size(bundle: Bundle, name: str) -> str | None:
    return str(len(bundle.files[name])) if name in bundle.files else None


def compare_registers(old: Bundle, new: Bundle) -> tuple[Changed, ...]:
    """Every value of the registers that is otherwise; those of an entry that is new, or went, are told by its id."""
    had, has = _register_leaves(old), _register_leaves(new)
    return tuple(
        Changed(".".join(path), had.get(path), has.get(path))
        for path in {**had, **has}
        if had.get(path) != has.get(path)
    )


def _register_leaves(bundle: Bundle) -> dict[Path, str]:
    files = {name.removesuffix(".yaml"): data for name, data in sorted(bundle.files.items()) if name.endswith(".yaml")}
    return {
        (name, *path): value for name, data in files.items() for path, value in leaves_of(read_yaml(name, data).tree)
    }
