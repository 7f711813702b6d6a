"""Who sits down at a desk after somebody else finds no answer by going back."""

import pytest
from live import Windows
from prepared import Prepared
from served import Server


@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_after_signing_out_no_way_back_shows_an_answer(
    windows: Windows, server: Server, prepared: Prepared, scripts: bool
) -> None:
    window = windows.open(server, width=390, scripts=scripts)
    window.sign_in(prepared.midway.number, prepared.midway.organisation)
    read = []
    for path in (f"{prepared.traces.open_attempt}/review", "/record", "/account/data"):
        window.open(path)
        read.append((window.path, window.words))
    assert [path for path, _ in read] == [f"{prepared.traces.open_attempt}/review", "/record", "/account/data"]

    window.press(window.page.locator('form[action="/sign-out"] button').first)

    shown = []
    for _ in read:
        window.page.go_back()
        shown.append((window.path, [path for path, words in read if words in window.words]))
    assert shown == [("/sign-in", [])] * len(read)
