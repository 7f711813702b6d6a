"""A question of a page without its controls, to be answered with a pen: boxes for choices, lines for words.

It is made from the page's own drawing of the question (`questions/<kind>.html`), so that a new kind needs nothing here.
"""

import base64
import hashlib
from html import escape
from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup

from course.web.assets import style_of_files

BOX: Final = '<span aria-hidden="true">☐</span> '
LINE: Final = "__________"
_OTHERWISE: Final = {"fieldset": "div", "legend": "p", "label": "span"}
"""What belongs to controls, and what stands in its place."""
_VOID: Final = frozenset({"br", "hr", "wbr"})
_KEPT: Final[tuple[str, ...]] = ("href", "lang", "aria-hidden", "aria-label", "rel", "scope")


def without_controls(drawn: str) -> Markup:
    """That HTML, which our templates made, with a box or a line for each control and no ids."""
    paper = _Paper()
    paper.feed(drawn)
    paper.close()
    return Markup("".join(paper.written))  # noqa: S704 - what was escaped stays so, and nothing is added but the above


def style_of_a_file() -> tuple[Markup, str]:
    """The style of the pages as it stands in a file, and the digest by which the file's own policy allows it."""
    style = style_of_files()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Markup(style), digest  # noqa: S704 - a file of ours


class _Paper(HTMLParser):
    """`written` is what was read so far, for paper. Within a list of choices only these are kept, to be shown."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._within = ""
        self._choices: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A control becomes a box or a line; anything else stays, without what only a page needs."""
        given = {name: value or "" for name, value in attrs}
        if tag == "input":
            self.written.append(BOX if given.get("type") in {"radio", "checkbox"} else LINE)
        elif tag in {"select", "textarea"}:
            self._within, self._choices = tag, []
        elif tag == "option":
            self._choices.append("")
        else:
            kept = {name: given[name] for name in _KEPT if name in given}
            kept |= {"class": given["class"]} if "app-" not in given.get("class", "app-") else {}
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
            self.written.append(f"<{_OTHERWISE.get(tag, tag)}{attributes}>")

    def handle_endtag(self, tag: str) -> None:
        """The end of a list of choices is where they are shown: words, but no numbers of an order."""
        if tag == self._within:
            words = [choice.strip() for choice in self._choices[1:]]
            is_order = all(word.isdigit() for word in words)
            self.written.append(LINE if is_order or not words else f"{LINE} ({' / '.join(words)})")
            self._within = ""
        elif tag not in {"option", "input", *_VOID}:
            self.written.append(f"</{_OTHERWISE.get(tag, tag)}>")

    def handle_data(self, data: str) -> None:
        """Text stays; what was typed into a field goes."""
        self._take(data)

    def handle_entityref(self, name: str) -> None:
        """As it was escaped."""
        self._take(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """As it was escaped."""
        self._take(f"&#{name};")

    def _take(self, text: str) -> None:
        if not self._within:
            self.written.append(text)
        elif self._choices:
            self._choices[-1] += text
