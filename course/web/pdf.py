"""A page as a PDF file that screen readers can read (PDF/UA-1), made without asking anybody for anything."""

import io
import logging
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from flask import Response, make_response

from course.web.assets import FOLDER, PREFIX

SITE: Final = "https://files.invalid"
"""What relative addresses are read against: a name that never exists (RFC 2606), so nothing of the network is meant."""
KINDS: Final = {"css": "text/css", "woff2": "font/woff2", "svg": "image/svg+xml"}
MOST_FONTS: Final = 8
"""Fonts that are kept unpacked, of 40 to 120 kB each: our style sheets of paper name four."""
_LOG: Final = logging.getLogger(__name__)


def make_pdf(html: str) -> bytes | None:
    """The page of that HTML; None where the system has no Pango (docs/deploying.md), which draws the letters.

    Of what the page asks for it is given our own static files; it raises ValueError where it asks for anything else.
    """
    try:
        # Slow to load, and its libraries may be missing: only who asks for a PDF pays.
        import weasyprint
        from weasyprint.urls import FatalURLFetchingError
    except OSError:
        _LOG.warning("no PDF can be made: Pango is missing")
        return None
    document = weasyprint.HTML(string=html, base_url=f"{SITE}/", url_fetcher=_fetcher())
    try:
        made: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    except FatalURLFetchingError as error:  # a BaseException, which would end the worker
        raise ValueError(str(error)) from error
    return made


def as_download(file: bytes, name: str) -> Response:
    """The PDF, to be kept under that name."""
    response = make_response(file)
    response.mimetype = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def read_own_file(url: str) -> bytes:
    """The bytes of a static file of ours. Raises ValueError for any other address."""
    place = urlsplit(url)
    path = unquote(place.path)
    file = (FOLDER / path.removeprefix(PREFIX)).resolve()
    is_ours = f"{place.scheme}://{place.netloc}" == SITE and path.startswith(PREFIX)
    if not is_ours or not file.is_relative_to(FOLDER.resolve()) or not file.is_file():
        raise ValueError(f"a PDF asks for {url!r}, which is no file of ours")
    return file.read_bytes()


def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        """Gives our static files and stops at anything else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                content = read_own_file(url)
            except ValueError as error:
                raise FatalURLFetchingError(str(error)) from error
            kind = KINDS[urlsplit(url).path.rpartition(".")[2]]
            if kind == KINDS["woff2"]:
                return URLFetcherResponse(url, unpack_font(content), {"Content-Type": "font/ttf"})
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return OwnFiles()


@lru_cache(maxsize=MOST_FONTS)
def unpack_font(font: bytes) -> bytes:
    """A font as it was before it was packed for browsers (WOFF2); to unpack it took two fifths of a short PDF."""
    from fontTools.ttLib.woff2 import decompress

    plain = io.BytesIO()
    decompress(io.BytesIO(font), plain)
    return plain.getvalue()
