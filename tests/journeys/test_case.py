"""A case in a real browser, without scripts: two tabs, the way back, a server that dies, the end, and another road."""

from typing import Any, Final

import pytest
from live import PHONES, Window, Windows, fold
from playwright.sync_api import Page
from served import Server
from walks import CASE

from course.content.case import Case
from course.content.library import Library
from course.content.prose import plain
from course.scoring.case import Moment, begin, offered, take

LOOKS: Final = {"wide": {"width": 1280}, "phone": {"width": 390, "network": "slow"}}


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_a_case_is_decided_once_taken_otherwise_and_told_by_others(
    windows: Windows, fresh_server: Server, library: Library, look: dict[str, Any]
) -> None:
    case = library.cases[CASE].in_("en")
    window = windows.open(fresh_server, language="en", scripts=False, **look)
    window.sign_in("officer@demo.example")
    window.open(f"/cases/{CASE}")
    window.press(window.next)
    first = window.path
    other_tab = window.context.new_page()
    other_tab.goto(window.address + first)

    taken, late = list(offered(case, begin(case)))[:2]
    decide(window, taken)
    should_fit(window)
    decide_late(window, other_tab, late)
    shown = fold(other_tab.get_by_role("main").inner_text())
    assert plain(case.scenes[case.start].choices[taken].text) in shown

    go_back_in_history(window, first)
    fresh_server.kill()
    fresh_server.start()
    window.open(first)
    assert window.path == f"{first}/consequence"

    end = play_on(window, case, take(case, begin(case), taken))
    ending = window.path
    should_fit(window)
    assert plain(case.scenes[end].text)[:40] in window.words
    window.open_folds()
    listed = window.main.locator(".app-forks").first.inner_text()
    assert plain(case.scenes[case.start].choices[late].text) in fold(listed)

    window.press(window.main.locator('a[href$="/seats/stopped"]'))
    should_fit(window)
    assert plain(case.scenes[case.start].views["stopped"]) in window.words
    window.press(window.next)
    assert window.path == ending

    window.open_folds()
    window.press(window.main.locator('button[name="number"][value="1"]'))
    assert window.path.rpartition("/")[0] != first.rpartition("/")[0]
    decide(window, late)
    play_on(window, case, take(case, begin(case), late))
    assert window.path != ending
    window.open(f"/cases/{CASE}")
    should_fit(window)
    roads = window.main.locator('a[href$="/ending"]')
    assert ending in [road.get_attribute("href") for road in roads.all()]
    assert roads.count() == 2


def decide(window: Window, choice: str) -> None:
    """Take that choice of the scene that is shown."""
    window.main.locator(f'input[name="choice"][value="{choice}"]').check()
    window.press(window.next)


def decide_late(window: Window, tab: Page, choice: str) -> None:
    """The same decision in a tab that still shows the scene: it is told what was taken."""
    tab.locator(f'input[name="choice"][value="{choice}"]').check()
    with window.expecting(409), tab.expect_navigation() as navigation:
        tab.locator("main .app-next").click()
    assert navigation.value.status == 409


def go_back_in_history(window: Window, scene: str) -> None:
    """The browser's own button, and a reload: the decision stays taken."""
    window.page.go_back()
    window.page.reload()
    assert window.path == f"{scene}/consequence"


def play_on(window: Window, case: Case, moment: Moment) -> str:
    """From the moment in view to the end, by the first choice each time: the id of the ending."""
    while choices := offered(case, moment):
        id_ = next(iter(choices))
        decide(window, id_)
        moment = take(case, moment, id_)
    window.press(window.next)
    return moment.scene


def should_fit(window: Window) -> None:
    """Nothing stands out to the right, at the widths of phones too."""
    assert window.stands_out((window.width,) if window.width not in PHONES else PHONES) == []
