"""One-time codes: one a person, kept as a digest, used once."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_or_change
from course.storage.models import Channel, SignInCode


def put(
    session: Session, person_id: bytes, *, code_hash: bytes, channel: Channel, now: dt.datetime, expires_at: dt.datetime
) -> None:
    """Make this the person's code, in the place of any other."""
    _put(session, None, person_id=person_id, code_hash=code_hash, channel=channel, made_at=now, expires_at=expires_at)


def put_beside(
    session: Session,
    person_id: bytes,
    *,
    code_hash: bytes,
    now: dt.datetime,
    expires_at: dt.datetime,
    mailed_before: dt.datetime,
) -> bool:
    """Make this the person's code by mail unless a slip of theirs is still valid, or a mail younger than that moment.

    False when the other code stays. One statement, so that of two at once one stays too.
    """
    is_over = SignInCode.expires_at <= now
    is_old_mail = and_(SignInCode.channel == "mail", SignInCode.made_at <= mailed_before)
    return _put(
        session,
        or_(is_over, is_old_mail),
        person_id=person_id,
        code_hash=code_hash,
        channel="mail",
        made_at=now,
        expires_at=expires_at,
    )


def _put(session: Session, where: ColumnElement[bool] | None, **values: Any) -> bool:
    changes = {name: value for name, value in values.items() if name != "person_id"}
    return insert_or_change(session, SignInCode, values, changes, where=where) is not None


def drop_mailed(session: Session, person_ids: Collection[bytes]) -> None:
    """Let the codes that were mailed to these people open nothing any more; a slip stays as it is."""
    session.execute(delete(SignInCode).where(SignInCode.person_id.in_(person_ids), SignInCode.channel == "mail"))


def is_valid(session: Session, person_id: bytes, code_hash: bytes, now: dt.datetime) -> bool:
    """Whether that is the person's code, and not over."""
    statement = select(SignInCode.person_id).where(_is_this(person_id, code_hash, now))
    return session.scalar(statement) is not None


def take(session: Session, person_id: bytes, code_hash: bytes, now: dt.datetime) -> bool:
    """Use the code up: True exactly once. Compared and deleted in one statement."""
    statement = delete(SignInCode).where(_is_this(person_id, code_hash, now)).returning(SignInCode.person_id)
    return session.execute(statement).scalar_one_or_none() is not None


def having_valid(session: Session, person_ids: Collection[bytes], now: dt.datetime) -> dict[bytes, Channel]:
    """Those of these persons who have a code that is not over, and by which way it went to them."""
    statement = select(SignInCode).where(SignInCode.person_id.in_(person_ids), SignInCode.expires_at > now)
    return {row.person_id: row.channel for row in session.scalars(statement)}


def _is_this(person_id: bytes, code_hash: bytes, now: dt.datetime) -> ColumnElement[bool]:
    return and_(SignInCode.person_id == person_id, SignInCode.code_hash == code_hash, SignInCode.expires_at > now)
