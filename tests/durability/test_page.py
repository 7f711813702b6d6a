"""What a page called saved is kept, in two tabs, through reloads, and when the server dies under an open page.

An officer answers in two tabs of one browser; which tab, which question and which option were drawn beforehand. The
server is killed (SIGKILL) right after an answer was chosen, and started again while the page stays open; and what it
says is lost after it has saved. Of each answer it is noted what the page said; at the end the database file, read with
sqlite3 alone, holds exactly that, in that order.
"""

import json
import os
import random
import sqlite3
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing, suppress
from typing import Final

import pytest
from live import PATIENCE, Window, Windows
from playwright.sync_api import Error, Page, Route, expect
from prepared import Prepared
from served import Client, Server
from walks import MODULE

from course.content.library import Library

STORM: Final = int(os.environ.get("STORM", "2"))
"""How often the server is killed."""
ANSWERS_BETWEEN: Final = 5
SEED: Final = 2018
PICK: Final = """draw => {
    const form = document.getElementById("question");
    const before = JSON.stringify([...new FormData(form)]);
    for (let turn = 0; JSON.stringify([...new FormData(form)]) === before; turn += 1) {
        const names = new Set([...form.querySelectorAll("#answer [name]")].map(field => field.name));
        for (const name of names) {
            const fields = [...form.querySelectorAll("#answer [name]")].filter(field => field.name === name);
            const field = fields[(draw + turn) % fields.length];
            if (field.tagName === "SELECT") field.selectedIndex = 1 + (draw + turn) % (field.options.length - 1);
            else if (field.type === "text") field.value = String(1 + (draw + turn) % 9);
            else for (const one of fields) one.checked = one === field;
        }
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
    return [...new FormData(form)].filter(([name]) => name.startsWith("answer"));
}"""
"""Fills in the question otherwise than it stands, as that number says; gives the fields."""


@pytest.mark.browser
@pytest.mark.timeout(300 + 30 * STORM)
def test_what_a_page_called_saved_is_in_the_database_and_nothing_else(
    windows: Windows,
    fresh_server: Server,
    prepared: Prepared,
    library: Library,
    record_property: Callable[[str, object], None],
) -> None:
    window = windows.open(fresh_server)
    window.take_cookies(cookies_of(fresh_server, prepared))
    window.open(f"/quizzes/{MODULE}")
    window.press(window.next)
    attempt, chance = window.path.split("/")[2], random.Random(SEED)  # noqa: S311 - drawn, not secret
    tabs = [window.page, window.context.new_page()]
    said: dict[int, list[list[list[str]]]] = defaultdict(list)

    for _ in range(STORM):
        for _ in range(ANSWERS_BETWEEN):
            tab, number, draw = chance.choice(tabs), chance.randint(1, 10), chance.randint(0, 9)
            if chance.random() < 0.5:
                both = [open_question(one, attempt, number) for one in tabs]
                said[number].append(answer(both[1 - tabs.index(tab)], draw + 1))
                overwrite(window, tab, draw, said[number])
            else:
                said[number].append(answer(open_question(tab, attempt, number), draw))
                tab.reload()
        for interrupt in (fresh_server.kill, lambda: None):
            tab, number = chance.choice(tabs), chance.randint(1, 10)
            open_question(tab, attempt, number)
            with window.expecting_no_answer():
                tab.route("**/attempts/**", lose, times=1)
                given = tab.evaluate(PICK, chance.randint(0, 9))
                interrupt()
                expect(tab.locator("#saved")).to_contain_text("Ainda não guardado", timeout=PATIENCE * 1000)
                if not fresh_server.is_running:
                    fresh_server.start()
                tab.evaluate("dispatchEvent(new Event('online'))")
                should_be_saved(tab)
            said[number].append(given)
    fresh_server.kill()

    quiz = library.quizzes[MODULE].reference
    with closing(sqlite3.connect(fresh_server.instance / "course.db")) as database:
        [(asked,)] = database.execute("SELECT questions FROM attempt WHERE id = ?", (bytes.fromhex(attempt),))
        rows = database.execute(
            "SELECT question, seq, value FROM answer WHERE attempt_id = ? ORDER BY 1, 2", (bytes.fromhex(attempt),)
        ).fetchall()
    kept: dict[str, list[dict[str, str]]] = defaultdict(list)
    for question, seq, value in rows:
        kept[question].append(json.loads(value))
        assert seq == len(kept[question])
    promised = {
        id_: [dict(quiz.questions[id_].read(as_form(fields))) for fields in said[number]]
        for number, id_ in enumerate(json.loads(asked), 1)
        if said[number]
    }
    told = sum(map(len, said.values()))
    noted = {"survives": "S1, S5, S6", "blows": STORM, "acknowledged": told, "in doubt": 2 * STORM}
    for name, figure in noted.items():
        record_property(name, figure)
    assert kept == promised


def lose(route: Route) -> None:
    """The form arrives, where there is a server, and what it answers does not."""
    with suppress(Error):
        route.fetch()
    route.abort()


def open_question(tab: Page, attempt: str, number: int) -> Page:
    """That question in the tab."""
    tab.goto(f"/attempts/{attempt}/{number}")
    return tab


def answer(tab: Page, draw: int) -> list[list[str]]:
    """Fill it in; the fields, once the page said that they are saved."""
    tab.evaluate("document.getElementById('saved').replaceChildren()")
    given: list[list[str]] = tab.evaluate(PICK, draw)
    should_be_saved(tab)
    return given


def overwrite(window: Window, tab: Page, draw: int, said: list[list[list[str]]]) -> None:
    """Answer in the other tab, which shows what stood before: it is told so and shown both, and its answer is chosen.

    Where both happen to have given the same answer there is nothing to choose, and no second one is kept.
    """
    with window.expecting(409):
        given = tab.evaluate(PICK, draw)
        if sorted(given) == sorted(said[-1]):
            return should_be_saved(tab)
        expect(tab.locator("#trouble [data-overwrite]")).to_be_visible()
        tab.locator("#trouble [data-overwrite]").click()
        should_be_saved(tab)
    said.append(given)
    return None


def should_be_saved(tab: Page) -> None:
    """The page says that the answer is saved."""
    expect(tab.locator("#saved")).to_contain_text("Guardado às", timeout=PATIENCE * 1000)


def as_form(fields: list[list[str]]) -> dict[str, list[str]]:
    """The values by name."""
    form: dict[str, list[str]] = defaultdict(list)
    for name, value in fields:
        form[name].append(value)
    return form


def cookies_of(server: Server, prepared: Prepared) -> dict[str, str]:
    """Those of an officer who has begun nothing, in Portuguese."""
    client, officer = Client(server), prepared.newcomers[0]
    client.sign_in(officer.number, officer.organisation)
    client.close()
    return dict(client.cookies) | {"language": "pt"}
