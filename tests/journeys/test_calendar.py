"""An officer keeps the session in a calendar, in a real browser.

The file is downloaded, the address copied and read by a program without a sign-in; on the wide screen and, without
scripts, on the phone.
"""

from pathlib import Path
from typing import Any, Final
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from live import PHONES, Window, Windows
from passwords import PASSWORD
from playwright.sync_api import Locator
from served import Server

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "wide": {"width": 1280, "language": "en"},
    "phone-without-scripts": {"width": 390, "scripts": False, "network": "slow"},
}
OFFICER: Final = "officer@demo.example"


def read(text: bytes) -> list[str]:
    """The summaries of the events."""
    assert text.count(b"\r\n") == text.count(b"\n")
    return [str(event["summary"]) for event in Calendar.from_ical(text).walk("VEVENT")]


def download(window: Window, link: Locator) -> tuple[str, list[str]]:
    """The name under which the browser keeps the file, and its events."""
    with window.page.expect_download() as started:
        link.click()
    return started.value.suggested_filename, read(Path(started.value.path()).read_bytes())


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS)
def test_a_session_is_kept_in_a_calendar_by_file_and_by_address(
    fresh_server: Server, windows: Windows, look: str
) -> None:
    shape = LOOKS[look]
    window = windows.open(fresh_server, **shape)
    window.open("/sign-in")
    window.choose_language(shape.get("language", "pt"))
    window.page.locator("#identifier").fill(OFFICER)
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))
    window.choose_language(shape.get("language", "pt"))
    said = {
        "pt": ["Discriminação racial: sessão", "Prazo antes da sessão: Discriminação racial"],
        "en": ["Racial discrimination: session", "Due before the session: Racial discrimination"],
    }

    name, events = download(window, window.main.locator('.app-guia a[href$="/calendar.ics"]'))
    assert (name.endswith(".ics"), events) == (True, said[shape.get("language", "pt")])

    window.press(window.main.locator('a[href="/seat"]'))
    window.press(window.main.locator('form[action="/seat/calendar"] button'))
    address = window.page.locator("#address").input_value()
    path = "/calendar/" + address.rpartition("/calendar/")[2]
    assert window.stands_out((window.width,) if window.width not in PHONES else PHONES) == []
    with urlopen(fresh_server.address + path) as answer:  # noqa: S310 - our own server
        # That of last week, too; in the language of whose calendar it is, not of the browser.
        assert read(answer.read()) == said["pt"] * 2

    window.press(window.next)
    window.press(window.main.locator('form[action="/seat/calendar/end"] button'))
    window.open(path, status=404)
