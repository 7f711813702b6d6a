"""Authored Markdown, to HTML that is safe for every reader.

Authors are not trusted: a text is hostile until it has been here. Markdown runs without raw HTML, images, reference
links, code blocks, footnotes and heading ids; then nh3 keeps an allow-list of elements. Nothing here raises or takes
long for any text: one that nests too deeply is shown as it was typed, and `problems_in` says so.

The costly part is cached by text. Numbers of citations depend on the page, so they are put in afterwards, in the place
of private-use characters, which authored text cannot hold; so is the sign of a link that leaves the site, whose words
depend on the language.
"""

import html
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor

from course.base.languages import N_, Language
from course.content.characters import REFUSED, refused_character, typed_wrongly
from course.content.source import LONGEST_TEXT
from course.content.values import IN_TEXT

Finding = tuple[str, dict[str, str]]
"""An English msgid and its values."""

DEEPEST: Final = 6
"""Marks of lists and quotations before the text of a line."""
MOST_CELLS: Final = 5_000
MOST_TITLES: Final = 100
"""Lines that begin with `#` or, as definitions do, with a colon: Markdown begins anew, or calls itself, after each."""
_KEPT: Final = 32_768
"""Texts whose HTML is kept in memory: those of a course, in both languages (some 14,000 in November 2026, 10 MB). With
fewer, whoever reads one document after another pushes out what the next reader needs, and everything is made anew."""
_KEPT_PLAIN: Final = 8_192
"""Titles and other lines: a tenth as much to hold."""

_SLUG: Final = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NOTE_LABEL: Final[dict[Language, str]] = {"pt": "Nota", "en": "Note"}
_ELSEWHERE: Final[dict[str, dict[Language, str]]] = {
    "https": {"pt": "abre outro sítio", "en": "opens another site"},
    "mailto": {"pt": "abre o correio eletrónico", "en": "opens e-mail"},
}
"""What is said of a link that leaves the site, by its scheme."""


class Notes:
    """The numbers of the citations of one page section, given in the order in which they are met.

    `prefix` begins the ids of the notes: `law-` for `#law-1`. It stands in the page as it is.
    """

    def __init__(self, prefix: str, language: Language) -> None:
        self.prefix = prefix
        self.language = language
        self._numbers: dict[str, int] = {}
        self._cited: set[str] = set()

    def number(self, source_id: str) -> int:
        """The number of that source, from 1: the same wherever it is cited again."""
        return self._numbers.setdefault(source_id, len(self._numbers) + 1)

    def cite(self, source_id: str) -> bool:
        """Whether a text that is being rendered cites the source for the first time: there its note leads back to."""
        is_first = source_id not in self._cited
        self._cited.add(source_id)
        return is_first

    def is_cited(self, source_id: str) -> bool:
        """Whether a text cites the source, which may also have a number because it is named beside one."""
        return source_id in self._cited

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources cited so far, in the order of their numbers."""
        return tuple(self._numbers)


def render_prose(text: str, notes: Notes) -> str:
    """The text as safe block HTML: paragraphs, lists, tables, h3 and h4. Its citations are numbered in `notes`."""
    return _TABLE.sub(_named_table, _with_notes(_convert(text, one_line=False), notes))


_TABLE: Final = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_COLUMN: Final = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)


def _named_table(found: re.Match[str]) -> str:
    """A table named by its columns for those who hear the page, in a box of its own that can be moved on a phone."""
    columns = (html.unescape(_INLINE_TAG.sub("", _SUP.sub("", column))) for column in _COLUMN.findall(found[1]))
    name = html.escape(", ".join(" ".join(column.split()) for column in columns))
    caption = f'<caption class="govuk-visually-hidden">{name}</caption>'
    return (
        f'<div class="app-table-wrap" tabindex="0" role="group" aria-label="{name}">'
        f'<table class="app-table">{caption}{found[1]}</table></div>'
    )


_SUP: Final = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
"""The number of a citation, which is no part of a name."""


def render_line(text: str, notes: Notes) -> str:
    """The text as safe inline HTML without a paragraph around it; `2018. A year` is no list here."""
    return _with_notes(_convert(" ".join(text.split()), one_line=True), notes)


@lru_cache(maxsize=_KEPT_PLAIN)
def plain(text: str) -> str:
    """The words of a text on one line, without marks, citations and HTML: for titles and alternative texts.

    It is no HTML: a `<` in it is a `<`.
    """
    return _plain(text)


def _plain(text: str) -> str:
    whole = text.strip()
    words = _CITATION.sub("", _convert(whole, one_line="\n" not in whole).html)
    return " ".join(html.unescape(_INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", words))).split())


@lru_cache(maxsize=_KEPT)
def count_words(text: str) -> int:
    """Words that a reader reads: runs between white space that hold a letter or a digit.

    A sum of money is one, before its value is put in as well as after.
    """
    words = _plain(_SUM.sub("0", text)).split()
    return sum(any(character.isalnum() for character in word) for word in words)


_SUM: Final = re.compile(rf"{IN_TEXT}|[0-9](?:[0-9,\u00a0]*[0-9])?\u00a0€(?:\u00a0\([0-9]{{4}}\))?")


def citations_in(text: str) -> tuple[str, ...]:
    """The ids of the sources that the text cites with `[@id]`, in the order of first appearance."""
    if _only_cites(text):
        return tuple(dict.fromkeys(_PLAIN_CITATION.findall(text)))
    converted = _convert(text, one_line=False)
    return tuple(dict.fromkeys(converted.citations[int(index)] for index in _CITATION.findall(converted.html)))


def glossary_links_in(text: str) -> tuple[str, ...]:
    """The ids of the terms that the text links to with `[words](glossary:id)`, in the order of first appearance."""
    return () if _only_cites(text) else _convert(text, one_line=False).terms


def problems_in(text: str) -> list[Finding]:
    """Why a text would not be shown as its author meant it; empty for a good one."""
    found = _refused_in(text)
    is_plain = not _MAY_BE_WRONG.search(text) and _only_cites(text)
    if not is_plain or _is_too_much(text):
        found += [(message, dict(values)) for message, values in _convert(text, one_line=False).problems]
    return found


_PLAIN_CITATION: Final = re.compile(rf"\[@({_SLUG})\](?!\()")


def _only_cites(text: str) -> bool:
    """Whether the brackets of a text are citations and nothing else, as of most: these need no Markdown to be found.

    Within code, after a backslash and in a text that is shown as typed, a citation is none.
    """
    if "[" not in text:
        return True
    if "`" in text or "\\" in text or "[" in _PLAIN_CITATION.sub("", text):
        return False
    return not _is_too_much(text)


# What is told --------------------------------------------------------------------------------------------------------

_HEADING: Final = N_("a line that begins with # or ## would be a title of the page: write ### or ####")
_HTML: Final = N_("HTML is not used here, and %(given)s is shown as it stands: use Markdown")
_IMAGE: Final = N_("images do not stand in a text, and %(given)s is left out: say in words what it shows")
_LINK: Final = N_(
    "the link %(given)s is left out: links begin with https:// or mailto:, or are glossary: and the id of a term"
)
_LINK_FORM: Final = N_(
    "a link is not written right: [words](https://address), without spaces and titles in the address"
)
_CITATION_FORM: Final = N_("the citation %(given)s is not written right: [@id-of-the-source], each in its own brackets")
_VALUE_FORM: Final = N_("the sum %(given)s is not written right: [=4 ias 2026] is four times the value ias of 2026")
_TOO_MUCH: Final = N_(
    "this text is shown as it was typed: it has more than %(most)s characters, or lists, quotations or tables that are"
    " too large for a page: divide it, or write it more simply"
)

_MAY_BE_WRONG: Final = re.compile(r"[#<]")
_LONGEST_SHOWN: Final = 60
_MOST_PROBLEMS: Final = 10


def _refused_in(text: str) -> list[Finding]:
    """The first character that no text may hold, as it is or as an entity, or that fakes another as it is."""
    found = typed_wrongly(text) or refused_character(html.unescape(_VISIBLE_ENTITY.sub("", text)))
    return [(found[1], found[3])] if found else []


_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z0-9]{1,40});")
_VISIBLE_ENTITY: Final = re.compile(r"&(?:zwj|zwnj|shy);")


def _clean(text: str) -> str:
    """The text without characters that no text may hold, however they are written."""
    return _ENTITY.sub(_visible, REFUSED.sub("", text))


def _visible(entity: re.Match[str]) -> str:
    is_meant = _VISIBLE_ENTITY.fullmatch(entity[0]) or not REFUSED.search(html.unescape(entity[0]))
    return entity[0] if is_meant else " "  # a space, so that what stands around it makes no entity


_MARKS_OF_LINE: Final = re.compile(r"[ \t]*(?:>|(?:[-*+:]|[0-9]{1,9}\.)(?=[ \t]))")
_RULE: Final = re.compile(r"[ *_-]*")


def _is_too_much(text: str) -> bool:
    """Whether Markdown, which is recursive, would need too long for it or give up."""
    if len(text) > LONGEST_TEXT:
        return True
    lines = text.splitlines()
    pipes = [line.count("|") for line in lines if "|" in line]
    return (
        max(pipes, default=0) * len(pipes) > MOST_CELLS
        or sum(line.lstrip().startswith(("#", ":")) for line in lines) > MOST_TITLES
        or any(_is_too_deep(line) for line in lines)
    )


def _is_too_deep(line: str) -> bool:
    at, marks = 0, 0
    while marks <= DEEPEST and (mark := _MARKS_OF_LINE.match(line, at)):
        at, marks = mark.end(), marks + 1
    return marks > DEEPEST and not _RULE.fullmatch(line)


# Markdown ------------------------------------------------------------------------------------------------------------

_OPEN: Final = "\ue000"
_CLOSE: Final = "\ue001"
_CITATION: Final = re.compile(rf"[ \n]?{_OPEN}([0-9]+){_CLOSE}")


@dataclass(frozen=True)
class _Converted:
    html: str
    """Safe; each citation is its index in `citations` between two private-use characters."""
    citations: tuple[str, ...]
    terms: tuple[str, ...]
    problems: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def _convert(text: str, *, one_line: bool) -> _Converted:
    if len(text) > LONGEST_TEXT:
        return _as_typed(text, one_line=one_line)
    try:
        return _convert_and_keep(text, one_line=one_line)
    except RecursionError:  # what the limits have not foreseen; not kept, for it depends on how deep the caller stands
        return _as_typed(text, one_line=one_line)


@lru_cache(maxsize=_KEPT)
def _convert_and_keep(text: str, *, one_line: bool) -> _Converted:
    if _is_too_much(text):
        return _as_typed(text, one_line=one_line)
    meant = _Meant()
    # One for each text: a Markdown object remembers, and threads would share what it remembers.
    markdown = Markdown(extensions=[*(() if one_line else _EXTENSIONS), _House(meant, one_line=one_line)])
    safe = nh3.clean(
        markdown.convert(_clean(text)),
        tags=_ELEMENTS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"https", "mailto", "glossary"},
        set_tag_attribute_values={"a": {"class": "app-link"}, "th": {"scope": "col"}},
        link_rel="noopener noreferrer",
        url_relative="deny",
    )
    if one_line:
        safe = safe.removeprefix("<p>").removesuffix("</p>")
    return _Converted(
        _TERM_LINK.sub(r'<a class="app-link" href="/library/glossary/\1">', safe),
        tuple(meant.citations),
        tuple(dict.fromkeys(_TERM_LINK.findall(safe))),
        tuple(dict.fromkeys(meant.problems))[:_MOST_PROBLEMS],
    )


def _as_typed(text: str, *, one_line: bool) -> _Converted:
    escaped = html.escape(_clean(text)).strip()
    whole = escaped if one_line else "\n".join(f"<p>{block}</p>" for block in re.split(r"\n{2,}", escaped) if block)
    return _Converted(whole, (), (), ((_TOO_MUCH, (("most", str(LONGEST_TEXT)),)),))


_ELEMENTS: Final = (
    {"p", "em", "strong", "code", "br", "a", "sup", "hr", "h3", "h4", "blockquote"}
    | {"ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
_TERM_LINK: Final = re.compile(rf'<a href="glossary:({_SLUG})" class="app-link" rel="noopener noreferrer">')
_INLINE_TAG: Final = re.compile(r"</?(?:em|strong|code|a|sup)\b[^>]*>")
_BLOCK_TAG: Final = re.compile(r"</?(?:p|ul|ol|li|h3|h4|blockquote|table|thead|tbody|tr|th|td|dl|dt|dd|br|hr)\b[^>]*>")


class _Meant:
    """What was met while a text was converted."""

    def __init__(self) -> None:
        self.citations: list[str] = []
        self.problems: list[tuple[str, tuple[tuple[str, str], ...]]] = []

    def wrong(self, message: str, given: str = "") -> None:
        """Remember a problem; what stands in the text is shortened to what a line can show."""
        words = " ".join(given.split())
        shown = words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…"
        self.problems.append((message, (("given", shown),) if given else ()))


class _House(Extension):
    """The Markdown of this house."""

    def __init__(self, meant: _Meant, *, one_line: bool) -> None:
        super().__init__()
        self.meant = meant
        self.one_line = one_line

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Take out what is not wanted, put in citations, links with known schemes, and what finds mistakes."""
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "<"]
        md.preprocessors.deregister("html_block")
        for name in _NOT_INLINE:
            md.inlinePatterns.deregister(name)
        for name in (*_NOT_BLOCKS, *(_BLOCKS if self.one_line else ())):
            md.parser.blockprocessors.deregister(name)
        for priority, processor in _INLINE:
            md.inlinePatterns.register(processor(md, self.meant), processor.__name__, priority)
        md.treeprocessors.register(_Headings(md, self.meant), "house_headings", 15)


_NOT_INLINE: Final = (
    *("reference", "image_reference", "short_reference", "short_image_ref"),
    *("link", "image_link", "autolink", "automail", "html", "entity"),
)
_EXTENSIONS: Final = ("tables", "def_list", "sane_lists")
_BLOCKS: Final = ("indent", "hashheader", "hr", "olist", "ulist", "quote")
_NOT_BLOCKS: Final = ("reference", "setextheader", "code")
"""Definitions of links would swallow `[@id]: words`; a line of hyphens below a text would make it a title; text that is
indented too far is text, not code."""


class _Found(InlineProcessor):
    """A pattern that remembers what it meets."""

    form: str

    def __init__(self, md: Markdown, meant: _Meant) -> None:
        super().__init__(self.form, md)
        self.meant = meant

    def handleMatch(  # type: ignore[override]  # noqa: N802 - so it is called; the stubs know its older form alone
        self, m: re.Match[str], data: str
    ) -> tuple[Element | str, int, int]:
        """What stands in the place of the match, and where that is."""
        return self.meet(m), m.start(), m.end()

    def meet(self, m: re.Match[str]) -> Element | str:
        """What stands in the place of the match."""
        raise NotImplementedError


class _Citation(_Found):
    form = rf"\[@({_SLUG})\]"

    def meet(self, m: re.Match[str]) -> str:
        if m[1] not in self.meant.citations:
            self.meant.citations.append(m[1])
        return f"{_OPEN}{self.meant.citations.index(m[1])}{_CLOSE}"


class _NoCitation(_Found):
    form = r"\[[ ]*@[^\[\]\n]{0,80}\]?"

    def meet(self, m: re.Match[str]) -> str:
        typed = self.unescape(m[0])
        self.meant.wrong(_CITATION_FORM, typed)
        return typed


class _Value(_Found):
    """A sum whose value is not put in: as typed."""

    form = IN_TEXT

    def meet(self, m: re.Match[str]) -> str:
        return self.unescape(m[0])


class _NoValue(_Found):
    form = r"\[[ ]*=[^\[\]\n]{0,80}\]?"

    def meet(self, m: re.Match[str]) -> str:
        typed = self.unescape(m[0])
        self.meant.wrong(_VALUE_FORM, typed)
        return typed


class _Braces(_Found):
    """Gaps of questions, and what a template engine might read: as typed, without emphasis inside."""

    form = r"\{[^{}\n]{1,200}\}"

    def meet(self, m: re.Match[str]) -> str:
        return self.unescape(m[0])


class _Image(_Found):
    form = r"!\[[^\[\]]{0,500}\]\([^()]{0,1000}\)"

    def meet(self, m: re.Match[str]) -> str:
        self.meant.wrong(_IMAGE, self.unescape(m[0]))
        return ""


class _Link(_Found):
    """`[words](target)` and `<target>`. One that may not be followed leaves its words."""

    form = (
        r"\[(?P<words>[^\[\]]{1,500})\]\((?P<target>(?:[^()\s]|\([^()\s]{0,200}\)){1,1000})\)"
        r"|<(?P<bare>[A-Za-z][A-Za-z0-9+.-]{0,20}:[^<>\s]{1,1000})>"
    )

    def meet(self, m: re.Match[str]) -> Element:
        target = m["bare"] or m["target"]
        link = Element("a", {"href": target})
        link.text = m["words"] or target.removeprefix("mailto:")
        if not _FOLLOWED.fullmatch(target):
            self.meant.wrong(_LINK, self.unescape(m[0]))
            link = Element("span")
            link.text = m["words"] or target
        return link


_FOLLOWED: Final = re.compile(
    r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][^\s<>\"\\^`{|}\x00-\x20\x7f]*)?"
    r"|mailto:[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+"
    rf"|glossary:{_SLUG}"
)


class _NoLink(_Found):
    form = r"\]\("

    def meet(self, m: re.Match[str]) -> str:
        self.meant.wrong(_LINK_FORM)
        return m[0]


class _NoHtml(_Found):
    form = HTML_RE

    def meet(self, m: re.Match[str]) -> str:
        typed = self.unescape(m[0])
        self.meant.wrong(_HTML, typed)
        return typed


_INLINE: Final[tuple[tuple[int, type[_Found]], ...]] = (  # after code (190) and escapes (180), before emphasis (60)
    (175, _Citation),
    (174, _NoCitation),
    (173, _Value),
    (172, _NoValue),
    (170, _Braces),
    (165, _Image),
    (160, _Link),
    (90, _NoHtml),
    (70, _NoLink),
)


class _Headings(Treeprocessor):
    """The page has the first two levels of titles; a text has the third and the fourth."""

    def __init__(self, md: Markdown, meant: _Meant) -> None:
        super().__init__(md)
        self.meant = meant

    def run(self, root: Element) -> None:
        """Bring every title to a level that a text has."""
        for element in root.iter():
            if element.tag in {"h1", "h2"}:
                self.meant.wrong(_HEADING)
                element.tag = "h3"
            elif element.tag in {"h5", "h6"}:
                element.tag = "h4"


# Citations and links that leave the site -----------------------------------------------------------------------------

_LINK_OR_CITATIONS: Final = re.compile(
    r'(?P<open><a (?:href="(?P<scheme>https|mailto):)?)'
    rf"|(?P<close></a>)(?P<after>(?:{_CITATION.pattern})*)|(?P<citations>(?:{_CITATION.pattern})+)"
)


def _with_notes(converted: _Converted, notes: Notes) -> str:
    """The HTML with the numbers of its citations; one within a link follows it, for links do not nest.

    A link that leaves the site ends with a sign, and with words for those who hear the page.
    """
    waiting: list[str] = []
    is_in_link, sign = False, ""

    def put(found: re.Match[str]) -> str:
        nonlocal is_in_link, sign
        if found["open"]:
            is_in_link, sign = True, _sign(found["scheme"], notes.language)
            return found[0]
        if found["close"]:
            is_in_link = False
        cited = _CITATION.findall(found["after"] or found["citations"] or "")
        waiting.extend(_number(converted.citations[int(index)], notes) for index in cited)
        if is_in_link:
            return ""
        numbers = " ".join(waiting)  # side by side they would read as one number
        waiting.clear()
        return (f"{sign}</a>" if found["close"] else "") + numbers

    return _LINK_OR_CITATIONS.sub(put, converted.html)


def _sign(scheme: str | None, language: Language) -> str:
    if scheme is None:
        return ""
    said = _ELSEWHERE[scheme][language]
    return f'\u00a0<span aria-hidden="true">↗</span><span class="govuk-visually-hidden"> ({said})</span>'


def _number(source_id: str, notes: Notes) -> str:
    number = notes.number(source_id)
    label = f"{_NOTE_LABEL[notes.language]} {number}"
    anchor = f' id="{notes.prefix}{number}-cited"' if notes.cite(source_id) else ""
    return f'<sup><a href="#{notes.prefix}{number}"{anchor} aria-label="{label}">{number}</a></sup>'
