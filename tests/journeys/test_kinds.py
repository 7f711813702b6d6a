"""In a real browser, every kind of question is answered rightly by keys alone and without JavaScript."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from axe import come_along, violations_by_kind
from examples import example_of, quiz_files
from live import PHONES, Window, Windows, fold
from prepared import Prepared
from served import Client, Server
from site_of_tests import COURSE

from course.base.languages import LANGUAGES, Language
from course.content.prose import plain
from course.content.questions import KINDS
from course.content.questions.base import Form
from course.content.questions.grounds import WriteGrounds

SCORED: Final = tuple(kind for kind in KINDS if KINDS[kind].is_scored)
WIDTHS: Final = (1280, 390)
MOST_STOPS: Final = 80
"""Presses of Tab after which a control counts as out of reach."""

pytestmark = pytest.mark.browser


@pytest.fixture
def server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server whose library holds a quiz of the examples of all kinds, `kinds`."""
    library = tmp_path / "library"
    for folder in ("modules", "cases", "quizzes", "registers", "surveys"):
        shutil.copytree(COURSE / folder, library / folder)
    (library / "quizzes" / "kinds").mkdir()
    for name, text in quiz_files(*SCORED, "grounds", draw=len(SCORED)).items():
        (library / "quizzes" / "kinds" / name).write_text(text, encoding="utf-8")
    running = Server(prepared.copy(tmp_path / "instance"), environment={"COURSE_LIBRARY": str(library)})
    running.start()
    yield running
    running.kill()


@pytest.mark.parametrize(("language", "width"), [*zip(LANGUAGES, WIDTHS, strict=True)])
def test_every_kind_is_answered_by_keys_without_javascript(
    windows: Windows, server: Server, prepared: Prepared, language: Language, width: int
) -> None:
    window = windows.open(server, width=width, language=language, scripts=False)
    window.take_cookies(cookies_of(server, prepared) | {"language": language})
    window.open("/quizzes/kinds")
    reach(window, ".app-next")
    press(window, "Enter")

    for _ in SCORED:
        kind = kind_of(window, language)
        fill_in(window, example_of(kind, language).key())
        reach(window, ".app-next")
        press(window, "Enter")
    reach(window, ".app-next")
    press(window, "Enter")

    assert window.path.endswith("/result")
    assert window.main.locator(".app-score__big").inner_text().startswith("100")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_any_kind_shuts_somebody_out(
    windows: Windows, server: Server, prepared: Prepared, language: Language
) -> None:
    window = windows.open(server, language=language, bypass_csp=True)
    come_along(window)
    window.take_cookies(cookies_of(server, prepared) | {"language": language})
    window.open("/quizzes/kinds")
    window.press(window.next)

    for _ in SCORED:
        assert faults_of(window) == []
        window.press(window.next, status=422)  # sent empty, it says what is missing
        assert faults_of(window) == []
        window.press(window.main.locator(".app-barra__actions a.app-barra__back"))
    window.press(window.main.locator("button[name=all-the-same]"))
    assert faults_of(window) == []

    window.press(window.main.locator("#exercises ~ ul a"))
    exercise = example_of("grounds", language)
    assert isinstance(exercise, WriteGrounds)
    window.page.locator("#answer-text").fill(exercise.models["full"])
    window.press(window.next)
    assert faults_of(window) == []
    assert window.main.locator(".app-found dt").count() == 4
    assert window.main.locator(".app-model").count() == 2


def cookies_of(server: Server, prepared: Prepared) -> dict[str, str]:
    """Those of an officer who has begun nothing."""
    client, officer = Client(server), prepared.newcomers[0]
    client.sign_in(officer.number, officer.organisation)
    client.close()
    return dict(client.cookies)


def kind_of(window: Window, language: Language) -> str:
    """The kind of the question in view: that of the example with its prompt."""
    asked = fold(window.main.locator("#answer > legend").inner_text())
    [kind] = [kind for kind in SCORED if plain(example_of(kind, language).prompt) == asked]
    return kind


def fill_in(window: Window, key: Form) -> None:
    """The fields, in the order in which Tab comes to them."""
    for field in window.main.locator("fieldset [name]").all():
        name, value, id_ = (field.get_attribute(of) or "" for of in ("name", "value", "id"))
        wanted = list(key.get(name, ()))
        sort = field.get_attribute("type") or "select"
        _FILL[sort](window, id_, value, wanted)


def _tick(window: Window, id_: str, value: str, wanted: list[str]) -> None:
    if value in wanted:
        reach(window, f"#{id_}")
        window.page.keyboard.press("Space")


def _choose(window: Window, id_: str, value: str, wanted: list[str]) -> None:
    if value in wanted:
        reach_radio(window, id_)


def _type(window: Window, id_: str, _value: str, wanted: list[str]) -> None:
    reach(window, f"#{id_}")
    window.page.keyboard.type(wanted[0])


def _select(window: Window, id_: str, _value: str, wanted: list[str]) -> None:
    reach(window, f"#{id_}")
    options = window.page.locator(f"#{id_} option").all()
    values = [option.get_attribute("value") for option in options]
    for _ in range(values.index(wanted[0])):
        window.page.keyboard.press("ArrowDown")


_FILL: Final[Mapping[str, Callable[[Window, str, str, list[str]], None]]] = {
    "checkbox": _tick,
    "radio": _choose,
    "text": _type,
    "select": _select,
}


def reach(window: Window, selector: str) -> None:
    """Press Tab until that control has the focus."""
    for _ in range(MOST_STOPS):
        if window.page.locator(f"{selector}:focus").count():
            return
        window.page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is out of reach")


def reach_radio(window: Window, id_: str) -> None:
    """Tab to the group of that radio, then the arrows to it."""
    name = window.page.locator(f"#{id_}").get_attribute("name")
    reach(window, f'input[name="{name}"]')
    window.page.keyboard.press("Space")
    for _ in range(MOST_STOPS):
        if window.page.locator(f"#{id_}:checked").count():
            return
        window.page.keyboard.press("ArrowDown")
    raise AssertionError(f"{id_} is out of reach")


def press(window: Window, key: str) -> None:
    """A key that leads to another page."""
    with window.page.expect_navigation():
        window.page.keyboard.press(key)


def faults_of(window: Window) -> list[str]:
    """What axe finds at either width, and the widths at which something stands out."""
    found = []
    for width in WIDTHS:
        window.page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {violation}" for violation in violations_by_kind(window.page)]
    window.page.set_viewport_size({"width": window.width, "height": 900})
    return [*found, *(f"{width} is too narrow" for width in window.stands_out(PHONES))]
