"""In a real browser, an answer is saved as it is given, and nothing is called saved that is not in the database.

Two tabs, a slow and a broken connection, a sign-in that ends, another person at the desk, a quiz that is handed in
elsewhere: whatever happens, what was answered stays on the page, and nothing is overwritten that nobody was shown.
"""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Final

import pytest
from live import PATIENCE, Window, Windows, fold
from playwright.sync_api import Dialog, Locator, Page, expect
from prepared import Officer, Prepared
from served import Client, Server
from walks import MODULE

SAVED: Final = "Guardado às"
UNSENT: Final = "Ainda não guardado: sem ligação."
SIGNED_OUT: Final = "Ainda não guardado: entre de novo."

pytestmark = pytest.mark.browser
expect.set_options(timeout=PATIENCE * 1000)


@dataclass
class Tab:
    """A page on a question of the open attempt."""

    page: Page

    @property
    def saved(self) -> Locator:
        """The line that says what is saved."""
        return self.page.locator("#saved")

    @property
    def trouble(self) -> Locator:
        """What stands in the way of saving."""
        return self.page.locator("#trouble")

    @property
    def chosen(self) -> dict[str, str]:
        """What is chosen and how sure it is, by field."""
        boxes = self.page.locator("#question input:checked").all()
        return {str(box.get_attribute("name")): str(box.get_attribute("value")) for box in boxes}

    def choose(self, number: int) -> str:
        """Choose the option at that place; its value."""
        box = self.page.locator("#answer input").nth(number)
        box.check()
        return str(box.get_attribute("value"))

    def should_say(self, words: str) -> None:
        """Wait until the page says this of the answer."""
        expect(self.saved).to_contain_text(words)


@dataclass
class Desk:
    """An officer at a browser, on a question of the kind `single` that nobody has answered."""

    window: Window
    server: Server
    tab: Tab
    path: str

    def rows(self) -> list[tuple[int, str, int | None]]:
        """The answers to that question in the database: number, option, certainty."""
        attempt, number = self.path.split("/")[2:]
        with closing(sqlite3.connect(self.server.instance / "course.db")) as database:
            [(asked,)] = database.execute("SELECT questions FROM attempt WHERE id = ?", (bytes.fromhex(attempt),))
            found = database.execute(
                "SELECT seq, value, certainty FROM answer WHERE attempt_id = ? AND question = ? ORDER BY seq",
                (bytes.fromhex(attempt), json.loads(asked)[int(number) - 1]),
            ).fetchall()
        return [(seq, json.loads(value)["option"], certainty) for seq, value, certainty in found]

    def another_tab(self) -> Tab:
        """The same question in another tab of the same browser."""
        page = self.window.context.new_page()
        page.goto(self.path)
        return Tab(page)


@pytest.fixture
def desk(windows: Windows, fresh_server: Server, prepared: Prepared) -> Desk:
    """A phone with scripts."""
    return sit_down(windows, fresh_server, prepared, width=390, network="its own")


@pytest.fixture
def slow_desk(windows: Windows, fresh_server: Server, prepared: Prepared) -> Desk:
    """The same where the network hardly reaches."""
    return sit_down(windows, fresh_server, prepared, width=390, network="slow")


def sit_down(windows: Windows, server: Server, prepared: Prepared, **look: Any) -> Desk:
    """Open the question in a new browser."""
    window = windows.open(server, **look)
    window.take_cookies(cookies_of(server, prepared.midway) | {"language": "pt"})
    path = f"{prepared.traces.open_attempt}/{prepared.traces.waiting['single']}"
    window.open(path)
    return Desk(window, server, Tab(window.page), path)


def cookies_of(server: Server, officer: Officer) -> dict[str, str]:
    """Those of a new sign-in."""
    client = Client(server)
    client.sign_in(officer.number, officer.organisation)
    client.close()
    return dict(client.cookies)


def test_on_a_slow_connection_an_answer_is_saved_as_it_is_given_and_the_button_goes_on(slow_desk: Desk) -> None:
    desk, tab = slow_desk, slow_desk.tab
    first = tab.choose(0)
    expect(tab.saved).to_have_text("A guardar…")  # and not what was said of an earlier answer
    tab.should_say(SAVED)
    assert desk.rows() == [(1, first, None)]

    tab.page.locator("#certainty-2").check()
    expect(tab.saved).to_have_text("A guardar…")
    second = tab.choose(1)
    desk.window.press(desk.window.next)  # before it was said to be saved

    assert desk.window.path != desk.path
    assert desk.rows()[-1][1:] == (second, 2)
    desk.window.page.go_back()
    tab.should_say(SAVED)
    assert tab.chosen == {"answer": second, "certainty": "2"}


def test_a_stale_tab_shows_both_answers_and_whoever_sits_there_chooses(desk: Desk) -> None:
    mine, other = desk.tab, desk.another_tab()
    first = other.choose(0)
    other.should_say(SAVED)

    with desk.window.expecting(409):
        second = mine.choose(1)
        expect(mine.trouble).to_contain_text("Respondeu a esta pergunta noutro lado")
    assert (desk.rows(), mine.chosen["answer"]) == ([(1, first, None)], second)
    assert fold(mine.saved.inner_text()) == "Não guardado."
    shown = [fold(panel.inner_text()) for panel in mine.trouble.locator("section li").all()]
    assert shown == [fold(mine.page.locator("#answer label").nth(place).inner_text()) for place in (0, 1)]

    third = mine.choose(2)  # thought again, with both in view
    mine.trouble.get_by_role("button").click()
    mine.should_say(SAVED)
    assert desk.rows() == [(1, first, None), (2, third, None)]

    with desk.window.expecting(409):
        other.choose(1)
        expect(other.trouble.get_by_role("link")).to_be_visible()
        other.trouble.get_by_role("link").click()
        expect(other.trouble).to_be_empty()
    other.should_say(SAVED)
    assert (other.chosen["answer"], desk.rows()[1:]) == (third, [(2, third, None)])


def test_without_a_connection_nothing_is_called_saved_and_all_is_sent_when_it_is_back(desk: Desk) -> None:
    tab, told = desk.tab, []

    def stay(dialog: Dialog) -> None:
        told.append(dialog.type)
        dialog.dismiss()

    tab.page.on("dialog", stay)
    with desk.window.cut_off():
        tab.choose(0)
        tab.should_say(UNSENT)
        last = tab.choose(2)
        desk.window.next.click()
        tab.should_say(UNSENT)
        tab.page.close(run_before_unload=True)
        expect(tab.page.locator("h1")).to_be_visible()  # the page asked, and whoever sits there stayed
        assert (told, desk.rows(), tab.chosen["answer"]) == (["beforeunload"], [], last)

    tab.should_say(SAVED)
    assert desk.rows()[-1][1] == last
    assert {option for _, option, _ in desk.rows()} <= {last, desk.rows()[0][1]}


def test_when_the_sign_in_ends_the_answer_waits_on_the_page_for_the_next_one(desk: Desk, prepared: Prepared) -> None:
    tab = desk.tab
    with closing(sqlite3.connect(desk.server.instance / "course.db")) as database, database:
        database.execute("DELETE FROM sign_in")

    first = tab.choose(0)
    tab.should_say(SIGNED_OUT)
    assert (desk.rows(), tab.chosen["answer"]) == ([], first)
    with tab.page.context.expect_page() as opened:
        tab.trouble.get_by_role("link").click()
    assert opened.value.url.endswith("/sign-in")

    with desk.window.expecting(400):  # the token of the page is that of the sign-in that ended
        desk.window.take_cookies(cookies_of(desk.server, prepared.midway))
        tab.page.evaluate("dispatchEvent(new Event('focus'))")
        tab.should_say(SAVED)
    expect(tab.trouble).to_be_empty()
    assert desk.rows() == [(1, first, None)]


def test_when_another_person_signs_in_nothing_is_saved_in_their_name(desk: Desk, prepared: Prepared) -> None:
    tab = desk.tab
    desk.window.take_cookies(cookies_of(desk.server, prepared.newcomers[0]))

    with desk.window.expecting(400, 404):  # the token is another's, and so is the attempt
        first = tab.choose(0)
        expect(tab.trouble).to_contain_text("Entrou outra pessoa neste navegador")

    assert (desk.rows(), tab.chosen["answer"]) == ([], first)
    assert fold(tab.saved.inner_text()) == "Não guardado."


def test_two_devices_hand_in_at_once_and_a_page_left_open_is_told_that_it_is_late(
    windows: Windows, fresh_server: Server, prepared: Prepared
) -> None:
    here, there = (sit_down(windows, fresh_server, prepared, width=width) for width in (1280, 390))
    without_scripts = sit_down(windows, fresh_server, prepared, scripts=False)
    first = here.tab.choose(0)
    here.tab.should_say(SAVED)
    left_open = here.another_tab()
    there.window.open(there.path)
    assert there.tab.chosen == {"answer": first}  # the newer answer, on the other device

    review = f"{prepared.traces.open_attempt}/review"
    for desk in (here, there):
        desk.window.open(review)
    for desk in (here, there):
        desk.tab.page.evaluate("setTimeout(() => document.querySelector('form[action$=hand-in]').submit())")
    for desk in (here, there):
        desk.tab.page.wait_for_url("**/result")
    with closing(sqlite3.connect(fresh_server.instance / "course.db")) as database:
        attempt = bytes.fromhex(review.split("/")[2])
        assert database.execute("SELECT count(*) FROM outcome WHERE attempt_id = ?", (attempt,)).fetchall() == [(1,)]

    with here.window.expecting(409):
        late = left_open.choose(1)
        expect(left_open.trouble).to_contain_text("Esta resposta chegou tarde")
    assert left_open.chosen["answer"] == late
    without_scripts.tab.choose(1)
    answered = fold(without_scripts.tab.page.locator("#answer label").nth(1).inner_text())
    without_scripts.window.press(without_scripts.window.next, status=409)
    assert answered in without_scripts.window.words
    assert here.rows() == [(1, first, None)]


def test_a_check_is_corrected_in_its_place_and_what_else_was_filled_in_stays(
    windows: Windows, server: Server, prepared: Prepared
) -> None:
    window = windows.open(server, width=390)
    window.take_cookies(cookies_of(server, prepared.newcomers[1]) | {"language": "pt"})
    window.open(f"/modules/{MODULE}/definition")
    loaded = window.page.evaluate("performance.timeOrigin")
    check = window.main.locator(".app-check").first
    button, said = check.get_by_role("button"), check.get_by_role("status")

    with window.expecting(422):
        button.click()
        expect(check.locator(".govuk-error-message")).to_be_visible()
    assert check.locator("input:focus, select:focus").count() == 1
    for field in check.locator("fieldset fieldset, fieldset:not(:has(fieldset))").all():
        field.locator("input").first.check()
    chosen = check.locator("input:checked").evaluate_all("boxes => boxes.map(box => box.id)")
    button.click()

    expect(button).to_have_text("Responder de novo")
    expect(said.locator(".app-verdict, .app-parts").first).to_be_visible()
    assert check.locator(".govuk-error-message").count() == 0
    assert check.locator("input:checked").evaluate_all("boxes => boxes.map(box => box.id)") == chosen
    assert button.evaluate("button => button === document.activeElement")
    cited = window.main.locator("sup a").evaluate_all("links => links.map(link => link.hash.slice(1))")
    assert [id_ for id_ in set(cited) if not window.page.locator(f"[id='{id_}']").count()] == []
    assert window.page.evaluate("performance.timeOrigin") == loaded  # it is the same page still
