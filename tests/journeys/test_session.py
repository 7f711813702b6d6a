"""From a planned session to its room in a real browser: a trainer plans, an administrator hands out a slip, an officer
signs in for the first time, changes the session, sees who looked and takes a copy, and the trainer reads the brief.

Everything is pressed and typed as each of them would.
"""

import datetime as dt
from typing import Any, Final

import pytest
from live import PHONES, Window, Windows
from passwords import PASSWORD
from prepared import Prepared
from served import Server

from course.base.calendar import LISBON
from course.base.languages import Language
from course.content.library import Library
from course.content.prose import plain

LOOKS: Final = {
    "wide": {"width": 1280},
    "phone-without-scripts": {"width": 390, "scripts": False},
}
CODE: Final = "PROVA-1"
CHOSEN: Final = "quatro palavras sem ligação"
TRAINER, ADMIN = "trainer@demo.example", "admin@demo.example"


class Somebody:
    """A person at a browser of their own."""

    def __init__(self, window: Window, language: Language) -> None:
        self.window, self.page = window, window.page
        self.language = language
        self.widths = (window.width,) if window.width not in PHONES else PHONES

    def sign_in(self, identifier: str, password: str = PASSWORD, organisation: str = "") -> None:
        """From the first page; afterwards in the language of the test."""
        self.open("/sign-in")
        self.window.choose_language(self.language)
        self.page.locator("#identifier").fill(identifier)
        if organisation:
            self.page.locator("#organisation").select_option(organisation)
        self.page.locator("#password").fill(password)
        self.press("Entrar", "Sign in")
        self.window.choose_language(self.language)

    def open(self, path: str) -> None:
        """Type an address; nothing stands out of the page."""
        self.window.open(path)
        self.look()

    def press(self, pt: str, en: str, *, status: int = 200, exact: bool = True) -> None:
        """Press the button or link of that name in the page's own part."""
        name = {"pt": pt, "en": en}[self.language]
        main = self.window.main
        control = main.get_by_role("button", name=name, exact=exact).or_(
            main.get_by_role("link", name=name, exact=exact)
        )
        self.window.press(control.first, status=status)
        self.look()

    def fill(self, **fields: str) -> None:
        """Type into the fields of these ids."""
        for id_, text in fields.items():
            self.page.locator(f"#{id_}").fill(text)

    def should_read(self, *words: str) -> None:
        """They stand on the page."""
        assert [word for word in words if word not in self.window.words] == [], self.window.words

    def look(self) -> None:
        """Nothing is wider than the window."""
        assert self.window.stands_out(self.widths) == [], self.window.path


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_session_is_planned_seated_changed_and_prepared(
    windows: Windows,
    fresh_server: Server,
    prepared: Prepared,
    library: Library,
    language: Language,
    look: dict[str, Any],
) -> None:
    newcomer = prepared.newcomers[0]

    def somebody() -> Somebody:
        return Somebody(windows.open(fresh_server, language=language, **look), language)

    trainer = somebody()
    trainer.sign_in(TRAINER)
    plan_and_seat(trainer, newcomer.number)
    admin = somebody()
    admin.sign_in(ADMIN)
    code = slip_for(admin, newcomer.name)
    officer = somebody()
    set_password(officer, newcomer.number, newcomer.organisation, code)
    change_session(officer)
    see_who_looked(officer)
    take_copy(officer)
    read_brief(trainer, library)


def plan_and_seat(trainer: Somebody, number: str) -> None:
    """The trainer's first page leads to the form; a mistake is mended; one line of two is nobody's."""
    assert trainer.window.path == "/train/sessions"
    day = dt.datetime.now(LISBON).date() + dt.timedelta(days=40)
    trainer.press("Marcar sessão", "Plan a session")
    trainer.fill(place="Sala de Prova", day="", start="09:30", end="12:30", code=CODE)
    trainer.page.locator("#district").select_option("Évora")
    trainer.press("Marcar", "Plan it", status=422)
    assert trainer.page.locator("#place").input_value() == "Sala de Prova"
    trainer.fill(day=day.isoformat())
    trainer.press("Marcar", "Plan it")
    assert trainer.window.path == f"/train/sessions/{CODE}"
    trainer.press("Dar lugares", "Give seats")
    trainer.page.locator("textarea").fill(f"{number}\n999999")
    trainer.press("Dar lugares", "Give seats")
    assert trainer.page.locator("textarea").input_value() == "999999"
    trainer.open(f"/train/sessions/{CODE}")
    trainer.should_read("Sala de Prova")


def slip_for(admin: Somebody, name: str) -> str:
    """The code on the slip, which is shown once."""
    admin.open("/administer/codes")
    admin.fill(q=name)
    admin.press("Procurar", "Search")
    admin.page.get_by_role("checkbox", name=name).check()
    admin.press("Criar os códigos", "Make the codes")
    admin.should_read(name)
    return admin.page.locator(".app-code").inner_text()


def set_password(officer: Somebody, number: str, organisation: str, code: str) -> None:
    """A first sign-in: a password that will not do is explained, then the session stands on the path."""
    officer.open("/sign-in/code")
    officer.window.choose_language(officer.language)
    for password, status in (("psp12345", 422), (CHOSEN, 200)):
        officer.fill(identifier=number, code=code.lower().replace("-", " "), password=password)
        officer.page.locator("#organisation").select_option(organisation)
        officer.press("Definir a palavra-passe", "Set the password", status=status)
    officer.window.choose_language(officer.language)
    assert officer.window.path == "/"


def change_session(officer: Somebody) -> None:
    """From the seat that the demonstration gave to the one that the trainer planned."""
    officer.open("/seat")
    words = officer.window.words
    assert CODE in words
    other = officer.page.get_by_role("button", name=CODE).first
    if other.count():
        officer.window.press(other)
        officer.look()
    officer.open("/")
    officer.should_read("Sala de Prova" if other.count() else "Comando Alfa")


def see_who_looked(officer: Somebody) -> None:
    """The administrator who made the code, by name: they are of one organisation."""
    officer.open("/account/data")
    officer.should_read("Evaristo")


def take_copy(officer: Somebody) -> None:
    """A wrong password is refused; the right one gives a file with what is kept."""
    officer.open("/account/data/export")
    officer.fill(password="não é esta")
    officer.press("Obter a cópia", "Take the copy", status=422)
    officer.fill(password=CHOSEN)
    with officer.page.expect_download() as download:
        officer.window.main.locator(".app-next").click()
    assert CODE in download.value.path().read_text(encoding="utf-8")


def read_brief(trainer: Somebody, library: Library) -> None:
    """The job took the picture of tomorrow's session: the page speaks in words, and the same words each time."""
    trainer.open("/train/sessions")
    trainer.press("Preparar a sessão", "Prepare the session")
    first = trainer.window.words
    trainer.open(trainer.window.path)

    module = library.modules["ethnic-profiling"].in_(trainer.language)
    trainer.should_read(plain(module.title), {"pt": "Não muda.", "en": "It does not change."}[trainer.language])
    assert trainer.window.words == first
