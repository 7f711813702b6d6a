"""Pages for whoever answers for the data: the record of processing, and what each role can and cannot see."""

from collections.abc import Iterable, Iterator
from typing import Final

from course.acts.actor import ROLES
from course.acts.policy import Permission, permissions
from course.made_docs.pages import SCOPES
from course.made_docs.parts import written
from course.storage.inventory import Column, columns
from course.storage.models import RoleName

TO_CONFIRM: Final = "*(confirm)*"
ACTIVITIES: Final[dict[str, str]] = {
    "people": "Letting people in, planning sessions, proving the training, answering requests",
    "learning": "Learning: reading, cases, quizzes, under a pseudonym",
    "voices": "Objections and surveys, cut loose from their author at their hour",
    "figures": "Figures about groups and the programme",
    "rooms": "Votes in the room",
    "authoring": "Writing, reviewing and publishing the course",
    "records": "Log of acts",
    "operation": "Operation and security of the instance",
}
"""Store -> the activity that it serves, in the order of the inventory."""
CLASSES: Final[dict[str, str]] = {
    "S1": "internal",
    "S2": "personal",
    "S3": "learning, secrets and unsigned words",
    "none": "about nobody",
}


def record_page() -> str:
    """docs/processing-record.md: a section an activity, a line a table of the inventory."""
    return written("processing-record.md", {"activities": _activities})


def sight_page() -> str:
    """docs/who-sees-what.md: a section a role."""
    return written("who-sees-what.md", {"roles": lambda: "\n".join(line for role in ROLES for line in _sight(role))})


def _activities() -> str:
    lines: list[str] = []
    for store, activity in ACTIVITIES.items():
        rows = [column for column in columns() if column.store == store]
        lines += [
            f"## {activity}",
            "",
            f"Store `{store}`. Basis: {_joined(column.basis for column in rows)} {TO_CONFIRM}.",
            "",
            "| Data | Why | Class | Recipients | Erased |",
            "|---|---|---|---|---|",
            *(_line(table, rows) for table in dict.fromkeys(column.table for column in rows)),
            "",
        ]
    return "\n".join(lines)


def _line(table: str, rows: Iterable[Column]) -> str:
    own = [column for column in rows if column.table == table]
    about = [column for column in own if column.sensitivity != "none"] or own
    cells = (
        f"`{table}`: {', '.join(f'`{column.name}`' for column in own)}",
        "; ".join(dict.fromkeys(column.purpose for column in about)),
        _joined(CLASSES[column.sensitivity] for column in own),
        _joined(reader for column in own for reader in column.readers if reader != "nobody") or "nobody",
        _joined(word for column in own for word in column.retention),
    )
    return f"| {' | '.join(cells)} |"


def _sight(role: RoleName) -> Iterator[str]:
    rows = [row for row in permissions().values() if row.scopes[role] != "-" and row.built in {"page", "act"}]
    refused = [row for row in permissions().values() if row.scopes[role] == "-" and row.built in {"page", "act"}]
    read = [column for column in columns() if role in column.readers and column.sensitivity in {"S2", "S3"}]
    yield f"## {role.capitalize()}"
    yield ""
    yield "Can, of others or of the course:"
    yield ""
    yield from (_can(row, role) for row in rows if _is_beyond_oneself(row, role))
    yield ""
    yield "| Reads of a person | Columns |"
    yield "|---|---|"
    for table in dict.fromkeys(column.table for column in read):
        yield f"| `{table}` | {', '.join(f'`{column.name}`' for column in read if column.table == table)} |"
    if not read:
        yield "| nothing of others | |"
    yield ""
    yield f"Cannot: {'; '.join(f'`{row.name}`' for row in refused)}."
    yield ""


def _is_beyond_oneself(row: Permission, role: RoleName) -> bool:
    """Not what everybody has of themselves, nor what even nobody signed in may see."""
    return row.scopes["anonymous"] == "-" and (row.scopes[role] != "own" or row.scopes["officer"] == "-")


def _can(row: Permission, role: RoleName) -> str:
    scope = SCOPES[row.scopes[role]]
    return f"- {row.what} (`{row.name}`{f', {scope}' if scope else ''})"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))
