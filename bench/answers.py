"""Answers by the million: copies of a handed-in attempt, each of a learner of its own, made by the database itself."""

from typing import Any, Final

from sqlalchemy import Insert, column, func, insert, select, table, text, true

from course.storage.engine import Database
from course.storage.models import Answer, Attempt, Outcome

BATCH: Final = 100_000
"""Answers in a transaction."""
COPIES: Final = table("copies", column("id"), column("learner_key"))
MADE_BY: Final = {
    "sqlite": """CREATE TEMPORARY TABLE copies AS WITH RECURSIVE number(i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < :count)
        SELECT CAST(printf('%016x', :made + i) AS BLOB) AS id, randomblob(32) AS learner_key FROM number""",
    "postgresql": """CREATE TEMPORARY TABLE copies AS
        SELECT CAST(lpad(to_hex(:made + i), 16, '0') AS bytea) AS id,
            uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS learner_key
        FROM generate_series(1, :count) AS i""",
}
"""So many new ids, of attempts and of learners. Those of attempts rise, unlike real ones: a tree is filled from one
side ten times as fast, and is as deep."""


def fill(database: Database, answers: int) -> None:
    """Copy the handed-in attempt with most answers until there are so many answers more."""
    with database.read() as session:
        most = select(Outcome.attempt_id).join(Answer, Answer.attempt_id == Outcome.attempt_id)
        counted = most.add_columns(func.count()).group_by(Outcome.attempt_id).order_by(func.count().desc())
        attempt, each = session.execute(counted.limit(1)).one()
    for made in range(0, answers, BATCH):
        with database.write() as session:
            if database.is_sqlite:
                session.execute(text("PRAGMA cache_size = -1000000"))
            session.execute(
                text(MADE_BY[database.engine.dialect.name]),
                {"count": min(BATCH, answers - made) // each, "made": made},
            )
            for own in (Attempt.id, Answer.attempt_id, Outcome.attempt_id):
                session.execute(copied(own, attempt))
            session.execute(text("DROP TABLE copies"))


def copied(column_of_id: Any, of: bytes) -> Insert:
    """The rows that have this id in that column, once for each of the copies."""
    own, kept = column_of_id, column_of_id.class_.__table__
    new = {own.name: COPIES.c.id, "learner_key": COPIES.c.learner_key}
    wanted = [new.get(each.name, each) for each in kept.c]
    rows = select(*wanted).select_from(kept.join(COPIES, true())).where(own == of)
    return insert(kept).from_select([each.name for each in kept.c], rows)
