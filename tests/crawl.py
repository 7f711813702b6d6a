"""Every page that somebody reaches by links."""

import io
import re
import zipfile
from html import unescape
from typing import Final

from pdf_pages import drawings
from site_of_tests import Page, Visitor

OWN_TRACES: Final = "/account/data"
AS_IT_COMES: Final = frozenset({"/account", OWN_TRACES})
"""Pages that list what happened at the same moment in no order."""
DRAWN: Final = "survey-cards.pdf"
"""A file of codes that are drawn anew whenever somebody opens it."""
CODE: Final = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]\b")
"""A code for surveys, which is offered anew at each view of a sheet."""
ITEM: Final = re.compile(r"<(li|tr)>.*?</\1>", re.DOTALL)


def every_page(visitor: Visitor) -> dict[str, str]:
    """The bytes, but for the tokens of forms, of every page that links lead to from the first one."""
    waiting, found = ["/"], {}
    while waiting:
        path = waiting.pop()
        page = visitor.follow(get(visitor, path))
        assert page.status == 200, path
        found[path] = without_tokens(page.html)
        hrefs = re.findall(r'<a [^>]*href="(/[^"]*)"', page.html)
        links = {unescape(href).partition("#")[0] for href in hrefs if not href.endswith(DRAWN)}
        waiting += sorted(links - set(found) - set(waiting))
    return found


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    """The pages that are read otherwise in one world than in the other, or only in one of them.

    On pages that list what happened at the same moment as it comes, lines are compared sorted.
    """
    return {path for path in one.keys() | other.keys() if _in_order(path, one) != _in_order(path, other)}


def _in_order(path: str, pages: dict[str, str]) -> tuple[str, list[str]]:
    html = pages.get(path, "")
    if path not in AS_IT_COMES:
        return html, []
    return ITEM.sub("", html), sorted(found.group() for found in ITEM.finditer(html))


def without_tokens(html: str) -> str:
    """The bytes of a page but for what is drawn for its forms: at each view, and at each sign-in."""
    return CODE.sub("", re.sub(r'name="(csrf_token|sign_in)" value="[^"]*"', "", html))


def get(visitor: Visitor, path: str) -> Page:
    """A page, without looking at its form again; of a file for paper, all that is drawn on its sheets, and of a
    workbook the text of all files in it."""
    response = visitor.client.get(path)
    if response.data.startswith(b"PK"):
        return Page(visitor, path, response.status_code, unpacked(response.data), dict(response.headers))
    is_paper = response.mimetype == "application/pdf"
    text = drawings(response.data).decode("latin-1") if is_paper else response.get_data(as_text=True)
    return Page(visitor, path, response.status_code, text, dict(response.headers))


def unpacked(data: bytes) -> str:
    """The text of every file in a packed one."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
