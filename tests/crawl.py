"""Every page that somebody reaches by links."""

import datetime as dt
import io
import re
import zipfile
from html import unescape
from typing import Final

from pdf_pages import drawings
from site_of_tests import Page, Site, Visitor

OWN_TRACES: Final = "/account/data"
LOG: Final = "/administer/audit"
OF_ONESELF: Final = frozenset({"/account", OWN_TRACES})
"""Pages that tell somebody's own sign-ins and what they did."""
AS_IT_COMES: Final = OF_ONESELF | {LOG}
"""Pages that list what happened at the same moment in no order."""
DRAWN: Final = "survey-cards.pdf"
"""A file of codes that are drawn anew whenever somebody opens it."""
CODE: Final = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]\b")
"""A code for surveys, which is offered anew at each view of a sheet."""
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WHEN_MADE: Final = "docProps/core.xml"
ENTRY: Final = re.compile(r"\?before=[0-9a-f]{32}")
"""Where the log goes on: after an entry, whose id is drawn by chance."""
BETWEEN: Final = dt.timedelta(milliseconds=1)
"""From one page to the next: what is noted of a look stands on no page of the log that is looked at after it."""
ITEM: Final = re.compile(r"<(li|tr)>.*?</\1>", re.DOTALL)


def every_page(site: Site, email: str) -> dict[str, str]:
    """The bytes, but for the tokens of forms, of every page that links lead this person to from the first one."""
    site.now += BETWEEN
    visitor, waiting, found = site.visitor(email), ["/"], dict[str, str]()
    while waiting:
        path = waiting.pop()
        site.now += BETWEEN
        page = visitor.follow(get(visitor, path))
        assert page.status == 200, path
        found[path] = without_tokens(page.html)
        hrefs = re.findall(r'<a [^>]*href="(/[^"]*)"', page.html)
        links = {unescape(href).partition("#")[0] for href in hrefs if not href.endswith(DRAWN)}
        waiting += sorted(links - set(found) - set(waiting))
    return _with_one_log(found)


def _with_one_log(found: dict[str, str]) -> dict[str, str]:
    """The same pages, those of the log as one: entries of one moment may stand on this or that one."""
    joined = dict[str, str]()
    for path, html in found.items():
        place = ENTRY.sub("", path)
        joined[place] = joined.get(place, "") + ENTRY.sub("", html)
    return joined


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
    return Page(visitor, path, response.status_code, _text(response.mimetype, response.data), dict(response.headers))


def _text(mimetype: str | None, data: bytes) -> str:
    """What somebody reads of an answer."""
    if mimetype == "application/pdf":
        return drawings(data).decode("latin-1")
    return unpacked(data) if mimetype == WORKBOOK else data.decode()


def unpacked(data: bytes) -> str:
    """All parts of a workbook but the one that says when it was made."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode() for name in sorted(parts.namelist()) if name != WHEN_MADE)
