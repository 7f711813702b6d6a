"""In real Chromium: what somebody looks for, reads on paper and takes away in a file, on a desktop and on a phone."""

from pathlib import Path
from typing import Final

import pytest
from axe import violations
from live import PHONES, Look, Window, Windows
from playwright.sync_api import Browser, Page
from prepared import Prepared
from served import Client, Server
from walks import MODULE

pytestmark = pytest.mark.browser
LOOKS: Final[dict[str, Look]] = {
    "wide": {"width": 1280, "language": "pt"},
    "phone": {"width": 390, "language": "en", "network": "slow"},
}


def signed_in(windows: Windows, server: Server, prepared: Prepared, look: Look) -> Window:
    window = windows.open(server, **look, scripts=False)
    client = Client(server)
    client.sign_in(prepared.passed.number, prepared.passed.organisation)
    window.take_cookies(dict(client.cookies) | {"language": look["language"]})
    client.close()
    return window


@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_an_officer_looks_for_a_word_reads_and_takes_the_module_away(
    windows: Windows,
    server: Server,
    prepared: Prepared,
    chromium: Browser,
    tmp_path: Path,
    look: Look,
) -> None:
    window, width = signed_in(windows, server, prepared, look), look["width"]
    window.open("/")
    window.press(window.page.locator('nav a[href="/library"]'))
    window.page.locator("#q").fill({"pt": "FUNDADAS suspeit", "en": "identificacao"}[look["language"]])
    window.press(window.page.locator(".app-search button"))

    assert window.page.locator("mark").count() > 0
    window.press(window.page.locator('.app-results a[href^="/library/glossary/"]').first)
    window.page.go_back()
    window.press(window.page.locator(".app-kinds a").nth(1))
    assert window.stands_out(PHONES if width in PHONES else (width,)) == []

    window.open(f"/modules/{MODULE}")
    window.press(window.page.locator(f'a[href="/modules/{MODULE}/edition"]'))
    window.page.emulate_media(media="print")
    assert window.page.locator(".app-next").is_hidden()
    answers = window.page.locator("#answers").locator("xpath=..")
    assert answers.evaluate("section => getComputedStyle(section).breakBefore") == "page"
    window.page.emulate_media(media="screen")
    with window.page.expect_download() as waiting:
        window.next.click()

    kept = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(kept)
    assert kept.suffix == ".html"
    assert_reads_without_a_network(chromium, kept, width)


def assert_reads_without_a_network(chromium: Browser, file: Path, width: int) -> None:
    """The file is whole on a disk with no network: it asks for nothing but itself, is styled, and shuts nobody out."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, offline=True, bypass_csp=False)
    asked: list[str] = []
    faults: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: faults.append(message.text))
    page = context.new_page()
    page.goto(file.as_uri())

    assert asked == [file.as_uri()]
    assert page.evaluate("getComputedStyle(document.querySelector('.app-check')).borderTopStyle") == "solid"
    answer = page.locator(".app-check details").first
    assert answer.locator("ul").first.is_hidden()
    answer.locator("summary").click()
    assert answer.locator("ul").first.is_visible()
    for number in PHONES if width in PHONES else (width,):
        page.set_viewport_size({"width": number, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= number
    assert (asked, faults) == ([file.as_uri()], [])
    context.close()
    assert_shuts_nobody_out(chromium, file, width)


def assert_shuts_nobody_out(chromium: Browser, file: Path, width: int) -> None:
    """axe is a script, which the file's own policy refuses: it is looked at without it."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=True, offline=True)
    page: Page = context.new_page()
    page.goto(file.as_uri())
    assert violations(page) == []
    context.close()
