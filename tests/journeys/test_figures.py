"""Figures of questions, in a real browser: a trainer finds a flawed question and proposes to void it, a second one who
reads it confirms, and nothing else about the group is told.
"""

from typing import Any, Final

import pytest
from live import PHONES, Window, Windows
from prepared import ANSWERING_TRAINER
from served import Server
from site_of_tests import PASSWORD
from walks import MODULE

from course.base.languages import Language

LOOKS: Final[list[tuple[Language, dict[str, Any]]]] = [
    ("en", {"width": 1280}),
    ("pt", {"width": 390, "scripts": False, "network": "slow"}),
]
QUESTION: Final = f"/train/figures/quizzes/{MODULE}/car-park"
REASON: Final = "Two options can be defended."
NO_BLAME: Final = {"en": "No mark falls.", "pt": "Nenhuma desce."}


def sign_in(window: Window, language: Language, identifier: str) -> None:
    """In the language of the test."""
    window.open("/sign-in")
    window.choose_language(language)
    window.page.locator("#identifier").fill(identifier)
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button").last)
    window.choose_language(language)


def look(window: Window) -> None:
    """Nothing is wider than the window."""
    assert window.stands_out(PHONES if window.width in PHONES else (window.width,)) == [], window.path


@pytest.mark.browser
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_a_flawed_question_is_found_in_the_figures_and_voided_by_two_trainers(
    windows: Windows, fresh_server: Server, language: Language, how: dict[str, Any]
) -> None:
    one = windows.open(fresh_server, language=language, **how)
    sign_in(one, language, "trainer@demo.example")
    one.open("/train/library")
    one.press(one.main.locator('a[href="/train/figures"]').first)
    look(one)
    one.press(one.main.locator(f'a[href="/train/figures/quizzes/{MODULE}"]').first)
    look(one)
    one.press(one.main.locator(f'a[href="{QUESTION}"]').first)
    one.open_folds()
    look(one)
    assert one.main.locator("svg.app-chart").count() == 1
    assert NO_BLAME[language] in one.words

    propose = one.main.locator('form[action$="/voiding"] button[type=submit]')
    one.press(propose, status=422)
    look(one)
    one.page.locator("#part-1").check()
    one.page.locator("#reason").fill(REASON)
    one.press(propose)
    assert REASON in one.words
    assert one.main.locator('form[action$="/confirmation"]').count() == 0

    other = windows.open(fresh_server, language=language, **how)
    sign_in(other, language, ANSWERING_TRAINER)
    other.open(QUESTION)
    assert REASON in other.words
    other.press(other.main.locator('form[action$="/confirmation"] button'))
    look(other)

    assert REASON in other.words
    assert other.main.locator('form[action$="/confirmation"], form[action$="/drop"]').count() == 0
    officer = windows.open(fresh_server, language=language, **how)
    sign_in(officer, language, "officer@demo.example")
    officer.open(QUESTION, status=403)
    assert REASON not in officer.words
