"""From YAML to a frozen model, with every problem told at its line in a trainer's words."""

import re
from collections.abc import Iterator
from typing import Any, Final, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from course.base.languages import N_
from course.content.fields import SLUG, Part, Path
from course.content.problem import Fault, Problem, did_you_mean
from course.content.questions import KINDS
from course.content.source import Raw, Source

P = TypeVar("P", bound=Part)

_NO_ID: Final = N_("%(given)s has the wrong form: ids are small letters, digits and hyphens, without accents")
WORDS: Final[dict[str, str]] = {
    "missing": N_("%(name)s is missing here: add a line %(name)s:"),
    "extra_forbidden": N_("%(name)s is not known here: take it out, or check how it is written"),
    "empty_text": N_("this text is empty: write it, or take the line out"),
    "more_than_a_line": N_("this is shown as one line: take the line break out"),
    "true_or_false": N_("write true or false"),
    "true_in_other_words": N_("write true or false, in small letters: true is yes"),
    "false_in_other_words": N_("write true or false, in small letters: false is no"),
    "whole_number": N_("write a whole number in digits, nine at most"),
    "month": N_("write a month as 2026-03"),
    "day": N_("write a day as 2026-03-31"),
    "no_such_day": N_("there is no day %(given)s in the calendar"),
    "year": N_("write a year as 2026"),
    "amount": N_("write an amount in digits, with a point before decimals, such as 537.13"),
    "file_name": N_("the name of a file has small letters, digits, hyphens and points, at most 60 in all"),
    "name": N_("a name has 2 to 60 characters, on one line"),
    "condition": N_(
        "%(part)s is no condition: write SCALE >= N, SCALE <= N, after SCENE or not after SCENE, joined by and"
    ),
    "condition_meant": N_(
        "%(part)s is no condition: write SCALE >= N, SCALE <= N, after SCENE or not after SCENE, joined by and, all in"
        " small letters. Here: %(meant)s"
    ),
    "https_address": N_("an address begins with https:// and has no spaces"),
    "string_type": N_("a text is expected here, not a list or a group of lines"),
    "dict_type": N_("a group of lines is expected here, each with its id"),
    "one_of_a_list": N_("a list is expected here: write [%(given)s], or a line each with -"),
    "tuple_type": N_("a list is expected here, in [ ] or a line each with -"),
    "model_type": N_("a group of lines is expected here"),
    "model_attributes_type": N_("a group of lines is expected here"),
    "string_pattern_mismatch": _NO_ID,
    "string_too_long": N_("an id has at most 60 characters"),
    "literal_error": N_("%(given)s is not one of those known: %(expected)s"),
    "greater_than_equal": N_("this number is too small: %(ge)s or more"),
    "less_than_equal": N_("this number is too large: %(le)s or less"),
    "union_tag_not_found": N_("kind is missing here: add a line kind:"),
    "kind_under_another_key": N_("you wrote %(written)s: here, and the key is kind: write kind: %(kind)s"),
    "union_tag_invalid": N_("%(given)s is no kind of question: there are %(expected_tags)s"),
}
"""What is said of a value or a key that is not as its model has it."""
_FLAGS_IN_OTHER_WORDS: Final = {
    **dict.fromkeys(("true", "sim", "yes", "verdadeiro"), "true_in_other_words"),
    **dict.fromkeys(("false", "não", "nao", "no", "falso"), "false_in_other_words"),
}
_OTHERWISE: Final = N_("this cannot be read as it is (%(type)s): write it as docs/authoring.md shows")
_NEAR: Final = N_("%(name)s is not known here; did you mean %(near)s?")


def read_part(model: type[P], source: Source, tree: Raw, path: Path = ()) -> tuple[P | None, list[Problem]]:
    """The part that `tree` (found at `path` of the source) describes, or None with every reason why not."""
    try:
        return model.model_validate(tree), []
    except ValidationError as error:
        return None, [_problem(model, source, tree, path, details) for details in error.errors(include_url=False)]


def problem_of(source: Source, fault: Fault, path: Path = ()) -> Problem:
    """The fault at its line."""
    at = (*path, *fault.path)
    mark = source.mark(at)
    return Problem(
        source.where, mark.line, mark.column, ".".join(at), fault.message, dict(fault.values), fatal=fault.fatal
    )


def id_problems(source: Source, id_: str) -> Iterator[Problem]:
    """What is wrong with the id that heads an entry of a register."""
    if not re.fullmatch(SLUG, id_):
        mark = source.mark((id_,))
        yield Problem(source.where, mark.line, mark.column, id_, _NO_ID, {"given": id_[:60]})


def _problem(model: type[Part], source: Source, tree: Raw, path: Path, details: ErrorDetails) -> Problem:
    steps = _steps_in(tree, details["loc"])
    name = str(details["loc"][-1]) if details["loc"] else ""
    kind, given = details["type"], details["input"]
    if kind == "union_tag_invalid":  # told of the whole question, and meant is its kind
        steps, given = (*steps, "kind"), given["kind"]
    if kind in {"literal_error", "union_tag_invalid"} and not isinstance(given, str):
        kind = "string_type"
    if kind == "tuple_type" and isinstance(given, str) and given.strip():
        kind = "one_of_a_list"
    if kind == "true_or_false" and isinstance(given, str):
        kind = _FLAGS_IN_OTHER_WORDS.get(given.casefold(), kind)
    written = _key_of_kind(given) if kind == "union_tag_not_found" else None
    if written:
        kind, steps = "kind_under_another_key", (*steps, written)
    values = {"name": name, "type": kind, "given": str(given)[:60] or '""'}
    values |= {key: _in_plain_words(key, value) for key, value in details.get("ctx", {}).items()}
    if written:
        values |= {"written": written, "kind": str(given[written])}
    message = WORDS.get(kind, _OTHERWISE)
    if kind == "extra_forbidden" and (near := key_meant(model, tree, details["loc"])):
        message, values["near"] = _NEAR, near
    mark = source.mark((*path, *steps))
    at = ".".join((*path, *(str(step) for step in steps)))
    return Problem(source.where, mark.line, mark.column, at, message, values)


def _key_of_kind(question: Raw) -> str | None:
    """The key under which a question without `kind` says its kind, or None."""
    for key, said in question.items() if isinstance(question, dict) else ():
        if isinstance(said, str) and said in KINDS and key not in KINDS[said].model_fields:
            return key
    return None


def _in_plain_words(key: str, value: object) -> str:
    """A value of a message; lists of what was expected come in quotation marks and with an English `or`."""
    return ", ".join(re.findall("'(.+?)'", str(value))) if key.startswith("expected") else str(value)


def _steps_in(tree: Raw, loc: tuple[int | str, ...]) -> tuple[str | int, ...]:
    """The steps of a pydantic location that are keys of the tree: union tags and the like are not."""
    steps: list[str | int] = []
    at: Raw = tree
    for step in loc:
        if isinstance(at, dict) and step in at:
            at = at[str(step)]
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
        else:
            continue
        steps.append(step)
    return tuple(steps)


def key_meant(model: type[Part], tree: Raw, loc: tuple[int | str, ...]) -> str | None:
    """The key that was most likely meant by the unknown one at that location, or None."""
    return did_you_mean(str(loc[-1]), _known_at(model, tree, loc[:-1]))


def _known_at(model: type[Part], tree: Raw, loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows at that location, as far as its annotations tell."""
    found: list[type[BaseModel]] = [model]
    for step in loc:
        found = [inner for outer in found for inner in _models_at(outer, step)] or found
    known = [field for model in _of_its_kind(found, tree, loc) for field in model.model_fields.items()]
    return [field.alias or name for name, field in known]


def _of_its_kind(found: list[type[BaseModel]], tree: Raw, loc: tuple[int | str, ...]) -> list[type[BaseModel]]:
    """Those of the models that are of the kind written there: a question has the keys of its own kind alone."""
    at = tree
    for step in _steps_in(tree, loc):
        at = at[str(step)] if isinstance(at, dict) else at[int(step)]
    kind = at.get("kind") if isinstance(at, dict) else None
    kinds = {model: get_args(model.model_fields["kind"].annotation) for model in found if "kind" in model.model_fields}
    return [model for model in found if kind in kinds.get(model, ())] or found


def _models_at(model: type[BaseModel], step: int | str) -> list[type[BaseModel]]:
    field = model.model_fields.get(str(step))
    return _models_in(field.annotation) if field else []


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    arguments: tuple[Any, ...] = getattr(annotation, "__args__", ())
    return [model for argument in arguments for model in _models_in(argument)]
