"""Every page that somebody reaches by links."""

import re
from html import unescape

from site_of_tests import Page, Visitor


def every_page(visitor: Visitor) -> dict[str, str]:
    """The bytes, but for the tokens of forms, of every page that links lead to from the first one."""
    waiting, found = ["/"], {}
    while waiting:
        path = waiting.pop()
        page = visitor.follow(get(visitor, path))
        assert page.status == 200, path
        found[path] = without_tokens(page.html)
        links = {unescape(link).partition("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page.html)}
        waiting += sorted(links - set(found) - set(waiting))
    return found


def without_tokens(html: str) -> str:
    """The bytes of a page but for what is drawn at each view for its forms."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", html)


def get(visitor: Visitor, path: str) -> Page:
    """A page, without looking at its form again."""
    response = visitor.client.get(path)
    return Page(visitor, path, response.status_code, response.get_data(as_text=True), dict(response.headers))
