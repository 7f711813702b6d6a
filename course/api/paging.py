"""Pages of a list: where one ended, and where the next begins."""

from urllib.parse import urlencode

from flask import Response, request

from course.api.shapes import PageQuery


def mark(text: str) -> str:
    """A place in a list, as an address carries it."""
    return text.encode().hex()


def place(after: str) -> str:
    """The text of a mark. One that nobody was given is some other place in the same list, and no harm."""
    return bytes.fromhex(after).decode(errors="replace").replace("\0", "")


def next_address(asked: PageQuery, found: int, last: str) -> str | None:
    """Where the next page begins, if `found` rows filled this one; `last` is the mark of its last row."""
    if found < asked.limit:
        return None
    return f"{request.path}?{urlencode({**request.args.to_dict(), 'after': last})}"


def with_link(response: Response, address: str | None) -> Response:
    """The response with the next page in its header Link (RFC 8288)."""
    if address is not None:
        response.headers["Link"] = f'<{address}>; rel="next"'
    return response
