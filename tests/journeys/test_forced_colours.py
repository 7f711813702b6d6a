"""In a real browser whose colours the system chooses: what a colour told can still be seen."""

import itertools
from io import BytesIO

import pytest
from live import Window, Windows
from PIL import Image
from playwright.sync_api import Locator
from prepared import Prepared
from served import Client, Server

pytestmark = pytest.mark.browser
MARK = 40
"""Side in CSS pixels of the corner in which an option shows whether it is chosen."""
SEEN = 8
"""So many pixels more or less of black are seen."""


def black(part: Locator) -> int:
    """How many pixels of that corner are nearer to black than to white."""
    image = Image.open(BytesIO(part.screenshot())).convert("L")
    corner = image.crop((0, 0, min(MARK, image.width), min(MARK, image.height)))
    return sum(corner.histogram()[:128])


@pytest.fixture(params=["light", "dark"])
def window(windows: Windows, server: Server, prepared: Prepared, request: pytest.FixtureRequest) -> Window:
    """That of an officer who is half through."""
    opened = windows.open(server, forced_colours=True, scheme=request.param)
    client = Client(server)
    client.sign_in(prepared.midway.number, prepared.midway.organisation)
    opened.take_cookies(dict(client.cookies))
    client.close()
    return opened


def test_a_chosen_option_is_told_from_another(window: Window, prepared: Prepared) -> None:
    window.open(f"{prepared.traces.open_attempt}/{prepared.traces.answered}")
    options = window.page.locator("#answer .app-choice")
    [chosen] = options.filter(has=window.page.locator(":checked")).all()
    one, other, *_ = (black(option) for option in options.filter(has=window.page.locator("input:not(:checked)")).all())

    assert abs(one - other) < SEEN < abs(one - black(chosen))


def test_on_a_scale_the_start_what_was_lost_and_the_rest_are_told_from_each_other(
    window: Window, prepared: Prepared
) -> None:
    window.open(f"{prepared.traces.open_run}/2")
    squares = window.page.locator(".app-meter__scale").first.locator("i")
    kinds = [squares.and_(window.page.locator(kind)).first for kind in (".on", ".lost", ":not([class])")]

    assert [pair for pair in itertools.combinations(map(black, kinds), 2) if abs(pair[0] - pair[1]) < SEEN] == []
