"""What an author may write at a place of a file, small enough for a page: the keys, what each is for, and the words.

It is made from the JSON Schemas, which are made from the models. A node is a mapping with, where it has them,

- `keys`: name -> node, each with `info`, what the key is for;
- `each`: the node below any id;
- `kinds`: kind of question -> node, where `kind` says which it is;
- `words`: what may stand there and nothing else;
- `of`: what is named there: sources, ideas, modules, quizzes or cases of the course, scenes of the same file;
- `named`: what its ids name: seats of the same file;
- `is`: the name of a node in `parts`, which stands in more than one place.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from course.content.bundle import Kind
from course.content.case import SCALES
from course.content.schema import schemas

Node = dict[str, Any]
Say = Callable[[str], str]
"""Gives an English message in the language of the page."""

_NAMED: Final[Mapping[str, str]] = {
    "source": "sources",
    "sources": "sources",
    "idea": "ideas",
    "case": "cases",
    "quiz": "quizzes",
    "objectives_of": "modules",
    "next": "scenes",
    "start": "scenes",
}
"""Key -> what is named under it."""
_NAMED_BELOW: Final[Mapping[str, str]] = {"views": "seats"}
"""Key -> what the ids below it name."""


def suggestions(kind: Kind, say: Say, *, of_translation: bool = False) -> Node:
    """`root` and `parts` of that kind of file, or of its translation."""
    schema = _schema(f"{kind}.en.json" if of_translation else f"{kind}.json")
    made = _Nodes(schema.get("$defs", {}), say)
    return {"root": made.of(schema), "parts": {name: made.of(part) for name, part in made.definitions.items()}}


@cache
def _schema(name: str) -> Mapping[str, Any]:
    made: Mapping[str, Any] = json.loads(schemas()[name])
    return made


class _Nodes:
    """Nodes of a schema with those definitions, in that language."""

    def __init__(self, definitions: Mapping[str, Any], say: Say) -> None:
        self.definitions = definitions
        self._say = say

    def of(self, schema: Mapping[str, Any], name: str = "") -> Node:
        """The node of what stands under the key of that name."""
        node: Node = {}
        if "$ref" in schema:
            node["is"] = _last_name(schema["$ref"])
        if "properties" in schema:
            node["keys"] = {key: self._key(key, inner) for key, inner in schema["properties"].items()}
        if name == "effect":
            node["keys"] = {scale: {} for scale in SCALES}
        elif below := _below(schema):
            node["each"] = self.of(below)
        if kinds := tuple(_kinds(schema)):
            node["kinds"] = {self._kind_of(one): {"is": one} for one in kinds}
        if words := _words(schema):
            node["words"] = words
        if name in _NAMED:
            node["of"] = _NAMED[name]
        if name in _NAMED_BELOW:
            node["named"] = _NAMED_BELOW[name]
        return node

    def _key(self, name: str, schema: Mapping[str, Any]) -> Node:
        described = " ".join(schema.get("description", "").split())
        return {"info": self._say(described), **self.of(schema, name)} if described else self.of(schema, name)

    def _kind_of(self, part: str) -> str:
        """What the file calls a kind of question; a translation says no kind, and the name stays."""
        kinds = self.definitions[part].get("properties", {}).get("kind", {}).get("enum", [part])
        return str(kinds[0])


def _below(schema: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What stands below an id, or in a list."""
    patterns = schema.get("patternProperties", {})
    found = next(iter(patterns.values()), schema.get("items") or schema.get("additionalProperties"))
    return found if isinstance(found, Mapping) else None


def _kinds(schema: Mapping[str, Any]) -> Iterator[str]:
    """The names of the parts of which one stands there."""
    for key in ("oneOf", "anyOf"):
        yield from (_last_name(inner["$ref"]) for inner in schema.get(key, ()) if "$ref" in inner)


def _words(schema: Mapping[str, Any]) -> list[str]:
    if schema.get("type") == "boolean":
        return ["true", "false"]
    return [word for word in schema.get("enum", ()) if isinstance(word, str)]


def _last_name(reference: str) -> str:
    return reference.rpartition("/")[2]
