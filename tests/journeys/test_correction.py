"""In real Chromium, a question turns out to be wrong: a trainer re-scores the quiz; the officer is told, and done."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from axe import violations_by_kind
from live import PHONES, Window, Windows, fold
from passwords import PASSWORD
from prepared import Officer, Prepared
from served import Client, Server
from site_of_tests import COURSE, Site
from walks import MODULE, hand_in, open_quiz, play, questions_asked, read_all, right_fields, wrong_fields

from course.base.languages import Language
from course.content.library import Library
from course.factory import utc_now

TRAINER: Final = "trainer@demo.example"
PAGE: Final = f"/train/quizzes/{MODULE}"
OPTION: Final = ("car-park", "looked-away")
"""A void option of a core question: whoever chose it was marked wrong."""
WHOLE: Final = "why-me"
"""A core question that is void as a whole."""


@dataclass(frozen=True)
class Words:
    """What is read on the way, in one language. `rose` and `was` are said of a result."""

    whole: str
    option: str
    missing: str
    reason: str
    done: str
    again: str
    rose: str
    was: str
    best: str
    before: str
    record: str
    completed: str
    own: str


WORDS: Final[dict[Language, Words]] = {
    "pt": Words(
        whole="toda",
        option="Ao ver o carro-patrulha, baixou a cabeça, deu meia volta e saiu por outra porta.",
        missing="Escreva numa frase o que estava errado",
        reason="Duas opções podiam estar certas.",
        done="Reclassificado a",
        again="Reclassificar mais uma vez",
        rose="O seu resultado subiu de 60 % para 80 %.",
        was="Valia 0.",
        best="O seu melhor resultado até agora: 80 %.",
        before="Era de 60 %",
        record="Registar",
        completed="Concluiu «Perfilamento étnico»",
        own=": 80 %",
    ),
    "en": Words(
        whole="all of it",
        option="On seeing the patrol car he lowered his head, turned round and left by another door.",
        missing="Write in a sentence what was wrong",
        reason="Two options could be right.",
        done="Re-scored on",
        again="Re-score once more",
        rose="Your result has risen from 60% to 80%.",
        was="It was worth 0.",
        best="Your best result so far: 80%.",
        before="It has risen from 60%",
        record="Record",
        completed="You completed “Ethnic profiling”",
        own=": 80%",
    ),
}


@dataclass(frozen=True)
class Corrected:
    """A running server with the corrected quiz, and the address of the result of an officer who had answered before."""

    server: Server
    result: str


@pytest.fixture
def corrected(prepared: Prepared, library: Library, tmp_path: Path) -> Iterator[Corrected]:
    """Somebody did the module with four wrong answers, two of them to what is then declared void."""
    instance = prepared.copy(tmp_path / "instance")
    result = learn(instance, prepared.newcomers[0], library)
    for folder in ("modules", "cases", "quizzes", "registers", "surveys"):
        shutil.copytree(COURSE / folder, tmp_path / "library" / folder)
    declare_void(tmp_path / "library" / "quizzes" / MODULE / "quiz.yaml")
    running = Server(instance, environment={"COURSE_LIBRARY": str(tmp_path / "library")})
    running.start()
    yield Corrected(running, result)
    running.kill()


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "width", "scripts"), [("pt", 390, True), ("en", 1280, True), ("pt", 1280, False)])
def test_a_correction_is_made_by_the_trainer_and_told_to_the_officer_who_gains(
    windows: Windows, prepared: Prepared, corrected: Corrected, language: Language, width: int, *, scripts: bool
) -> None:
    words = WORDS[language]

    def somebody(who: Officer | str) -> Window:
        window = windows.open(corrected.server, width=width, language=language, scripts=scripts, bypass_csp=scripts)
        window.take_cookies(cookies_of(corrected.server, who) | {"language": language})
        return window

    def look(window: Window) -> None:
        """Without scripts axe cannot look."""
        assert faults_of(window, with_axe=scripts) == []

    officer, trainer = somebody(prepared.newcomers[0]), somebody(TRAINER)
    officer.open(corrected.result)
    assert (words.rose in officer.words, score(officer)) == (False, "60")

    trainer.open(PAGE)
    panel = trainer.main.locator("#correction")
    assert panel.locator("ul ul li").all_inner_texts() == [words.option]
    assert fold(panel.locator("ul.app-list > li").last.inner_text()).endswith(words.whole)
    look(trainer)
    trainer.press(panel.get_by_role("button"), status=422)
    assert words.missing in trainer.words
    look(trainer)
    trainer.page.locator("#reason").fill(words.reason)
    trainer.press(panel.get_by_role("button"))
    told = panel.locator(".app-notice").all_inner_texts()
    assert [(words.done in one, words.reason in one) for one in told] == [(True, True)]
    look(trainer)
    panel.locator("summary").click()
    trainer.press(panel.locator("form").get_by_role("button", name=words.again))
    assert panel.locator(".app-notice").all_inner_texts() == told

    officer.open(corrected.result)
    assert (words.rose in officer.words, officer.words.count(words.was), score(officer)) == (True, 2, "80")
    look(officer)
    officer.open(f"/quizzes/{MODULE}")
    assert (words.best in officer.words, words.before in officer.words) == (True, True)
    look(officer)
    officer.open("/account/data")
    assert words.own in officer.words
    look(officer)
    officer.open("/")
    look(officer)
    record = officer.main.get_by_role("button", name=words.record)
    if record.count():  # where the sign-in came before the re-scoring
        officer.press(record)
    officer.open(corrected.result)
    assert officer.main.get_by_role("heading", level=1).inner_text() == words.completed
    look(officer)


def learn(instance: Path, officer: Officer, library: Library) -> str:
    """Do the module with four wrong answers, those to OPTION and WHOLE among them; the path of the result."""
    site = Site("", instance, library)
    site.now = utc_now()
    visitor = site.visitor()
    signed_in = visitor.get("/sign-in").submit(
        "/sign-in", identifier=officer.number, organisation=officer.organisation, password=PASSWORD
    )
    assert signed_in.status == 303
    read_all(site, visitor)
    play(site, visitor)
    page = open_quiz(visitor)
    questions = library.quizzes[MODULE].reference.questions
    asked = questions_asked(site, page)
    wrong = {OPTION[0], WHOLE, *[id_ for id_ in asked if id_ not in {OPTION[0], WHOLE}][:2]}
    for id_ in asked:
        fields = wrong_fields(questions[id_]) if id_ in wrong else right_fields(questions[id_])
        page = visitor.follow(page.fill(page.path, {"answer": [OPTION[1]]} if id_ == OPTION[0] else fields))
    path = hand_in(page).path
    site.house.database.close()
    return path


def declare_void(file: Path) -> None:
    """The correction: an option of one question, and another question as a whole."""
    text = file.read_text(encoding="utf-8")
    for head, indent in ((f"      {OPTION[1]}:\n", 8), (f"  {WHOLE}:\n", 4)):
        assert text.count(f"\n{head}") == 1, head
        text = text.replace(f"\n{head}", f"\n{head}{' ' * indent}void: true\n")
    file.write_text(text, encoding="utf-8")


def cookies_of(server: Server, who: Officer | str) -> dict[str, str]:
    """Those of a fresh sign-in."""
    client = Client(server)
    if isinstance(who, Officer):
        client.sign_in(who.number, who.organisation)
    else:
        client.sign_in(who)
    client.close()
    return dict(client.cookies)


def score(window: Window) -> str:
    """The percentage of the result in view."""
    return window.main.locator(".app-score__big").inner_text().partition("\xa0")[0].partition(" ")[0]


def faults_of(window: Window, *, with_axe: bool) -> list[str]:
    """What axe finds at either width, and the widths at which something stands out."""
    found = []
    for width in (1280, 390) if with_axe else ():
        window.page.set_viewport_size({"width": width, "height": 900})
        found += [f"{width}: {violation}" for violation in violations_by_kind(window.page)]
    return [*found, *(f"{width} is too narrow" for width in window.stands_out((*PHONES, 1280)))]
