"""What may be written where is made from the models that judge it."""

import json
from typing import Any

import pytest

from course.base.languages import translator
from course.content.bundle import KINDS_OF_DOCUMENT, Kind
from course.content.case import SCALES, Case, Choice
from course.content.document import MODELS
from course.content.questions import KINDS
from course.content.suggestions import suggestions


def keys_at(made: dict[str, Any], *path: str) -> set[str]:
    """The keys that a path of a case leads to."""
    node = made["root"]
    for key in path:
        node = made["parts"][node["is"]] if "is" in node else node
        node = node["keys"][key] if key in node.get("keys", {}) else node["each"]
    node = made["parts"][node["is"]] if "is" in node else node
    return set(node["keys"])


def test_the_keys_are_those_of_the_models() -> None:
    made = suggestions("case", str)

    assert keys_at(made) == set(Case.model_fields)
    assert keys_at(made, "scenes", "any", "choices", "any") == set(Choice.model_fields)
    assert keys_at(made, "scenes", "any", "choices", "any", "effect") == set(SCALES)


def test_what_is_named_elsewhere_says_where() -> None:
    made = suggestions("case", str)
    choice = made["parts"]["Choice"]["keys"]

    assert {key: node["of"] for key, node in choice.items() if "of" in node} == {
        "next": "scenes",
        "idea": "ideas",
        "sources": "sources",
    }
    assert made["parts"]["Scene"]["keys"]["views"]["named"] == "seats"
    assert choice["verdict"]["words"] == ["best", "acceptable", "poor", "unlawful"]


def test_every_kind_of_question_has_its_keys() -> None:
    made = suggestions("quiz", str)
    kinds = made["root"]["keys"]["questions"]["each"]["kinds"]

    assert set(kinds) == set(KINDS)
    assert {kind: set(made["parts"][node["is"]]["keys"]) for kind, node in kinds.items()} == {
        kind: set(model.model_fields) for kind, model in KINDS.items()
    }


def test_what_a_key_is_for_is_told_in_the_language_of_the_page() -> None:
    info = suggestions("case", translator("pt"))["parts"]["Choice"]["keys"]["next"]["info"]

    assert info == "A cena a que leva."


@pytest.mark.parametrize("kind", KINDS_OF_DOCUMENT)
def test_it_is_small_enough_for_a_page(kind: Kind) -> None:
    assert set(suggestions(kind, str)["root"]["keys"]) == set(MODELS[kind].model_fields)
    assert len(json.dumps(suggestions(kind, str))) < 25_000


def test_a_translation_has_only_texts() -> None:
    made = suggestions("case", str, of_translation=True)

    assert keys_at(made, "scenes", "any", "choices", "any") == {"text", "why"}
