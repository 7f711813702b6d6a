"""Inserting a row unless it is there: how the database, and not an `if`, decides a race."""

from typing import Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from course.storage.models import Base

Row = TypeVar("Row", bound=Base)


def insert_new(session: Session, model: type[Row], **values: Any) -> Row | None:
    """The new row, or None when one with the same primary key or unique values stands already. One statement.

    Nothing is rolled back, so the transaction goes on. A broken check or foreign key still raises IntegrityError.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(model).values(**values).on_conflict_do_nothing().returning(model)
    return session.scalars(statement).one_or_none()
