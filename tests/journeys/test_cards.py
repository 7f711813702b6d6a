"""In real Chromium, the shipped cards print as what they are: one to an A6 sheet, or four to an A4 sheet."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from live import Windows
from prepared import Prepared
from served import Client, Server

from course.base.config import ROOT
from course.base.languages import LANGUAGES, Language
from course.content.library import Library

pytestmark = pytest.mark.browser
MILLIMETRE = 72 / 25.4


@pytest.fixture
def server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A server with what is shipped."""
    running = Server(prepared.copy(tmp_path / "instance"), environment={"COURSE_LIBRARY": str(ROOT)})
    running.start()
    yield running
    running.kill()


def sheets(printed: bytes) -> list[tuple[int, int]]:
    """Width and height of each page, in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    return [(round(float(width) / MILLIMETRE), round(float(height) / MILLIMETRE)) for width, height in boxes]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits_its_sheet_and_no_sheet_is_empty(
    windows: Windows, server: Server, prepared: Prepared, shipped: Library, language: Language
) -> None:
    window = windows.open(server, language=language)
    client = Client(server)
    client.sign_in(prepared.passed.number, prepared.passed.organisation)
    window.take_cookies(dict(client.cookies) | {"language": language})
    client.close()
    cards = len(shipped.modules)

    printed = {}
    for paper in ("a6", "a4"):
        window.open(f"/library/cards?paper={paper}")
        printed[paper] = sheets(window.page.pdf(prefer_css_page_size=True))

    assert printed == {"a6": [(105, 148)] * cards, "a4": [(210, 297)] * -(-cards // 4)}
    window.page.emulate_media(media="print")
    too_long = window.page.locator(".app-card").evaluate_all(
        "cards => cards.filter(card => card.scrollHeight > card.clientHeight + 1).map(card => card.innerText)"
    )
    assert too_long == []
