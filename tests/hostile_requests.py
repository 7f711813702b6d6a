"""What hostile requests are made of, and what must not be in the answers: for tests of every route."""

import ast
import gzip
import re
from dataclasses import fields
from functools import cache
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from passwords import HASHED
from site_of_tests import Site
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from course.acts.policy import permissions
from course.acts.session_values import SentSession
from course.base.config import ROOT
from course.storage.models import ROLES, Body, Person, RoleName
from course.web.feature import routes_of
from course.web.security import HEADERS

NASTY: Final = (
    "//evil.example",
    "/\\evil.example",
    "//[",
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "9" * 5_000,
    "9" * 25,
    "-9",
    "' OR '1'='1' --",
    '"><script>alert(1)</script>',
    "{{7*7}}%s${x}",
    "\r\nSet-Cookie: evil=1",
    "00000000-0000-0000-0000-00000000000g",
    "ÿ\u202e\U0001f46e",
    "",
)
LEAKS: Final = re.compile(
    r"Traceback|sqlalchemy|sqlite|psycopg|werkzeug|jinja2|site-packages|Python/\d|SELECT .* FROM|root:x:|"
    r"<script>alert|[\"' ](?:/[a-z]+){2,}\.py",
    re.IGNORECASE,
)
REAL: Final = {
    "module_id": "ethnic-profiling",
    "section_id": "definition",
    "case_id": "looked-away",
    "quiz_id": "ethnic-profiling",
    "document_id": "ethnic-profiling",
}


@cache
def names_asked(*owners: str) -> dict[str, set[str]]:
    """The names that the code of each module asks of `request.args`, of `who_form` and the like."""
    found: dict[str, set[str]] = {}
    for module, owner, name in _asked():
        if owner in owners:
            found.setdefault(module, set()).add(name)
    return found


@cache
def _asked() -> list[tuple[str, str, str]]:
    """Module, owner and name of each call in the program whose first value is written out there.

    Read when a test wants it: each test process imports this module, and hardly one in ten of them runs such a test.
    """
    found = []
    for path in sorted((ROOT / "course").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    found.append((module, owner_of(node.func), str(name.value)))
    return found


def owner_of(called: ast.Attribute) -> str:
    """`form` of `request.form.get`, `who_form` of `who_form.field`."""
    return getattr(called.value, "attr", "") or getattr(called.value, "id", "")


def names_in_address(module: str) -> list[str]:
    """The names that a module's code asks of the address."""
    return sorted(names_asked("args", "values").get(module, ()))


@cache
def fields_of_forms() -> list[str]:
    """The names of all fields that any module's code asks of a form."""
    asked = names_asked("form", "values", "who_form").values()
    return sorted({"answer", "answer-a", *(field.name for field in fields(SentSession))}.union(*asked))


Who = RoleName | Literal["anonymous"]
EVERYBODY: Final[tuple[Who, ...]] = ("anonymous", *ROLES)


def open_to(app: Flask, rule: Rule) -> list[Who]:
    """Those to whom the matrix opens the route."""
    scopes = permissions()[routes_of(app).permissions[rule.endpoint]].scopes
    return [who for who in EVERYBODY if scopes[who] != "-"]


def filled(rule: Rule, value: str, hostile: str | None) -> str:
    """The route with `value` in the place `hostile` (None: in each), and what is there in the others."""
    path = rule.rule
    for name in rule.arguments:
        put = quote(value if hostile in {None, name} else REAL.get(name, "1"), safe="%")
        path = re.sub(rf"<(?:int:)?{name}>", put.replace("\\", "%5C"), path)
    return path


WORKER: Final = "/worker.js"
"""The same for everybody: a browser may keep it, and asks each time whether it still stands."""


def faults(path: str, response: TestResponse) -> list[str]:
    """What must not be in an answer."""
    found = [f"{response.status_code}"] if response.status_code >= 500 else []
    wanted = HEADERS | (
        {"Cache-Control": "no-cache"} if urlsplit(path).path == WORKER and response.status_code in {200, 304} else {}
    )
    found += [f"header {name}" for name, value in wanted.items() if response.headers.get(name) != value]
    place = urlsplit(response.headers.get("Location", "/"))
    if place.netloc not in {"", "localhost"} or not place.path.startswith("/") or place.path.startswith("//"):
        found.append(f"leads to {response.headers['Location']}")
    if "\\" in place.path or "evil" in place.netloc:
        found.append(f"leads to {response.headers['Location']}")
    if any("evil" in cookie for cookie in response.headers.getlist("Set-Cookie")):
        found.append("sets a cookie")
    if leak := LEAKS.search(f"{text_of(response)} {response.headers}"):
        found.append(f"tells {leak[0]}")
    return [f"{path[:120]}: {fault}" for fault in found]


def let_in(site: Site, who: Who) -> tuple[FlaskClient, str]:
    """A browser of a new person in that role, and the token of its forms."""
    unit = site.add_organisation()
    if who != "anonymous":
        body: Body | None = "police" if who == "reviewer" else None
        site.add_person(unit, "someone@test.example", (who,), body=body, supervises=unit)
    return let_in_again(site, who)


def let_in_again(site: Site, who: Who) -> tuple[FlaskClient, str]:
    """Another browser of that person, whatever became of the first and of the password."""
    if who == "anonymous":
        visitor = site.visitor()
        return visitor.client, visitor.get("/sign-in").fields("/sign-in")["csrf_token"][0]
    with site.house.database.write() as session:
        person = session.scalars(select(Person).where(Person.email == "someone@test.example")).one()
        person.password_hash = HASHED
    visitor = site.visitor("someone@test.example")
    return visitor.client, visitor.get("/account").fields("/account/password")["csrf_token"][0]


def text_of(response: TestResponse) -> str:
    """What somebody reads who takes the bytes for text, unpacked."""
    data: bytes = response.data
    if response.headers.get("Content-Encoding") == "gzip":
        data = gzip.decompress(data)
    return data.decode(errors="replace")
