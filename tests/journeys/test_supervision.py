"""A supervisor goes down the tree of units to people, narrows, takes the list as a file and has those reminded who have
not finished; is told by name who lacks the time and chose so, has a weekly mail, and lends a unit to another one: on a
phone without scripts in Portuguese, at a desk in English.
"""

import datetime as dt
import os
from pathlib import Path

import pytest
from live import PHONES, Window, Windows
from passwords import PASSWORD
from served import Server
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
@pytest.mark.looks
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


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "width", "scripts"), [("pt", 390, False), ("en", 1280, True)])
def test_who_lacks_the_time_says_so_and_a_unit_is_lent_and_given_back(
    windows: Windows, fresh_server: Server, language: Language, width: int, scripts: bool
) -> None:
    deputy = windows.open(fresh_server, language=language, width=width, scripts=scripts)
    deputy.sign_in("supervisor2@demo.example")
    deputy.open("/hindrance")
    deputy.main.locator("#lack-time").check()
    deputy.main.locator("#named").check()
    deputy.press(deputy.next)
    look(deputy, "5-hindrance")
    assert deputy.main.locator('form[action="/hindrance/end"]').count() == 1

    chief = windows.open(fresh_server, language=language, width=width, scripts=scripts)
    chief.sign_in("supervisor@demo.example")
    chief.press(chief.main.locator('#summary button[value="on"]'))
    assert chief.main.locator('#summary button[value="off"]').count() == 1
    while not chief.main.locator("#hindrances", has_text="Gertrudes").count():  # down the tree to their unit
        chief.press(chief.main.locator("tbody th a").first)
    look(chief, "6-named")

    chief.open("/supervise/delegations")
    chief.press(chief.main.locator('a[href$="/lend"]').first)
    chief.main.locator("#email").fill("supervisor2@demo.example")
    chief.main.locator("#last_on").fill(f"{dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=9)}")
    look(chief, "7-lend")
    chief.press(chief.next)
    look(chief, "8-lent")
    assert chief.main.locator("tbody tr").count() == 1

    deputy.open("/account")
    deputy.main.locator("#role-supervisor").check()
    deputy.press(deputy.main.locator('form[action="/account/role"] button'))
    deputy.open("/supervise/delegations")
    look(deputy, "9-borrowed")
    deputy.press(deputy.main.locator("tbody button"))
    assert deputy.main.locator("tbody").count() == 0
    chief.open("/supervise/delegations")
    assert chief.main.locator("tbody").count() == 0
