"""Who may do what. The matrix beside this file is the rule: policy, pages, documentation and tests all read it.

A permission says which roles have it and over what: `all`, `own` (one's own rows), `unit` (the units one supervises),
`organisation` (one's own). Queries take the actor's scope; somebody else's row is *not found*.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from course.acts.actor import ROLES, Actor, Role
from course.base.languages import N_
from course.base.refusals import NotAllowed

MATRIX: Final = Path(__file__).with_name("matrix.csv")
Scope = Literal["all", "own", "unit", "organisation", "-"]
Who = Role | Literal["anonymous"]


@dataclass(frozen=True)
class Permission:
    """A row of the matrix; `crosses` says whether it reaches another organisation."""

    name: str
    what: str
    scopes: dict[Who, Scope]
    crosses: bool


@cache
def permissions() -> dict[str, Permission]:
    """The rows of the matrix by name."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return {row["permission"]: _permission(row) for row in csv.DictReader(file)}


def _permission(row: dict[str, str]) -> Permission:
    everybody: tuple[Who, ...] = ("anonymous", *ROLES)
    scopes: dict[Who, Scope] = {who: _scope(row[who]) for who in everybody}
    return Permission(row["permission"], row["what"], scopes, crosses=row["another organisation"] == "yes")


def _scope(cell: str) -> Scope:
    scopes: tuple[Scope, ...] = ("all", "own", "unit", "organisation", "-")
    return next(scope for scope in scopes if scope == cell)


def may(actor: Actor | None, permission: str) -> bool:
    """Whether the active role (nobody: anonymous) has the permission. Raises KeyError for one not in the matrix."""
    return permissions()[permission].scopes[actor.role if actor else "anonymous"] != "-"


def demand(actor: Actor, permission: str) -> None:
    """Raises NotAllowed when the active role has it not."""
    if not may(actor, permission):
        raise NotAllowed(N_("Your active role does not open this page."))
