"""What an officer has to say, in a real browser: an objection held, reworded, changed and withdrawn; a mistake reported
and closed; and after the session, an objection that its trainer shows with an answer.

At a desk with scripts, and on a phone without them over a slow connection.
"""

from typing import Any, Final

import pytest
from live import Window, Windows
from prepared import ANSWERING_TRAINER, Prepared
from served import Server
from walks import MODULE

from course.base.languages import Language

LOOKS: Final[list[tuple[Language, dict[str, Any]]]] = [
    ("en", {"width": 1280}),
    ("pt", {"width": 390, "scripts": False, "network": "slow"}),
]
SECTION: Final = f"/modules/{MODULE}/figures"
LINE, OTHER_LINE = "No turno da noite somos dois.", "De noite há pouca luz."
MISTAKE: Final = "O artigo mudou em outubro."


@pytest.fixture
def officer(windows: Windows, fresh_server: Server, language: Language, how: dict[str, Any]) -> Window:
    """The window of an officer, signed in; a phone has a slow connection."""
    window = windows.open(fresh_server, language=language, **how)
    window.sign_in("officer@demo.example")
    return window


def say(window: Window, line: str, *, status: int = 200) -> None:
    """Write that line where the section is, and send it."""
    window.open(SECTION)
    place = window.main.locator(".app-contest")
    place.locator("summary").click()
    place.locator("#line").fill(line)
    window.look()
    window.press(place.get_by_role("button").first, status=status)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_an_objection_is_reworded_held_changed_and_withdrawn(officer: Window) -> None:
    say(officer, "O Chefe Silva sabe disso", status=422)
    officer.look()
    assert officer.page.locator("#line").input_value() == "O Chefe Silva sabe disso"
    assert officer.main.locator("#line-error").count() == 1

    say(officer, LINE)
    officer.open("/")
    assert LINE in officer.words
    say(officer, OTHER_LINE)
    officer.open("/")
    assert (LINE in officer.words, OTHER_LINE in officer.words) == (False, True)
    officer.look()

    officer.open(f"{SECTION}/objection")
    officer.press(officer.main.locator('form[action$="/withdrawn"] button'))
    assert officer.page.locator("#line").input_value() == ""
    officer.open("/")
    assert OTHER_LINE not in officer.words


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_a_mistake_is_reported_from_a_section_and_closed_by_a_trainer_who_is_not_told_by_whom(
    officer: Window, windows: Windows, fresh_server: Server, language: Language, how: dict[str, Any]
) -> None:
    officer.open(SECTION)
    officer.press(officer.main.locator('a[href*="/report/"]'))
    officer.page.locator("#kind-law").check()
    officer.page.locator("#line").fill(MISTAKE)
    officer.look()
    officer.press(officer.next)
    officer.look()

    trainer = windows.open(fresh_server, language=language, **how)
    trainer.sign_in("trainer@demo.example")
    trainer.press(trainer.page.get_by_role("navigation").locator('a[href="/train/mistakes"]'))
    trainer.look()
    assert "Adelaide" not in trainer.words
    reported = trainer.main.locator("li").filter(has_text=MISTAKE)
    reported.locator("summary").click()
    reported.locator("input[value=corrected]").check()
    reported.locator("input[name=note]").fill("Texto corrigido.")
    trainer.press(reported.get_by_role("button"))

    closed = trainer.main.locator('section[aria-labelledby="closed"]')
    assert "Texto corrigido." in closed.inner_text()
    assert MISTAKE not in trainer.main.locator('section[aria-labelledby="waiting"]').inner_text()


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_after_the_session_an_officer_reads_what_its_trainer_shows_and_no_more(
    officer: Window, windows: Windows, fresh_server: Server, prepared: Prepared, language: Language, how: dict[str, Any]
) -> None:
    code = prepared.traces.answered_session
    answer = "Por isso o registo se escreve depois, em três linhas."
    trainer = windows.open(fresh_server, language=language, **how)
    trainer.sign_in(ANSWERING_TRAINER)
    officer.press(officer.main.locator(f'a[href="/sessions/{code}/answers"]'))
    assert LINE not in officer.words

    trainer.open(f"/train/sessions/{code}/answers")
    said = trainer.main.locator("li").filter(has_text=LINE)
    said.locator("textarea").fill(answer)
    trainer.look()
    trainer.press(said.get_by_role("button"))
    officer.open(f"/sessions/{code}/answers")
    officer.look()
    assert (LINE in officer.words, answer in officer.words) == (True, True)

    trainer.press(trainer.main.locator("li").filter(has_text=LINE).locator("form[action*=taken-back] button"))
    officer.open(f"/sessions/{code}/answers")
    assert LINE not in officer.words
