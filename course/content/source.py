"""Authored YAML, from bytes to a tree of texts in which everything remembers its line.

This is a smaller language than YAML, for people who do not program. Scalars are text, whatever they look like, so that
`no`, `12:30` and `012` stay what the author wrote. Anchors, aliases, tags, merge keys and keys that stand twice are
refused, and so is whatever YAML would change in silence: prose in `{ }`, words after ` #`.

The events of libyaml's parser are taken one by one and the tree is built from them without recursion, so that nothing
is built below the depth that is allowed. (`CSafeLoader` composes recursively in C: 100,000 brackets end the process.)
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final, Protocol, TypeAlias

import yaml

from course.base.languages import N_
from course.content.characters import CONTROL, REFUSED, typed_wrongly
from course.content.problem import MOST_PROBLEMS, Problem

MOST_BYTES: Final = 1_000_000
DEEPEST: Final = 20
"""Lists and groups inside one another."""
MOST_NODES: Final = 10_000
"""Keys, texts, lists and groups of one file. A quiz of forty questions has about 2,000."""
LONGEST_TEXT: Final = 20_000
"""Bytes of one text in UTF-8."""
LONGEST_WORD: Final = 40
"""Characters of one entry between brackets."""

Raw: TypeAlias = str | list["Raw"] | dict[str, "Raw"]
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Mark:
    """A place in a file: line and column, counted from 1, in characters. 0 and 0 are the file as a whole."""

    line: int
    column: int


WHOLE_FILE: Final = Mark(0, 0)
_LIST_NUMBER: Final = re.compile("[0-9]{1,5}")


@dataclass(frozen=True)
class Source:
    """A file as it was read. What a fatal problem leaves to read is in `tree`, so that its other problems are told."""

    where: str
    tree: dict[str, Raw]
    """Keys in the order written; empty when the file could not be read."""
    marks: Mapping[Path, Mark]
    """The place of each key and of each list entry by its path; `()` is where the document begins."""
    problems: tuple[Problem, ...]

    @property
    def is_readable(self) -> bool:
        """Whether there is a tree to look at."""
        return bool(self.tree)

    def mark(self, path: Path) -> Mark:
        """The place of that path or, where nothing stands there, of its nearest ancestor.

        An entry of a list may be named by its number in digits too, as paths in problems name it.
        """
        at: Path = ()
        for step in path:
            numbered = (*at, int(step)) if isinstance(step, str) and _LIST_NUMBER.fullmatch(step) else None
            if (*at, step) in self.marks:
                at = (*at, step)
            elif numbered in self.marks:
                at = numbered or at
            else:
                break
        return self.marks.get(at, WHOLE_FILE)


def read_yaml(where: str, data: bytes) -> Source:
    """The tree in a file, and every problem of its form. `where` names the file in problems. Never raises.

    A syntax error ends the file and is told alone, because whatever follows it would be a guess. Where an invisible
    character stands on its line, that is told instead.
    """
    text, problems = read_text(where, data)
    if text is None:
        return Source(where, {}, {}, tuple(problems))
    page = _Page(where, _BLANK_LINES.sub("", text))
    builder = _Builder(page)
    try:
        _refuse_versions(page)
        _refuse_bad_indentation(page)
        for event in yaml.parse(page.text, Loader=yaml.CSafeLoader):
            builder.take(event)
        builder.finish()
    except yaml.MarkedYAMLError as error:
        told = _explain(error, page, builder.scalars)
        unseen = (problem for problem in problems if problem.line == told.line)
        return Source(where, {}, {}, (next(unseen, told),))
    except _MalformedError as stop:
        return Source(where, {}, {}, (stop.problem,))
    except _UnreadableError as stop:
        return Source(where, {}, {}, _first((*problems, *builder.problems, stop.problem)))
    problems += [*builder.problems, *_lost_comments(page, builder.scalars)]
    return Source(where, builder.root, builder.marks, _first(problems))


def read_text(where: str, data: bytes) -> tuple[str | None, list[Problem]]:
    """The text in a file with plain line ends, and what is wrong with its characters; None for what is no UTF-8 text.

    A mark of byte order at the beginning is dropped; CRLF, CR, NEL and the line and paragraph separators become LF.
    """
    if len(data) > MOST_BYTES:
        values = {"most": str(MOST_BYTES)}
        return None, [Problem(where, 0, 0, "", N_("the file has more than %(most)s bytes: divide it"), values)]
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0\0" in {data[:4:2], data[1:4:2]}:
        return None, [Problem(where, 0, 0, "", N_("the file is UTF-16; UTF-8 is expected"), {}, _SAVE_AS)]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        mark = _end_of(with_plain_lines(data[: error.start].decode()))
        values = {"byte": f"{data[error.start]:02X}", "offset": str(error.start)}
        message = N_("the byte %(byte)s here (number %(offset)s of the file) is no UTF-8 text")
        return None, [Problem(where, mark.line, mark.column, "", message, values, _SAVE_AS)]
    page = _Page(where, with_plain_lines(text))
    told = _refused_characters(page)
    if any(found[1] for found in REFUSED.finditer(page.text)):
        controls = (problem for problem in told if problem.message == CONTROL)
        return None, list(islice(controls, MOST_PROBLEMS))
    return page.text, list(islice(told, MOST_PROBLEMS))


def with_plain_lines(text: str) -> str:
    """The text with LF for every kind of line end, and without a mark of byte order."""
    return _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))


_SAVE_AS: Final = N_("In the editor, choose Save as and the encoding UTF-8")
_OR_PIPE: Final = N_(
    "Where a text is meant, write | after the colon, and the text on the lines below it, two spaces deeper than the key"
)
"""For errors that are as often in a list or in the indentation as in a text."""
_USE_PIPE: Final = N_("Write | after the colon, and the text on the lines below it, two spaces deeper than the key")
_LINE_ENDS: Final = re.compile("\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True)
class _Page:
    """A text that knows its lines."""

    where: str
    text: str

    @cached_property
    def starts(self) -> list[int]:
        """The index at which each line begins."""
        return [0, *(end.end() for end in re.finditer("\n", self.text))]

    def mark_at(self, index: int) -> Mark:
        """The place of the character at `index`."""
        line = bisect_right(self.starts, index)
        return Mark(line, index - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """That line, counted from 1, without its end; empty past the last."""
        if number > len(self.starts):
            return ""
        start = self.starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def problem(
        self, mark: Mark, message: str, hint: str = "", values: Mapping[str, str] | None = None, path: Path = ()
    ) -> Problem:
        """A fatal problem at that place."""
        at = ".".join(str(step) for step in path)
        return Problem(self.where, mark.line, mark.column, at, message, values or {}, hint)


def _end_of(text: str) -> Mark:
    return Mark(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _first(problems: list[Problem] | tuple[Problem, ...]) -> tuple[Problem, ...]:
    return tuple(sorted(problems))[:MOST_PROBLEMS]


class _UnreadableError(Exception):
    """The file ends here for us."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _MalformedError(_UnreadableError):
    """As an error of YAML's own: told alone."""


# Characters ----------------------------------------------------------------------------------------------------------


def _refused_characters(page: _Page) -> Iterator[Problem]:
    """The first of each kind of refused character on each line."""
    told: set[tuple[int, str]] = set()
    start = 0
    while found := typed_wrongly(page.text, start):
        index, message, hint, values = found
        mark = page.mark_at(index)
        if (mark.line, message) not in told:
            yield page.problem(mark, message, hint, values)
        told.add((mark.line, message))
        start = index + 1


# The tree ------------------------------------------------------------------------------------------------------------

_EMPTY: Final = N_("the file is empty: lines such as title: A title are expected")
_NOT_A_GROUP: Final = N_("the file begins with lines such as title: A title, not with a list or a text")
_SEVERAL: Final = N_("a second document begins here: a file holds one; take out the line ---")
_TOO_DEEP: Final = N_("lists and groups stand in one another more than %(most)s deep")
_LESS_DEEP: Final = N_("Take out the brackets that are too many, or indent these lines like those above")
_TOO_MANY: Final = N_("the file has more than %(most)s keys and texts: divide it")
_TOO_LONG: Final = N_("this text has %(bytes)s bytes; at most %(most)s are read: divide it")
_NO_ANCHOR: Final = N_("a text cannot begin with %(character)s as it stands: anchors and aliases are not allowed")
_NO_TAG: Final = N_("a text cannot begin with ! as it stands: tags are not allowed")
_NO_MERGE: Final = N_("the key << is not allowed: write the lines out")
_TWICE: Final = N_("the key %(name)s stands twice, in line %(first)s and in line %(second)s: keep one of them")
_KEY_IS_WORD: Final = N_("a key is one word; here it is a list or a group")
_PROSE_IN_BRACES: Final = N_(
    "a text stands in brackets here: between { } and [ ] stand only ids, numbers and lists of words"
)
_SWALLOWED: Final = N_("a space is missing after the colon: this line became part of the text above it")

_SENTENCE: Final = re.compile(r"[!?;…«»“”–—\n]|[.,:]\s|\s.*[.,:]$")
_IN_BRACES: Final = re.compile(r"\s|[!?;…«»“”–—]|[.,:]$")
_ENTRY_WITHOUT_SPACE: Final = re.compile(r"(?P<key>[a-z][a-z0-9-]*):(?P<value>[+-]?[0-9]+)")
"""An entry in braces that YAML takes for a key without a value."""
_KEY_WITHOUT_SPACE: Final = re.compile(r" *(?:- +)*[a-z][a-z0-9_-]*:(?=[^ \t\n:/])")

_NO_KEY: Final = "\0"
"""Stands for a key that is no word; what belongs to it is read for its problems and dropped."""


@dataclass(frozen=True)
class _Scalar:
    """A text as it stands in the file: its style (`"`, `'`, `|`, `>` or nothing), indices and lines (from 1)."""

    style: str
    start: int
    end: int
    first_line: int
    last_line: int


@dataclass
class _Open:
    """A list or a group whose end has not come."""

    into: list[Raw] | dict[str, Raw]
    path: Path
    in_brackets: bool
    is_key: bool
    key: str | None = None
    keys: dict[str, Mark] = field(default_factory=dict)


class _Builder:
    """Builds the tree from the parser's events."""

    def __init__(self, page: _Page) -> None:
        self.page = page
        self.root: dict[str, Raw] = {}
        self.marks: dict[Path, Mark] = {}
        self.problems: list[Problem] = []
        self.scalars: list[_Scalar] = []
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self._brackets_told = False

    def take(self, event: yaml.Event) -> None:
        """Take the next event. Raises _UnreadableError where the file ends for us."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise _UnreadableError(self.page.problem(_mark_of(event), _SEVERAL))
        elif isinstance(event, yaml.CollectionEndEvent):
            if self._open.pop().is_key:
                self._open[-1].key = _NO_KEY
        elif isinstance(event, yaml.NodeEvent):
            self._count(event)
            self._refuse_marks(event)
            if isinstance(event, yaml.CollectionStartEvent):
                self._begin(event)
            else:
                self._take_text(event)

    def finish(self) -> None:
        """Say that there is nothing more. Raises _UnreadableError when there was nothing."""
        if not self.root:
            raise _UnreadableError(self.page.problem(WHOLE_FILE, _EMPTY))

    def _count(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _UnreadableError(self.page.problem(_mark_of(event), _TOO_MANY, values={"most": str(MOST_NODES)}))
        if isinstance(event, yaml.CollectionStartEvent) and len(self._open) == DEEPEST:
            raise _UnreadableError(self.page.problem(_mark_of(event), _TOO_DEEP, _LESS_DEEP, {"most": str(DEEPEST)}))

    def _refuse_marks(self, event: yaml.NodeEvent) -> None:
        """Anchors, aliases and tags. The reader goes on as if they were not there."""
        if event.anchor is not None:
            character = "*" if isinstance(event, yaml.AliasEvent) else "&"
            self._tell(event, _NO_ANCHOR, _USE_PIPE, {"character": character})
        if getattr(event, "tag", None) is not None:
            self._tell(event, _NO_TAG, _USE_PIPE)

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        into: list[Raw] | dict[str, Raw] = {} if isinstance(event, yaml.MappingStartEvent) else []
        outer = self._open[-1] if self._open else None
        in_brackets = bool(event.flow_style)
        if in_brackets and not (outer and outer.in_brackets):
            self._brackets_told = False
        if outer is None:
            if not isinstance(into, dict):
                raise _UnreadableError(self.page.problem(_mark_of(event), _NOT_A_GROUP))
            self.root = into
            self.marks[()] = _mark_of(event)
            path: Path = ()
        elif isinstance(outer.into, dict) and outer.key is None:
            self._tell(event, _KEY_IS_WORD, _USE_PIPE)
            self._open.append(_Open(into, outer.path, in_brackets, is_key=True))
            return
        else:
            path = self._place(outer, into, event)
        self._open.append(_Open(into, path, in_brackets, is_key=False))

    def _take_text(self, event: yaml.NodeEvent) -> None:
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        if not self._open:
            raise _UnreadableError(self._no_group(event, text))
        outer = self._open[-1]
        is_key = isinstance(outer.into, dict) and outer.key is None
        if isinstance(event, yaml.ScalarEvent):
            self._check_text(outer, event, is_key=is_key)
        if is_key:
            self._begin_entry(outer, text, event)
        elif slip := _entry_without_space(outer, event):
            self._place(self._mended(outer, slip), slip["value"], event)
        else:
            self._place(outer, text, event)

    def _mended(self, group: _Open, slip: re.Match[str]) -> _Open:
        """The group with the key that was meant by `legality:+1`, and the slip told."""
        mark = self.marks[self._path()]
        after_colon = Mark(mark.line, mark.column + slip.end("key") + 1)
        self.problems.append(self.page.problem(after_colon, _NO_SPACE, path=(*group.path, slip["key"])))
        group.key = slip["key"]
        self.marks.setdefault(self._path(), mark)
        return group

    def _no_group(self, event: yaml.NodeEvent, text: str) -> Problem:
        if not text:
            return self.page.problem(WHOLE_FILE, _EMPTY)
        if slip := _KEY_WITHOUT_SPACE.match(self.page.text, self.page.starts[_mark_of(event).line - 1]):
            return self.page.problem(self.page.mark_at(slip.end()), _NO_SPACE, _USE_PIPE)
        return self.page.problem(_mark_of(event), _NOT_A_GROUP)

    def _begin_entry(self, group: _Open, key: str, event: yaml.NodeEvent) -> None:
        group.key = key if isinstance(event, yaml.ScalarEvent) else _NO_KEY
        mark = _mark_of(event)
        normal = unicodedata.normalize("NFC", key)  # two ways to write é look the same
        first = group.keys.setdefault(normal, mark)
        self.marks.setdefault((*group.path, key), mark)
        if first is not mark:
            self._tell(event, _TWICE, values={"name": key, "first": str(first.line), "second": str(mark.line)})
        if key == "<<":
            self._tell(event, _NO_MERGE)

    def _place(self, outer: _Open, value: Raw, event: yaml.NodeEvent) -> Path:
        """Put a value where it belongs, and return its path. The first of two values of one key stays."""
        if isinstance(outer.into, list):
            path: Path = (*outer.path, len(outer.into))
            outer.into.append(value)
            self.marks.setdefault(path, _mark_of(event))
            return path
        key = outer.key or ""
        outer.key = None
        if key == _NO_KEY:
            return outer.path
        outer.into.setdefault(key, value)
        return (*outer.path, key)

    def _check_text(self, outer: _Open, event: yaml.ScalarEvent, *, is_key: bool) -> None:
        text = event.value
        scalar = _scalar_of(event)
        self.scalars.append(scalar)
        if (size := len(text.encode())) > LONGEST_TEXT:
            self._tell(event, _TOO_LONG, values={"bytes": str(size), "most": str(LONGEST_TEXT)})
        if scalar.style == '"' and (found := typed_wrongly(text)):  # from an escape: "\0"
            self._tell(event, *found[1:])
        if outer.in_brackets and not self._brackets_told and _is_prose_in_brackets(outer, event, is_key=is_key):
            self._brackets_told = True
            mark = _mark_of(event) if text else self.marks[self._path()]  # what is not there is told at its key
            self.problems.append(self.page.problem(mark, _PROSE_IN_BRACES, _USE_PIPE, path=self._path()))
        if not scalar.style:
            self._check_swallowed(scalar)

    def _check_swallowed(self, scalar: _Scalar) -> None:
        """A text without quotation marks runs on over deeper lines, `why:Because` among them."""
        for number in range(scalar.first_line + 1, scalar.last_line + 1):
            if slip := _KEY_WITHOUT_SPACE.match(self.page.text, self.page.starts[number - 1]):
                self.problems.append(self.page.problem(self.page.mark_at(slip.end()), _SWALLOWED, path=self._path()))

    def _tell(self, event: yaml.Event, message: str, hint: str = "", values: Mapping[str, str] | None = None) -> None:
        self.problems.append(self.page.problem(_mark_of(event), message, hint, values, self._path()))

    def _path(self) -> Path:
        """The path of the value that is being read; of its group, where that is a key."""
        if not self._open:
            return ()
        outer = self._open[-1]
        if isinstance(outer.into, list):
            return (*outer.path, len(outer.into))
        return outer.path if outer.key in {None, _NO_KEY} else (*outer.path, outer.key)


def _mark_of(event: yaml.Event) -> Mark:
    start, _ = _ends_of(event)
    return Mark(start.line + 1, start.column + 1)


def _scalar_of(event: yaml.ScalarEvent) -> _Scalar:
    start, end = _ends_of(event)
    return _Scalar(event.style or "", start.index, end.index, start.line + 1, end.line + 1)


class _ParserMark(Protocol):
    """A place as the parser tells it, counted from 0."""

    @property
    def index(self) -> int: ...
    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...


def _ends_of(event: yaml.Event) -> tuple[_ParserMark, _ParserMark]:
    if event.start_mark is None or event.end_mark is None:
        raise TypeError("the parser marks every event")
    return event.start_mark, event.end_mark


def _is_prose_in_brackets(outer: _Open, event: yaml.ScalarEvent, *, is_key: bool) -> bool:
    """Whether this is no id, number or word: `{text: Yes, but slowly}` has a key `but slowly`."""
    text = event.value
    if len(text) > LONGEST_WORD:
        return True
    if isinstance(outer.into, list):
        return _SENTENCE.search(text) is not None
    if not is_key and _entry_without_space(outer, event):
        return False  # told for what it is
    is_absent = not is_key and not text and not event.style
    return is_absent or _IN_BRACES.search(text) is not None


def _entry_without_space(group: _Open, value: yaml.NodeEvent) -> re.Match[str] | None:
    """The slip of `{legality:+1}`, which YAML takes for a key of that name and no value."""
    is_absent = isinstance(value, yaml.ScalarEvent) and not value.value and not value.style
    return _ENTRY_WITHOUT_SPACE.fullmatch(group.key or "") if group.in_brackets and is_absent else None


def _lost_comments(page: _Page, scalars: list[_Scalar]) -> Iterator[Problem]:
    """Words behind ` #` on the line of a value, which YAML takes for a comment and throws away.

    A # outside of every text begins a comment; one that has its line to itself is meant.
    """
    texts = iter(scalars)
    text = next(texts, None)
    at = page.text.find("#")
    while at >= 0:
        while text is not None and text.end <= at:
            text = next(texts, None)
        if text is not None and text.start <= at and not _is_in_header(page, text, at):
            at = page.text.find("#", text.end)
            continue
        mark = page.mark_at(at)
        if page.text[at - mark.column + 1 : at].strip():
            yield page.problem(mark, _LOST, _USE_PIPE)
        at = page.text.find("#", page.starts[mark.line]) if mark.line < len(page.starts) else -1


_LOST: Final = N_("what follows # on this line is lost: a comment stands on a line of its own")


def _is_in_header(page: _Page, text: _Scalar, index: int) -> bool:
    """Whether that is in the line of the | or > that begins the text."""
    return text.style in {"|", ">"} and page.text.find("\n", text.start, index) < 0


# Errors of YAML's own ------------------------------------------------------------------------------------------------

_TAB: Final = N_("a tab stands here: lines are indented with two spaces per level")
_ODD_SPACE: Final = N_(
    "this line begins with another kind of space, copied from elsewhere: indent it with plain spaces"
)
_NO_SPACE: Final = N_("a space is missing after the colon")
_QUOTE_OPEN: Final = N_("the quotation mark that opens here is not closed in its text")
_QUOTE_MORE: Final = N_("more text follows the closing quotation mark")
_BACKSLASH: Final = N_("between quotation marks a \\ begins a code, and this is none")
_COLON: Final = N_("a colon and a space stand in this text, which YAML takes for a key")
_DEEPER: Final = N_("this line is indented deeper than the line above, which has its text already")
_NO_COLON: Final = N_("a key and a colon are expected on this line")
_HASH: Final = N_("what follows # is lost, and with it the rest of this text")
_HASH_IN_BRACKETS: Final = N_("a word that begins with # stands in quotation marks")
_FIRST_CHARACTER: Final = N_("a text cannot begin with %(character)s as it stands")
_BRACKET_FIRST: Final = N_("a text that begins with a bracket is taken for a list")
_BRACKETS: Final = N_("the brackets that open here are not closed, or a comma is missing or too many in them")
_AFTER_PIPE: Final = N_("nothing stands after | or > on its line: the text begins on the line below")
_DASH: Final = N_("a line that begins with - is expected here, like those above")
_LEVEL: Final = N_("this line does not stand at the level of those it belongs to: two spaces per level")
_SYNTAX: Final = N_("this line cannot be read as it is")

_VERSIONS: Final = N_("two people changed these lines, and both versions stand here, one below the other")
_ONE_VERSION: Final = N_("Keep one of them, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>")
_NOT_ONLY_OF_TEXTS: Final = frozenset({_TAB, _HASH_IN_BRACKETS, _BRACKETS, _DASH, _LEVEL})

_ODD: Final = "\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_ODD_SPACES: Final = re.compile(f"^ *([{_ODD}])", re.MULTILINE)
_BLANK_LINES: Final = re.compile(f"^ *[{_ODD}][ {_ODD}]*$", re.MULTILINE)
"""Lines of nothing but space, in which a tab is no fault that anyone could see."""


_VERSION_MARKS: Final = re.compile("^(?:<{7}|>{7})(?= |$)", re.MULTILINE)
"""What Git leaves in a file where two people changed the same lines."""


def _refuse_versions(page: _Page) -> None:
    """Raise _MalformedError for the first place at which two versions of the file were not made one."""
    if found := _VERSION_MARKS.search(page.text):
        raise _MalformedError(page.problem(page.mark_at(found.start()), _VERSIONS, _ONE_VERSION))


def _refuse_bad_indentation(page: _Page) -> None:
    """Raise _MalformedError for the first line that is indented with anything but spaces."""
    if found := _ODD_SPACES.search(page.text):
        message = _TAB if found[1] == "\t" else _ODD_SPACE
        raise _MalformedError(page.problem(page.mark_at(found.start(1)), message, _OR_PIPE))


def _explain(error: yaml.MarkedYAMLError, page: _Page, scalars: list[_Scalar]) -> Problem:
    """The one problem of a file that is no YAML: its likely cause, where it can be seen, and always the way out."""
    slip = _Slip(page, error, scalars[-1] if scalars else None)
    message, index = next(filter(None, (cause(slip) for cause in _CAUSES)), (_SYNTAX, slip.at))
    character = page.text[index : index + 1].strip()
    if message == _FIRST_CHARACTER and not character:
        message = _TAB if page.text[index : index + 1] == "\t" else _SYNTAX
    values = {"character": character} if "%(character)s" in message else {}
    hint = _OR_PIPE if message in _NOT_ONLY_OF_TEXTS else _USE_PIPE
    return page.problem(page.mark_at(min(index, len(page.text.rstrip()))), message, hint, values)


@dataclass(frozen=True)
class _Slip:
    """An error of YAML's parser, with the text around it; places are indices into the page."""

    page: _Page
    error: yaml.MarkedYAMLError
    last: _Scalar | None
    """The last text that was read before it."""

    @property
    def said(self) -> str:
        return f"{self.error.context}: {self.error.problem}"

    @property
    def at(self) -> int:
        return self.error.problem_mark.index if self.error.problem_mark else 0

    @property
    def opened(self) -> int:
        """Where the thing began that was being read."""
        return self.error.context_mark.index if self.error.context_mark else self.at

    @property
    def line(self) -> int:
        """The line of the error, counted from 1."""
        return self.page.mark_at(self.at).line

    @property
    def follows_last(self) -> bool:
        """Whether it is on the line on which the last text ends."""
        return self.last is not None and self.last.last_line == self.line


_Cause: TypeAlias = tuple[str, int] | None
"""What is told, and where; None where it is something else."""


def _quotation_mark(slip: _Slip) -> _Cause:
    if "while scanning a quoted scalar" in slip.said:
        return _QUOTE_OPEN, slip.opened
    if slip.last is None or slip.last.style not in {'"', "'"} or not slip.follows_last:
        return None
    if slip.last.first_line < slip.last.last_line:  # it was closed by the next quotation mark, lines below
        return _QUOTE_OPEN, slip.last.start
    return _QUOTE_MORE, slip.at


def _hash(slip: _Slip) -> _Cause:
    if "while parsing a flow" in slip.said:
        found = re.compile(r"[\[{,]\s*(?=#)").search(slip.page.text, slip.opened, slip.at)
        return (_HASH_IN_BRACKETS, found.end()) if found else None
    if slip.last is None or slip.last.style:
        return None
    found = re.compile(r" +(?=#)").match(slip.page.text, slip.last.end, slip.at)
    return (_HASH, found.end()) if found else None


def _missing_space(slip: _Slip) -> _Cause:
    lines: range | tuple[int, ...] = ()
    if "could not find expected ':'" in slip.said:
        lines = (slip.page.mark_at(slip.opened).line,)
    elif "mapping values" in slip.said and slip.last is not None and slip.follows_last:
        lines = range(slip.last.first_line, slip.line)
    for line in lines:
        if found := _KEY_WITHOUT_SPACE.match(slip.page.text, slip.page.starts[line - 1]):
            return _NO_SPACE, found.end()
    return None


def _colon(slip: _Slip) -> _Cause:
    if "mapping values" not in slip.said:
        return None
    if slip.last is not None and slip.follows_last and slip.last.first_line < slip.line:
        line = slip.page.line(slip.line)
        return _DEEPER, slip.page.starts[slip.line - 1] + len(line) - len(line.lstrip())
    return _COLON, slip.at


def _bracket(slip: _Slip) -> _Cause:
    start = slip.page.starts[slip.line - 1]
    found = re.compile(r" *(?:- +)*[\w.-]+: +(?=[\[{])").match(slip.page.text, start)
    return (_BRACKET_FIRST, found.end()) if found and "did not find expected key" in slip.said else None


def _by_words(slip: _Slip) -> _Cause:
    """What the parser's own words tell."""
    for words, message, is_where_it_opened in _TOLD_BY_WORDS:
        if re.search(words, slip.said):
            return message, slip.opened if is_where_it_opened else slip.at
    return None


_TOLD_BY_WORDS: Final[tuple[tuple[str, str, bool], ...]] = (
    ("tab character", _TAB, False),
    ("an alias|an anchor", _NO_ANCHOR, True),
    ("a tag|a directive", _FIRST_CHARACTER, True),
    ("a block scalar", _AFTER_PIPE, False),
    ("parsing a quoted scalar", _BACKSLASH, False),
    ("cannot start any token|entries are not allowed|keys are not allowed|a block node", _FIRST_CHARACTER, False),
    ("parsing a flow", _BRACKETS, True),
    ("could not find expected ':'", _NO_COLON, True),
    ("'-' indicator", _DASH, False),
    ("did not find expected", _LEVEL, False),
)

_CAUSES: Final = (_quotation_mark, _hash, _missing_space, _colon, _bracket, _by_words)
