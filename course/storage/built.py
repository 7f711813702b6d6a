"""Statements that are built once: for those that a page asks each time, building takes longer than asking."""

from collections.abc import Callable
from functools import cache, wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Executable, bindparam

P = ParamSpec("P")
S = TypeVar("S", bound=Executable)


def built_once(build: Callable[P, S]) -> Callable[P, tuple[S, dict[str, Any]]]:
    """The statement with the values it is asked with, for `session.execute(*...)`.

    `build` runs once, and its arguments stand there for values not known yet: it may compare columns with them, and not
    look at them. What changes the statement itself is no argument of it.
    """
    names = tuple(signature(build).parameters)

    @cache
    def statement() -> S:
        return build(*(bindparam(name) for name in names))  # type: ignore[arg-type, call-arg]

    @wraps(build)
    def asked(*values: P.args, **named: P.kwargs) -> tuple[S, dict[str, Any]]:
        return statement(), dict(zip(names, values, strict=False)) | named

    return asked
