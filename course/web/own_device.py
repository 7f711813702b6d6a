"""One's own device: what its browser may keep for when there is no network, and whose it is.

Nothing of this is sent to a browser in which nobody said that the device is their own: no script, no worker, no cookie.
What may be kept is told page by page, in a header that the worker obeys (static/js/worker.js); all else is never kept.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from course.base.learner_key import load_or_make_key
from course.web.assets import FOLDER, PREFIX, asset
from course.web.door import HALF_A_YEAR
from course.web.house import house
from course.web.i18n import page_language
from course.web.identity import find_actor, is_signed_in_on_own_device

KEPT: Final = frozenset(
    {
        "accounts.show_offline",
        "learn.read_section",
        "learn.show_module",
        "library.list_cards",
        "library.list_glossary",
        "library.show_card",
        "library.show_term",
    }
)
"""Pages that one's own device keeps as they were shown."""
KEPT_BLANK: Final = frozenset({"learn.show_question"})
"""Pages that it keeps without what was answered: it asks for them with the field below."""
KEY: Final = "DEVICE_KEY"
KEY_FILE: Final = "devices.key"
BLANK: Final = "blank"
COPY_TO_KEEP: Final = b"blank=yes"
"""The query with which the worker asks for them (static/js/offline.js)."""
KEEP_HEADER: Final = "Keep-Offline"
KB_OF_A_PART: Final = 110
"""Thousands of bytes, at most, that keeping a part with its card and ten questions takes. Said where one chooses it."""
WORKER: Final = "js/worker.js"
KEPT_FILES: Final = (
    "css/app.min.css",
    "assets/marca.svg",
    "assets/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "assets/fonts/source-serif-4-latin-wght-normal.woff2",
    "js/offline.js",
    "js/waiting.js",
)
"""What the worker fetches at once; other static files are kept when a page loads them."""

_CLEAR: Final = '"cache", "storage"'


@dataclass(frozen=True)
class Device:
    """What a page tells its script: the tag of who is signed in (empty: nobody), and whether the device is theirs."""

    owner: str
    is_own: bool


def install(app: Flask, keys: Path) -> None:
    """Tell pages whose device this is, and the worker what it may keep.

    The tags have a key of their own: when that of the cookies is changed, answers that wait on a device stay one's own.
    """
    app.config[KEY] = load_or_make_key(keys / KEY_FILE)
    app.context_processor(lambda: {"device": find_device()})
    app.after_request(_allow_keeping)


def find_device() -> Device | None:
    """None in a browser that nobody called their own: its pages carry nothing of this."""
    actor = find_actor()
    is_own = is_signed_in_on_own_device()
    if not is_own and _cookie_name() not in request.cookies:
        return None
    return Device(owner_tag(actor.person_id) if actor else "", is_own)


def owner_tag(person_id: bytes) -> str:
    """32 hexadecimal digits that tell one person's things from another's in a browser, and name nobody."""
    key: bytes = current_app.config[KEY]
    return hmac.digest(key, b"own-device:" + person_id, hashlib.sha256).hex()[:32]


def is_copy_to_keep() -> bool:
    """Whether the worker asks for the copy that it keeps: one without answers."""
    return BLANK in request.args


def leave_other_device(response: Response) -> Response:
    """At a new sign-in: what an earlier one left here of another person is removed, and whose device it is now noted.

    What the same person left stays until the page's script has sent the answers that wait.
    """
    actor = find_actor()
    tag = owner_tag(actor.person_id) if actor else ""
    left = request.cookies.get(_cookie_name())
    if left is not None and not hmac.compare_digest(left.encode(), tag.encode()):
        forget_device(response)
    if is_signed_in_on_own_device():
        secure = house().settings.is_production
        response.set_cookie(
            _cookie_name(), tag, max_age=HALF_A_YEAR, httponly=True, samesite="Lax", secure=secure, path="/"
        )
    return response


def forget_device(response: Response) -> Response:
    """Have the browser remove all it kept of this site but its cookies, and forget whose device it was."""
    response.headers["Clear-Site-Data"] = _CLEAR
    response.delete_cookie(_cookie_name(), secure=house().settings.is_production, httponly=True, samesite="Lax")
    return response


@cache
def worker() -> tuple[str, str]:
    """The worker's text, with what it keeps and a version that changes with any of it; and that version."""
    source = (FOLDER / WORKER).read_text(encoding="utf-8")
    contents = b"".join((FOLDER / name).read_bytes() for name in KEPT_FILES)
    version = hashlib.sha256(contents + source.encode()).hexdigest()[:12]
    # Fonts and imported scripts are asked for under their plain names, all else with its version.
    files = [PREFIX + name if name.endswith((".woff2", "waiting.js")) else asset(name) for name in KEPT_FILES]
    return f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files)};\n{source}", version


def _allow_keeping(response: Any) -> Any:
    is_kept = request.endpoint in KEPT or (request.endpoint in KEPT_BLANK and is_copy_to_keep())
    if is_kept and request.method == "GET" and response.status_code == 200 and is_signed_in_on_own_device():
        actor = find_actor()
        if actor is not None:
            response.headers[KEEP_HEADER] = f"{owner_tag(actor.person_id)} {page_language()}"
    return response


def _cookie_name() -> str:
    return "__Host-own-device" if house().settings.is_production else "own-device"
