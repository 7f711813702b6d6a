"""A whole application on a database of its own, and visitors that look at each page as they go.

A visitor lints every page it is shown (`page_lint`), so that a page test is also a test of its form.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from compiled import CompiledOnce, folder_of_this_process
from flask import Flask
from flask.testing import FlaskClient
from known import Known
from page_lint import lint
from page_shape import shape_of
from page_tree import read
from passwords import HASHED, PASSWORD
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from course.acts.door import Caller
from course.acts.sign_in import sign_in
from course.base.config import ROOT, Settings
from course.base.learner_key import load_or_make_key
from course.base.notice import VERSION
from course.base.providers import ProviderSettings
from course.content.kept import Kept
from course.content.library import Library, read_library
from course.factory import create_app, open_house
from course.storage import people, units
from course.storage.models import Body, Person, RoleName, Unit
from course.web.house import EXTENSION, House
from course.web.own_device import KEY, KEY_FILE
from course.web.security import read_secrets

ADDRESS: Final = "192.0.2.1"
START: Final = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


COURSE: Final = Path(__file__).parent / "course"
"""A course of one part: real documents, kept as they are, so that a new text of the course breaks no rule's test."""


def course_of_tests() -> Library:
    """What the rules about people, groups and pages are tested with."""
    return read_library(COURSE)


def shipped_library(kept_in: Path | None = None) -> Library:
    """What this repository ships; what one process has read and kept there is built in others as far as it is asked
    for, as at a second start."""
    return read_library(ROOT, kept=Kept(kept_in) if kept_in else None)


WELL_FORMED: Final = Known()
"""The shapes of pages in which no fault was found."""
_IDLE: Final[list[Flask]] = []
"""Applications of tests that are over. Its routes and templates take longer to make than most tests, and are the same
for every house."""


def _an_app(settings: Settings, library: Library, clock: Callable[[], dt.datetime]) -> Flask:
    """The application of that house."""
    if _IDLE:
        app = _IDLE.pop()
        app.extensions[EXTENSION] = open_house(settings, library, clock)
        app.config.update(read_secrets(settings.keys))
        app.config[KEY] = load_or_make_key(settings.keys / KEY_FILE)
        return app
    app = create_app(settings, library=library, clock=clock)
    app.testing = False
    app.jinja_env.bytecode_cache = CompiledOnce(str(folder_of_this_process()))
    return app


class Site:
    """An application; its hour is `now` and goes on only when a test says so."""

    def __init__(
        self,
        database_url: str,
        instance: Path,
        library: Library,
        *,
        providers: tuple[ProviderSettings, ...] = (),
        completion_role: str = "",
        requires_second_factor: bool = False,
    ) -> None:
        self.now = START
        self.settings = Settings(
            instance=instance,
            database_url=database_url,
            providers=providers,
            completion_role=completion_role,
            requires_second_factor=requires_second_factor,
        )
        self.app = _an_app(self.settings, library, lambda: self.now)
        self.house: House = self.app.extensions[EXTENSION]

    def close(self) -> None:
        """Let go of the database, and of the application for the next test."""
        self.house.database.close()
        _IDLE.append(self.app)

    def add_organisation(self, name: str = "Polícia de Prova", audience: Any = "officers") -> Unit:
        """A root unit."""
        with self.house.database.write() as session:
            return units.add_unit(session, name=name, kind="organisation", audience=audience)

    def add_unit(self, parent: Unit, name: str, kind: Any = "station") -> Unit:
        """A unit below another."""
        with self.house.database.write() as session:
            return units.add_unit(session, name=name, kind=kind, parent=parent)

    def add_person(
        self,
        unit: Unit,
        email: str,
        roles: Sequence[RoleName] = ("officer",),
        *,
        body: Body | None = None,
        number: str | None = None,
        supervises: Unit | None = None,
    ) -> Person:
        """Somebody with a sign-in; the password is PASSWORD. Their name is what stands before the @."""
        with self.house.database.write() as session:
            person = people.add_person(
                session,
                unit=unit,
                name=email.partition("@")[0].title(),
                email=email,
                service_number=number,
                password_hash=HASHED,
                roles=roles,
                body=body,
            )
            person.notice_version = VERSION
            if supervises is not None:
                people.add_supervision(session, person.id, supervises.id)
            return person

    def visitor(self, email: str | None = None, language: str = "pt", *, notice: int = VERSION) -> "Visitor":
        """A browser of its own, signed in as that person if one is named, who was shown that notice on privacy last.

        The form of the sign-in has tests of its own; here it would only take the time that Argon2 needs on purpose.
        """
        visitor = Visitor(self.app.test_client(), language)
        if email is not None:
            visitor.hold(self._token(email, notice))
        return visitor

    def visitor_by_form(self, email: str, language: str = "pt") -> "Visitor":
        """The same through the form, after which the browser is known."""
        visitor = self.visitor(language=language)
        page = visitor.get("/sign-in").submit("/sign-in", identifier=email, password=PASSWORD)
        assert page.status == 303, page.text
        return visitor

    def _token(self, email: str, notice: int) -> str:
        with self.house.database.write() as session:
            person = people.find_by_email(session, email)
            assert person is not None, email
            person.notice_version = notice
            return sign_in(session, person.id, Caller(ADDRESS), self.now)


@dataclass(frozen=True)
class Page:
    """An answer of the site, as a person sees it."""

    visitor: "Visitor"
    path: str
    status: int
    html: str
    headers: Mapping[str, str]

    @property
    def location(self) -> str:
        """Where a redirection leads."""
        return self.headers.get("Location", "")

    @cached_property
    def shape(self) -> str:
        """Equal for pages that differ in words alone."""
        return hashlib.blake2b(shape_of(self.html).encode(), digest_size=16).hexdigest()

    @cached_property
    def tree(self) -> Element:
        """The parsed document; elements of SVG have plain names."""
        return read(self.html)

    @property
    def text(self) -> str:
        """All words of the page's main part, white space folded."""
        main = self.tree.find(".//main")
        return " ".join("".join((main if main is not None else self.tree).itertext()).split())

    @property
    def h1(self) -> str:
        """The words of its heading."""
        heading = self.tree.find(".//h1")
        assert heading is not None, self.html
        return " ".join("".join(heading.itertext()).split())

    def links(self) -> list[str]:
        """Where its links lead."""
        return [a.get("href", "") for a in self.tree.iter("a")]

    def actions(self) -> list[str]:
        """Where its forms are sent."""
        return [form.get("action", "") for form in self.tree.iter("form")]

    def fields(self, action: str) -> dict[str, list[str]]:
        """What a browser would send for the form with that action, as it stands."""
        form = next(form for form in self.tree.iter("form") if form.get("action", "").partition("#")[0] == action)
        sent: dict[str, list[str]] = {}
        for field in form.iter("input"):
            kind = field.get("type", "text")
            if kind not in {"radio", "checkbox"} or field.get("checked") is not None:
                sent.setdefault(field.get("name", ""), []).append(field.get("value", ""))
        for field in form.iter("textarea"):
            sent.setdefault(field.get("name", ""), []).append("".join(field.itertext()))
        for field in form.iter("select"):
            chosen = [option for option in field.iter("option") if option.get("selected") is not None]
            options = chosen or list(field.iter("option"))[:1]
            sent.setdefault(field.get("name", ""), []).extend(option.get("value", "") for option in options)
        return sent

    def submit(self, action: str, **filled: str | Sequence[str]) -> "Page":
        """Send that form with these fields filled in (a `_` in a name stands for itself; use `fill` for hyphens)."""
        return self.fill(action, filled)

    def fill(self, action: str, filled: Mapping[str, str | Sequence[str]]) -> "Page":
        """Send that form with these fields."""
        sent: dict[str, Any] = self.fields(action)
        sent |= {name: [value] if isinstance(value, str) else list(value) for name, value in filled.items()}
        return self.visitor.post(action, sent)


class Visitor:
    """A browser without scripts."""

    def __init__(self, client: FlaskClient, language: str) -> None:
        self.client = client
        client.set_cookie("language", language)

    def hold(self, token: str) -> None:
        """Have the cookie of that sign-in, as the form gives it."""
        with self.client.session_transaction() as cookie:
            cookie.update({"_user_id": token, "_fresh": True})

    def get(self, path: str) -> Page:
        """Open a page, and look whether it is well formed."""
        response = self.client.get(path)
        return self._page(path, response)

    def follow(self, page: Page) -> Page:
        """Go where a redirection leads, through others if need be."""
        while 300 <= page.status < 400:
            page = self.get(urlsplit(page.location)._replace(scheme="", netloc="").geturl())
        return page

    def post(self, path: str, fields: Mapping[str, Any]) -> Page:
        """Send fields."""
        return self._page(path, self.client.post(path, data=fields))

    def post_with_files(self, path: str, fields: Mapping[str, Any]) -> Page:
        """Send fields, and files as pairs of what is in them and a name, as a form for files does."""
        files = {name: FileStorage(*value) if isinstance(value, tuple) else value for name, value in fields.items()}
        boundary, body = encode_multipart(files)
        kind = f'multipart/form-data; boundary="{boundary}"'
        return self._page(path, self.client.post(path, data=body, content_type=kind))

    def post_by_script(self, path: str, fields: Mapping[str, Any]) -> tuple[int, Any]:
        """Send fields as a script of ours does: the status, and the data of the answer (None where it is a page)."""
        response = self.client.post(path, data=fields, headers={"Accept": "application/json"})
        return response.status_code, response.get_json(silent=True)

    def _page(self, path: str, response: Any) -> Page:
        html = "" if response.mimetype == "application/pdf" else response.get_data(as_text=True)
        page = Page(self, path, response.status_code, html, dict(response.headers))
        if response.mimetype == "text/html" and not 300 <= page.status < 400:
            faults = [] if page.shape in WELL_FORMED else lint(html, path)
            if page.headers.get("Content-Disposition", "").startswith("attachment"):
                # A file may hold its style: it has no server beside it.
                faults = [fault for fault in faults if fault != f"{path}: inline style"]
            assert faults == [], faults
            WELL_FORMED.add(page.shape)
        return page
