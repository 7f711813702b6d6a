"""The tree of a page, as a browser without scripts builds it."""

from typing import Any, Final
from xml.etree.ElementTree import Comment, Element

from turbohtml.treebuild import parse_into

DOCTYPE: Final = "<!doctype html>"


def read(html: str) -> Element:
    """The root of the tree that a browser without scripts builds; names are without a namespace, as those of HTML."""
    document: Element[Any] = parse_into(html, _Builder())
    return root_in(document)


def in_page(html: str) -> str:
    """A page in which that stands, as a part of a page does: in a `div`."""
    return f"{DOCTYPE}<html><head></head><body><div>{html}</div></body></html>"


def read_in_body(html: str) -> Element:
    """The body of that page."""
    body = read(in_page(html)).find("body")
    assert body is not None
    return body


def root_in(document: "Element[Any]") -> Element:
    """The element that holds all others; comments may stand before it. Raises ValueError where there is none."""
    root: Element | None = document.find("html")
    if root is None:
        raise ValueError("no page")
    return root


class _Builder:
    """Makes the tree, as `turbohtml.treebuild.TreeBuilder` says."""

    def create_document(self) -> Any:
        """What the root stands in."""
        return Element("")

    def create_doctype(self, name: str, public_id: str | None, system_id: str | None) -> Any:
        """It is no part of the tree."""
        return None

    def create_element(self, name: str, namespace: str, attrs: tuple[tuple[str, str | None], ...]) -> Any:
        """An element; `xlink:href` is `href`."""
        return Element(name, {key.removeprefix("xlink:"): value or "" for key, value in attrs})

    def create_text(self, data: str) -> Any:
        """Words."""
        return data

    def create_comment(self, data: str) -> Any:
        """A comment."""
        return Comment(data)

    def create_pi(self, target: str, data: str) -> Any:
        """HTML has none."""
        return None

    def append(self, parent: Any, child: Any) -> None:
        """It stands next in what it stands in."""
        if not isinstance(child, str):
            if child is not None:
                parent.append(child)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or "") + child
        else:
            parent.text = (parent.text or "") + child
