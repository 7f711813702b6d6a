"""People before the door: acts by somebody who is not signed in, on a database, without pages."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desks import NOW

from course.acts.door import Caller, Door, Note
from course.acts.sign_in import Credentials, recognise
from course.storage.engine import Database

HERE = "192.0.2.7"


@contextmanager
def a_door(
    database: Database,
    keys: Path,
    address: str = HERE,
    device: str | None = None,
    *,
    now: dt.datetime = NOW,
    write: bool = False,
) -> Iterator[Door]:
    """A door whose notes are written when it closes, as after a request; with `write`, so is the rest."""
    notes: list[Note] = []
    transaction = database.begin(write=write)
    try:
        yield Door(transaction.session, Caller(address, device), now, keys, notes.append)
        transaction.commit()
    finally:
        transaction.rollback()
        if notes:
            with database.write() as session:
                for note in notes:
                    note(session)


def try_password(
    database: Database,
    keys: Path,
    identifier: str,
    password: str,
    address: str = HERE,
    device: str | None = None,
    now: dt.datetime = NOW,
) -> bytes:
    """What the sign-in page does before it opens a sign-in."""
    with a_door(database, keys, address, device, now=now) as door:
        return recognise(door, Credentials(identifier, None, password))
