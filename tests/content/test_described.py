"""Every field of an authored file says what it is for, and the words of it are collected for translation."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from course.base.config import ROOT
from course.content.described import description_of, descriptions_in, extract_messages
from course.content.document import MODELS
from course.content.fields import Line, Part
from course.content.questions import KINDS
from course.content.questions.base import Question
from course.content.registers import ENTRIES, Registers
from course.content.schema import schemas

MODULE = '''
class Place(Part):
    """Where it is."""

    title: Line
    """What it
    is called."""
    kind: ClassVar[str] = "place"
    """Of the program."""
    plain: Line


@dataclass
class Mark:
    line: int
    """Of the program too."""


WORD = N_("a word")
'''


class Undescribed(Part):
    """One that nobody described."""

    title: Line


def models_within(model: type[Part], seen: set[type[Part]]) -> set[type[Part]]:
    """The model and all that stand within it."""
    if model not in seen:
        seen.add(model)
        for field in model.model_fields.values():
            for inner in models_of(field.annotation):
                models_within(inner, seen)
    return seen


def models_of(annotation: Any) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from models_of(argument)


def authored() -> list[type[Part]]:
    roots: list[type[Part]] = [*MODELS.values(), Question, *KINDS.values(), *ENTRIES.values(), Registers]
    found: set[type[Part]] = set()
    for model in roots:
        models_within(model, found)
    return sorted(found, key=lambda model: model.__qualname__)


@pytest.mark.parametrize("model", authored())
def test_every_field_says_what_it_is_for(model: type[Part]) -> None:
    undescribed = [name for name, field in model.model_fields.items() if not field.description]

    assert undescribed == []


def test_what_nobody_described_is_refused() -> None:
    with pytest.raises(KeyError, match=r"Undescribed\.title has no docstring"):
        description_of(Undescribed, "title")


def test_descriptions_are_found_under_the_fields_of_models_alone() -> None:
    assert list(descriptions_in(MODULE)) == [(6, "What it is called.")]


def test_descriptions_are_collected_beside_marked_messages() -> None:
    found = extract_messages(BytesIO(MODULE.encode()), {"N_": None}, (), {})

    assert [(line, message) for line, _, message, _ in found] == [(6, "What it is called."), (19, "a word")]


def test_what_is_collected_is_what_the_models_say() -> None:
    files = (ROOT / "course" / "content").rglob("*.py")
    collected = {said for file in files for _, said in descriptions_in(file.read_text(encoding="utf-8"))}

    assert collected == {description_of(model, name) for model in authored() for name in model.model_fields}


@pytest.mark.parametrize("name", sorted(schemas()))
def test_an_editor_explains_every_field(name: str) -> None:
    schema = json.loads(schemas()[name])
    parts = [schema, *schema.get("$defs", {}).values()]
    if isinstance(schema.get("additionalProperties"), dict):
        parts.append(schema["additionalProperties"])

    unexplained = [
        key
        for part in parts
        for key, inner in part.get("properties", {}).items()
        if "description" not in inner and key not in {"format", "language"}
    ]

    assert unexplained == []
