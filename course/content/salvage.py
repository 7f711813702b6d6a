"""What can still be judged of a document in which something has the wrong form, so that all problems are told at once.

pydantic gives no model while one field below it fails. Here each such place is given a stand-in of the right form until
there is one, and it is remembered where: what is then found wrong at a stand-in comes of it, and is not told.
"""

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from course.content.fields import Part
from course.content.problem import Problem
from course.content.questions import KINDS
from course.content.source import Path, Raw
from course.content.typed import key_meant

P = TypeVar("P", bound=Part)

_STAND_IN: Final = "0-x-0"
"""An id, a line and the name of a file at once; short, so that it is never the longest option, and nobody's own."""

_ROUNDS: Final = 8
"""A place may fail anew with its stand-in: what was missing turns out to be a group, and the group lacks a text."""
_STAND_INS: Final[Mapping[str, Raw]] = {
    **dict.fromkeys(("missing", "string_type", "empty_text", "more_than_a_line", "file_name"), _STAND_IN),
    **dict.fromkeys(("string_pattern_mismatch", "string_too_long"), _STAND_IN),
    **dict.fromkeys(("whole_number", "greater_than_equal", "less_than_equal"), "1"),
    "dict_type": {},
    "model_type": {},
    "model_attributes_type": {},
    "tuple_type": [],
    "true_or_false": "false",
    **dict.fromkeys(("condition", "condition_meant"), f"after {_STAND_IN}"),
}
_FORMS: Final = frozenset({"dict_type", "model_type", "model_attributes_type", "tuple_type", "true_or_false"})
"""Stand-ins that say too little, so that their group would be found wanting."""


@dataclass(frozen=True)
class StandIns:
    """Where stand-ins are: `values` in a group that is otherwise whole, and `forms`, for want of which it is not."""

    values: frozenset[Path] = frozenset()
    forms: frozenset[Path] = frozenset()

    def explain(self, path: Path) -> bool:
        """Whether a problem at that path comes of a stand-in: at it, in it, or in the group of one that is a form."""
        is_in_one = any(path[: len(stand_in)] == stand_in for stand_in in self.values | self.forms)
        return is_in_one or any(bool(path) and stand_in[: len(path)] == path for stand_in in self.forms)

    def problems_left(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Those that do not come of a stand-in, and no stand-in is named among what there is."""
        if self == NOTHING_STOOD_IN:  # whatever is named then, its author wrote
            yield from problems
            return
        for problem in problems:
            values = {key: _without_stand_ins(value) for key, value in problem.values.items()}
            names_nothing = any(not value and problem.values[key] for key, value in values.items())
            if not names_nothing and not self.explain(tuple(problem.path.split("."))):
                yield replace(problem, values=values) if values != problem.values else problem


NOTHING_STOOD_IN: Final = StandIns()


def salvage(model: type[P], tree: Raw) -> tuple[P | None, StandIns]:
    """A part with stand-ins where the tree has the wrong form, and where they are; None where that leads nowhere."""
    mended = copy.deepcopy(tree)
    values, forms = set[Path](), set[Path]()
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(mended), StandIns(_as_in_problems(values), _as_in_problems(forms))
        except ValidationError as error:
            for details in error.errors(include_url=False):
                _mend(model, mended, details, values, forms)
    return None, NOTHING_STOOD_IN


def _without_stand_ins(value: str) -> str:
    """A value of a message, which may be a list of names; empty where nothing but stand-ins was named."""
    return ", ".join(name for name in value.split(", ") if not name.startswith(_STAND_IN))


def _as_in_problems(paths: set[Path]) -> frozenset[Path]:
    """The paths as problems write them, the numbers of entries of lists as digits."""
    return frozenset(tuple(map(str, path)) for path in paths)


def _mend(model: type[Part], tree: Raw, details: ErrorDetails, values: set[Path], forms: set[Path]) -> None:
    kind, loc = details["type"], details["loc"]
    if kind.startswith("union_tag"):
        loc = (*loc, "kind")
    if loc and loc[-1] == "[key]":
        loc = loc[:-1]
    group, path = _group_of(tree, loc)
    if not path or not isinstance(group, (dict, list)):
        return
    key: Any = path[-1]
    if kind == "extra_forbidden" and isinstance(group, dict) and key in group:
        meant = key_meant(model, tree, loc)
        given = group.pop(key)
        if meant and meant not in group:
            group[meant] = given
            values.add((*path[:-1], meant))
    elif details["loc"][-1:] == ("[key]",) and isinstance(group, dict) and key in group:
        id_ = f"{_STAND_IN}-{len(values)}"
        group[id_] = group.pop(key)
        values.add((*path[:-1], id_))
    elif kind.startswith("union_tag"):
        group[key] = next(iter(KINDS))
        forms.add(path[:-1])
    elif kind == "literal_error":
        group[key] = re.findall("'(.+?)'", str(details.get("ctx", {}).get("expected")))[0]
        values.add(path)
    elif kind in _STAND_INS:
        group[key] = copy.copy(_STAND_INS[kind])
        (forms if kind in _FORMS else values).add(path)


def _group_of(tree: Raw, loc: tuple[int | str, ...]) -> tuple[Raw, Path]:
    """The group or list in which that location stands, and the path to it. Steps of the schema's own are left out."""
    at: Raw = tree
    path: list[str | int] = []
    for step in loc[:-1]:
        if isinstance(at, dict) and step in at:
            at = at[str(step)]
        elif isinstance(at, list) and isinstance(step, int) and step < len(at):
            at = at[step]
        else:
            continue
        path.append(step)
    return at, (*path, *loc[-1:])
