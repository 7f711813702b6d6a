"""What follows when somebody's second factor is taken away by others: they are out, and told."""

import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from course.acts.post import post
from course.storage import factors, sign_ins


def forget_factors(session: Session, keys: Path, person_id: bytes, now: dt.datetime) -> bool:
    """Take app, passkeys and recovery codes away, end every sign-in and tell the person by mail: False where there was
    nothing to take away."""
    if not factors.drop_all(session, [person_id]):
        return False
    sign_ins.close_all(session, person_id)
    post(session, keys, to=person_id, kind="factor-taken", values={}, now=now)
    return True
