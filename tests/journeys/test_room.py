"""A case in the room, in real browsers: the trainer at the projector, two phones, with and without scripts."""

import os
from pathlib import Path
from typing import Final

import pytest
from live import Window, Windows
from prepared import Prepared
from rooms import Phone
from served import Server

from course.base.languages import Language

VOTED: Final[dict[Language, str]] = {"pt": "O seu voto está dado", "en": "Your vote is in"}
LOOK: Final[dict[Language, str]] = {"pt": "Olhe para o ecrã", "en": "Look at the screen"}
ENOUGH: Final[dict[Language, str]] = {"pt": "Já votaram 8 ou mais.", "en": "8 or more have voted."}


def look(window: Window, name: str = "") -> None:
    """Nothing is wider than the window; with a folder for it, keep a picture."""
    window.look()
    if name and os.environ.get("ROOM_SHOTS"):
        window.page.screenshot(path=Path(os.environ["ROOM_SHOTS"]) / f"{name}.png", full_page=True)


@pytest.fixture
def trainer(windows: Windows, fresh_server: Server, language: Language, scripts: bool) -> Window:
    """The trainer of the demonstration, signed in."""
    window = windows.open(fresh_server, language=language, width=1280, scripts=scripts)
    window.sign_in("trainer@demo.example")
    return window


def open_case(trainer: Window, session: str, language: Language) -> str:
    """From the page of the session to the first scene; the code of the room."""
    trainer.open(session)
    trainer.press(trainer.main.locator(f'a[href="{session}/room"]'))
    look(trainer, f"choose-{language}")
    trainer.main.locator("#case-looked-away").check()
    trainer.press(trainer.next)
    look(trainer, f"entry-{language}")
    code = trainer.page.locator(".app-masthead .app-code").inner_text()
    trainer.press(trainer.next)
    look(trainer, f"open-{language}")
    return code


def vote(phone: Window, code: str, language: Language, *, scripts: bool) -> None:
    """Type the code and vote."""
    phone.open("/room")
    look(phone, f"phone-entry-{language}")
    phone.page.locator("#code").fill(code.lower())
    phone.press(phone.next)
    look(phone, f"phone-vote-{language}")
    if not scripts:
        phone.press(phone.next, status=422)
    phone.main.locator("#choice-observe").check()
    phone.next.click()
    phone.main.get_by_role("heading", name=VOTED[language]).wait_for()
    look(phone, f"phone-voted-{language}")


def count_hands(trainer: Window, language: Language) -> None:
    """Fourteen for the first way."""
    trainer.press(trainer.main.locator('a[href$="/room/hands"]'))
    look(trainer, f"hands-form-{language}")
    trainer.main.locator("input[inputmode=numeric]").first.fill("14")
    trainer.press(trainer.next)
    look(trainer, f"hands-{language}")
    assert "14" in trainer.words


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "scripts"), [("pt", True), ("en", False)])
def test_a_case_is_played_in_the_room(
    trainer: Window, windows: Windows, fresh_server: Server, prepared: Prepared, language: Language, scripts: bool
) -> None:
    session = f"/train/sessions/{prepared.traces.session_to_come}"
    code = open_case(trainer, session, language)
    phone = windows.open(fresh_server, language=language, width=390, scripts=scripts)
    vote(phone, code, language, scripts=scripts)
    for _ in range(9):
        Phone(fresh_server, code).vote("observe")
    if not scripts:
        trainer.open(f"{session}/room")
    trainer.main.get_by_text(ENOUGH[language]).wait_for()
    trainer.press(trainer.next)
    look(trainer, f"closed-{language}")
    assert trainer.main.locator(".app-share").count() == 4
    phone.main.get_by_role("heading", name=LOOK[language]).wait_for()  # by itself, with and without scripts
    look(phone, f"phone-waits-{language}")

    trainer.main.locator("#choice").select_option("observe")
    trainer.press(trainer.next)
    look(trainer, f"decision-{language}")
    trainer.press(trainer.next)
    look(trainer, f"second-{language}")
    phone.main.locator("#choice").wait_for()
    count_hands(trainer, language)
    if scripts:
        phone.page.locator("#moved").wait_for(state="visible")  # it is not loaded anew under the finger
        look(phone, f"phone-moved-{language}")

    trainer.main.locator("summary").last.click()
    trainer.press(trainer.main.locator('form[action$="/room/end"] button').last)
    phone.open(f"/room/{code}")
    assert phone.path == "/room"
    look(phone, f"phone-gone-{language}")
