"""An administrator makes a token, a program uses it, and the token is revoked, in a real browser."""

import json
import urllib.error
from typing import Any, Final
from urllib.request import Request, urlopen

import pytest
from live import PHONES, Windows
from passwords import PASSWORD
from served import Server

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "wide": {"width": 1280, "language": "en"},
    "phone-without-scripts": {"width": 390, "scripts": False},
}
SAID: Final = {"pt": ("Criar um token", "revogado em"), "en": ("Make a token", "revoked on")}


def status_of(server: Server, token: str) -> tuple[int, int]:
    """What a program with that token is answered: the status, and how many units it read."""
    asked = Request(f"{server.address}/api/v1/units", headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    try:
        with urlopen(asked) as answer:  # noqa: S310 - our own server
            return answer.status, len(json.load(answer)["items"])
    except urllib.error.HTTPError as refused:
        return refused.code, 0


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS)
def test_a_token_is_made_used_and_revoked(fresh_server: Server, windows: Windows, look: str) -> None:
    shape = LOOKS[look]
    language = shape.get("language", "pt")
    window = windows.open(fresh_server, **shape)
    window.open("/sign-in")
    window.choose_language(language)
    window.page.locator("#identifier").fill("admin@demo.example")
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))
    window.choose_language(language)

    window.open("/administer/programs")
    assert window.stands_out(PHONES) == []
    assert SAID[language][0] in window.words
    window.press(window.next, status=422)
    window.page.locator("#name").fill("Sistema de pessoal <b>&amp;")
    window.page.locator("input[value='units:read']").check()
    window.press(window.next, status=200)
    token = window.page.locator("#token").input_value()
    assert window.stands_out(PHONES) == []
    assert status_of(fresh_server, token)[0] == 200
    assert status_of(fresh_server, token)[1] > 1

    window.press(window.next)
    window.press(window.main.locator("form[action$='/revoke'] button"))
    assert SAID[language][1] in window.words
    assert "Sistema de pessoal <b>&amp;" in window.words
    assert window.stands_out(PHONES) == []
    assert status_of(fresh_server, token) == (401, 0)
