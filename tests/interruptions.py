"""A process that dies, without a process: a database that stops at a chosen transaction, before its end or after it."""

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

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


def die_everywhere(
    database: Database, *, prepare: Callable[[], object], run: Callable[[], object], check: Callable[[], object]
) -> int:
    """Prepare, have a run die at its first commit, run again and check; then the same at its second commit, and so on.

    Ends after a run that did not die; gives how many died.
    """
    for number in itertools.count(1):
        prepare()
        with dying_at(database, number) as reached, suppress(Died):
            run()
        run()
        check()
        if reached[0] < number:
            return number - 1
    raise AssertionError("a run has an end")
