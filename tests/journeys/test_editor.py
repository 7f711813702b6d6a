"""In a real browser, a trainer breaks a case in YAML and mends it by the messages, with scripts and without; of two who
write in one draft neither loses a word, and nothing is called saved that is not in the database.

A window fails its test for anything that the policy of content refuses: the editor of source needs no exception of it.
"""

import json
import sqlite3
from contextlib import closing
from typing import Final

import pytest
from live import PATIENCE, Window, Windows
from playwright.sync_api import Locator, expect
from served import Client, Server
from walks import CASE

TRAINER: Final = "trainer@demo.example"
NEW: Final = "/author/drafts/new"

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE * 1000)


class Desk:
    """A trainer at a browser."""

    def __init__(self, window: Window, cookies: dict[str, str]) -> None:
        window.take_cookies(cookies)
        self.window = window
        self.page = window.page

    @property
    def source(self) -> Locator:
        """What one writes in."""
        return self.page.locator(".cm-content" if self.window.has_scripts else "#text")

    @property
    def found(self) -> Locator:
        """What is found in the text."""
        return self.page.locator("#checked")

    def open(self, draft: str) -> None:
        """The editor of that draft, ready to be written in."""
        self.window.open(draft)
        self.source.wait_for()

    def should_say(self, words: str) -> None:
        """Wait until the page says this of the text."""
        expect(self.page.locator("#saved")).to_contain_text(words)

    def write_on_line(self, line: int, keys: str) -> None:
        """Type at the end of a line of the first screen."""
        self.source.press("Control+Home")
        for _ in range(line - 1):
            self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("End")
        self.page.keyboard.type(keys)


def signed_in(server: Server) -> dict[str, str]:
    """The cookies of a trainer who signed in."""
    client = Client(server)
    client.sign_in(TRAINER)
    client.close()
    return client.cookies


def begin(desk: Desk) -> str:
    """A draft of a case of another name, begun from one that is there; its path."""
    desk.window.open(NEW)
    desk.page.locator("#source").select_option(f"case:{CASE}")
    desk.page.locator("#as-copy").check()
    desk.page.locator("#name").fill("O meu caso")
    desk.window.press(desk.page.get_by_role("button", name="Começar a partir dele"))
    return desk.window.path


def kept(server: Server, draft: str) -> tuple[str, list[str]]:
    """The first line of the draft that says `language`, and those of its kept versions."""
    id_ = bytes.fromhex(draft.rpartition("/")[2])
    with closing(sqlite3.connect(server.instance / "course.db")) as database:
        [(now,)] = database.execute("SELECT files FROM draft WHERE id = ?", (id_,))
        before = database.execute("SELECT files FROM draft_version WHERE draft_id = ? ORDER BY version", (id_,))
        return _language(now), [_language(files) for (files,) in before]


def _language(files: str) -> str:
    text: str = json.loads(files)["case.yaml"]
    return next(line for line in text.splitlines() if line.startswith("language:"))


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_trainer_breaks_a_case_and_mends_it_by_the_messages(
    windows: Windows, fresh_server: Server, scripts: bool
) -> None:
    desk = Desk(windows.open(fresh_server, scripts=scripts), signed_in(fresh_server))
    draft = begin(desk)
    desk.source.wait_for()
    expect(desk.found).to_contain_text("Sem erros")

    if scripts:
        desk.write_on_line(3, "x")
        desk.should_say("Guardado às")
    else:
        desk.source.fill(desk.source.input_value().replace("language: pt", "language: ptx", 1))
        desk.window.press(desk.page.get_by_role("button", name="Guardar e validar"))
    expect(desk.found).to_contain_text("1 erro impede a entrega")
    assert kept(fresh_server, draft)[0] == "language: ptx"

    desk.found.get_by_role("link", name="Linha 3").click()
    if scripts:
        desk.page.keyboard.press("End")
        desk.page.keyboard.press("Backspace")
        expect(desk.found).to_contain_text("Sem erros")
        look_at_keys(desk)
    else:
        assert desk.page.url.endswith("#l3")
        desk.source.fill(desk.source.input_value().replace("language: ptx", "language: pt", 1))
        desk.window.press(desk.page.get_by_role("button", name="Guardar e validar"))
        expect(desk.found).to_contain_text("Sem erros")
    assert kept(fresh_server, draft)[0] == "language: pt"


def look_at_keys(desk: Desk) -> None:
    """What may stand at a place is suggested, what is looked for is found, and Tab leaves the text."""
    desk.write_on_line(3, "\n")
    desk.page.keyboard.press("Control+Space")
    expect(desk.page.get_by_role("option", name="content_note")).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Backspace")
    desk.page.keyboard.press("Control+f")
    expect(desk.page.get_by_placeholder("Procurar")).to_be_visible()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("button", name="Guardar e validar")).to_be_focused()


def test_of_two_who_write_neither_loses_a_word_and_nothing_is_called_saved_that_is_not(
    windows: Windows, fresh_server: Server
) -> None:
    cookies = signed_in(fresh_server)
    one = Desk(windows.open(fresh_server, network="its own"), cookies)
    other = Desk(windows.open(fresh_server), cookies)
    draft = begin(one)
    one.source.wait_for()
    other.open(draft)

    one.write_on_line(3, "1")
    one.should_say("Guardado às")
    with other.window.expecting(409):
        other.write_on_line(3, "2")
        expect(other.page.locator("#trouble")).to_contain_text("Foi guardado outro texto deste ficheiro")
    assert kept(fresh_server, draft)[0] == "language: pt1"
    other.page.get_by_role("button", name="Guardar o texto desta página").click()
    other.should_say("Guardado às")
    expect(other.page.locator("#trouble")).to_be_empty()
    assert kept(fresh_server, draft)[0] == "language: pt2"
    assert "language: pt1" in kept(fresh_server, draft)[1]

    with one.window.expecting(409):
        one.write_on_line(3, "3")
        expect(one.page.locator("#trouble")).to_contain_text("Foi guardado outro texto deste ficheiro")
        one.window.press(one.page.get_by_role("button", name="Ficar com o texto guardado"))
    assert kept(fresh_server, draft)[0] == "language: pt2"
    assert "language: pt13" in kept(fresh_server, draft)[1]

    one.source.wait_for()
    with one.window.cut_off():
        one.write_on_line(3, "4")
        one.should_say("Ainda não guardado: sem ligação.")
        assert kept(fresh_server, draft)[0] == "language: pt2"
    one.should_say("Guardado às")
    assert kept(fresh_server, draft)[0] == "language: pt24"

    one.window.context.clear_cookies()
    with one.window.expecting(400):
        one.write_on_line(3, "5")
        one.should_say("Ainda não guardado: entre de novo.")
        assert kept(fresh_server, draft)[0] == "language: pt24"
        expect(one.source).to_contain_text("language: pt245")
        one.window.take_cookies(signed_in(fresh_server))
        one.page.evaluate("window.dispatchEvent(new Event('focus'))")
        one.should_say("Guardado às")
    assert kept(fresh_server, draft)[0] == "language: pt245"
