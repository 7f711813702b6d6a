"""What all tables share: names of constraints, the types of columns, moments in UTC."""

import datetime as dt
from typing import Annotated, Any, ClassVar, get_args

from sqlalchemy import JSON, CheckConstraint, Date, DateTime, Dialect, LargeBinary, MetaData, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

type_of_json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

Id = Annotated[bytes, 16]
"""16 random bytes (`course.base.ids`): says nothing of order, number or hour."""

Key = Annotated[bytes, 32]
"""32 bytes of a hash: a learner key, or the digest of a sign-in's token."""


class Moment(TypeDecorator[dt.datetime]):
    """A moment in UTC: given and returned aware; naive UTC in SQLite, `timestamptz` in PostgreSQL.

    A naive value raises ValueError: nobody can tell which clock it was read from.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column's type on this database."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The value as the database keeps it."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"{value!r} has no time zone: moments are given in UTC")
        moment = value.astimezone(dt.UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """The value as the house reads it."""
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


class Base(DeclarativeBase):
    """The parent of all rows. Rows have no relationships: a query names what it reads, so nothing loads by accident."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: Text,
        bytes: LargeBinary,
        Id: LargeBinary(16),
        Key: LargeBinary(32),
        dt.date: Date,
        dt.datetime: Moment,
        dict[str, str]: type_of_json,
        dict[str, Any]: type_of_json,
        list[str]: type_of_json,
    }


def one_of(column: str, literal: Any) -> CheckConstraint:
    """The check that `column` holds one of the words of a `Literal`, so that type and table say the same."""
    words = ", ".join(f"'{word}'" for word in get_args(literal))
    return CheckConstraint(f"{column} IN ({words})", name=f"{column}_known")
