"""The library that is shipped, as if its authors were attackers, and a server that shows it.

The checks of content would leave such documents out; here they are shown, for what if they ever did not.
"""

import copy
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from attacks import ATTACKS
from examples import document_of
from site_of_tests import course_of_tests
from waitress import serve

from course.base.config import read_settings
from course.content.document import MODELS, Document
from course.content.fields import Line, Text, texts_of
from course.content.library import Library
from course.content.questions import KINDS
from course.content.record import Record
from course.content.source import read_yaml
from course.factory import create_app

_MARK: Final = re.compile(r"(?<!\\)\{[a-z0-9-]+\}")
"""A mark in the text of `blanks` or `highlight`."""
MARK: Final = "struck"
"""The name that a script of these texts would give to the window."""
SERVED: Final = (
    *(text.replace("alert(1)", f"alert({MARK}=1)") for text in ATTACKS[::7]),
    f"[x](https://a.pt/?javascript:alert({MARK}=1)) <svg onload=alert({MARK}=1)> [y](mailto:a@b.pt)",
)
"""Those of a server: of each family some, and links that may leave the site."""
UNWIELDY: Final = (
    f"{'Interinstitucionalidade' * 9} {'W' * 200}",
    "\u202eאבג\u202c مرحبا \u2067direita para a esquerda\u2066 " + "\u0301" * 40 + "\u200b" * 40,
    f"https://a.pt/{'segmento' * 30}?{'q' * 200}",
    "Uma frase de vinte mil letras. " * 660,
)
"""Texts that nobody can read and no page may break at: words without end, other directions, far too much."""
KINDS_QUIZ: Final = "example"
"""The quiz that asks one question of each kind; `example` is the survey that does, too."""


def command_for(texts: str) -> tuple[str, ...]:
    """What starts the server that shows these texts: SERVED or UNWIELDY."""
    code = f"import sys; sys.path.append('tests'); import hostile_library as it; it.serve_it(it.{texts})"
    return (sys.executable, "-c", code)


def with_every_kind(library: Library) -> Library:
    """The library with a quiz and a survey of the examples of all kinds, which no module uses."""
    kinds = [name for name, kind in KINDS.items() if not kind.is_for_surveys]
    quiz = document_of(*kinds, draw=sum(KINDS[name].is_scored for name in kinds))
    survey = document_of(*(name for name, kind in KINDS.items() if kind.is_for_surveys))
    quizzes, surveys = {**library.quizzes, quiz.id: quiz}, {**library.surveys, survey.id: survey}
    added = (_record_of("quiz", quiz), _record_of("survey", survey))
    return replace(library, quizzes=quizzes, surveys=surveys, records=(*library.records, *added))


def _record_of(kind: str, document: Document[Any]) -> Record:
    """What a start would know of it."""
    bundle = document.bundle
    return Record(kind, document.id, kind, bundle.digest, is_shown=True, reference_digest=bundle.reference_digest)


def library_under_attack(library: Library, attacks: Sequence[str], first: int) -> Library:
    """The library with an attack in every text of its documents, in either language, counted on from `first`."""
    shelves: dict[str, dict[str, Any]] = {"module": {}, "case": {}, "quiz": {}, "survey": {}}
    for number, (kind, document) in enumerate(library.documents()):
        shelves[kind][document.id] = _attacked(document, kind, attacks, first + 17 * number)
    return replace(
        library, modules=shelves["module"], cases=shelves["case"], quizzes=shelves["quiz"], surveys=shelves["survey"]
    )


def _attacked(document: Document[Any], kind: Any, attacks: Sequence[str], first: int) -> Document[Any]:
    source = read_yaml(kind, document.bundle.files[f"{kind}.yaml"])
    contents = []
    for language in (0, 1):
        tree = copy.deepcopy(source.tree)
        for number, (path, text) in enumerate(texts_of(document.reference)):
            at: Any = tree
            for step in path[:-1]:
                at = at[step]
            attack = attacks[(first + number + language) % len(attacks)]
            at[path[-1]] = _hostile(text, attack)
        contents.append(MODELS[kind].model_validate(tree))
    assert all(isinstance(text, Text | tuple) for _, text in texts_of(contents[0]))
    return Document(
        document.bundle, contents[0], contents[1], frozenset(), frozenset(), document.tables, document.pictures
    )


def _hostile(text: str | tuple[str, ...], attack: str) -> str | list[str]:
    """What stands there instead of a text, or of a list of words that are right when typed."""
    one_line = " ".join(attack.split())
    if isinstance(text, tuple):
        return [one_line]
    written = one_line if isinstance(text, Line) else attack
    return f"{written}\n\n{_marked(text, attack)}" if _MARK.search(text) else written


def _marked(text: str, attack: str) -> str:
    """The text of gaps or phrases, which must keep its marks, with what each phrase may hold of the attack."""
    words = re.sub(r"[\[\]{}\s]+", " ", attack)
    return re.sub(r"\[[^\]]*\](?=\{)", lambda _: f"[{words}]", text)


def serve_it(texts: Sequence[str]) -> None:
    """Serve it on the port and the instance of the environment, until stopped."""
    app = create_app(read_settings(), library=library_under_attack(with_every_kind(course_of_tests()), texts, 0))
    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]), ident=None)
