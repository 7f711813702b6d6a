"""The shape of a page: what its faults depend on, without its words.

Most pages that tests open have a shape that was looked at a moment ago, with other words, other ids and another token;
to look for faults takes four times as long as to find the shape. So each shape is linted once a run.
"""

import re
from typing import Final

from page_lint import REFERENCES

_TEXT: Final = re.compile(r">([^<]+)<")
_ATTRIBUTE: Final = re.compile(r' ([a-z-]+)="([^"]*)"')
_REFERRING: Final = frozenset({"id", *REFERENCES})
_WORDS: Final = frozenset({"value", "content", "aria-label", "alt", "title", "placeholder"})
_OWN_ADDRESSES: Final = frozenset({"href", "action", "formaction"})
_ENTITY: Final = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#\d+|#x[0-9a-fA-F]+);")
_TITLE: Final = re.compile(r"<title>(.*?)</title>.*?<h1[^>]*>(.*?)</h1>", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")


def shape_of(html: str) -> str:
    """Two pages with the same shape have the same faults.

    Words are told apart only where a fault could hang on them: none, some, and such as hold a mark that may be wrong.
    Ids are told by the order in which they first stand, so that what is double or leads nowhere stays so.
    """
    order: dict[str, int] = {}

    def place(id_: str) -> str:
        return str(order.setdefault(id_, len(order)))

    def attribute(found: re.Match[str]) -> str:
        name, value = found.groups()
        if name in _REFERRING:
            spaced = "" if value == value.strip() else "?"
            return f" {name}={spaced}{' '.join(place(id_) for id_ in value.split())}"
        if name == "href" and value.startswith("#"):
            return f" href=#{place(value[1:])}"
        if name in _OWN_ADDRESSES and value.startswith("/"):
            return f" {name}=/{'&' if '&' in _ENTITY.sub('', value) else ''}"
        if name in _WORDS or (name == "name" and value != "csrf_token"):
            return f" {name}={_word(value)}"
        return found[0]

    marked = _TEXT.sub(lambda found: f">{_word(found[1])}<", html)
    return f"{_ATTRIBUTE.sub(attribute, marked)}\n{_heading_of(html)}"


def _word(text: str) -> str:
    """Nothing, something, or the text itself where a mark in it may be no character reference, or no character."""
    bare = _ENTITY.sub("", text)
    if "&" in bare or not bare.replace("\n", " ").replace("\u00a0", " ").isprintable():
        return text
    return "x" if text.strip() else ""


def _heading_of(html: str) -> str:
    """What the title is beside the heading: the same words and more around them, or else both in full."""
    found = _TITLE.search(html)
    if not found:
        return ""
    title, heading = (" ".join(_TAG.sub("", words).split()) for words in found.groups())
    return title.replace(heading, "x", 1) if heading and heading in title else f"{title}\n{heading}"
