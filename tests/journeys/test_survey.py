"""What changed, in a real browser: an officer fills in a sheet before the session with the code of a printed card, and
after it again; the sheets are cut loose and told from thirty a side, of which nobody can say which is whose.
"""

import re
from typing import Any, Final

import pytest
from live import Window, Windows
from passwords import PASSWORD
from playwright.sync_api import expect
from prepared import RETURNING
from served import Server

from course.base.languages import Language

LOOKS: Final[list[tuple[Language, dict[str, Any]]]] = [
    ("en", {"width": 1280}),
    ("pt", {"width": 390, "scripts": False, "network": "slow"}),
]
SURVEY: Final = "/surveys/after-session"


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_a_sheet_is_filled_in_from_the_path_with_a_code_mistyped_once_and_withdrawn(
    windows: Windows, fresh_server: Server, language: Language, how: dict[str, Any]
) -> None:
    officer = windows.open(fresh_server, language=language, **how)
    officer.sign_in("officer@demo.example")
    officer.press(officer.main.locator(f'a[href="{SURVEY}"]'))
    officer.look()
    officer.press(officer.next)
    officer.look()
    code = re.search(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]", officer.words)
    assert code
    card = code.group()

    officer.page.locator("#q-averted-eyes-watch").check()
    officer.page.locator("#q-voice-4").check()
    officer.page.locator("#code-card").check()
    officer.page.locator("#code").fill(("Y" if card[0] == "Z" else "Z") + card[1:])
    officer.press(officer.next, status=422)
    officer.look()
    assert officer.page.locator("#q-voice-4").is_checked()
    officer.page.locator("#code").fill(card.lower())
    officer.press(officer.next)

    assert (officer.path, officer.main.locator('[role="status"]').count()) == (SURVEY, 1)
    officer.look()
    officer.press(officer.next)
    assert officer.page.locator("input[type=radio]:checked").count() == 0
    officer.page.go_back()
    officer.press(officer.main.locator('form[action$="/withdrawn"] button'))
    assert officer.main.locator('form[action$="/withdrawn"]').count() == 0
    assert officer.main.locator('[role="status"]').count() == 1


def is_kept(window: Window) -> bool:
    """Whether this browser keeps anything that scripts can store in words."""
    return bool(window.page.evaluate("localStorage.length"))


@pytest.mark.browser
def test_ones_own_device_keeps_the_code_where_one_says_so_until_one_signs_out(
    windows: Windows, fresh_server: Server
) -> None:
    officer = windows.open(fresh_server, language="en", width=390)
    officer.sign_in("officer@demo.example")
    officer.open(f"{SURVEY}/sheet")
    assert officer.page.locator("#keep-code").count() == 0
    sign_out = 'form[action="/sign-out"] button'
    officer.press(officer.page.locator(sign_out))
    officer.page.locator("#identifier").fill("officer@demo.example")
    officer.page.locator("#password").fill(PASSWORD)
    officer.page.locator("#own_device").check()
    officer.press(officer.main.get_by_role("button").last)
    officer.open(f"{SURVEY}/sheet")
    expect(officer.page.locator("#keep-code")).to_be_visible()
    expect(officer.page.locator("#code-kept")).to_be_hidden()
    officer.look()
    code = str(officer.page.locator("[name=drawn]").get_attribute("value"))

    officer.page.locator("#q-voice-4").check()
    officer.page.locator("#code-card").check()
    officer.page.locator("#code").fill(f"{code}{code}")
    officer.page.locator("#keep-code").check()
    officer.press(officer.next, status=422)
    officer.page.locator("#code").fill(code)
    officer.page.locator("#keep-code").check()
    officer.press(officer.next)
    expect(officer.page.locator("#code-settled")).to_be_visible()
    officer.press(officer.next)

    expect(officer.page.locator("#code")).to_have_value(code)
    assert officer.page.locator("#code-card").is_checked()
    expect(officer.page.locator("#keep-code")).to_be_hidden()
    officer.look()
    officer.page.locator("#code-forget").click()
    expect(officer.page.locator("#code")).to_have_value("")
    assert not is_kept(officer)

    officer.page.locator("#q-voice-4").check()
    officer.page.locator("#code-drawn").check()
    officer.page.locator("#keep-code").check()
    officer.press(officer.next)
    expect(officer.page.locator("#code-settled")).to_be_visible()
    assert is_kept(officer)
    officer.page.locator(sign_out).click()
    expect(officer.page.locator("#identifier")).to_be_visible()
    assert not is_kept(officer)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_a_trainer_prints_cards_of_which_no_two_printings_share_a_code_and_reads_what_was_shown(
    windows: Windows, fresh_server: Server, language: Language, how: dict[str, Any]
) -> None:
    trainer = windows.open(fresh_server, language=language, **how)
    trainer.sign_in("trainer@demo.example")
    trainer.open("/train/sessions")
    trainer.press(trainer.main.locator("th a").first)
    trainer.press(trainer.main.locator('a[href$="/survey-cards"]'))
    trainer.look()
    files = [trainer.page.request.get(trainer.page.url.rpartition("/")[0] + "/survey-cards.pdf") for _ in range(2)]
    assert [file.headers["content-type"] for file in files] == ["application/pdf"] * 2
    assert files[0].body() != files[1].body()

    trainer.open("/train/library")
    trainer.press(trainer.main.locator('a[href="/surveys/results"]'))
    trainer.open_folds()
    trainer.look()
    assert trainer.main.locator("svg.app-chart").count() == 1
    other = windows.open(fresh_server, language=language, **how)
    other.sign_in(RETURNING)
    other.open(SURVEY)
    assert other.main.locator(f'a[href="{SURVEY}/sheet"]').count() == 0
