"""Figures of questions, in a real browser: a trainer finds a flawed question and proposes to void it, a second one who
reads it confirms, and nothing else about the group is told.
"""

from typing import Any, Final

import pytest
from live import Windows
from prepared import ANSWERING_TRAINER
from served import Server
from walks import MODULE

from course.base.languages import Language

LOOKS: Final[list[tuple[Language, dict[str, Any]]]] = [
    ("en", {"width": 1280}),
    ("pt", {"width": 390, "scripts": False, "network": "slow"}),
]
QUESTION: Final = f"/train/figures/quizzes/{MODULE}/car-park"
REASON: Final = "Two options can be defended."
NO_BLAME: Final = {"en": "No mark falls.", "pt": "Nenhuma desce."}


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_a_flawed_question_is_found_in_the_figures_and_voided_by_two_trainers(
    windows: Windows, fresh_server: Server, language: Language, how: dict[str, Any]
) -> None:
    one = windows.open(fresh_server, language=language, **how)
    one.sign_in("trainer@demo.example")
    one.open("/train/library")
    one.press(one.main.locator('a[href="/train/figures"]').first)
    one.look()
    one.press(one.main.locator(f'a[href="/train/figures/quizzes/{MODULE}"]').first)
    one.look()
    one.press(one.main.locator(f'a[href="{QUESTION}"]').first)
    one.open_folds()
    one.look()
    assert one.main.locator("svg.app-chart").count() == 1
    assert NO_BLAME[language] in one.words

    propose = one.main.locator('form[action$="/voiding"] button[type=submit]')
    one.press(propose, status=422)
    one.look()
    one.page.locator("#part-1").check()
    one.page.locator("#reason").fill(REASON)
    one.press(propose)
    assert REASON in one.words
    assert one.main.locator('form[action$="/confirmation"]').count() == 0

    other = windows.open(fresh_server, language=language, **how)
    other.sign_in(ANSWERING_TRAINER)
    other.open(QUESTION)
    assert REASON in other.words
    other.press(other.main.locator('form[action$="/confirmation"] button'))
    other.look()

    assert REASON in other.words
    assert other.main.locator('form[action$="/confirmation"], form[action$="/drop"]').count() == 0
    officer = windows.open(fresh_server, language=language, **how)
    officer.sign_in("officer@demo.example")
    officer.open(QUESTION, status=403)
    assert REASON not in officer.words
