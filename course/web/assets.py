"""Static files: compressed, kept for a year by browsers, asked for anew when their content changes.

Scripts import each other under their plain names, so browsers ask each time whether one changed.
"""

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from whitenoise import WhiteNoise

FOLDER: Final = Path(__file__).parent / "static"
PREFIX: Final = "/static/"
SCRIPTS: Final = f"{PREFIX}js/"
A_YEAR: Final = 365 * 24 * 3600


@cache
def asset(name: str) -> str:
    """The address of a static file; its content is part of it."""
    digest = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{PREFIX}{name}?v={digest}"


@cache
def style_of_files() -> str:
    """The style of the pages for a file that stands alone: it asks for no font and no picture."""
    whole = (FOLDER / "css/app.min.css").read_text(encoding="utf-8")
    return re.sub(r"url\([^)]*\)", "none", re.sub(r"@font-face\s*\{[^}]*\}", "", whole))


def find_script(name: str) -> str | None:
    """The address of a script under its plain name, as other scripts import it; None where there is no such script."""
    return f"{SCRIPTS}{name}" if (FOLDER / "js" / name).exists() else None


def serve_static(application: Any) -> WhiteNoise:
    """The WSGI application with the static files in front of it."""
    return WhiteNoise(application, root=FOLDER, prefix=PREFIX, max_age=A_YEAR, add_headers_function=_put_headers)


def _put_headers(headers: Any, _path: str, url: str) -> None:
    if url.startswith(SCRIPTS):
        headers["Cache-Control"] = "no-cache"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
