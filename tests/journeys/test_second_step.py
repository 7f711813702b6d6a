"""A trainer sets up an app where every role but the learner's needs a second step, comes in by it, and then by a
passkey of the device."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from axe import violations
from live import Window, Windows
from passwords import PASSWORD
from prepared import Prepared
from served import Server, running

from course.base.languages import Language

TRAINER = "trainer@demo.example"
HOME = "/train/sessions"
NEXT = dt.timedelta(seconds=30)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class NamedServer(Server):
    """A server that browsers reach by a name: for a number they make no passkey."""

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"


@pytest.fixture
def house(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A house that asks for a second step."""
    server = NamedServer(prepared.copy(tmp_path / "instance"), environment={"COURSE_SECOND_FACTOR": "1"})
    server.environment["COURSE_URL"] = server.address
    with running(server):
        yield server


def give_password(window: Window) -> None:
    """The first step."""
    window.open("/sign-in")
    window.choose_language(window.language)
    window.page.locator("#identifier").fill(TRAINER)
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))


def sign_out(window: Window) -> None:
    """At the top of any page."""
    window.press(window.page.locator("header form[action='/sign-out'] button"))


def give_code(window: Window, code: str) -> None:
    """The code of the app, on the page that asks for it."""
    window.page.locator("#code").fill(code)
    window.press(window.main.locator("form").filter(has=window.page.locator("#code")).get_by_role("button"))


def look(window: Window) -> None:
    """The page as it stands, by eye and by axe."""
    window.look()
    if window.has_scripts:
        assert violations(window.page) == []


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "width", "scripts"), [("pt", 390, False), ("en", 1280, True)])
def test_a_trainer_sets_up_an_app_and_comes_in_by_it_and_by_a_passkey(
    windows: Windows, house: Server, language: Language, width: int, scripts: bool
) -> None:
    window = windows.open(house, language=language, width=width, scripts=scripts)
    give_password(window)
    assert window.path == "/sign-in/second-step"
    look(window)

    window.press(window.main.locator("form[action$='/app/begin'] button"))
    look(window)
    secret = window.main.locator("code").inner_text().replace(" ", "")
    now = dt.datetime.now(dt.UTC)
    give_code(window, pyotp.TOTP(secret).at(now))
    look(window)
    recovery = window.main.locator("code").all_inner_texts()
    assert len(recovery) == 10
    window.press(window.next)
    sign_out(window)

    give_password(window)
    look(window)
    give_code(window, pyotp.TOTP(secret).at(now + NEXT))
    assert window.path == HOME
    window.open("/account/second-factor")
    look(window)
    if not scripts:
        return

    device = window.context.new_cdp_session(window.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    window.page.locator("#name").fill("Virtual <b>device</b>")
    window.press(window.main.locator("form[data-passkey=create] button"))
    assert window.main.get_by_role("rowheader", name="Virtual <b>device</b>").count() == 1
    look(window)
    sign_out(window)
    give_password(window)
    look(window)
    window.press(window.main.locator("form[data-passkey=get] button"))
    assert window.path == HOME
