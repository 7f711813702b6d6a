"""An administrator mends and imports a file, looks at whom it brought, and proposes them; another one confirms.

On a phone without scripts in Portuguese, at a desk in English.
"""

import os
from pathlib import Path

import pytest
from live import Window, Windows
from served import Server

from course.base.languages import Language

WORDS: dict[Language, dict[str, str]] = {
    "pt": {"wait": "1 proposta aguarda um segundo administrador.", "own": "A proposta é sua", "nothing": "Não há"},
    "en": {
        "wait": "1 proposal waits for a second administrator.",
        "own": "You proposed it",
        "nothing": "Nothing waits",
    },
}
HEADING = "Número;Nome;E-mail;Unidade"
WRONG = "9001;=Eva;eva.nova@demo.example;Comando Alfa"
RIGHT = "9001;Eva Nova;eva.nova@demo.example;Comando Alfa"


def look(window: Window, name: str) -> None:
    """Nothing is wider than the window; kept as a picture where PICTURES names a folder."""
    if folder := os.environ.get("PICTURES"):
        window.page.screenshot(path=Path(folder) / f"{name}-{window.width}.png", full_page=True)
    window.look()


def send(window: Window, line: str) -> None:
    """Send a file with that line."""
    content = f"{HEADING}\n{line}\n".encode()
    window.page.locator("#file").set_input_files({"name": "x.csv", "mimeType": "text/csv", "buffer": content})
    window.press(window.next)


def open_eva(window: Window) -> None:
    """The page of whom the file brought."""
    window.open("/administer/people")
    window.main.locator("#q").fill("eva.nova")
    window.press(window.main.locator("form.app-search").get_by_role("button"))
    window.press(window.main.locator("th a"))


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "width", "scripts"), [("pt", 390, False), ("en", 1280, True)])
def test_who_came_by_a_file_is_made_an_administrator_by_two(
    windows: Windows, fresh_server: Server, language: Language, width: int, scripts: bool
) -> None:
    first = windows.open(fresh_server, language=language, width=width, scripts=scripts)
    first.sign_in("admin@demo.example")
    look(first, "1-people")
    first.open("/administer/import")
    send(first, WRONG)
    look(first, "2-with-error")
    assert first.next.count() == 0
    first.press(first.main.locator("form[action$='/import/end'] button"))
    send(first, RIGHT)
    look(first, "3-preview")
    first.press(first.next)

    open_eva(first)
    look(first, "4-person")
    first.page.locator("#number").fill("")
    first.page.locator("#email").fill("")
    first.press(first.main.locator("form[action$='/details'] button"), status=422)
    look(first, "5-person-refused")
    open_eva(first)
    first.press(first.main.locator("a[href$='/roles']"))
    first.press(first.main.locator("form[action$='/administrator'] button"))
    look(first, "6-roles-proposed")
    assert WORDS[language]["own"] in first.words
    assert first.main.locator("form[action*='/proposals/']").count() == 1

    second = windows.open(fresh_server, language=language, width=width, scripts=scripts)
    second.sign_in("admin2@demo.example")
    assert WORDS[language]["wait"] in second.words
    second.press(second.main.locator("a[href$='/proposals']"))
    look(second, "7-proposals")
    second.press(second.main.locator("form[action*='/proposals/'] button").first)
    assert WORDS[language]["nothing"] in second.words

    open_eva(first)
    first.press(first.main.locator("a[href$='/roles']"))
    assert first.main.locator("form[action$='/administrator/end']").count() == 1
    for name, path in (("8-units", "units"), ("9-settings", "settings"), ("10-new", "people/new")):
        first.open(f"/administer/{path}")
        look(first, name)
    first.open("/administer/units")
    first.press(first.main.locator("th a").last)
    first.press(first.main.locator("form[method='get'] button"))
    look(first, "11-unit-move")
