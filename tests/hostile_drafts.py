"""Documents that are written in the browser by somebody who means harm: every text of them carries an attack."""

import copy
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from attacks import ATTACKS

from course.content.bundle import Kind
from course.content.document import MODELS, Document
from course.content.fields import Line, texts_of
from course.content.prose import problems_in
from course.content.source import read_yaml
from course.content.third_persons import find_third_persons
from course.content.typed import read_part
from course.content.writing import written


def _can_be_kept(text: str) -> bool:
    """Whether a file may hold it: no marks that nobody sees."""
    return not read_yaml("", written({"k": text}).encode(errors="replace")).problems


_LIST: Final = Path(__file__).with_name("naughty") / "blns.json"
PUBLIC: Final = tuple(dict.fromkeys(text for text in json.loads(_LIST.read_bytes()) if text.strip()))
"""The Big List of Naughty Strings (tests/naughty/README.md), each once."""
CORPUS: Final = (*PUBLIC, *ATTACKS)
"""The public list, and our own families."""
ABOUT_NOBODY: Final = tuple(attack for attack in CORPUS if not find_third_persons(attack))
"""Those that are not held back as an address or a number of somebody's."""
PASSING: Final = tuple(attack for attack in ABOUT_NOBODY if not problems_in(attack) and _can_be_kept(attack))
"""Those in which the checks find nothing to mend, so that only what shows a text stands against them."""


def files_with(document: Document[Any], kind: Kind, attacks: Sequence[str], first: int = 0) -> dict[str, str]:
    """The files of the document, with one of the attacks after each of its texts, in both languages."""
    files = {name: data.decode() for name, data in document.bundle.files.items()}
    for number, name in enumerate((f"{kind}.yaml", f"{kind}.en.yaml")):
        if name in files:
            files[name] = _attacked(files[name], kind, attacks, first + number)
    return files


def _attacked(text: str, kind: Kind, attacks: Sequence[str], first: int) -> str:
    tree = dict(copy.deepcopy(read_yaml(kind, text.encode()).tree))
    stamps = tree.pop("of", None)
    part, _ = read_part(MODELS[kind], read_yaml(kind, text.encode()), tree)
    paths = [(path, said) for path, said in texts_of(part)] if part is not None else list(_texts_in(tree))
    for number, (path, said) in enumerate(paths):
        if isinstance(said, tuple):
            continue  # words that are right when typed
        at: Any = tree
        for step in path[:-1]:
            at = at[step]
        attack = attacks[(first + number) % len(attacks)]
        one_line = " ".join(attack.split())
        is_line = isinstance(said, Line) or "\n" not in said.strip()
        at[path[-1]] = f"{said.strip()} {one_line}" if is_line else f"{said.strip()}\n\n{attack}"
    return written(tree) + (written({"of": stamps}) if isinstance(stamps, dict) else "")


def _texts_in(tree: Mapping[str, Any], path: tuple[str, ...] = ()) -> Any:
    """The texts of a translation, which is no whole document: whatever has a space in it."""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _texts_in(value, (*path, key))
        elif isinstance(value, str) and " " in value:
            yield (*path, key), value
