"""The role of PostgreSQL whose rights confined transactions have: all tables but what people learn and say."""

from typing import Final

from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from course.storage.confinement import HIDDEN
from course.storage.engine import Database
from course.storage.models import Base

OPEN: Final = tuple(table.name for table in Base.metadata.sorted_tables if table.name not in HIDDEN)


def make_grants(database: Database, role: str) -> None:
    """Make the role where there is none, let the program's user take it, and let it work with what is not hidden.

    Raises ValueError where there is nothing to make, PermissionError where this user may make no role.
    """
    if database.is_sqlite:
        raise ValueError("SQLite has no roles, and needs none here: its connections refuse by themselves")
    if not role:
        raise ValueError(
            "COURSE_COMPLETION_ROLE is empty: set it to the name of the role, for example course_completion"
        )
    with database.engine.begin() as connection:
        try:
            if not _is_there(connection, role):
                connection.exec_driver_sql(f'CREATE ROLE "{role}" NOLOGIN')
            connection.exec_driver_sql(f'GRANT "{role}" TO CURRENT_USER')
        except ProgrammingError as error:
            todo = f'CREATE ROLE "{role}" NOLOGIN; GRANT "{role}" TO <the user of COURSE_DATABASE_URL>;'
            raise PermissionError(f"this user may make no role: have the database's owner run {todo}") from error
        _grant_tables(connection, role)


def renew_grants(database: Database, role: str) -> None:
    """The same rights over today's tables, after a migration; nothing where there is no such role."""
    if database.is_sqlite or not role:
        return
    with database.engine.begin() as connection:
        if _is_there(connection, role):
            _grant_tables(connection, role)


def _is_there(connection: Connection, role: str) -> bool:
    return bool(connection.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = :role"), {"role": role}))


def _grant_tables(connection: Connection, role: str) -> None:
    """What it was granted before is taken from it first: a table that was moved to another store is closed to it."""
    tables = ", ".join(f'"{name}"' for name in OPEN)
    connection.exec_driver_sql(f'REVOKE ALL ON ALL TABLES IN SCHEMA public FROM "{role}"')
    connection.exec_driver_sql(f'GRANT USAGE ON SCHEMA public TO "{role}"')
    connection.exec_driver_sql(f'GRANT SELECT, INSERT, UPDATE, DELETE ON {tables} TO "{role}"')
