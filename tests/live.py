"""Real servers and a real Chromium for tests.

A `Window` is a browser of its own. It notes what must not happen on any page - something that the policy of content
refused, an error in the console, a request to another host, an unexpected refusal - and fails the test when it closes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, TypedDict
from urllib.parse import urlsplit

import pytest
from databases import PostgresDatabases
from links import SLOW, UNHINDERED, Link, Speed
from passwords import PASSWORD
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    sync_playwright,
)
from prepared import Prepared, prepare_once
from served import Server, running

from course.base.languages import HTML_LANG, Language
from course.content.library import Library

INSTALLED: Final = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
CHROMIUM: Final = next((program for program in INSTALLED if program.exists()), INSTALLED[0])
"""The same browser without windows, which needs half the time; or the one with them."""
SWITCHES: Final = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The rest is less work for the same page: half of a navigation, a third of a look of axe. No process to draw in.
    "--disable-gpu-compositing",
    "--disable-software-rasterizer",
    "--in-process-gpu",
    # The next page of a site is shown where the one before it was. A second list of features displaces Playwright's.
    "--enable-features=CDPScreenshotNewSurface,RenderDocument:level/crashed-frame",
    "--js-flags=--single-threaded --no-opt --no-maglev",  # no page lives long enough for a better compiler to pay
)
HEIGHT: Final = 900
PATIENCE: Final = 15
"""Seconds after which a control that is not on the page fails the test."""
PHONES: Final = (390, 320)
"""Widths in CSS pixels at which nothing may stand out to the right."""
AT_REST: Final = "/static/assets/marca.svg"
"""What is open between two uses of a window. A blank page would take a process of its own, and the next one another."""
STATUS_IN_CONSOLE: Final = "Failed to load resource: the server responded with a status of"
"""Chromium's words for an answer of 400 and above, of which a window takes its own note."""

CUT_IN_CONSOLE: Final = "Failed to load resource: net::ERR_INTERNET_DISCONNECTED"
"""The same where a test took the network away."""
CUT_OFF_IN_CONSOLE: Final = "Failed to load resource: "
"""The beginning of its words for all of these, and for a request to which nothing answers."""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. Skips, saying what to install, where there is none."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is missing. Install it with: sudo apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Prepared:
    """An instance to copy, made once for all test processes."""
    base = tmp_path_factory.getbasetemp()
    is_worker = base.name.startswith("popen-")
    return prepare_once(base.parent if is_worker else base, library)


@pytest.fixture(scope="session")
def server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for tests that leave nothing behind, one for each test process."""
    with running(Server(prepared.copy(tmp_path_factory.mktemp("served") / "instance"))) as started:
        yield started


@pytest.fixture
def fresh_server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own."""
    with running(Server(prepared.copy(tmp_path / "instance"))) as started:
        yield started


DATABASES: Final = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))
"""For a fixture that is made on each, by `running_on`."""


@pytest.fixture(params=DATABASES)
def server_on_each(request: pytest.FixtureRequest, prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own, on each database."""
    with running_on(request, prepared, tmp_path / "instance") as started:
        yield started


@contextmanager
def running_on(
    request: pytest.FixtureRequest, prepared: Prepared, instance: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """A server on the database that the fixture's parameter names, with these settings beside its own."""
    settings = dict(environment or {})
    if request.param == "sqlite":
        with running(Server(prepared.copy(instance), environment=settings)) as started:
            yield started
        return
    databases: PostgresDatabases = request.getfixturevalue("postgres_databases")
    url = databases.make()
    settings["COURSE_DATABASE_URL"] = url.render_as_string(hide_password=False)
    with running(Server(prepared.copy_to_postgres(instance, url), environment=settings)) as started:
        yield started
    databases.drop(url)


Appearance = Literal["light", "dark"]
Network = Literal["none of its own", "its own", "slow"]
SPEEDS: Final[Mapping[Network, Speed]] = {"its own": UNHINDERED, "slow": SLOW}


class Look(TypedDict, total=False):
    """How a window shows pages; what is left out is a wide window with scripts that follows a light system."""

    width: int
    height: int
    scripts: bool
    language: Language
    scheme: Appearance
    forced_colours: bool
    bypass_csp: bool
    network: Network
    """One of its own can be taken away wholly: from workers too."""


class Window:
    """A browser with its own cookies and cache, and one page."""

    def __init__(self, browser: Browser, server: Server, look: Look) -> None:
        self.server = server
        self.width = look.get("width", 1280)
        self.language = look.get("language", "pt")
        self.has_scripts = look.get("scripts", True)
        self.faults: list[str] = []
        self.guest = ""
        """The address of another house that the test leads to: what is asked of it, and by its pages, is no fault."""
        self._refusals: set[int] = set()
        self._was_cut_off = False
        self._is_cut_off = False
        self.is_without_network = False
        speed = SPEEDS.get(look.get("network", "none of its own"))
        self._link = Link(server.port, speed) if speed else None
        self.address = self._link.address if self._link else server.address
        self._look: Mapping[str, Any] = {
            "base_url": self.address,
            "viewport": {"width": self.width, "height": look.get("height", HEIGHT)},
            "locale": {"pt": "pt-PT", "en": "en-GB"}[self.language],
            "timezone_id": "Europe/Lisbon",
            "java_script_enabled": self.has_scripts,
            "color_scheme": look.get("scheme", "light"),
            "forced_colors": "active" if look.get("forced_colours") else "none",
            "bypass_csp": look.get("bypass_csp", False),
            "reduced_motion": "reduce",
        }
        self.show(browser.new_context(**self._look))

    def show(self, context: BrowserContext) -> None:
        """Be the window of that browser, on a new page."""
        self.context = context
        context.on("console", self._note_console)
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.on("request", self._note_request)
        context.on("response", self._note_response)
        context.set_default_timeout(PATIENCE * 1000)
        self.page: Page = context.new_page()

    def open(self, path: str, *, status: int = 200) -> Response:
        """Type an address; the answer has that status."""
        with self.expecting(status):
            response = self.page.goto(path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        return response

    def take_cookies(self, cookies: Mapping[str, str]) -> None:
        """Keep these cookies of the site, as after a visit."""
        self.context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )

    def take_look(self, width: int, appearance: Appearance, language: Language) -> None:
        """From the next page on: that width, appearance and language.

        On a phone the appearance is chosen on the page, against that of the system; elsewhere the page follows it.
        """
        is_chosen = width in PHONES
        system: Appearance = appearance
        if is_chosen:
            system = "dark" if appearance == "light" else "light"
        self.width = width
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=system, reduced_motion="reduce")
        self.take_cookies({"language": language, "theme": appearance if is_chosen else ""})

    def press(self, control: Locator, *, status: int = 200) -> Response:
        """Press a link or a button that leads to another page, whose status is that."""
        with self.expecting(status), self.page.expect_navigation() as navigation:
            control.click()
        response = navigation.value
        assert response.status == status, f"{response.url}: {response.status}"
        return response

    @contextmanager
    def cut_off(self) -> Iterator[None]:
        """There is no connection meanwhile."""
        with self.expecting_no_answer(), self.without_network():
            yield

    @contextmanager
    def expecting_no_answer(self) -> Iterator[None]:
        """Requests that come to nothing are no faults meanwhile."""
        self._is_cut_off = True
        try:
            yield
        finally:
            self._is_cut_off = False

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Answers of these statuses are no faults meanwhile."""
        self._refusals = set(statuses)
        try:
            yield
        finally:
            self._refusals = set()

    @contextmanager
    def without_network(self) -> Iterator[None]:
        """The browser knows that it has no network meanwhile."""
        self._was_cut_off = self.is_without_network = True
        self.context.set_offline(True)
        if self._link:
            self._link.take_away()
        yield
        if self._link:
            self._link.bring_back()
        self.is_without_network = False
        self.context.set_offline(False)

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        """The page's own part."""
        return self.page.get_by_role("main")

    @property
    def next(self) -> Locator:
        """The one next step of the page."""
        return self.main.locator(".app-next")

    @property
    def words(self) -> str:
        """What is to be read in the page's own part, white space folded."""
        return fold(self.main.inner_text())

    def open_folds(self) -> None:
        """Open everything on the page that is closed until somebody asks for it."""
        closed = self.main.locator("details:not([open]) > summary:visible")
        while closed.count():
            closed.first.click()

    def stands_out(self, widths: Sequence[int]) -> list[int]:
        """The widths in CSS pixels at which one would have to scroll to the right."""
        found = []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(width)
        self.page.set_viewport_size({"width": self.width, "height": HEIGHT})
        return found

    def look(self) -> None:
        """Nothing is wider than the window; a phone's page not on any phone."""
        assert self.stands_out(PHONES if self.width in PHONES else (self.width,)) == [], self.path

    def sign_in(self, identifier: str, organisation: str = "") -> None:
        """By the form; the pages before and after are in the window's language."""
        self.open("/sign-in")
        self.choose_language(self.language)
        self.page.locator("#identifier").fill(identifier)
        if organisation:
            self.page.locator("#organisation").select_option(organisation)
        self.page.locator("#password").fill(PASSWORD)
        self.press(self.main.get_by_role("button").last)
        self.choose_language(self.language)

    def choose_language(self, language: Language) -> None:
        """Press the language in the footer, unless the page is in it."""
        if self.page.locator("html").get_attribute("lang") != HTML_LANG[language]:
            self.press(self.page.locator(f'button[name="language"][value="{language}"]'))

    def forget_all(self) -> None:
        """Be as new: nothing is kept of any visit but files of the site, and no fault is noted."""
        self.page.goto(AT_REST)
        self.page.evaluate("sessionStorage.clear()")
        self.context.clear_cookies()
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("Storage.clearDataForOrigin", {"origin": self.address, "storageTypes": "all"})
        devtools.detach()
        self.faults.clear()

    def close(self) -> None:
        """Close the browser, at once or again; what it kept is gone."""
        self.context.close()
        if self._link:
            self._link.close()
            self._link = None

    def _note_console(self, message: ConsoleMessage) -> None:
        if not self.server.is_running:
            return  # the test is over: its server went before its windows
        told = [STATUS_IN_CONSOLE]
        told += [CUT_OFF_IN_CONSOLE] if self._is_cut_off else []
        told += [CUT_IN_CONSOLE] if self._was_cut_off else []
        if message.type == "error" and not message.text.startswith(tuple(told)):
            self.faults.append(f"console: {message.text}")

    def _note_request(self, request: Request) -> None:
        is_of_guest = self.guest and (request.url + request.headers.get("referer", "")).find(self.guest) >= 0
        if not (request.url.startswith(self.address + "/") or is_of_guest):
            self.faults.append(f"request to another host: {request.url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._refusals:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")


class Windows:
    """Opens windows and, at the end, asks each what it noted."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._opened: list[Window] = []

    def open(self, server: Server, **look: Any) -> Window:
        """A new window; `look` as in `Look`."""
        self._opened.append(Window(self._browser, server, Look(**look)))  # type: ignore[typeddict-item]
        return self._opened[-1]

    def close(self) -> None:
        """Close them all. Raises AssertionError with what went wrong in any."""
        for window in self._opened:
            window.close()
        faults = [fault for window in self._opened for fault in window.faults]
        assert faults == []


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Windows]:
    """Browsers of the test's own."""
    opened = Windows(chromium)
    yield opened
    opened.close()


def fold(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())
