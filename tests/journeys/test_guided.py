"""A trainer who never saw YAML makes a case by the guided form, from the list of drafts to the preview.

Everything is found by its label, typed, chosen and pressed as a person would; no text of the file is touched.
"""

from typing import Any, Final

import pytest
from live import PHONES, Window, Windows
from passwords import PASSWORD
from playwright.sync_api import Locator
from served import Server

from course.base.languages import Language

LOOKS: Final = {
    "wide, pt": ({"width": 1280}, "pt"),
    "phone without scripts, en": ({"width": 390, "scripts": False}, "en"),
}
TITLE: Final = "Um andar que já estava ocupado"
OPTIONS: Final = (
    ("Dizer-lhe que isso é um assunto entre particulares, e mais nada.", "weak", "a bad ending", "falls"),
    ("Escrever o que ela conta, palavra por palavra.", "the best", "another decision, still to be written", "rises"),
    ("Ligar ao senhorio, 912 000 000, e pedir-lhe que pense outra vez.", "weak", "a mixed ending", "falls"),
)
PT: Final = {
    "Begin": "Começar",
    "Begin by form": "Começar por formulário",
    "What the case is called": "Título do caso",
    "Where one is, and what has to be decided": "Onde se está e o que há a decidir",
    "Hour": "Hora",
    "Place": "Local",
    "Duty": "Serviço",
    "Save and go on": "Guardar e continuar",
    "Who decides": "Quem decide",
    "Person 2": "Pessoa 2",
    "This case is": "Este caso é",
    "invented": "inventado",
    "What was changed or invented": "O que foi mudado ou inventado",
    "What the officer sees and hears": "O que o agente vê e ouve",
    "Option": "Opção",
    "What the officer does": "O que o agente faz",
    "Why, told to whoever chose it": "Porquê, dito a quem escolheu",
    "This option is": "Esta opção é",
    "It leads to": "Leva a",
    "Legality": "Legalidade",
    "weak": "fraca",
    "the best": "a melhor",
    "a good ending": "um final bom",
    "a mixed ending": "um final misto",
    "a bad ending": "um final mau",
    "another decision, still to be written": "outra decisão, ainda por escrever",
    "falls": "desce",
    "rises": "sobe",
    "What happened": "O que aconteceu",
    "End": "Final",
    "Source": "Fonte",
    "Write it": "Escrever",
    "Save": "Guardar",
    "Look": "Ver",
    "To the preview": "Ir à pré-visualização",
}


class Author:
    """A trainer at a browser, who reads labels and nothing else."""

    def __init__(self, window: Window, language: Language) -> None:
        self.window, self.main = window, window.main
        self.language = language
        self.widths = (window.width,) if window.width not in PHONES else PHONES

    def word(self, english: str) -> str:
        """It in the language of the pages."""
        return PT[english] if self.language == "pt" else english

    def sign_in(self) -> None:
        """As the trainer of the demonstration."""
        self.window.open("/sign-in")
        self.window.choose_language(self.language)
        self.window.page.locator("#identifier").fill("trainer@demo.example")
        self.window.page.locator("#password").fill(PASSWORD)
        self.window.press(self.main.get_by_role("button").first)
        self.window.choose_language(self.language)

    def press(self, name: str, *, status: int = 200) -> None:
        """A button or link; nothing of the next page is wider than the window."""
        words = self.word(name)
        control = self.main.get_by_role("button", name=words, exact=True).or_(
            self.main.get_by_role("link", name=words, exact=True)
        )
        self.window.press(control.last, status=status)
        assert self.window.stands_out(self.widths) == [], self.window.path

    def type(self, label: str, text: str, within: Locator | None = None) -> None:
        """Into the field of that label."""
        (within or self.main).get_by_label(self.word(label), exact=True).fill(text)

    def choose(self, label: str, words: str, within: Locator | None = None) -> None:
        """From the list of that label, by the words it offers."""
        (within or self.main).get_by_label(self.word(label), exact=True).select_option(label=self.word(words))

    def group(self, name: str, mark: object) -> Locator:
        """The group of fields of an option or an end."""
        return self.main.get_by_role("group", name=f"{self.word(name)} {mark}", exact=True)


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("look", "language"), LOOKS.values(), ids=LOOKS.keys())
def test_a_trainer_who_never_saw_yaml_makes_a_case(
    windows: Windows, fresh_server: Server, look: Any, language: Language
) -> None:
    author = Author(windows.open(fresh_server, **look), language)
    author.sign_in()
    begin(author)
    write_place_people_and_decision(author)
    write_options(author)
    write_endings_and_law(author)
    write_second_decision(author)
    assert author.main.locator(".app-error, .is-bad").count() == 0, author.window.words
    author.press("To the preview")
    assert TITLE in author.window.words


def begin(author: Author) -> None:
    """From the list of drafts to the first step."""
    author.window.open("/author/drafts")
    author.press("Begin")
    author.press("Begin by form")
    author.type("What the case is called", TITLE)
    author.press("Begin")


def write_place_people_and_decision(author: Author) -> None:
    """The first three steps."""
    author.type("Where one is, and what has to be decided", "Ao balcão, uma recusa de arrendar.")
    for label, text in (("Hour", "11h00"), ("Place", "Posto, atendimento"), ("Duty", "Atendimento")):
        author.type(label, text)
    author.press("Save and go on")
    author.type("Who decides", "Agente ao balcão")
    author.type("Person 2", "Mulher que se queixa")
    author.choose("This case is", "invented")
    author.type("What was changed or invented", "É tudo inventado: o lugar, as pessoas e as palavras.")
    author.press("Save and go on")
    author.type("What the officer sees and hears", "Uma mulher diz: «já estava ocupado».\n\nDepois, não estava.")
    author.press("Save and go on")


def write_options(author: Author) -> None:
    """Three options, one with a telephone number: it is held back, beside its field, with all that was typed."""
    for letter, (text, verdict, leads, effect) in zip("ABC", OPTIONS, strict=True):
        group = author.group("Option", letter)
        author.type("What the officer does", text, group)
        author.type("Why, told to whoever chose it", f"Porque {letter}.", group)
        author.choose("This option is", verdict, group)
        author.choose("It leads to", leads, group)
        author.choose("Legality", effect, group)
    author.press("Save and go on", status=422)
    wrong = author.group("Option", "C").get_by_label(author.word("What the officer does"), exact=True)
    assert wrong.input_value() == OPTIONS[2][0]
    assert "912 000 000" in author.main.locator(".govuk-error-message").inner_text()
    wrong.fill("Ligar ao senhorio e pedir-lhe que pense outra vez no que disse.")
    author.press("Save and go on")


def write_endings_and_law(author: Author) -> None:
    """What happened at both ends, and a source."""
    for number in (1, 2):
        author.type("What happened", f"O fim número {number}.", author.group("End", number))
    author.press("Save and go on")
    author.group("Option", "A").get_by_label(author.word("Source"), exact=True).select_option("cpp-250")
    author.press("Save and go on")


def write_second_decision(author: Author) -> None:
    """The decision to which the second option leads, by the form of a scene; then everything is there."""
    author.press("Write it")
    author.type("What the officer sees and hears", "Ela lê o que está escrito e pergunta: «E agora?»")
    for letter, text, verdict, leads, effect in (
        ("A", "Dizer que depois se vê, porque agora não há mais nada a fazer.", "weak", "a bad ending", "falls"),
        ("B", "Dizer para onde segue a queixa.", "the best", "a good ending", "rises"),
    ):
        group = author.group("Option", letter)
        author.type("What the officer does", text, group)
        author.type("Why, told to whoever chose it", f"Porque {letter}.", group)
        author.choose("This option is", verdict, group)
        author.choose("It leads to", leads, group)
        author.choose("Legality", effect, group)
    author.press("Save")
    author.press("Look")
    for _ in range(2):
        author.press("Write it")
        empty = [field for field in author.main.locator("fieldset textarea").all() if not field.input_value()]
        empty[0].fill("O que aconteceu depois.")
        author.press("Save and go on")
        author.press("Save and go on")
