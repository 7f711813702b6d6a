"""What is wrong with a page before anybody looks at it. The test client lints every page it visits."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from xml.etree.ElementTree import Element

from page_mistakes import mistakes
from page_tree import read

BRAND: Final = " | Terreno Comum"
ERROR_PREFIXES: Final = {"pt-PT": "Erro: ", "en": "Error: "}
HIDDEN: Final = "govuk-visually-hidden"
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
UNLABELLED_INPUTS: Final = frozenset({"hidden", "submit", "button", "reset", "image"})
REFERENCES: Final = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "for", "list", "form")
ADDRESSES: Final = ("href", "src", "action", "formaction", "poster", "srcset", "data")


@dataclass(frozen=True)
class Page:
    """A parsed page. Elements have names without a namespace, in the order of the document."""

    root: Element
    mistakes: tuple[str, ...]

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All of them; comments are left out."""
        return tuple(element for element in self.root.iter() if isinstance(element.tag, str))

    @cached_property
    def parents(self) -> dict[Element, Element]:
        """The parent of each element."""
        return {child: element for element in self.root.iter() for child in element}

    @cached_property
    def ids(self) -> Counter[str]:
        """How often each id stands on the page."""
        return Counter(element.attrib["id"] for element in self.elements if "id" in element.attrib)

    @cached_property
    def language(self) -> str:
        """The language declared on html, or empty."""
        return self.root.get("lang", "")

    def named(self, *tags: str) -> Iterator[Element]:
        """Elements of those names."""
        return (element for element in self.elements if element.tag in tags)

    def within(self, element: Element, tag: str) -> bool:
        """Whether it stands inside an element of that name."""
        parent = self.parents.get(element)
        while parent is not None and parent.tag != tag:
            parent = self.parents.get(parent)
        return parent is not None

    def classed(self, name: str) -> list[Element]:
        """Elements of that class."""
        return [element for element in self.elements if name in element.get("class", "").split()]


def lint(html: str, path: str) -> list[str]:
    """The faults of the page at `path`, each beginning with it; a right page has none."""
    root = read(html)
    page = Page(root, tuple(mistakes(html, root)))
    return [f"{path}: {fault}" for check in CHECKS for fault in check(page)]


def _words(element: Element, *, skip: str | None = None) -> str:
    """The text in it, with single spaces; without what has the class `skip`."""
    return " ".join("".join(_texts(element, skip)).split())


def _texts(element: Element, skip: str | None) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and (skip is None or skip not in child.get("class", "").split()):
            yield from _texts(child, skip)
        yield child.tail or ""


def _name(element: Element) -> str:
    """What a screen reader would call it: its text, its label, or the names of the pictures in it."""
    pictures = [child.get("alt", "") for child in element.iter("img")]
    return " ".join(
        [_words(element), element.get("aria-label", ""), element.get("aria-labelledby", ""), *pictures]
    ).strip()


def _show(element: Element) -> str:
    """The element as one finds it in the page."""
    marks = [f'{key}="{element.attrib[key]}"' for key in ("id", "name", "href", "class") if key in element.attrib]
    return f"<{' '.join([str(element.tag), *marks[:2]])}>"


def _parse_faults(page: Page) -> Iterator[str]:
    return (f"not well-formed: {mistake}" for mistake in page.mistakes)


def _language_faults(page: Page) -> Iterator[str]:
    if page.language not in ERROR_PREFIXES:
        yield f"html lang is {page.language!r}, not pt-PT or en"


def _title_faults(page: Page) -> Iterator[str]:
    h1s = list(page.named("h1"))
    if len(h1s) != 1:
        yield f"{len(h1s)} h1 instead of one"
        return
    titles = [_words(title) for title in page.named("title") if not page.within(title, "svg")]
    headings = {_words(h1s[0]), _words(h1s[0], skip=HIDDEN)}
    prefix = ERROR_PREFIXES.get(page.language, "")
    expected = prefix if page.classed("govuk-error-summary") else ""
    if "" in headings:
        yield "the h1 is empty"
    elif len(titles) != 1 or titles[0] not in {f"{expected}{heading}{BRAND}" for heading in headings}:
        yield f"the title is {titles!r}, not {expected}{_words(h1s[0])}{BRAND}"


def _heading_faults(page: Page) -> Iterator[str]:
    # An error summary stands before the h1, so a page may begin with an h2.
    before = 1
    for heading in page.named(*HEADINGS):
        level = HEADINGS.index(str(heading.tag)) + 1
        if level > before + 1:
            yield f"{heading.tag} {_words(heading)!r} follows an h{before}"
        before = level


def _id_faults(page: Page) -> Iterator[str]:
    for id_, count in page.ids.items():
        if count > 1:
            yield f"id {id_!r} stands {count} times"
        if not id_ or len(id_.split()) != 1:
            yield f"id {id_!r} is empty or has spaces"


def _reference_faults(page: Page) -> Iterator[str]:
    for element in page.elements:
        for attribute in REFERENCES:
            for id_ in element.get(attribute, "").split():
                if id_ not in page.ids:
                    yield f"{attribute} of {_show(element)} points to {id_!r}, which is not there"
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in page.ids:
            yield f"href {href!r} points nowhere"


def _label_faults(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.named("label") if _name(label)}
    for control in page.named("input", "select", "textarea"):
        is_named = control.get("aria-label") or control.get("aria-labelledby")
        is_plain = control.tag == "input" and control.get("type") in UNLABELLED_INPUTS
        if not (is_plain or is_named or control.get("id", "") in labelled or page.within(control, "label")):
            yield f"{_show(control)} has no label"
    for group in page.named("fieldset"):
        if not any(child.tag == "legend" and _name(child) for child in group):
            yield f"{_show(group)} has no legend"


def _form_faults(page: Page) -> Iterator[str]:
    for form in page.named("form"):
        method = form.get("method", "").lower()
        if method not in {"get", "post"} or not form.get("action"):
            yield f"{_show(form)} needs a method and an action"
        tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token" and field.get("value")]
        if method == "post" and len(tokens) != 1:
            yield f"post form to {form.get('action')!r} has {len(tokens)} csrf tokens instead of one"
        if method == "get" and tokens:
            yield f"get form to {form.get('action')!r} would put its csrf token into an address"
    for button in page.named("button"):
        is_typed = button.get("type") in {"submit", "button", "reset"}
        if not is_typed and (page.within(button, "form") or button.get("form")):
            yield f"button {_words(button)!r} has no type"


def _inline_faults(page: Page) -> Iterator[str]:
    for element in page.elements:
        if element.tag == "style" or (element.tag == "script" and (not element.get("src") or _words(element))):
            yield f"inline {element.tag}"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"{attribute} attribute on {_show(element)}"
            if attribute in ADDRESSES and "".join(value.split()).lower().startswith(("javascript:", "data:")):
                yield f"{attribute} {value[:40]!r} on {_show(element)}"


def _name_faults(page: Page) -> Iterator[str]:
    for image in page.named("img"):
        if "alt" not in image.attrib:
            yield f"image {image.get('src')!r} has no alt"
    for drawing in page.named("svg"):
        has_name = drawing.get("aria-label") or drawing.get("aria-labelledby")
        if drawing.get("aria-hidden") != "true" and not (drawing.get("role") == "img" and has_name):
            yield f"{_show(drawing)} is neither hidden nor a named image"
    for link in page.named("a"):
        if not link.get("href") or not _name(link):
            yield f"{_show(link)} {_words(link)!r} is an empty link"
    for element in page.named("button", "summary", "option", *HEADINGS[1:]):
        if not _name(element):
            yield f"{_show(element)} has no words"


def _table_faults(page: Page) -> Iterator[str]:
    for table in page.named("table"):
        if not any(child.tag == "caption" and _words(child) for child in table):
            yield f"{_show(table)} has no caption"
        heads = list(table.iter("th"))
        if not heads:
            yield f"{_show(table)} has no th"
        for head in heads:
            if head.get("scope") not in {"row", "col", "rowgroup", "colgroup"}:
                yield f"th {_words(head)!r} has no scope"


def _barra_faults(page: Page) -> Iterator[str]:
    barras = page.classed("app-barra")
    if len(barras) > 1:
        yield f"{len(barras)} barras: a page has one next step"
    for barra in barras:
        nexts = sum("app-next" in element.get("class", "").split() for element in barra.iter())
        if nexts > 1:
            yield f"{nexts} primary buttons in the barra"


CHECKS: Final[tuple[Callable[[Page], Iterator[str]], ...]] = (
    _parse_faults,
    _language_faults,
    _title_faults,
    _heading_faults,
    _id_faults,
    _reference_faults,
    _label_faults,
    _form_faults,
    _inline_faults,
    _name_faults,
    _table_faults,
    _barra_faults,
)
