"""Who may do what. The matrix beside this file is the rule: policy, pages, documentation and tests all read it.

A permission says which roles have it and over what: `all`, `own` (one's own rows), `unit` (the units one supervises),
`organisation` (one's own). Queries take the actor's scope; somebody else's row is *not found*. What is not built yet
has its row, so that whoever builds it finds the rule there (docs/permissions.md shows it as a table).
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
Built = Literal["page", "act", "later", "never"]


@dataclass(frozen=True)
class Permission:
    """A row of the matrix.

    `can` is of C (create), R (read), U (change), D (delete); `built` says whether there is a page, an act without a
    page yet, nothing yet, or never anything; `is_logged` whether using it leaves an audit entry; `crosses` whether it
    reaches another organisation.
    """

    name: str
    resource: str
    can: str
    what: str
    built: Built
    is_logged: bool
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
    stages: tuple[Built, ...] = ("page", "act", "later", "never")
    return Permission(
        name=row["permission"],
        resource=row["resource"],
        can=row["can"],
        what=row["what"],
        built=next(stage for stage in stages if stage == row["built"]),
        is_logged=row["logged"] == "yes",
        scopes=scopes,
        crosses=row["another organisation"] == "yes",
    )


def _scope(cell: str) -> Scope:
    scopes: tuple[Scope, ...] = ("all", "own", "unit", "organisation", "-")
    return next(scope for scope in scopes if scope == cell)


def may(actor: Actor | None, permission: str) -> bool:
    """Whether the active role (nobody: anonymous) has the permission. Raises KeyError for one not in the matrix."""
    return permissions()[permission].scopes[actor.role if actor else "anonymous"] != "-"


def scope_of(actor: Actor, permission: str) -> Scope:
    """Over what the active role has the permission; `-` where it has it not."""
    return permissions()[permission].scopes[actor.role]


def demand(actor: Actor, permission: str) -> None:
    """Raises NotAllowed when the active role has it not."""
    if not may(actor, permission):
        raise NotAllowed(N_("Your active role does not open this page."))
