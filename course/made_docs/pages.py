"""Whole pages that are made: who may do what, and what is kept."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from course.acts.actor import ROLES
from course.acts.policy import Permission, Who, permissions
from course.storage.inventory import Column, columns

NOTE: Final = "<!-- Made by `make docs`. Do not edit. -->"
COLUMNS: Final[tuple[Who, ...]] = ("anonymous", *ROLES)
HEAD_OF_PERMISSIONS: Final = f"""\
# Who may do what
{NOTE}

Read from `course/acts/matrix.csv`, which the guard of the pages, the acts and the tests read too. What is not in it is
refused: a route without a row stops the application from starting. C create, R read, U change, D delete; *own*: one's
own rows; *own units*: those supervised and all below; *own organisation*: the one the person belongs to. Rights are
those of the role that is active. Somebody else's row is *not found*, in the words of one that does not exist.
*Logged*: using it leaves an entry in the audit log; a refusal always does. *Crosses*: it reaches beyond one's own
organisation.
"""
HEAD_OF_INVENTORY: Final = f"""\
# Data inventory
{NOTE}

Read from `course/storage/inventory.csv`: change that file. A test compares it
with the tables of the database, and the periods with the rules that the retention job follows
(`course/storage/retention`).

Classes: **S1** internal, **S2** personal, **S3** learning, secrets and unsigned words, *none* says nothing about
anybody. Readers: *self* is the person whom the row is about, *nobody* means that no page shows it. *With account*: it
goes when the account goes, 30 days after the person left. *Not possible*: nobody can tell any more whose it is. Every
legal basis and every period awaits confirmation by a data protection officer.
"""
STAGES: Final = {"page": "", "act": "act only", "later": "to be built", "never": "never"}
SCOPES: Final = {"all": "", "own": "own", "unit": "own units", "organisation": "own organisation"}


def permissions_page() -> str:
    """docs/permissions.md: who may do what, a table a resource."""
    resources: dict[str, list[Permission]] = {}
    for permission in permissions().values():
        resources.setdefault(permission.resource, []).append(permission)
    return "\n".join(_lines_of_permissions(resources)) + "\n"


def inventory_page() -> str:
    """docs/data-inventory.md: a table for each table of the database."""
    parts = [HEAD_OF_INVENTORY]
    for (store, table), rows in groupby(columns(), key=lambda column: (column.store, column.table)):
        parts.append(f"## `{table}` ({store})\n")
        parts.append("| Column | Why | Class | Basis | When it goes | Who reads it | Erased on request |")
        parts.append("|---|---|---|---|---|---|---|")
        parts += [_inventory_line(row) for row in rows]
        parts.append("")
    return "\n".join(parts)


def _lines_of_permissions(resources: Mapping[str, list[Permission]]) -> Iterator[str]:
    yield from HEAD_OF_PERMISSIONS.splitlines()
    for resource, rows in resources.items():
        yield ""
        yield f"## {resource[0].upper()}{resource[1:]}"
        yield ""
        yield f"| what | {' | '.join(COLUMNS)} | logged | crosses | |"
        yield "|---" * (len(COLUMNS) + 4) + "|"
        for row in rows:
            cells = " | ".join(_cell(row, who) for who in COLUMNS)
            marks = f"{'yes' if row.is_logged else '-'} | {'yes' if row.crosses else '-'} | {STAGES[row.built]}"
            yield f"| {row.what} (`{row.name}`) | {cells} | {marks} |"


def _cell(row: Permission, who: Who) -> str:
    scope = row.scopes[who]
    return "-" if scope == "-" else f"{row.can} {SCOPES[scope]}".strip()


def _inventory_line(row: Column) -> str:
    cells = (row.purpose, row.sensitivity, row.basis, "; ".join(row.retention), ", ".join(row.readers), row.erasable)
    return f"| `{row.name}` | {' | '.join(cells)} |"
