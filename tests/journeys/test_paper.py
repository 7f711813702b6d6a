"""Work on paper in a real browser: recorded by a supervisor, contested by the officer, withdrawn by an administrator;
and a certificate, printed on one sheet and verified by somebody who is not signed in.
"""

import re
from typing import Any, Final

import pytest
from live import Window, Windows
from prepared import Officer, Prepared
from served import Server

from course.base.languages import Language

LOOKS: Final[list[tuple[Language, dict[str, Any]]]] = [
    ("pt", {"width": 1280}),
    ("en", {"width": 390, "scripts": False}),
]
CERTIFICATE: Final = "/record/certificates/racial-discrimination"


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["wide", "phone-without-scripts"])
def test_paper_is_recorded_contested_and_withdrawn_and_a_certificate_ends_with_it(
    windows: Windows, fresh_server: Server, prepared: Prepared, language: Language, how: dict[str, Any]
) -> None:
    officer = prepared.newcomers[0]
    supervisor, admin, anybody = (windows.open(fresh_server, language=language, **how) for _ in range(3))
    theirs = windows.open(fresh_server, language=language, **how, network="slow")
    supervisor.sign_in("supervisor@demo.example")
    record(supervisor, officer)
    theirs.sign_in(officer.number, officer.organisation)

    code = make_certificate(theirs)
    verify(anybody, code, officer.name)
    theirs.open("/record/certificates")
    theirs.look()
    theirs.press(theirs.main.locator('form[action$="/objection"] button'))
    anybody.open(f"/certificates/{code}", status=404)
    admin.sign_in("admin@demo.example")
    withdraw(admin)

    theirs.open("/record/certificates")
    assert "Vi a folha: não esteve." in theirs.words
    theirs.open(CERTIFICATE)
    assert theirs.main.locator("article").count() == 0


def _units_below(supervisor: Window) -> list[str]:
    links = supervisor.main.locator('th a[href*="unit="]').all()
    return [link.get_attribute("href") or "" for link in links]


def record(supervisor: Window, officer: Officer) -> None:
    """From the table of the unit in which the officer works: somewhere down the tree."""
    waiting = _units_below(supervisor)
    while officer.name not in supervisor.words:
        supervisor.open(waiting.pop())
        waiting += _units_below(supervisor)
    supervisor.press(supervisor.main.locator('a[href$="/paper"]').first)
    supervisor.look()
    supervisor.page.get_by_label(officer.name, exact=True).check()
    supervisor.page.locator("#module").select_option(index=1)
    supervisor.press(supervisor.next)
    row = supervisor.main.locator("tr").filter(has_text=officer.name).last
    assert re.search("em papel|on paper", row.inner_text())


def make_certificate(officer: Window) -> str:
    """Its code; it prints on one sheet."""
    officer.open(CERTIFICATE)
    officer.press(officer.next)
    officer.look()
    sheet = officer.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", sheet)) == 1
    return officer.main.locator(".app-code").inner_text()


def verify(anybody: Window, code: str, name: str) -> None:
    """By typing the code."""
    anybody.open("/certificates")
    anybody.look()
    anybody.page.locator("#code").fill(code.lower().replace("-", " "))
    anybody.press(anybody.main.get_by_role("button"))
    anybody.look()
    assert (anybody.path, name in anybody.words) == (f"/certificates/{code}", True)


def withdraw(admin: Window) -> None:
    """The contested record is the next step of its page."""
    admin.open("/administer/paper")
    admin.look()
    admin.press(admin.next)
    admin.look()
    admin.page.locator("#decision-withdrawn").check()
    admin.page.locator("#reason").fill("Vi a folha: não esteve.")
    admin.press(admin.next)
    assert admin.path == "/administer/paper"
