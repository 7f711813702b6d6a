"""Static files: compressed, kept for a year by browsers, asked for anew when their content changes.

Scripts import each other under their plain names, so browsers ask each time whether one changed.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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


def serve_static(application: "WSGIApplication", headers: Mapping[str, str]) -> Any:
    """The WSGI application with the static files in front of it, each answered with these headers, also where it is
    refused, in part, or not changed."""
    files = WhiteNoise(
        application,
        root=FOLDER,
        prefix=PREFIX,
        max_age=A_YEAR,
        allow_all_origins=False,
        add_headers_function=_put_how_long,
    )

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, given: list[tuple[str, str]], *failure: Any) -> Any:
            named = {name.lower() for name, _ in given}  # an address of no file is answered by a page, with its own
            return start_response(
                status, given + [pair for pair in headers.items() if pair[0].lower() not in named], *failure
            )

        is_static = environ.get("PATH_INFO", "").startswith(PREFIX)
        answer: Iterable[bytes] = files(environ, start if is_static else start_response)
        return answer

    return serve


def _put_how_long(headers: Any, _path: str, url: str) -> None:
    if url.startswith(SCRIPTS):
        headers["Cache-Control"] = "no-cache"
