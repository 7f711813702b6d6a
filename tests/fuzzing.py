"""Requests drawn by chance, the same for the same seed: what a program sends that looks for a way in.

Half of them are made of nothing but hostile parts; the others were once real, and something in them was changed.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes, urlencode

from flask import Flask
from flask.testing import FlaskClient
from hostile_requests import NASTY, REAL, fields_of_forms, filled, names_in_address
from site_of_tests import Page, Visitor
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

FORM: Final = "application/x-www-form-urlencoded"
READING: Final = ("GET", "HEAD", "OPTIONS")
WRITING: Final = (
    "POST",
    "POST",
    "POST",
    "POST",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
    "TRACE",
    "PROPFIND",
    "<script>",
    "G\x00T",
)
NAUGHTY: Final[tuple[str, ...]] = tuple(
    json.loads((Path(__file__).with_name("naughty") / "blns.json").read_text(encoding="utf-8"))
)
IN_PLACES: Final = (
    *NASTY,
    "0",
    "1",
    "-1",
    "9" * 9,
    "9" * 10,
    "1e9",
    "0x1",
    "٣",
    "f" * 32,
    "F" * 32,
    "0" * 64,
    ".",
    "..",
    "%2e%2e",
    "a%2fb",
    "%",
    "%zz",
    "%ff%fe",
    "%ed%a0%80",
    "x" * 5_000,
)
TYPES: Final = (
    *(FORM, FORM, FORM, f"{FORM}; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=x"),
    *(
        "application/json",
        "text/plain",
        "text/xml",
        "application/x-yaml",
        "image/png",
        "",
        "x",
        "a/b; c=" + "d" * 2_000,
    ),
)
HEADERS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("HTTP_HOST", ("evil.example", "localhost:0", "localhost:99999", "[::1", "a b", "", "localhost\r\nX: y", "\xff")),
    ("HTTP_X_FORWARDED_HOST", ("evil.example", '"><script>', "")),
    ("HTTP_X_FORWARDED_FOR", ("' OR 1=1 --", "::1, 127.0.0.1", "x" * 5_000)),
    ("HTTP_X_FORWARDED_PREFIX", ("//evil.example", "/../..")),
    ("HTTP_FORWARDED", ("host=evil.example;proto=https", 'for="_hidden')),
    ("HTTP_X_HTTP_METHOD_OVERRIDE", ("DELETE", "POST")),
    ("HTTP_ACCEPT", ("application/json", "*/*;q=nan", ",,,;", "text/html;q=" + "9" * 400, "x" * 5_000)),
    ("HTTP_ACCEPT_LANGUAGE", ("../../etc", "pt;q=-1", "en;q=inf", "x" * 5_000, "\xe9,\x00")),
    ("HTTP_ACCEPT_ENCODING", ("gzip;q=-1", "gzip;q=nan", "br;q=1;q=0", "*")),
    (
        "HTTP_COOKIE",
        ("course=x", "course=" + "A" * 5_000, "language=../..; theme=\xff", ";;;=;", "course=.eJw.x.y; course=z"),
    ),
    ("HTTP_IF_NONE_MATCH", ('"x', "*", 'W/"', "x" * 5_000)),
    ("HTTP_IF_MODIFIED_SINCE", ("yesterday", "Fri, 31 Feb 9999 99:99:99 GMT")),
    ("HTTP_RANGE", ("bytes=0-1,5-2", "bytes=-", "bytes=9-", "x=1")),
    ("HTTP_AUTHORIZATION", ("Bearer", "Bearer x", "Bearer tc_" + "A" * 64, "Basic \xff", "Digest ,,=", "Bearer \xe9")),
    ("HTTP_ORIGIN", ("null", "https://evil.example", "http://localhost\x00")),
    ("HTTP_REFERER", ("https://evil.example/x", "http://[", "x" * 5_000)),
    ("HTTP_SEC_FETCH_SITE", ("cross-site", "same-origin", "\xff")),
    ("HTTP_IDEMPOTENCY_KEY", ("", "x", "x" * 5_000, "\xe9")),
    ("HTTP_TRANSFER_ENCODING", ("chunked", "gzip, chunked", "x")),
    ("HTTP_CONTENT_ENCODING", ("gzip", "x")),
    ("wsgi.url_scheme", ("https",)),
    ("CONTENT_LENGTH", ("0", "3", "-1", "x", "9" * 30)),
)


@dataclass(frozen=True)
class Sent:
    """A request, as it reaches the application."""

    method: str
    path: str
    query: str = ""
    body: bytes = b""
    content_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def to(self, client: FlaskClient) -> TestResponse:
        """Send it past the client's own notions of what a request may be."""
        length = {"CONTENT_LENGTH": str(len(self.body))} if self.body else {}
        environ = {
            "REQUEST_METHOD": self.method,
            "PATH_INFO": _unquoted(self.path),
            "QUERY_STRING": self.query,
            "CONTENT_TYPE": self.content_type,
            **length,
            **self.headers,
        }
        return client.open("/", data=self.body, environ_overrides=environ, buffered=True)

    def __str__(self) -> str:
        """In one line, short."""
        told = f"{self.method} {self.path[:100]}?{self.query[:100]} {self.content_type[:40]} {self.body[:100]!r}"
        return f"{told} {dict(self.headers)}"[:500]


def _unquoted(path: str) -> str:
    """As servers give it to an application: octets, each as a character."""
    return unquote_to_bytes(path).decode("latin-1")


def recorded(visitor: Visitor, pages: int) -> list[Sent]:
    """The pages that links lead to from the first one, so many at most, and the forms on them as they stand."""
    waiting, seen, found = ["/"], set[str](), list[Sent]()
    while waiting and len(seen) < pages:
        path = waiting.pop(0)
        if path in seen or not path.startswith("/") or path.startswith("/static/"):
            continue
        seen.add(path)
        first = visitor.client.get(path)
        if first.mimetype != "text/html":
            continue
        page = visitor.follow(Page(visitor, path, first.status_code, first.text, dict(first.headers)))
        if page.status == 200:
            waiting += [link.partition("#")[0] for link in page.links()]
            found += _of_page(page)
    return found


def _of_page(page: Page) -> list[Sent]:
    path, _, query = page.path.partition("?")
    forms = [action.partition("#")[0] for action in page.actions() if action.startswith("/")]
    sent = [
        Sent("POST", *_split(action), urlencode(page.fields(action), doseq=True).encode(), FORM)
        for action in forms
        if not action.startswith(("/sign-out", "/library/search"))
    ]
    return [Sent("GET", path, query), *sent]


def _split(address: str) -> tuple[str, str]:
    path, _, query = address.partition("?")
    return path, query


class Fuzzer:
    """Draws requests to the routes of an application."""

    def __init__(self, app: Flask, chance: random.Random, real: Sequence[Sent], token: str) -> None:
        self._rules = sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
        self._views = app.view_functions
        self._chance = chance
        self._real = real
        self._token = token

    def reading(self) -> Sent:
        """A request that must change nothing."""
        real = [sent for sent in self._real if sent.method == "GET"]
        if real and self._chance.random() < 0.3:
            return self._changed(replace(self._chance.choice(real), method=self._chance.choice(READING)))
        return self._with_headers(self._made(self._chance.choice(READING)))

    def writing(self) -> Sent:
        """A request that may."""
        real = [sent for sent in self._real if sent.method == "POST"]
        if real and self._chance.random() < 0.4:
            return self._changed(self._chance.choice(real))
        sent = self._made(self._chance.choice(WRITING))
        type_ = self._chance.choice(TYPES)
        return self._with_headers(replace(sent, body=self._body(type_), content_type=type_))

    def _made(self, method: str) -> Sent:
        rule = self._chance.choice(self._rules)
        return Sent(method, self._path(rule), self._query(rule))

    def _path(self, rule: Rule) -> str:
        names = sorted(rule.arguments)
        hostile = self._chance.choice([None, *names]) if names else None
        return filled(rule, self._chance.choice((*IN_PLACES, *REAL.values(), self._chance.choice(NAUGHTY))), hostile)

    def _query(self, rule: Rule) -> str:
        kind = self._chance.random()
        if kind < 0.4:
            return ""
        if kind < 0.45:
            return "q=" + "x" * 16_384
        if kind < 0.55:
            return quote_from_bytes(self._chance.randbytes(20), safe="&=%+;").replace("%25", "%")
        names = [*names_in_address(self._views[rule.endpoint].__module__), "x", "id", "role", "next"]
        pairs = [(self._chance.choice(names), self._value()) for _ in range(self._chance.randint(1, 4))]
        return "&".join(f"{name}={quote(value[:1_500], safe='%')}" for name, value in [*pairs, *pairs[:1]])

    def _value(self) -> str:
        value: str = self._chance.choice((*NASTY, *IN_PLACES, *REAL.values(), self._chance.choice(NAUGHTY)))
        return value

    def _body(self, type_: str) -> bytes:
        kind = self._chance.random()
        if kind < 0.03:
            return b"&".join(b"a%d=1" % number for number in range(10_000))
        if kind < 0.06:
            return self._chance.choice([b"[", b'{"a":', b"<a>", b"- "]) * 20_000
        if kind < 0.1:
            return self._chance.randbytes(self._chance.randint(1, 400))
        pairs = [(name, self._value()) for name in self._chance.sample(fields_of_forms(), self._chance.randint(0, 12))]
        if self._chance.random() < 0.9:
            pairs.append(("csrf_token", self._token))
        if "json" in type_:
            return json.dumps(dict(pairs)).encode()
        if type_.startswith("multipart"):
            part = '--x\r\nContent-Disposition: form-data; name="{}"\r\n\r\n{}\r\n'
            return ("".join(part.format(*pair) for pair in pairs) + "--x--\r\n").encode("utf-8", "surrogatepass")
        return urlencode(pairs, errors="surrogatepass").encode()

    def _with_headers(self, sent: Sent) -> Sent:
        if self._chance.random() < 0.6:
            return sent
        drawn = self._chance.sample(HEADERS, self._chance.randint(1, 3))
        return replace(sent, headers={name: self._chance.choice(values) for name, values in drawn})

    def _changed(self, sent: Sent) -> Sent:
        """With a bit turned over, a piece doubled or left out, or a hostile value in it."""
        kind = self._chance.choice(["path", "query", "body", "body", "field", "headers"])
        if kind == "path":
            return replace(sent, path="/" + quote_from_bytes(self._damaged(sent.path.encode())[1:], safe="/%"))
        if kind == "query":
            return replace(sent, query=quote_from_bytes(self._damaged(sent.query.encode() or b"q"), safe="&=%+"))
        if kind == "headers" or not sent.body:
            return self._with_headers(sent)
        return replace(sent, body=self._damaged(sent.body) if kind == "body" else self._one_field_otherwise(sent))

    def _one_field_otherwise(self, sent: Sent) -> bytes:
        pairs = sent.body.split(b"&")
        place = self._chance.randrange(len(pairs))
        name = pairs[place].partition(b"=")[0]
        if name != b"csrf_token":
            pairs[place] = name + b"=" + quote(self._value(), safe="%").encode()
        return b"&".join(pairs)

    def _damaged(self, octets: bytes) -> bytes:
        changed = bytearray(octets)
        place = self._chance.randrange(len(changed))
        kind = self._chance.randrange(4)
        if kind == 0:
            changed[place] ^= 1 << self._chance.randrange(8)
        elif kind == 1:
            del changed[place : place + self._chance.randint(1, 8)]
        elif kind == 2:
            changed[place:place] = changed[place : place + self._chance.randint(1, 40)] * self._chance.randint(1, 5)
        else:
            changed[place:place] = self._value().encode("utf-8", "surrogatepass")
        return bytes(changed)
