"""The library that is shipped, as if its authors were attackers, and a server that shows it.

The checks of content would leave such documents out; here they are shown, for what if they ever did not.
"""

import copy
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from attacks import ATTACKS
from site_of_tests import shipped_library
from waitress import serve

from course.base.config import read_settings
from course.content.document import MODELS, Document
from course.content.fields import Line, Text, texts_of
from course.content.library import Library
from course.content.source import read_yaml
from course.factory import create_app

MARK: Final = "struck"
"""The name that a script of these texts would give to the window."""
SERVED: Final = (
    *(text.replace("alert(1)", f"alert({MARK}=1)") for text in ATTACKS[::7]),
    f"[x](https://a.pt/?javascript:alert({MARK}=1)) <svg onload=alert({MARK}=1)> [y](mailto:a@b.pt)",
)
"""Those of a server: of each family some, and links that may leave the site."""
COMMAND: Final = (
    sys.executable,
    "-c",
    "import sys; sys.path.append('tests'); import hostile_library; hostile_library.serve_it()",
)


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
            at[path[-1]] = " ".join(attack.split()) if isinstance(text, Line) else attack
        contents.append(MODELS[kind].model_validate(tree))
    assert all(isinstance(text, Text) for _, text in texts_of(contents[0]))
    return Document(document.bundle, contents[0], contents[1], frozenset(), frozenset(), document.tables)


def serve_it() -> None:
    """Serve it on the port and the instance of the environment, until stopped."""
    app = create_app(read_settings(), library=library_under_attack(shipped_library(), SERVED, 0))
    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]), ident=None)
