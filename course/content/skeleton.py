"""The translation of a document as a form to fill in: what is missing stands there empty, under its Portuguese.

Comments that begin with `# pt:` belong to the tool, which writes them anew each time. All others stay where they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from course.content.fields import Part, Path, Text, texts_of
from course.content.source import Raw, Source, read_yaml, with_plain_lines
from course.content.translation import fingerprint, is_translated, stamps, strings_of
from course.content.writing import entries_of, with_changes, with_instead

OF_COMMENT: Final = "# escrito por «flask content translate»; não editar à mão"
_PORTUGUESE: Final = "# pt:"
_CHANGED: Final = "# pt (mudou):"
_GONE: Final = "# já não há este texto em português:"
_OURS: Final = re.compile(r" *# pt(?: \(mudou\))?:(?: .*)?")
_HEAD: Final[Mapping[str, Raw]] = {"format": "1", "language": "en"}

Words = Text | tuple[Text, ...]


@dataclass(frozen=True)
class Open:
    """A text of the translation that waits for somebody, at its line."""

    path: str
    line: int


@dataclass(frozen=True)
class Skeleton:
    """A translation brought up to date, and what is left to do in it."""

    text: str
    missing: tuple[Open, ...]
    outdated: tuple[Open, ...]
    """Filled in, and not stamped as true to the Portuguese of today."""
    gone: tuple[str, ...]
    """Paths of translated texts that the Portuguese does not have: they were made comments."""


def refresh(reference: Part, overlay: bytes | None, *, modeline: str = "", is_done: bool = False) -> Skeleton:
    """The translation with every text that the Portuguese has, in the author's order and with their comments.

    `overlay` is the file without problems of form, None where there is none yet; a new one begins with `modeline`.
    With `is_done`, whatever is filled in is stamped as true to the Portuguese of today. Again, it changes nothing.
    """
    text = _without_ours(with_plain_lines(overlay.decode())) if overlay else ""
    had = read_yaml("", text.encode()).tree
    body = {key: value for key, value in had.items() if key != "of"}
    if not body:
        text, body = f"{modeline}format: 1\nlanguage: en\n", dict(_HEAD)
    wanted = dict(texts_of(reference))
    text, gone = _with_its_texts(_without_of(text).rstrip("\n") + "\n", body, wanted)
    now = read_yaml("", text.encode())
    filled = stamps(reference, now.tree)
    of = filled if is_done else _kept(had.get("of"), filled)
    given = dict(strings_of(now.tree))
    missing = [path for path, words in wanted.items() if not is_translated(given.get(path), words)]
    behind = {path: words for path, words in wanted.items() if of.get(".".join(path)) != fingerprint(words)}
    outdated = [path for path in behind if path not in set(missing)]
    changed = {path for path in outdated if ".".join(path) in of}
    told = {
        path: _as_comment(_CHANGED if path in changed else _PORTUGUESE, wanted[path]) for path in (*missing, *outdated)
    }
    text = _with_comments(text, now, told) + _of_lines(of)
    final = read_yaml("", text.encode())
    return Skeleton(text, _at(final, missing), _at(final, outdated), gone)


def _with_its_texts(text: str, body: dict[str, Raw], wanted: Mapping[Path, Words]) -> tuple[str, tuple[str, ...]]:
    """The text with every wanted text in it and every other made a comment, and the paths of those others."""
    given = dict(strings_of(body))
    form: dict[str, Raw] = dict(_HEAD)
    for path, words in wanted.items():
        _put(form, path, given.get(path), words)
    with_gone = _merged(body, form, _HEAD, keeps_others=True)
    without = _merged(body, form, _HEAD, keeps_others=False)
    text = with_instead(with_changes(text, body, with_gone), with_gone, without, _as_gone)
    kept = dict(strings_of(with_gone))
    for path, value in given.items():  # a text where the Portuguese has a group, or the reverse
        if kept.get(path) != value and not _is_blank(value):
            text += f"{_GONE}\n#   {'.'.join(path)}: {value}\n".replace("\\n", " ")
    gone = (path for path, value in given.items() if not _is_blank(value))
    return text, tuple(".".join(path) for path in gone if path not in wanted or kept.get(path) != given[path])


def _put(form: dict[str, Raw], path: Path, given: Raw | None, words: Words) -> None:
    at = form
    for key in path[:-1]:
        inner = at.setdefault(key, {})
        if not isinstance(inner, dict):
            return
        at = inner
    is_of_its_form = isinstance(given, list if isinstance(words, tuple) else str)
    empty: Raw = [] if isinstance(words, tuple) else ""
    at[path[-1]] = given if is_of_its_form and given is not None else empty


def _merged(
    body: Mapping[str, Raw], form: Mapping[str, Raw], keep: Mapping[str, Raw], *, keeps_others: bool
) -> dict[str, Raw]:
    """The form in the order of the body; what the body lacks comes after what it follows in the form."""
    order = [key for key in body if key in form or keeps_others]
    before: str | None = None
    for key in form:
        if key not in order:
            order.insert(order.index(before) + 1 if before else 0, key)
        before = key
    merged: dict[str, Raw] = {}
    for key in order:
        old, new = body.get(key), form.get(key)
        if isinstance(new, dict):
            merged[key] = _merged(old if isinstance(old, dict) else {}, new, {}, keeps_others=keeps_others)
        elif new is None or (key in keep and old is not None):
            merged[key] = body[key]
        else:
            merged[key] = new
    return merged


def _is_blank(value: Raw) -> bool:
    return not value or (isinstance(value, str) and not value.strip())


def _as_gone(lines: str) -> str:
    """The lines of an entry as a comment; nothing of one that was never filled in."""
    tree = read_yaml("", _outdented(lines).encode()).tree
    if all(_is_blank(value) for _, value in strings_of(tree)):
        return ""
    margin = lines[: len(lines) - len(lines.lstrip(" "))]
    kept = [line.removeprefix(margin) for line in lines.rstrip("\n").split("\n")]
    return "".join(f"{margin}{line}\n" for line in (_GONE, *(f"#   {line}".rstrip() for line in kept)))


def _outdented(lines: str) -> str:
    margin = len(lines) - len(lines.lstrip(" "))
    return "\n".join(line[margin:] for line in lines.split("\n"))


def _without_ours(text: str) -> str:
    """The text without the comments of this tool. Within a text, such a line is the author's."""
    if not text.strip():
        return ""
    within: set[int] = set()
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
            within.update(range(event.start_mark.line + 1, event.end_mark.line + (event.end_mark.column > 0)))
    lines = enumerate(text.split("\n"))
    return "\n".join(line for number, line in lines if number in within or not _OURS.fullmatch(line))


def _without_of(text: str) -> str:
    of = next((entry for entry in entries_of(text) if entry.key == "of"), None)
    if of is None:
        return text
    head = text[: of.line].removesuffix(f"{OF_COMMENT}\n")
    return head + text[of.end + 1 :]


def _kept(of: Raw | None, filled: Mapping[str, str]) -> dict[str, str]:
    """The stamps of texts that are filled in: one that is emptied and written anew was not looked at since."""
    stamped = of.items() if isinstance(of, dict) else ()
    return {path: stamp for path, stamp in stamped if path in filled and isinstance(stamp, str)}


def _of_lines(of: Mapping[str, str]) -> str:
    lines = (f'  {path}: "{stamp}"' for path, stamp in of.items())
    return "\n".join((OF_COMMENT, "of:", *lines, "")) if of else ""


def _as_comment(head: str, words: Words) -> tuple[str, ...]:
    whole = ", ".join(words) if isinstance(words, tuple) else words
    return tuple(f"{head} {line}".rstrip() for line in whole.split("\n"))


def _with_comments(text: str, source: Source, told: Mapping[Path, tuple[str, ...]]) -> str:
    above: dict[int, list[str]] = {}
    for path, comment in told.items():
        above.setdefault(source.mark(path).line, []).extend(comment)
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        margin = line[: len(line) - len(line.lstrip(" "))]
        lines += [f"{margin}{comment}" for comment in above.get(number, ())]
        lines.append(line)
    return "\n".join(lines)


def _at(source: Source, paths: list[Path]) -> tuple[Open, ...]:
    return tuple(Open(".".join(path), source.mark(path).line) for path in paths)
