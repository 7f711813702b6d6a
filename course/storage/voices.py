"""The store of voices: what is held sealed, what waits in a quarter's pool, and what was cut loose.

Nothing here can read what is sealed; `acts.held` and `acts.cut_voices` can.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.storage.models import VOICES, Pending, Pooled, Sheet, Voice

TABLES: Final = tuple(model.__tablename__ for model in VOICES)
"""What `Database.forget_deleted` is given after a cut."""

_LOCK: Final = int.from_bytes(b"voices")


class Sentence(NamedTuple):
    """A sentence and the module it was written in: no place finer than that."""

    module: str
    text: str


def lock(session: Session, *, is_shared: bool) -> None:
    """Wait until nobody cuts (shared: to hold something), or until nobody holds or cuts (to cut, to destroy a key).

    To the end of the transaction, so that no row is added to a batch that was cut meanwhile, nor under a key that is
    being destroyed. SQLite lets one transaction write at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        take = func.pg_advisory_xact_lock_shared if is_shared else func.pg_advisory_xact_lock
        session.execute(select(take(_LOCK)))


def hold(session: Session, *, learner_key: bytes, place: str, batch: str, sealed: bytes) -> None:
    """Hold it at that place, instead of what the learner held there."""
    upsert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = upsert(Pending).values(learner_key=learner_key, place=place, batch=batch, sealed=sealed)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Pending.learner_key, Pending.place],
            set_={"batch": statement.excluded.batch, "sealed": statement.excluded.sealed},
        )
    )


def withdraw(session: Session, learner_key: bytes, place: str) -> None:
    """Hold nothing there any more."""
    session.execute(delete(Pending).where(Pending.learner_key == learner_key, Pending.place == place))


def list_own(session: Session, learner_key: bytes) -> list[Pending]:
    """What a learner holds."""
    return list(session.scalars(select(Pending).where(Pending.learner_key == learner_key)))


def list_batch(session: Session, batch: str) -> list[Pending]:
    """What is held to be cut loose together."""
    return list(session.scalars(select(Pending).where(Pending.batch == batch)))


def delete_batch(session: Session, batch: str) -> None:
    """Hold nothing of that batch any more."""
    session.execute(delete(Pending).where(Pending.batch == batch))


def list_batches(session: Session) -> list[str]:
    """The batches of which something is held, in alphabetical order."""
    return list(session.scalars(select(Pending.batch).distinct().order_by(Pending.batch)))


def add_to_pool(session: Session, quarter: str, sealed: Iterable[bytes]) -> None:
    """Let these wait for the quarter's end: in shuffled order, with neither learner nor session."""
    rows = [{"id": new_id(), "quarter": quarter, "sealed": one} for one in _shuffled(sealed)]
    if rows:
        session.execute(insert(Pooled), rows)


def list_pool(session: Session, quarter: str) -> list[bytes]:
    """What waits in a quarter's pool, sealed, in no order."""
    return list(session.scalars(select(Pooled.sealed).where(Pooled.quarter == quarter).order_by(Pooled.id)))


def delete_pool(session: Session, quarter: str) -> None:
    """Empty a quarter's pool."""
    session.execute(delete(Pooled).where(Pooled.quarter == quarter))


def list_pools(session: Session) -> list[str]:
    """The quarters in whose pool something waits."""
    return list(session.scalars(select(Pooled.quarter).distinct().order_by(Pooled.quarter)))


def add_voices(
    session: Session,
    sentences: Iterable[Sentence],
    *,
    week: dt.date,
    code: str | None = None,
    quarter: str | None = None,
) -> None:
    """Cut the sentences loose, of a session or of a quarter: in shuffled order, in one statement."""
    rows = [
        {"id": new_id(), "session": code, "quarter": quarter, "module": module, "text": text, "week": week}
        for module, text in _shuffled(sentences)
    ]
    if rows:
        session.execute(insert(Voice), rows)


def of_session(session: Session, code: str) -> list[Sentence]:
    """The sentences of a session, in the same order each time, which tells nothing."""
    rows = session.execute(select(Voice.module, Voice.text).where(Voice.session == code).order_by(Voice.id))
    return [Sentence(module, text) for module, text in rows]


def of_quarter(session: Session, quarter: str) -> list[Sentence]:
    """The sentences of a quarter's pool, in the same order each time, which tells nothing."""
    rows = session.execute(select(Voice.module, Voice.text).where(Voice.quarter == quarter).order_by(Voice.id))
    return [Sentence(module, text) for module, text in rows]


def add_sheets(
    session: Session, *, survey: str, wave: str, quarter: str, week: dt.date, sheets: Sequence[Mapping[str, Any]]
) -> None:
    """Cut the sheets of a wave loose (arm, code_hash, cluster, answers): in shuffled order, in one statement."""
    common = {"survey": survey, "wave": wave, "quarter": quarter, "week": week}
    session.execute(insert(Sheet), [{"id": new_id(), **common, **one} for one in _shuffled(sheets)])


def _shuffled(things: Iterable[Any]) -> list[Any]:
    """In an order that nobody can compute again."""
    mixed = list(things)
    secrets.SystemRandom().shuffle(mixed)
    return mixed
