"""The programme over the country in a real browser: a trainer plans four sessions at once and swaps a part of one.

Its officer sees that part first, its brief is prepared for it, and an administrator counts the whole by district.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from live import PHONES, Window, Windows
from passwords import PASSWORD
from prepared import Prepared
from served import Server, running
from three_parts import FIRST, SECOND, write_course_of_three_parts

from course.base.calendar import LISBON
from course.base.languages import Language

LOOKS: Final[dict[str, tuple[Language, dict[str, Any]]]] = {
    "wide": ("en", {"width": 1280}),
    "phone-without-scripts": ("pt", {"width": 390, "scripts": False}),
}
DISTRICTS: Final = ("Évora", "Beja", "Faro", "Madeira")
TRAINER, ADMIN, OFFICER = "trainer@demo.example", "admin@demo.example", "officer@demo.example"


@pytest.fixture
def programme_server(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """The demonstration, with a track of three parts of which the first is usually done before a session."""
    library = tmp_path / "course"
    write_course_of_three_parts(library)
    with running(Server(prepared.copy(tmp_path / "instance"), environment={"COURSE_LIBRARY": str(library)})) as made:
        yield made


def signed_in(windows: Windows, server: Server, who: str, language: Language, shape: dict[str, Any]) -> Window:
    """That person at a browser of their own, which reads in the language of the test."""
    window = windows.open(server, language=language, **shape)
    window.open("/sign-in")
    window.choose_language(language)
    window.page.locator("#identifier").fill(who)
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))
    window.choose_language(language)
    return window


def go(window: Window, path: str) -> None:
    """Open a page on which nothing is wider than the window."""
    window.open(path)
    assert window.stands_out((window.width,) if window.width not in PHONES else PHONES) == [], path


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS)
def test_a_series_is_planned_a_part_swapped_and_the_programme_counted(
    programme_server: Server, windows: Windows, look: str
) -> None:
    language, shape = LOOKS[look]
    first = dt.datetime.now(LISBON).date() + dt.timedelta(days=10)
    trainer = signed_in(windows, programme_server, TRAINER, language, shape)

    code = plan_series(trainer, first)
    swap(trainer, code)
    seat_officer(trainer, code)
    officer = signed_in(windows, programme_server, OFFICER, language, shape)
    parts = [link.get_attribute("href") for link in officer.main.locator(".app-path a[href^='/modules/']").all()]
    go(trainer, f"/train/sessions/{code}/brief")
    to_read = trainer.main.locator(f"a[href='/train/modules/{SECOND}']").count()
    admin = signed_in(windows, programme_server, ADMIN, language, shape)
    counted = count(admin, first.year)

    assert parts.index(f"/modules/{SECOND}") < parts.index(f"/modules/{FIRST}")
    assert to_read == 1
    assert counted == (["Évora", "1", "0", "1", "1", "0"], "1300")


def plan_series(trainer: Window, first: dt.date) -> str:
    """A mistake in one line is told and mended; then the four are looked at and made. The code of the first."""
    go(trainer, "/train/series")
    lines = [
        f"{first + dt.timedelta(days=day):%d/%m/%Y}; 09:30; 12:30; {district}; Comando de {district}"
        for day, district in enumerate(DISTRICTS)
    ]
    next_button = trainer.main.locator(".app-next")
    trainer.page.locator("#lines").fill("\n".join(lines).replace("Faro;", "Atlântida;"))
    trainer.press(next_button, status=422)
    assert trainer.page.locator(".govuk-error-summary__list li").count() == 1
    trainer.page.locator("#lines").fill("\n".join(lines))
    trainer.press(next_button)
    assert trainer.main.locator("tbody tr").count() == 4
    trainer.press(next_button)
    row = trainer.main.locator("tbody tr").filter(has_text="Comando de Évora")
    return row.locator("th a").inner_text()


def swap(trainer: Window, code: str) -> None:
    """The second part instead of the first."""
    go(trainer, f"/train/sessions/{code}")
    trainer.press(trainer.main.locator(f"a[href='/train/sessions/{code}/modules']"))
    trainer.main.locator(f"input[value='{FIRST}']").uncheck()
    trainer.main.locator(f"input[value='{SECOND}']").check()
    trainer.press(trainer.main.locator(".app-next"))
    assert SECOND in trainer.main.locator("#before").inner_text()


def seat_officer(trainer: Window, code: str) -> None:
    """The officer gets a seat in it."""
    go(trainer, f"/train/sessions/{code}/seats")
    trainer.page.locator("#people").fill(OFFICER)
    trainer.press(trainer.main.locator(".app-next"))


def count(admin: Window, year: int) -> tuple[list[str], str]:
    """A target is set; the row of Évora, and the target as it stands then."""
    go(admin, f"/train/programme?year={year}")
    target = "#officers-racial-discrimination"
    admin.page.locator(target).fill("1300")
    admin.press(admin.main.locator("form[action='/train/programme/targets'] button"))
    row = admin.main.locator("tbody tr").filter(has_text="Évora")
    cells = [cell.inner_text().strip() for cell in row.locator("th, td").all()]
    return [text.splitlines()[-1].strip() for text in cells], admin.page.locator(target).input_value()
