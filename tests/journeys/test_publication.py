"""A text goes to officers and back: published by another trainer, found, played, withdrawn in the middle of a run."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from authors import Authors, text_of
from live import PHONES, Window, Windows
from passwords import HASHED
from served import Server
from site_of_tests import course_of_tests

from course.acts.text_under_review import TextId
from course.base.notice import VERSION
from course.storage import people
from course.storage.engine import Database

LOOKS: Final[dict[str, dict[str, Any]]] = {
    "pt-wide": {"width": 1280, "language": "pt"},
    "en-phone-without-scripts": {"width": 390, "language": "en", "scripts": False},
}
WORDS: Final = {
    "pt": ("Assinado pela polícia", "foi retirado em", "Pode acabar, e conta.", "O que fez mantém-se, e conta."),
    "en": ("Signed by the police", "was withdrawn on", "You can finish, and it counts.", "What you have done stays"),
}
"""By language: who signed, that it was withdrawn, that one can finish, and that it counted."""
TRAINER: Final = "outra@test.example"
OFFICER: Final = "officer@demo.example"


@pytest.fixture
def signed(fresh_server: Server) -> Iterator[TextId]:
    """A new case on the running server, signed by all three parties and published by nobody."""
    database = Database(f"sqlite:///{fresh_server.instance / 'course.db'}")
    authors = Authors(database, course_of_tests(), fresh_server.instance / "keys")
    with database.write() as session:
        people.set_password_hash(session, authors.other.person_id, HASHED)
        people.note_notice(session, authors.other.person_id, VERSION)
    text = text_of(authors.submit(authors.draft()))
    authors.sign_all(text)
    yield text
    database.close()


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_a_case_is_published_found_played_and_withdrawn_in_the_middle(
    windows: Windows, fresh_server: Server, signed: TextId, look: dict[str, Any]
) -> None:
    by_whom, withdrawn, can_finish, counts = WORDS[look["language"]]
    trainer, officer = windows.open(fresh_server, **look), windows.open(fresh_server, **look)
    trainer.sign_in(TRAINER)
    officer.sign_in(OFFICER)

    trainer.open("/author/publications")
    trainer.press(trainer.next)
    assert trainer.path == f"/author/publications/case/{signed.document}/{signed.digest}"
    should_fit(trainer)
    trainer.press(trainer.next)
    assert trainer.path == "/author/publications"
    should_fit(trainer)

    officer.open("/library")
    officer.press(officer.main.locator(f'a[href="/cases/{signed.document}"]'))
    assert by_whom in officer.words
    officer.press(officer.next)
    scene = officer.path

    trainer.press(trainer.main.locator(f'a[href="/author/withdrawals/case/{signed.document}"]'))
    should_fit(trainer)
    trainer.press(trainer.next, status=422)
    trainer.main.locator("#reason").fill("Uma fonte mudou.")
    trainer.press(trainer.next)
    assert "Uma fonte mudou." in trainer.words

    officer.open("/path")
    assert withdrawn in officer.words
    officer.press(officer.main.locator(f'a[href="/cases/{signed.document}"]'))
    should_fit(officer)
    officer.press(officer.next)
    assert officer.path == scene
    assert can_finish in officer.words
    officer.main.locator("#choice-careful").check()
    officer.press(officer.next)
    officer.press(officer.next)
    assert officer.path.endswith("/ending")
    assert counts in officer.words
    should_fit(officer)

    officer.open("/library")
    assert officer.main.locator(f'a[href="/cases/{signed.document}"]').count() == 0


def should_fit(window: Window) -> None:
    """Nothing of the page is wider than a phone."""
    assert window.stands_out(PHONES) == [], window.path
