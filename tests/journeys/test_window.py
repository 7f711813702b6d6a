"""A window that notes nothing would prove nothing: each thing that it is to note is done once."""

import pytest
from live import Look, Window
from playwright.sync_api import Browser, Route
from served import Server

from course.web.security import CSP


@pytest.mark.browser
@pytest.mark.xdist_group("1280-light-pt")
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p style='color: red'>inline</p>", "console: "),
        ("<img alt='' src='http://127.0.0.2/x.png'>", "request to another host: "),
        ("<img alt='' src='/no-such-file.png'>", "404 for GET "),
    ],
    ids=["refused by the policy", "another host", "not there"],
)
def test_a_window_notes_what_must_not_happen(
    chromium: Browser, server: Server, html: str, fault: str, scripts: bool
) -> None:
    window = Window(chromium, server, Look(scripts=scripts))

    def answer(route: Route) -> None:
        policy = {} if "127.0.0.2" in html else {"Content-Security-Policy": CSP}
        page = f"<!DOCTYPE html><title>x</title>{html}"
        route.fulfill(status=200, body=page, headers=policy, content_type="text/html")

    window.context.route("**/faulty", answer)
    window.context.route("http://127.0.0.2/**", lambda route: route.abort())
    window.open("/faulty")
    window.close()

    assert {noted[: len(fault)] for noted in window.faults} >= {fault}


@pytest.mark.browser
@pytest.mark.xdist_group("1280-light-pt")
def test_a_window_notes_a_page_that_is_too_wide(chromium: Browser, server: Server) -> None:
    window = Window(chromium, server, Look(width=390, bypass_csp=True))
    window.open("/sign-in")
    window.page.locator("h1").evaluate("title => { title.style.width = '350px' }")

    assert window.stands_out((390, 320)) == [320]
    window.close()
