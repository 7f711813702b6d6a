"""A supervisor goes down the tree of units to people, narrows, takes the list as a file and has those reminded who have
not finished: on a phone without scripts in Portuguese, at a desk in English.
"""

import os
from pathlib import Path

import pytest
from live import PHONES, Window, Windows
from served import Server
from site_of_tests import PASSWORD
from spreadsheets import read_csv

from course.base.languages import Language

WORDS: dict[Language, dict[str, str]] = {
    "pt": {"open": "Por concluir", "filter": "Filtrar", "file": "em ficheiro", "remind": "Enviar lembrete"},
    "en": {"open": "To complete", "filter": "Filter", "file": "as a file", "remind": "Send a reminder"},
}


def look(window: Window, name: str) -> None:
    """Nothing is wider than the window; kept as a picture where PICTURES names a folder."""
    assert window.stands_out((window.width,) if window.width not in PHONES else PHONES) == []
    if folder := os.environ.get("PICTURES"):
        window.page.screenshot(path=Path(folder) / f"{name}-{window.width}.png", full_page=True)


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width", "scripts"), [("pt", 390, False), ("en", 1280, True)])
def test_a_supervisor_finds_who_has_not_finished_and_has_them_reminded(
    windows: Windows, fresh_server: Server, language: Language, width: int, scripts: bool
) -> None:
    words = WORDS[language]
    window = windows.open(fresh_server, language=language, width=width, scripts=scripts)
    window.open("/sign-in")
    window.page.locator("#identifier").fill("supervisor@demo.example")
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))
    window.choose_language(language)  # the sign-in brings that of the account
    assert window.path == "/supervise/units"
    look(window, "1-units")

    while window.main.locator("tbody th a").count():  # down the tree to a station
        window.press(window.main.locator("tbody th a").last)
    look(window, "2-people")
    everybody = window.main.locator("tbody th").all_inner_texts()
    window.main.get_by_role("combobox", name=window.page.locator("label[for=state]").inner_text()).select_option("open")
    window.press(window.main.get_by_role("button", name=words["filter"]))
    waiting = window.main.locator("tbody th").all_inner_texts()
    assert 0 < len(waiting) < len(everybody)
    assert set(waiting) < set(everybody)

    window.press(window.main.get_by_role("link", name=words["file"]))
    look(window, "3-report")
    assert window.main.locator("tbody th").all_inner_texts() == waiting
    address = window.main.get_by_role("link", name="CSV").get_attribute("href") or ""
    taken = window.context.request.get(f"{fresh_server.address}{address}")
    assert [row[0] for row in read_csv(taken.body())[1:]] == waiting
    window.press(window.next)

    window.press(window.next)
    look(window, "4-reminded")
    assert window.main.get_by_role("button", name=words["remind"]).count() == 0
    assert window.main.locator("#reminder").count() == 1
