"""In a real browser: an officer comes back on the dates, and then has enough of it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import pytest
from live import Window, Windows
from passwords import PASSWORD
from prepared import RETURNING
from served import Server
from sqlalchemy import select, update
from walks import MODULE

from course.acts.save_answer import CERTAINTY
from course.content.library import Library
from course.content.questions.base import Form
from course.storage.engine import Database
from course.storage.models import Completion, Person

START = f"/refreshers/{MODULE}/"


LOOKS: Final = {
    "wide": {"width": 1280},
    "phone-without-scripts": {"width": 390, "scripts": False, "network": "slow"},
}


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_an_officer_comes_back_twice_and_then_wants_no_more(
    windows: Windows, fresh_server: Server, library: Library, look: dict[str, Any]
) -> None:
    window = windows.open(fresh_server, language="pt", **look)
    window.open("/sign-in")
    window.page.locator("#identifier").fill(RETURNING)
    window.page.locator("#password").fill(PASSWORD)
    window.press(window.main.get_by_role("button"))
    window.main.get_by_role("link", name="Perguntas a que voltar").click()

    first = _answer_all(window, library)
    _let_days_pass(fresh_server, 23)
    second = _answer_all(window, library)
    _let_days_pass(fresh_server, 60)

    window.open("/refreshers")
    assert (len(first), sorted(second)) == (4, sorted(first))
    assert "Não há nada à espera" in window.main.inner_text()  # all were right and certain twice
    window.press(window.main.get_by_role("button", name="Não quero voltar a perguntas"))
    assert "Nenhuma pergunta volta." in window.main.inner_text()


def _answer_all(window: Window, library: Library) -> Sequence[str]:
    """Answer what is due, rightly and certain; the ids in order."""
    window.open("/refreshers")
    window.press(window.next)
    answered = []
    while window.path.startswith(START):
        question = window.path.removeprefix(START)
        _fill(window, library.quizzes[MODULE].reference.questions[question].key())
        window.press(window.next)
        assert window.main.locator("h1").inner_text().startswith("Certo")
        answered.append(question)
        window.press(window.next)
    return answered


def _fill(window: Window, fields: Form) -> None:
    for name, values in {**fields, CERTAINTY: ["3"]}.items():
        for value in values:
            chosen = window.main.locator(f'input[name="{name}"][value="{value}"]')
            if chosen.count():
                chosen.check(force=True)
            elif window.main.locator(f'select[name="{name}"]').count():
                window.main.locator(f'select[name="{name}"]').select_option(value)
            else:
                window.main.locator(f'input[name="{name}"]').fill(value)


def _let_days_pass(server: Server, days: int) -> None:
    """The completion from which the dates count lies so many days further back."""
    database = Database(f"sqlite:///{server.instance / 'course.db'}")
    with database.write() as session:
        person = session.scalars(select(Person.id).where(Person.email == RETURNING)).one()
        own = (Completion.person_id == person) & (Completion.module == MODULE)
        day = session.scalars(select(Completion.date).where(own)).one()
        assert day is not None
        session.execute(update(Completion).where(own).values(date=day - dt.timedelta(days=days)))
    database.close()
