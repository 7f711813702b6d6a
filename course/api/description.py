"""The description of this interface as OpenAPI 3.1, made of the declarations that serve it."""

import re
from typing import Any, Final

from flask import Response, json
from pydantic import BaseModel

from course.api import once, sent
from course.api.interface import JSON, Interface, Operation, interface
from course.api.places import PLACES
from course.api.shapes import Problem
from course.web.programs import PREFIX, PROBLEM

REFERENCE: Final = "#/components/schemas/{model}"
_ABOUT: Final = (
    "For the programs of an organisation: its people, its units and who completed which module on which day. "
    "No answer, score, attempt or time is here. An administrator makes the token; it reaches that organisation alone."
)
_CODES: Final = {
    400: "It could not be read",
    401: "No token that opens anything",
    403: "The token was not made for this",
    404: "It is not there, or not of your organisation",
    406: "Nothing that is accepted is given",
    409: "It does not fit what is there, or the same write is being done",
    412: "It was changed since it was read",
    413: "Too large",
    415: "Not application/json",
    422: "A field cannot be used",
    429: "Too often; Retry-After says when to come back",
}


@interface.reads("/openapi.json", scope=None, summary="This description", gives=None)
def show_description() -> Response:
    """The document."""
    return Response(json.dumps(describe(interface), ensure_ascii=False), mimetype=JSON)


def describe(served: Interface) -> dict[str, Any]:
    """The description of these routes."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for operation in served.operations:
        path = re.sub("<([a-z_]+)>", r"{\1}", operation.rule)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, schemas)
    _schema(Problem, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Terreno Comum", "version": "1", "description": _ABOUT},
        "servers": [{"url": f"{PREFIX}v1"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.items())),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": operation.endpoint.partition(".")[2],
        "summary": operation.summary,
        "description": f"Scope: `{operation.scope}`." if operation.scope else "Open.",
        "responses": _answers(operation, schemas),
    }
    parameters = [*_places(operation), *_query(operation), *_headers(operation)]
    if parameters:
        described["parameters"] = parameters
    if operation.takes is not None:
        content = {JSON: {"schema": _schema(operation.takes, schemas)}}
        described["requestBody"] = {"required": True, "content": content}
    if operation.scope is None:
        described["security"] = []
    return described


def _places(operation: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": PLACES[name].says,
            "schema": {"type": "string", "pattern": PLACES[name].pattern},
        }
        for name in re.findall("<([a-z_]+)>", operation.rule)
    ]


def _query(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    shape = operation.query.model_json_schema()
    return [
        {"name": name, "in": "query", "description": field.get("description", ""), "schema": _of_query(field)}
        for name, field in shape["properties"].items()
    ]


def _of_query(field: dict[str, Any]) -> dict[str, Any]:
    """An address has no null: what may be missing is left out of it."""
    several = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    words = {"title", "description", "default"} if "anyOf" in field else {"title", "description"}
    return {name: value for name, value in several[0].items() if name not in words}


def _headers(operation: Operation) -> list[dict[str, Any]]:
    if operation.takes is None:
        return []
    return [
        {
            "name": once.HEADER,
            "in": "header",
            "required": True,
            "description": "Names this write: another for each, the same to send it again. Kept for 24 hours.",
            "schema": {"type": "string", "pattern": once.KEY},
        },
        {
            "name": "If-Match",
            "in": "header",
            "required": False,
            "description": "The ETag that was read: then a row that was changed since is not written over.",
            "schema": {"type": "string", "minLength": 66, "maxLength": 66, "pattern": sent.VERSION},
        },
    ]


def _answers(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    given = {"201": "Made", "204": "Written, or so already"} if operation.takes else {"200": "Given"}
    answers: dict[str, Any] = {status: {"description": words} for status, words in given.items()}
    if operation.takes is None:
        schema = _schema(operation.gives, schemas) if operation.gives else {"type": "object"}
        answers["200"]["content"] = {kind: {"schema": schema if kind == JSON else _TEXT} for kind in operation.kinds}
    if operation.has_version:
        version = {"description": "The version", "required": True, "schema": {"type": "string"}}
        answers |= {status: {**answer, "headers": {"ETag": version}} for status, answer in answers.items()}
    problem = {PROBLEM: {"schema": {"$ref": REFERENCE.format(model="Problem")}}}
    refused = {str(code): {"description": _CODES[code], "content": problem} for code in _refusals(operation)}
    return answers | refused


_TEXT: Final = {"type": "string"}


def _refusals(operation: Operation) -> list[int]:
    codes = {400, 406} if operation.takes is None else {400, 409, 412, 413, 415, 422}
    if operation.scope is not None:
        codes |= {401, 403, 429}
    if "<" in operation.rule:
        codes |= {404}
    if operation.query is not None:
        codes |= {422}
    return sorted(codes)


def _schema(shape: type[BaseModel], schemas: dict[str, Any]) -> dict[str, Any]:
    """A reference to the shape, which is put among the schemas with those it holds."""
    made = shape.model_json_schema(ref_template=REFERENCE)
    schemas |= made.pop("$defs", {})
    schemas[shape.__name__] = made
    return {"$ref": REFERENCE.format(model=shape.__name__)}
