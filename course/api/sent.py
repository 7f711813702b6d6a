"""What a program sent, read by the shapes of the description; what cannot be used is told field by field."""

import json
import re
from typing import Any, Final, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from course.base.languages import N_
from course.base.refusals import Invalid

Shape = TypeVar("Shape", bound=BaseModel)
VERSION: Final = '^"[0-9a-f]{64}"$'
"""What stands in If-Match and ETag."""
_NUMBER: Final = re.compile(r"0|-?[1-9][0-9]{0,8}", re.ASCII)
_WORDS: Final = {
    "missing": N_("This field is missing."),
    "extra_forbidden": N_("There is no field of this name here."),
}
_OTHERWISE: Final = N_("This value cannot be used. The description of this interface says what it may be.")
_TWICE: Final = N_("This was sent twice.")
_MEND: Final = N_("Some of what was sent cannot be used. Mend the fields that are named, and send it again.")


def read_query(shape: type[Shape]) -> Shape:
    """The query of the address. Raises Invalid, by field."""
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise Invalid(_MEND, dict.fromkeys(twice, _TWICE))
    asked: dict[str, Any] = request.args.to_dict()
    numbers = {name for name, field in shape.model_fields.items() if field.annotation is int}
    return _checked(shape, {name: _as_number(text) if name in numbers else text for name, text in asked.items()})


def read_body(shape: type[Shape]) -> Shape:
    """The body. Raises UnsupportedMediaType, BadRequest for no JSON or a name twice, Invalid by field."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType
    sent = request.get_data()
    try:
        told = json.loads(sent.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadRequest from None
    return _checked(shape, told)


def read_version() -> str | None:
    """The version in If-Match; None without. Raises Invalid for anything that is no version of ours."""
    given = request.headers.get("If-Match")
    if given is None:
        return None
    if re.fullmatch(VERSION.strip("^$"), given) is None:
        raise Invalid(_MEND, {"If-Match": N_("Send the ETag that you read, as it is.")})
    return given.strip('"')


def _checked(shape: type[Shape], told: Any) -> Shape:
    """In pydantic's mode for JSON: there a date may be text, and nothing else is taken for what it is not."""
    try:
        return shape.model_validate_json(json.dumps(told), strict=True)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in faults):  # half a character
        raise BadRequest
    fields = {".".join(map(str, fault["loc"])): _WORDS.get(fault["type"], _OTHERWISE) for fault in faults}
    raise Invalid(_MEND, fields)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


def _as_number(text: str) -> int | str:
    return int(text) if _NUMBER.fullmatch(text) else text
