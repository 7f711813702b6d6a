"""Inserting a row unless it is there, or changing it: how the database, and not an `if`, decides a race."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, bindparam, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from course.storage.models import Base

Row = TypeVar("Row", bound=Base)


def insert_new(session: Session, model: type[Row], /, **values: Any) -> Row | None:
    """The new row, or None when one with the same primary key or unique values stands already. One statement.

    The values are plain ones, no SQL. Nothing is rolled back, so the transaction goes on. A broken check or foreign key
    still raises IntegrityError.
    """
    statement = _insert_new(session.get_bind().dialect.name, model, tuple(values))
    return session.scalars(statement, values).one_or_none()


def insert_all_new(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> int:
    """How many of these rows, of the same names, were new; those that stand already stay. One statement for a thousand.

    The values are plain ones, and nothing is rolled back, as above.
    """
    if not rows:
        return 0
    return len(session.execute(_insert_all_new(session.get_bind().dialect.name, model), list(rows)).all())


@cache
def _insert_all_new(dialect: str, model: type[Base]) -> Executable:
    """Built once for any number of rows."""
    table = Base.metadata.tables[model.__tablename__]
    return _insert_of(dialect)(table).on_conflict_do_nothing().returning(*table.primary_key)


@cache
def _insert_new(dialect: str, model: type[Base], names: tuple[str, ...]) -> Executable:
    """Built once for each way in which rows of that kind are made: every answer is saved by it."""
    table = Base.metadata.tables[model.__tablename__]
    values = {name: bindparam(name, type_=table.columns[name].type) for name in names}
    statement = _insert_of(dialect)(table).values(values).on_conflict_do_nothing().returning(table)
    # Read as a SELECT is: an INSERT given to the ORM is taken apart and put together again each time.
    return select(model).from_statement(statement)


def insert_or_change(
    session: Session,
    model: type[Row],
    values: Mapping[str, Any],
    changes: Mapping[str, Any],
    *,
    where: ColumnElement[bool] | None = None,
) -> Row | None:
    """The new row, or the one with its primary key, changed; None when it does not meet `where`. One statement."""
    insert = _insert_of(session.get_bind().dialect.name)
    keys = inspect(model).primary_key
    statement = insert(model).values(**values).on_conflict_do_update(index_elements=keys, set_=changes, where=where)
    return session.scalars(statement.returning(model), execution_options={"populate_existing": True}).one_or_none()


def _insert_of(dialect: str) -> Callable[..., postgresql.Insert | sqlite.Insert]:
    """Either database has an INSERT of its own that says what becomes of a conflict, in the same words."""
    return postgresql.insert if dialect == "postgresql" else sqlite.insert
