"""What is not well-formed in a page: where what a browser reads is not what is written.

A browser mends what it can: it ends what was left open, and moves or drops what stands in a wrong place. Where both
trees are the same it had nothing to mend.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final
from xml.etree.ElementTree import Comment, Element

import turbohtml
from page_tree import DOCTYPE, root_in

_TOKEN: Final = re.compile(
    r"""<!--(?P<comment>.*?)-->|<!doctype[^>]*>|<(?P<end>/?)(?P<name>[a-z][a-z0-9-]*)"""
    r"""(?P<marks>(?:[^>"']|"[^"]*"|'[^']*')*)>|(?P<text>[^<]+)""",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE: Final = re.compile(r"""([^\s"'=/>]+)(?:="([^"]*)"|='([^']*)')?""")
_BARE: Final = re.compile(r"&(?!(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);)", re.IGNORECASE)
"""An ampersand that begins no character reference; HTML allows some of them, and we none."""
_EMPTY: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})
_AS_IT_IS: Final = frozenset({"script", "style"})
_DROPS_A_LINE: Final = frozenset({"pre", "textarea"})
_OF_SVG: Final = {"viewbox": "viewBox", "preserveaspectratio": "preserveAspectRatio"}
_NEVER_LEFT: Final = frozenset({"body", "html"})
"""What stands after their ends is read as if it stood before."""
_ROWS: Final = frozenset({"table", "thead", "tbody", "tfoot", "tr"})
_BETWEEN_ROWS: Final = frozenset({"input", "form"})
"""A browser lets them stand there, although they must not."""


def mistakes(html: str, root: Element) -> Iterator[str]:
    """What is not well-formed in a page, whose tree by `read` is given: where, as far as that is known, and what."""
    if not html.lstrip().lower().startswith(DOCTYPE):
        yield "no doctype"
    errors = [f"{error.line}:{error.col}: {error.code}" for error in turbohtml.parse(html).errors]
    yield from errors
    yield from (f"<{row.tag}> has an <{one.tag}>" for row in root.iter() for one in row if _is_astray(row, one))
    if not errors:
        yield from _mended(html, root)


def _is_astray(row: "Element[Any]", one: "Element[Any]") -> bool:
    return row.tag in _ROWS and one.tag in _BETWEEN_ROWS


def _mended(html: str, root: Element) -> Iterator[str]:
    try:
        written = as_written(html)
    except ValueError as error:
        yield str(error)
        return
    if not is_same(written, root):
        yield f"what stands in <{_first_other(written, root)}> is not read as it is written"


def _first_other(written: Element, root: Element) -> str:
    """The name of the first element that is another, or in which something is added, moved or dropped."""
    pairs = zip(written.iter(), root.iter(), strict=False)
    return next((str(b.tag) for a, b in pairs if not _is_one(a, b)), str(written.tag))


def as_written(html: str) -> Element:
    """The root. Raises ValueError, with the place, where the page is not written as ours are: every start has its end,
    values stand in quotes."""
    root = Element("")
    reading = _Reading(root)
    at = 0
    while at < len(html):
        found = _TOKEN.match(html, at)
        try:
            at = reading.take(found, html)
        except ValueError as error:
            line, column = html.count("\n", 0, at) + 1, at - html.rfind("\n", 0, at) - 1
            raise ValueError(f"{line}:{column}: {error}") from None
    reading.end()
    return root_in(root)


class _Reading:
    """Where one is in a page, from the outside in."""

    def __init__(self, root: Element) -> None:
        self._open = [root]
        self._last: Element[Any] | None = None
        """What was left just now, after which text stands; None just inside an element."""

    def take(self, found: "re.Match[str] | None", html: str) -> int:
        """The next of the page; where it ends."""
        if found is None:
            raise ValueError("no page of ours")
        at, name = found.end(), (found["name"] or "").lower()
        if _BARE.search(found["text"] or found["marks"] or ""):
            raise ValueError("a bare &")
        if found["text"]:
            self.take_text(unescape(found["text"]))
        elif found["comment"] is not None:
            self.add(Comment(found["comment"]), is_left=True)
        elif name and found["end"]:
            self.leave(name)
        elif name:
            self.enter(name, found["marks"])
            if name in _AS_IT_IS:
                end = html.index(f"</{name}", at)
                self.take_text(html[at:end])
                return end
        return at

    def end(self) -> None:
        """The page ends. Raises ValueError where something is left open."""
        for element in self._open[1:]:
            if element.tag not in _NEVER_LEFT:
                raise ValueError(f"<{element.tag}> has no end")

    def enter(self, name: str, marks: str) -> None:
        """An element begins."""
        if name == "tr" and self._open[-1].tag == "table":
            self.add(Element("tbody"))
        element = Element(name)
        for key, double, single in _ATTRIBUTE.findall(marks):
            plain = key.lower().removeprefix("xlink:")
            element.set(_OF_SVG.get(plain, plain), unescape(double or single))
        self.add(element, is_left=name in _EMPTY or marks.endswith("/"))

    def leave(self, name: str) -> None:
        """It ends; a body of a table that was not written ends with its table."""
        if name in _NEVER_LEFT:
            return
        if name == "table" and self._open[-1].tag == "tbody":
            self._last = self._open.pop()
        self._last = self._open.pop()
        if self._last.tag != name:
            raise ValueError(f"<{self._last.tag}> ends as {name}")

    def take_text(self, text: str) -> None:
        """Words; nothing stands before the head."""
        inside = self._open[-1]
        if inside.tag == "html" and inside.find("head") is None:
            return
        if self._last is not None:
            self._last.tail = (self._last.tail or "") + text
        elif inside.tag:
            dropped = inside.tag in _DROPS_A_LINE and not inside.text and text.startswith("\n")
            inside.text = (inside.text or "") + (text[1:] if dropped else text)

    def add(self, element: "Element[Any]", *, is_left: bool = False) -> None:
        """It stands in what is open."""
        self._open[-1].append(element)
        self._last = element if is_left else None
        if not is_left:
            self._open.append(element)


def is_same(one: Element, other: Element) -> bool:
    """Whether two trees have the same elements, attributes and words in the same places."""
    pairs = zip(one.iter(), other.iter(), strict=False)
    return sum(1 for _ in one.iter()) == sum(1 for _ in other.iter()) and all(_is_one(a, b) for a, b in pairs)


def _is_one(a: "Element[Any]", b: "Element[Any]") -> bool:
    said_of_a, said_of_b = ((one.tag, one.attrib, one.text or "", one.tail or "", len(one)) for one in (a, b))
    return said_of_a == said_of_b
