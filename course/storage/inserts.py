"""Inserting a row unless it is there, or changing it: how the database, and not an `if`, decides a race."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from course.storage.models import Base

Row = TypeVar("Row", bound=Base)


def insert_new(session: Session, model: type[Row], /, **values: Any) -> Row | None:
    """The new row, or None when one with the same primary key or unique values stands already. One statement.

    Nothing is rolled back, so the transaction goes on. A broken check or foreign key still raises IntegrityError.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(model).values(**values).on_conflict_do_nothing().returning(model)
    return session.scalars(statement).one_or_none()


def insert_or_change(
    session: Session,
    model: type[Row],
    values: Mapping[str, Any],
    changes: Mapping[str, Any],
    *,
    where: ColumnElement[bool] | None = None,
) -> Row | None:
    """The new row, or the one with its primary key, changed; None when it does not meet `where`. One statement."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    keys = inspect(model).primary_key
    statement = insert(model).values(**values).on_conflict_do_update(index_elements=keys, set_=changes, where=where)
    return session.scalars(statement.returning(model), execution_options={"populate_existing": True}).one_or_none()
