"""JSON Schemas of the files that trainers write, made from the models, for editors that complete and underline.

To an editor a bare `2018` is a number and a bare `true` a truth value, where this course reads text and types it later.
So wherever a text is expected, both are accepted too.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from course.content.bundle import FOLDERS, REGISTERS
from course.content.document import MODELS
from course.content.fields import SLUG, Part, Text
from course.content.registers import ENTRIES

FOLDER: Final = "schemas"
_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NAMES: Final = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
_IS_TEXT: Final = "x-text"
_STAMPS: Final = {"type": "object", "description": "Written by the tool.", "additionalProperties": {"type": "string"}}


def modeline_of(where: str) -> str:
    """The first line of the file at that place of the library (`cases/x/case.yaml`), which tells editors its schema."""
    up = "../" * where.count("/")
    return f"# yaml-language-server: $schema={up}{FOLDER}/{where.rpartition('/')[2].removesuffix('.yaml')}.json\n"


def schemas() -> dict[str, str]:
    """The schema files by name: one for each kind of document, for its translation and for each register."""
    made: dict[str, dict[str, Any]] = {}
    for kind, model in MODELS.items():
        made[f"{kind}.json"] = _schema_of(model)
        made[f"{kind}.en.json"] = _translation_of(made[f"{kind}.json"])
    for name, entry_model in ENTRIES.items():
        entry = _schema_of(entry_model)
        definitions = entry.pop("$defs", {})
        made[f"{name}.json"] = _register_of(entry, definitions)
    return {
        name: json.dumps(_unmarked(schema), ensure_ascii=False, indent=2) + "\n"
        for name, schema in sorted(made.items())
    }


def places() -> Mapping[str, str]:
    """Schema file -> where the files stand that it describes."""
    documents = {f"{kind}{of}.json": f"{FOLDERS[kind]}/*/{kind}{of}.yaml" for kind in MODELS for of in ("", ".en")}
    return {**documents, **{f"{name}.json": f"{REGISTERS}/{name}.yaml" for name in ENTRIES}}


class _Generator(GenerateJsonSchema):
    """Texts say what they are. Types without a schema take anything, rather than refusing what an author may write."""

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        """That of the value; of a text, with what kind of text it is."""
        made = super().function_after_schema(schema)
        kind = getattr(schema["function"]["function"], "__self__", None)
        if isinstance(kind, type) and issubclass(kind, Text):
            return {**made, "description": (kind.__doc__ or "").partition("\n")[0], _IS_TEXT: True}
        return made

    def handle_invalid_for_json_schema(self, schema: core_schema.CoreSchema, error_info: str) -> JsonSchemaValue:
        """That of anything."""
        del schema, error_info
        return {}


def _schema_of(model: type[Part]) -> dict[str, Any]:
    # As it is written: a condition is a text there, and the model's validator makes more of it.
    made = model.model_json_schema(mode="serialization", schema_generator=_Generator)
    return {"$schema": _DIALECT, **_as_editors_see(made)}


def _unmarked(schema: Any) -> Any:
    """Without what this module notes in schemas for itself."""
    if isinstance(schema, list):
        return [_unmarked(inner) for inner in schema]
    if isinstance(schema, dict):
        return {key: _unmarked(value) for key, value in schema.items() if key != _IS_TEXT}
    return schema


def _register_of(entry: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    entry.pop("$schema")
    whole = {"type": "object", "propertyNames": {"pattern": f"^{SLUG}$"}, "additionalProperties": entry}
    return {"$schema": _DIALECT, "$defs": definitions, **whole} if definitions else {"$schema": _DIALECT, **whole}


def _as_editors_see(schema: Any) -> Any:
    """Without titles made of field names, and with bare numbers and truth values where texts are expected."""
    if isinstance(schema, list):
        return [_as_editors_see(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    seen: dict[str, Any] = {}
    for key, value in schema.items():
        if key in {"properties", "$defs"}:
            seen[key] = {name: _as_editors_see(inner) for name, inner in value.items()}
        elif key == "propertyNames":
            seen[key] = {"pattern": value["pattern"]} if "pattern" in value else _as_editors_see(value)
        elif key not in {"title", "discriminator", "default"}:
            seen[_NAMES.get(str(key), str(key))] = _as_editors_see(value)
    return _loosened(_without_nothing(seen))


def _without_nothing(seen: dict[str, Any]) -> dict[str, Any]:
    """What may be left out is left out, and not written as nothing."""
    kinds = [kind for kind in seen.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        return {**kinds[0], **{key: value for key, value in seen.items() if key != "anyOf"}}
    return seen


def _loosened(seen: dict[str, Any]) -> dict[str, Any]:
    if "const" in seen:
        return {
            **{key: value for key, value in seen.items() if key not in {"const", "type"}},
            **_words([seen["const"]]),
        }
    if "enum" in seen:
        return {**{key: value for key, value in seen.items() if key not in {"enum", "type"}}, **_words(seen["enum"])}
    if "patternProperties" in seen:
        return {**seen, "additionalProperties": False}
    if seen.get("type") == "string":
        return {**seen, "type": ["string", "number", "boolean"]}
    return seen


def _words(words: list[Any]) -> dict[str, Any]:
    numbers = [int(word) for word in words if isinstance(word, str) and word.isdigit()]
    return {"enum": [*words, *numbers]}


def _described(texts: dict[str, Any], of: Mapping[str, Any]) -> dict[str, Any]:
    """What a translation holds of a property, with what that is for."""
    return {**texts, "description": of["description"]} if "description" in of else texts


def _translation_of(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of the strings alone: nothing is needed, and of the rest nothing is allowed but ids."""
    kept = _Strings(schema.get("$defs", {}))
    properties = kept.properties(schema)
    head = {"format": {"enum": ["1", 1]}, "language": {"enum": ["en"]}}
    whole = {"type": "object", "properties": {**head, **properties, "of": _STAMPS}, "additionalProperties": False}
    definitions = {"$defs": kept.made} if kept.made else {}
    return {"$schema": _DIALECT, **definitions, **whole}


class _Strings:
    """What of a schema a translation holds."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self.definitions = definitions
        self.made: dict[str, Any] = {}

    def properties(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Its properties that are texts or hold some."""
        kept = {name: (self.of(inner), inner) for name, inner in schema.get("properties", {}).items()}
        return {name: _described(texts, of) for name, (texts, of) in kept.items() if texts}

    def of(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """What stands there in a translation; empty for what is no text."""
        if "$ref" in schema:
            return self._definition(schema["$ref"])
        for key in ("anyOf", "oneOf"):
            if key in schema:
                kinds = [kept for inner in schema[key] if (kept := self.of(inner))]
                return {"anyOf": kinds} if len(kinds) > 1 else (kinds[0] if kinds else {})
        if _IS_TEXT in schema:
            return dict(schema)
        if schema.get("type") == "array":
            items = self.of(schema.get("items", {}))
            return {"type": "array", "items": items} if items else {}
        if "properties" in schema:
            return {"type": "object", "properties": self.properties(schema), "additionalProperties": False}
        return self._map(schema) if schema.get("type") == "object" else {}

    def _map(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        inner = next(iter(schema.get("patternProperties", {}).values()), schema.get("additionalProperties", {}))
        kept = self.of(inner) if isinstance(inner, dict) else {}
        return {"type": "object", "additionalProperties": kept} if kept else {}

    def _definition(self, ref: str) -> dict[str, Any]:
        name = ref.rpartition("/")[2]
        if name not in self.made:
            self.made[name] = {}
            self.made[name] = self.of(self.definitions[name])
        return {"$ref": ref} if self.made[name] else {}
