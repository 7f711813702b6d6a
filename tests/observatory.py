"""The score of an answer by the rules of MDN's HTTP Observatory, as published in its "Tests & Scoring".

Only what headers tell is scored. The best without a place on the preload list of browsers is 130, and 135 with cookies.
"""

import re
from collections.abc import Sequence
from typing import Final

from werkzeug.datastructures import Headers

SIX_MONTHS: Final = 15_768_000
PRIVATE: Final = frozenset({"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"})
UNSAFE: Final = ("'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "http:", "*")
BONUSES_FROM: Final = 90
"""Bonuses count where what is taken away leaves so much."""


def score(headers: Headers) -> int:
    """Of one answer over https."""
    changes = [
        _cookies(headers.getlist("Set-Cookie")),
        _policy(headers.get("Content-Security-Policy", "")),
        _framing(headers),
        _transport(headers.get("Strict-Transport-Security", "")),
        _referrer(headers.get("Referrer-Policy")),
        0 if headers.get("X-Content-Type-Options") == "nosniff" else -5,
        _resource(headers.get("Cross-Origin-Resource-Policy")),
        -50 if headers.get("Access-Control-Allow-Credentials") else 0,
    ]
    base = 100 + sum(change for change in changes if change < 0)
    return max(0, base + (sum(change for change in changes if change > 0) if base >= BONUSES_FROM else 0))


def _cookies(cookies: Sequence[str]) -> int:
    if not cookies:
        return 0
    flags = [{part.strip().lower() for part in cookie.split(";")[1:]} for cookie in cookies]
    if any("secure" not in one for one in flags):
        return -40
    if any("httponly" not in one for one in flags):
        return -30
    return 5 if all({"samesite=lax", "samesite=strict"} & one for one in flags) else 0


def _policy(policy: str) -> int:
    directives = {name: words for name, *words in (part.split() for part in policy.split(";") if part.split())}
    if not directives:
        return -25
    active = [*directives.get("script-src", directives.get("default-src", ["*"])), *directives.get("object-src", [])]
    if set(active) & set(UNSAFE) or "default-src" not in directives:
        return -20
    if any(set(words) & set(UNSAFE) for words in directives.values()):
        return 0
    return 10 if directives["default-src"] == ["'none'"] else 5


def _framing(headers: Headers) -> int:
    if "frame-ancestors" in headers.get("Content-Security-Policy", ""):
        return 5
    return 0 if headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def _transport(header: str) -> int:
    found = re.search(r"max-age=(\d+)", header)
    return -20 if found is None else 0 if int(found[1]) >= SIX_MONTHS else -10


def _referrer(policy: str | None) -> int:
    return 0 if policy is None else 5 if policy in PRIVATE else -5


def _resource(policy: str | None) -> int:
    return 10 if policy in {"same-origin", "same-site"} else 0
