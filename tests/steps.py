"""People at the second step of signing in, without pages."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyotp
from desks import NOW

from course.acts.door import Note
from course.acts.set_up_app import begin_app, confirm_app, find_new_app
from course.acts.show_factor import count_try, is_of_app, show_code
from course.acts.sign_in import id_of, open_sign_in
from course.acts.step_desk import StepDesk, entrant_of
from course.storage import sign_ins
from course.storage.engine import Database

MINUTE = dt.timedelta(minutes=1)


@contextmanager
def a_step(
    database: Database, keys: Path, token: str, *, now: dt.datetime = NOW, required: bool = True
) -> Iterator[StepDesk]:
    """What a request of that sign-in is given; what is noted apart is written afterwards, whatever became of it."""
    notes: list[Note] = []
    try:
        with database.write() as session:
            signed_in = sign_ins.find_sign_in(session, id_of(token))
            assert signed_in is not None
            yield StepDesk(session, entrant_of(signed_in), required, now, keys, notes.append)
    finally:
        if notes:
            with database.write() as session:
                for note in notes:
                    note(session)


def come_in(database: Database, person_id: bytes, now: dt.datetime = NOW) -> str:
    """The token of a sign-in by password."""
    with database.write() as session:
        return open_sign_in(session, person_id, now)


def set_up(
    database: Database, keys: Path, token: str, now: dt.datetime = NOW, *, required: bool = True
) -> tuple[str, str, Sequence[str]]:
    """An app, from its beginning to its first code: the secret, the new token and the recovery codes."""
    with a_step(database, keys, token, now=now, required=required) as desk:
        begin_app(desk)
        app = find_new_app(desk)
        assert app is not None
    with a_step(database, keys, token, now=now, required=required) as desk:
        finished = confirm_app(desk, code_at(app.secret, now))
    return app.secret, finished.token, finished.recovery_codes


def code_at(secret: str, now: dt.datetime) -> str:
    """What the app shows then."""
    return pyotp.TOTP(secret).at(now)


def show(database: Database, keys: Path, token: str, code: str, now: dt.datetime, *, required: bool = True) -> str:
    """What the page of the second step does: the new token."""
    with a_step(database, keys, token, now=now, required=required) as desk:
        person_id = desk.who.person_id
    if is_of_app(code):
        with database.write() as session:
            count_try(session, keys, person_id, now)
    with a_step(database, keys, token, now=now, required=required) as desk:
        return show_code(desk, code)
