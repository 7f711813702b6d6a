"""An officer has their data restricted and objects; the data protection side answers; the officer reads it."""

from typing import Any, Final

import pytest
from live import Window, Windows
from prepared import Officer, Prepared
from served import Server

from course.base.languages import Language

LOOKS: Final[list[tuple[Language, dict[str, Any]]]] = [
    ("pt", {"width": 390, "scripts": False}),
    ("en", {"width": 1280}),
]
OBJECTION: Final = "Não quero que se saiba o dia."
ANSWER: Final = "Só a unidade o vê, e por motivo de serviço."


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "how"), LOOKS, ids=["phone-without-scripts", "wide"])
def test_data_are_restricted_at_once_an_objection_is_answered_and_both_are_read(
    windows: Windows, fresh_server: Server, prepared: Prepared, language: Language, how: dict[str, Any]
) -> None:
    officer = prepared.newcomers[0]
    theirs, supervisor, admin = (windows.open(fresh_server, language=language, **how) for _ in range(3))
    theirs.sign_in(officer.number, officer.organisation)
    supervisor.sign_in("supervisor@demo.example")
    admin.sign_in("admin@demo.example")
    before = is_listed(supervisor, officer)

    restrict(theirs)
    object_to_it(theirs)

    assert (before, is_listed(supervisor, officer)) == (True, False)
    answer(admin, officer)
    theirs.open("/account/data/requests")
    theirs.look()
    assert ANSWER in theirs.words


def is_listed(supervisor: Window, officer: Officer) -> bool:
    """Whether the supervisor finds the officer in one of their units."""
    waiting, seen = ["/supervise/units"], set[str]()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        supervisor.open(address)
        if officer.name in supervisor.words:
            return True
        below = [unit.get_attribute("href") or "" for unit in supervisor.main.locator('th a[href*="unit="]').all()]
        waiting += sorted(set(below) - seen - set(waiting))
    return False


def restrict(officer: Window) -> None:
    """From what is kept about them, because something is wrong."""
    officer.open("/account/data")
    officer.press(officer.main.locator('a[href$="/restriction"]'))
    officer.look()
    officer.page.locator("#ground-inaccurate").check()
    officer.press(officer.next)
    assert officer.path == "/account/data/requests"
    officer.open("/account/data")
    assert officer.main.locator('a[href$="/restriction"]').count() == 0


def object_to_it(officer: Window) -> None:
    """By the form."""
    officer.open("/account/data/requests")
    officer.page.locator("#kind-objection").check()
    officer.page.locator("#text").fill(OBJECTION)
    officer.press(officer.next)
    officer.look()
    assert OBJECTION in officer.words


def answer(admin: Window, officer: Officer) -> None:
    """The objection of that officer, from the list; what was asked is read only there."""
    admin.open("/administer/requests")
    admin.look()
    assert OBJECTION not in admin.words
    of_officer = admin.main.locator("tr").filter(has_text=officer.name)
    addresses = [link.get_attribute("href") or "" for link in of_officer.locator("th a").all()]
    for address in addresses:
        admin.open(address)
        if OBJECTION in admin.words:
            break
    admin.look()
    admin.page.locator("#decision-refused").check()
    admin.page.locator("#answer").fill(ANSWER)
    admin.press(admin.next)
    admin.look()
    assert ANSWER in admin.words
