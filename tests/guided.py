"""A case made by forms alone, for tests: what each form sends, and the text that comes of it."""

import copy
from collections.abc import Callable, Mapping
from typing import Final, Protocol

from course.content.guided.beginning import beginning
from course.content.guided.endings import EndingsForm
from course.content.guided.people import PeopleForm
from course.content.guided.place import PlaceForm
from course.content.guided.scene import SceneForm, first_scene
from course.content.guided.sent import Wrong
from course.content.guided.tree import Tree, read_case, rewritten

TITLE: Final = "O andar que já estava ocupado"
PLACE: Final = {
    "title": TITLE,
    "summary": "Ao balcão, uma recusa de arrendar. Escreve-se, ou não?",
    "hour": "11h00",
    "place": "Posto, atendimento",
    "duty": "Atendimento ao público",
    "content_note": "",
}
PEOPLE: Final = {
    "seat-1-id": "",
    "seat-1": "Agente que decide",
    "seat-2-id": "",
    "seat-2": "Mulher que se queixa",
    "origin": "invented",
    "source": "",
    "changed": "É tudo inventado.",
}
DECISION: Final = {
    "text": "Uma mulher conta: «Disseram-me que já estava ocupado.»\r\n\r\nMeia hora depois: estava livre.",
    "view-mulher-que-se-queixa": "Vão dizer que não é nada.",
}
OPTIONS: Final = {
    "option-1-id": "",
    "option-1-text": "Dizer-lhe que isso é um assunto entre particulares, e que a polícia não entra nele.",
    "option-1-why": "A recusa por causa da origem é uma das práticas que a lei enumera.",
    "option-1-verdict": "poor",
    "option-1-leads": "own:bad",
    "option-1-legality": "-1",
    "option-1-trust": "-2",
    "option-2-id": "",
    "option-2-text": "Escrever o que foi dito, palavra por palavra.",
    "option-2-why": "O relato fiel é o que se pode examinar depois.",
    "option-2-verdict": "best",
    "option-2-leads": "own:good",
    "option-2-legality": "2",
    "option-2-trust": "2",
    "option-3-id": "",
    "option-3-text": "Telefonar ao senhorio e pedir que reconsidere, antes de escrever alguma coisa.",
    "option-3-why": "Pode ajudar, mas não substitui a queixa.",
    "option-3-verdict": "poor",
    "option-3-leads": "own:mixed",
    "option-3-trust": "-1",
}
ENDINGS: Final = {
    "ending-end-dizer-lhe-que-isso-e-um": "Ela agradece e sai.",
    "ending-end-escrever-o-que-foi-dito": "A queixa segue.",
    "ending-end-telefonar-ao-senhorio-e": "O senhorio desliga.",
    "outcome": "",
}


class Form(Protocol):
    """What all forms have in common."""

    def write(self, tree: Tree) -> None:
        """Put it into the tree."""


def changed(text: str, change: Callable[[Tree], object]) -> str:
    """The text with what was done to its tree."""
    tree = tree_of(text)
    change(tree)
    return rewritten(text, tree)


def tree_of(text: str) -> Tree:
    """A tree of one's own of a text without problems."""
    source = read_case(text)
    assert source.problems == ()
    return copy.deepcopy(source.tree)


def with_form(text: str, form: Form) -> str:
    """The text with that form written to it."""
    return changed(text, form.write)


def scene_sent(text: str, sent: Mapping[str, str], scene: str | None = None) -> SceneForm:
    """The form of a scene with what was sent; without an id, of the first scene."""
    tree = tree_of(text)
    return SceneForm.read(tree, first_scene(tree) if scene is None else scene).with_sent(sent, tree)


def wrongs(text: str, sent: Mapping[str, str], scene: str | None = None) -> list[Wrong]:
    """What must be mended in a scene as it was sent."""
    return list(scene_sent(text, sent, scene).wrongs(tree_of(text)))


def made_by_forms() -> str:
    """A case that is whole, made by the six steps."""
    text = with_form(beginning(TITLE), PlaceForm().with_sent(PLACE))
    text = with_form(text, PeopleForm.read(tree_of(text)).with_sent(PEOPLE))
    text = with_form(text, scene_sent(text, DECISION))
    text = with_form(text, scene_sent(text, OPTIONS))
    return with_form(text, EndingsForm.read(tree_of(text)).with_sent(ENDINGS))
