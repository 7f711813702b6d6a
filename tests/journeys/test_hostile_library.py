"""In a real browser, a library of hostile texts is read as text: nothing runs, nothing is loaded, nothing pops up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from attacks import CLOBBER, HOST
from hostile_library import KINDS_QUIZ, MARK, command_for
from live import PHONES, Look, Window, Windows
from playwright.sync_api import Browser, Dialog, Route
from prepared import Officer, Prepared
from served import Client, Server
from walks import CASE, MODULE

from course.base.languages import Language
from course.content.library import Library
from course.content.questions import KINDS

TRAINER: Final = "trainer@demo.example"
SCORED: Final = tuple(kind for kind in KINDS if KINDS[kind].is_scored)
LOOK_AT_ALL: Final = """
() => {
  const found = [];
  const ours = new Set(["http:", "https:", "mailto:"]);
  for (const element of document.querySelectorAll("*")) {
    const tag = element.localName;
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on") || ["style", "srcdoc", "ping", "target"].includes(name)) found.push(`${tag} ${name}`);
      if (/^[\\s\\x00-\\x1f]*(javascript|vbscript|data|blob|file):/i.test(value)) found.push(`${tag} ${name}=${value}`);
    }
    if (tag === "a" && element.href) {
      const isElsewhere = element.origin !== location.origin;
      if (!ours.has(element.protocol)) found.push(`a ${element.protocol}`);
      if (isElsewhere && element.protocol === "http:") found.push(`a ${element.href}`);
      if (isElsewhere && element.rel !== "noopener noreferrer") found.push(`a ${element.href} rel=${element.rel}`);
    }
    if (tag === "form" && new URL(element.action).origin !== location.origin) found.push(`form ${element.action}`);
  }
  const controls = [...document.querySelectorAll("a, button, input, select, textarea, summary, label, [tabindex]")];
  for (const control of controls) {
    for (const name of ["pointerenter", "mouseover", "mouseenter", "toggle", "beforetoggle", "input", "change"]) {
      control.dispatchEvent(new Event(name, { bubbles: true }));
    }
    control.focus();
    const staysHere = control.localName === "a"
      ? control.getAttribute("href")?.startsWith("#")
      : control.localName === "summary" || ["radio", "checkbox", "button"].includes(control.type);
    if (staysHere) control.click();
  }
  for (const name of NAMES) if (name in window) found.push(`window.${name}`);
  return { found, controls: controls.length };
}
""".replace("NAMES", f"[{MARK!r}, {CLOBBER!r}]")


@pytest.fixture
def hostile_server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server whose documents are hostile, on an instance in which some officers learnt."""
    running = Server(prepared.copy(tmp_path / "instance"), command_for("SERVED"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def unwieldy_server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server whose documents hold texts without end."""
    running = Server(prepared.copy(tmp_path / "instance"), command_for("UNWIELDY"))
    running.start()
    yield running
    running.kill()


class Reader:
    """Somebody who opens pages one after the other and looks at everything on them."""

    def __init__(self, window: Window, server: Server, who: Officer | str) -> None:
        self.window = window
        self.dialogs: list[str] = []
        self.found: list[str] = []
        self.words = ""
        window.page.on("dialog", self._dismiss)
        client = Client(server)
        if isinstance(who, Officer):
            client.sign_in(who.number, who.organisation)
        else:
            client.sign_in(who)
        window.take_cookies(client.cookies)
        client.close()

    def at(self, *paths: str) -> None:
        """These pages."""
        for path in paths:
            self.window.open(path)
            self.at_this()

    def at_this(self) -> None:
        """The page that is open."""
        told: dict[str, Any] = self.window.page.evaluate(LOOK_AT_ALL)
        assert told["controls"] > 5, self.window.path
        self.found += [f"{self.window.path}: {fault}" for fault in told["found"]]
        self.window.open_folds()
        self.words += self.window.main.inner_text()

    def answer_checks(self, section: str) -> None:
        """The first choice of each check of the section, whose reasons are shown then."""
        path = f"/modules/{MODULE}/{section}"
        self.window.open(path)
        for number in range(self.window.main.locator('form[action*="/checks/"]').count()):
            self.window.open(path)
            form = self.window.main.locator('form[action*="/checks/"]').nth(number)
            for field in form.locator("fieldset:not(:has(fieldset))").all():
                field.locator("input").first.check()
            form.get_by_role("button").click()
            self.window.main.locator(".app-answer").first.wait_for()
            self.at_this()

    def _dismiss(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # what LOOK_AT_ALL chose on a question is not saved yet
            dialog.accept()
            return
        self.dialogs.append(f"{self.window.path}: {dialog.message}")
        dialog.dismiss()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["pt", "en"])
def test_no_hostile_text_does_anything_in_a_browser(
    windows: Windows, hostile_server: Server, prepared: Prepared, library: Library, language: Language
) -> None:
    traces = prepared.traces
    sections = list(library.modules[MODULE].reference.sections)
    questions = library.quizzes[MODULE].reference.draw

    def somebody(who: Officer | str) -> Reader:
        return Reader(windows.open(hostile_server, language=language), hostile_server, who)

    midway, passed, trainer = somebody(prepared.midway), somebody(prepared.passed), somebody(TRAINER)
    midway.at("/", f"/modules/{MODULE}", *(f"/modules/{MODULE}/{section}" for section in sections))
    midway.answer_checks(sections[0])
    midway.at(f"/cases/{CASE}", f"{traces.open_run}/2", f"{traces.open_run}/1/consequence")
    midway.at(f"/quizzes/{MODULE}", *(f"{traces.open_attempt}/{number}" for number in range(1, questions + 1)))
    passed.at(f"{traces.ended_run}/ending", f"{traces.passed_attempt}/review", f"{traces.passed_attempt}/result")
    trainer.at("/train/library", f"/train/modules/{MODULE}", f"/train/cases/{CASE}", f"/train/quizzes/{MODULE}")

    readers = (midway, passed, trainer)
    assert [reader.dialogs + reader.found for reader in readers] == [[], [], []]
    assert [f"alert({MARK}=1)" in reader.words for reader in readers] == [True, True, True]
    assert "↗" in trainer.words


@pytest.mark.browser
@pytest.mark.parametrize("language", ["pt", "en"])
def test_no_page_breaks_at_a_text_without_end(
    windows: Windows, unwieldy_server: Server, prepared: Prepared, library: Library, language: Language
) -> None:
    """On a phone and on a desk nobody has to scroll to the right, whatever kind of question holds the text."""
    traces = prepared.traces
    section = next(iter(library.modules[MODULE].reference.sections))
    reader, passed, trainer = (
        Reader(windows.open(unwieldy_server, language=language), unwieldy_server, who)
        for who in (prepared.midway, prepared.passed, TRAINER)
    )
    broken: list[tuple[str, int]] = []

    def look(who: Reader, path: str = "") -> None:
        if path:
            who.window.open(path)
        who.window.open_folds()
        broken.extend((who.window.path, width) for width in who.window.stands_out((1280, *PHONES)))

    for path in ("/", f"/modules/{MODULE}", f"/modules/{MODULE}/{section}", f"/cases/{CASE}", f"{traces.open_run}/2"):
        look(reader, path)
    look(reader, f"/quizzes/{KINDS_QUIZ}")
    reader.window.press(reader.window.next)
    for _ in SCORED:
        look(reader)
        reader.window.press(reader.window.next, status=422)
        look(reader)
        reader.window.press(reader.window.main.locator(".app-barra__actions a.app-barra__back"))
    look(reader)
    reader.window.press(reader.window.next)
    look(reader)
    look(reader, f"/quizzes/{KINDS_QUIZ}/exercises/write-grounds")
    for path in (f"{traces.passed_attempt}/result", f"{traces.ended_run}/ending", "/account/data"):
        look(passed, path)
    for path in ("library", f"modules/{MODULE}", f"cases/{CASE}", f"quizzes/{KINDS_QUIZ}", f"surveys/{KINDS_QUIZ}"):
        look(trainer, f"/train/{path}")

    assert broken == []


ACTIVE: Final = f"""<!DOCTYPE html><title>x</title>
<p onclick="x">x</p><p style="color: red">x</p><a href="java\tscript:{MARK}=1">x</a><a href="http://{HOST}/">x</a>
<a href="https://{HOST}/">x</a><a href="#x" onclick="alert('clicked')">x</a>
<button type=button onfocus="{MARK}=1">x</button><form action="//{HOST}/"></form><img alt="" id={CLOBBER}>"""


@pytest.mark.browser
def test_the_look_finds_what_would_do_something(chromium: Browser, server: Server) -> None:
    window = Window(chromium, server, Look())
    said: list[str] = []

    def answer(route: Route) -> None:
        route.fulfill(status=200, body=ACTIVE, content_type="text/html")

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    window.context.route("**/active", answer)
    window.page.on("dialog", dismiss)
    window.open("/active")
    told = window.page.evaluate(LOOK_AT_ALL)
    window.close()

    assert said == ["clicked"]
    assert sorted(told["found"]) == [
        "a http://evil.example/",
        "a http://evil.example/ rel=",
        "a https://evil.example/ rel=",
        "a javascript:",
        "a javascript:struck=1 rel=",
        "a onclick",
        "button onfocus",
        "form http://evil.example/",
        "p onclick",
        "p style",
        "window.clobbered",
        "window.struck",
    ]
