"""Three reviewers in a real browser: one refuses first, the author changes the text, the difference is shown, all sign.

Everything is pressed and typed as each of them would; only the words of the draft are changed beside the pages.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from desks import KEY
from live import PHONES, Window, Windows
from passwords import PASSWORD
from served import Server
from site_of_tests import course_of_tests

from course.acts.actor import actor_of
from course.acts.desk import Desk
from course.acts.save_draft import save_draft
from course.acts.sign_in import id_of, open_sign_in
from course.base.config import Settings
from course.base.ids import as_text
from course.base.languages import Language
from course.catalogue import Catalogues
from course.demonstration.review import REVIEWED
from course.factory import utc_now
from course.storage import drafts, people, sign_ins
from course.storage.engine import Database

LOOKS: Final = {
    "wide-pt": (1280, True, "pt"),
    "phone-without-scripts-en": (390, False, "en"),
}
AUTHOR: Final = "trainer@demo.example"
POLICE, BODY, SOCIETY = (
    "reviewer@demo.example",
    "reviewer-equality-body@demo.example",
    "reviewer-civil-society@demo.example",
)
WAS, BECOMES = "Não há resposta que sirva.", "O agente não responde, e vai-se embora."


@dataclass(frozen=True)
class Somebody:
    """A person at a browser of their own."""

    window: Window
    language: Language

    def press(self, pt: str, en: str, *, status: int = 200) -> None:
        """Press the button or link of that name; nothing stands out of the page that follows."""
        name = {"pt": pt, "en": en}[self.language]
        main = self.window.main
        control = main.get_by_role("button", name=name, exact=True).or_(main.get_by_role("link", name=name, exact=True))
        self.window.press(control.first, status=status)
        widths = (self.window.width,) if self.window.width not in PHONES else PHONES
        assert self.window.stands_out(widths) == [], self.window.path

    def should_read(self, pt: str, en: str) -> None:
        """It stands on the page."""
        assert {"pt": pt, "en": en}[self.language] in self.window.words, self.window.words

    def choose(self, position: str, reason: str = "") -> None:
        """A position, with its reason."""
        self.window.page.locator(f"#{position}").check()
        self.window.page.locator("#reason").fill(reason)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("width", "scripts", "language"), LOOKS.values(), ids=LOOKS.keys())
def test_three_parties_sign_after_one_refused_and_the_text_was_changed(
    windows: Windows, fresh_server: Server, width: int, scripts: bool, language: Language
) -> None:
    def somebody(email: str) -> Somebody:
        window = windows.open(fresh_server, language=language, width=width, scripts=scripts)
        window.open("/sign-in")
        window.page.locator("#identifier").fill(email)
        window.page.locator("#password").fill(PASSWORD)
        window.press(window.main.get_by_role("button"))
        window.choose_language(language)
        return Somebody(window, language)

    police, author = somebody(POLICE), somebody(AUTHOR)
    refuse(police)
    draft = as_text(_draft_of(fresh_server.instance))
    author.window.open(f"/author/drafts/{draft}/review")
    author.should_read("Uma entidade recusa este texto", "A party refuses this text")
    author.window.page.locator("textarea").first.fill("Tem, na próxima versão.")
    author.press("Responder", "Answer")
    author.should_read("Tem, na próxima versão.", "Tem, na próxima versão.")
    _write(fresh_server.instance)
    author.window.page.reload()
    author.should_read("O rascunho mudou desde que foi entregue.", "The draft was changed since it was submitted.")
    author.window.page.locator("#note").fill("O fim diz agora o que o agente faz.")
    author.press("Entregar", "Submit")
    sign_changed(police)
    for email in (BODY, SOCIETY):
        sign_first(somebody(email))
    author.window.page.reload()
    author.should_read("As três entidades assinaram", "All three parties have signed")


def refuse(police: Somebody) -> None:
    """A refusal without a reason is not taken; with one it stands beside what the others say."""
    police.window.open("/review/documents")
    police.press("Abrir", "Open it")
    police.choose("refuse")
    police.press("Assinar", "Sign", status=422)
    police.choose("refuse", "O fim não diz o que o agente faz.")
    police.press("Assinar", "Sign")
    police.should_read("«O fim não diz o que o agente faz.»", "«O fim não diz o que o agente faz.»")


def sign_changed(police: Somebody) -> None:
    """What was taken out and put in stands marked; the party agrees now."""
    police.window.open("/review/documents")
    police.should_read("Mudou desde a posição da sua entidade", "Changed since your party took its position")
    police.press("Abrir", "Open it")
    difference = police.window.main.locator(".app-diff li").first
    assert WAS.rsplit(maxsplit=1)[-1].rstrip(".") in difference.locator("del").last.inner_text()
    assert "vai-se embora" in difference.inner_text()
    police.should_read("O fim diz agora o que o agente faz.", "O fim diz agora o que o agente faz.")
    police.choose("agree")
    police.press("Assinar", "Sign")
    police.should_read("Concorda", "Agrees")


def sign_first(reviewer: Somebody) -> None:
    """Read whole, then signed with its English."""
    reviewer.window.open("/review/documents")
    reviewer.press("Abrir", "Open it")
    reviewer.press("Ler o texto inteiro, com as chaves", "Read the whole text, with its keys")
    reviewer.press("Comentar e assinar", "Comment and sign")
    reviewer.choose("agree")
    reviewer.window.page.locator("#reads_both").check()
    reviewer.press("Assinar", "Sign")


def _draft_of(instance: Path) -> bytes:
    database = Database(Settings(instance=instance).url)
    with database.read() as session:
        person = people.find_by_email(session, AUTHOR)
        assert person is not None
        found = next(one.id for one in drafts.list_of_person(session, person.id) if one.document == REVIEWED)
    database.close()
    return found


def _write(instance: Path) -> None:
    """The author saves other words of the Portuguese and of the English."""
    database = Database(Settings(instance=instance).url)
    with database.write() as session:
        person = people.find_by_email(session, AUTHOR)
        assert person is not None
        signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, person.id, utc_now())))
        draft = drafts.find(
            session, next(one.id for one in drafts.list_of_person(session, person.id) if one.document == REVIEWED)
        )
        assert signed_in is not None
        assert draft is not None
        files = {name: text.replace(WAS, BECOMES) for name, text in draft.files.items()}
        desk = Desk(
            session, actor_of(signed_in, KEY), utc_now(), Catalogues(course_of_tests()).latest, instance / "keys"
        )
        save_draft(desk, draft.id, draft.version, files, keep=True)
    database.close()
