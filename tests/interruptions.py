"""A process that dies, without a process: a database that stops at a chosen transaction, before its end or after it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from course.storage.engine import Database


class Died(BaseException):
    """No code of ours catches it, as none runs after a kill."""


@contextmanager
def dying_at(database: Database, number: int) -> Iterator[list[int]]:
    """Raise Died instead of that commit (1 is the first): nothing of it lasts, everything before it does.

    Death after a commit is death before anything of the next one. The list counts the commits that were reached.
    """
    reached = [0]

    def stop(_: object) -> None:
        reached[0] += 1
        if reached[0] == number:
            raise Died

    event.listen(database.engine, "commit", stop)
    try:
        yield reached
    finally:
        event.remove(database.engine, "commit", stop)
