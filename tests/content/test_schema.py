"""The schemas that editors use are what the models say, and take whatever the course takes."""

import json
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from course.base.config import ROOT
from course.content.bundle import KINDS_OF_DOCUMENT
from course.content.library import Library
from course.content.schema import FOLDER, modeline_of, places, schemas

BARE = (
    (re.compile("true|false"), lambda text: text == "true"),
    (re.compile("[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?[0-9]*\.[0-9]+"), float),
)
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "number": (int, float),
    "integer": int,
    "boolean": bool,
    "object": dict,
    "array": list,
}


def as_an_editor_reads(node: yaml.Node) -> Any:
    """The value of a node by YAML 1.2, which editors follow."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): as_an_editor_reads(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_an_editor_reads(item) for item in node.value]
    if isinstance(node, yaml.ScalarNode) and not node.style:
        return next((to(node.value) for form, to in BARE if form.fullmatch(node.value)), node.value)
    return node.value


def complaints(schema: dict[str, Any], value: Any, root: dict[str, Any], at: str = "") -> Iterator[str]:
    """Where an editor would underline: the keywords that our schemas use."""
    if "$ref" in schema:
        yield from complaints(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root, at)
    for key in ("anyOf", "oneOf"):
        if key in schema and all([*complaints(kind, value, root, at)] for kind in schema[key]):
            yield f"{at}: none of {key}"
    if not _is_of_type(schema, value):
        yield f"{at}: type"
        return
    yield from _complaints_of(schema, value, at)
    if isinstance(value, dict):
        yield from _complaints_in(schema, value, root, at)
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from complaints(schema["items"], item, root, f"{at}[]")


def _is_of_type(schema: dict[str, Any], value: Any) -> bool:
    types = schema.get("type", [])
    types = types if isinstance(types, list) else [types]
    kinds = [kind for kind in types if isinstance(value, TYPES[kind])]
    return not types or any(kind == "boolean" or not isinstance(value, bool) for kind in kinds)


def _complaints_of(schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: enum"
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at}: pattern"
    if isinstance(value, int) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at}: bounds"


def _complaints_in(schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    yield from (f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value)
    for key, inner in value.items():
        of = schema.get("properties", {}).get(key)
        by_pattern = (kind for form, kind in schema.get("patternProperties", {}).items() if re.search(form, key))
        of = of if of is not None else next(by_pattern, schema.get("additionalProperties", True))
        if of is False or not re.search(schema.get("propertyNames", {}).get("pattern", ""), key):
            yield f"{at}.{key}: not known"
        elif isinstance(of, dict):
            yield from complaints(of, inner, root, f"{at}.{key}")


def told(name: str, text: str) -> list[str]:
    schema = json.loads(schemas()[name])
    node = yaml.compose(text, Loader=yaml.CSafeLoader)
    assert node is not None
    return [*complaints(schema, as_an_editor_reads(node), schema)]


def schema_of(where: str) -> str:
    return next(name for name, place in places().items() if fnmatch(where, place))


def shipped() -> list[str]:
    """Every YAML file of the library, by its place in it."""
    return sorted(path.relative_to(ROOT).as_posix() for place in places().values() for path in ROOT.glob(place))


def test_the_files_are_what_the_models_give() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / FOLDER).iterdir()}

    assert written == schemas(), "run `flask --app app content schema --write`"


@pytest.mark.parametrize("where", shipped())
def test_what_is_shipped_is_underlined_nowhere_and_names_its_schema(where: str) -> None:
    text = (ROOT / where).read_text(encoding="utf-8")

    assert told(schema_of(where), text) == []
    assert text.startswith(modeline_of(where))
    assert (ROOT / where).parent.joinpath(text.partition("$schema=")[2].partition("\n")[0]).resolve().is_file()


def test_every_file_of_the_library_has_a_schema(library: Library) -> None:
    documents = {f"{kind}{of}.json" for kind in KINDS_OF_DOCUMENT for of in ("", ".en")}

    assert documents <= set(schemas())
    assert set(schemas()) == set(places())


WRONG = """\
format: 2
language: pt
title: 2018
objectives_of: Perfil
pass_mark: 101
questions:
  a:
    kind: single
    prompt: no
    core: sim
    options: {x: {text: true, idea: 12}}
    colour: red
  Á:
    kind: single
    prompt: Sim?
    options: {}
"""


def test_an_editor_underlines_what_the_course_refuses_and_nothing_else() -> None:
    assert told("quiz.json", WRONG) == [
        ": draw is missing",
        ".format: enum",
        ".objectives_of: pattern",
        ".pass_mark: bounds",
        ".questions.a: none of oneOf",
        ".questions.Á: not known",
    ]


def test_a_translation_holds_only_texts() -> None:
    overlay = "language: en\nscenes:\n  a:\n    text: 12\n    choices:\n      b:\n        text: x\n        when: y\n"

    assert told("case.en.json", overlay) == [".scenes.a.choices.b.when: not known"]
