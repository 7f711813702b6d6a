"""Second factors of a person: kept, looked up, used once, taken away."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from course.base.ids import new_id
from course.storage.inserts import insert_new, insert_or_change
from course.storage.models import Authenticator, Passkey, RecoveryCode


def is_there(person_id: InstrumentedAttribute[bytes]) -> ColumnElement[bool]:
    """That the person of that column has a second factor, as a part of a query. Recovery codes alone are none."""
    return or_(
        exists().where(Authenticator.person_id == person_id).correlate_except(Authenticator),
        exists().where(Passkey.person_id == person_id).correlate_except(Passkey),
    )


def has_one(session: Session, person_id: bytes) -> bool:
    """Whether the person has an app or a passkey."""
    app = exists().where(Authenticator.person_id == person_id)
    return bool(session.scalar(select(app | exists().where(Passkey.person_id == person_id))))


def put_app(session: Session, person_id: bytes, sealed: bytes, *, last_step: int, made_on: dt.date) -> None:
    """Make this the person's app, in the place of any other."""
    changes = {"sealed": sealed, "last_step": last_step, "made_on": made_on}
    insert_or_change(session, Authenticator, {"person_id": person_id, **changes}, changes)


def find_app(session: Session, person_id: bytes) -> Authenticator | None:
    """The person's app."""
    return session.get(Authenticator, person_id)


def every_app(session: Session) -> Sequence[tuple[bytes, bytes]]:
    """Whose each app is, and its sealed secret."""
    return [
        (row.person_id, row.sealed) for row in session.execute(select(Authenticator.person_id, Authenticator.sealed))
    ]


def take_step(session: Session, person_id: bytes, step: int) -> bool:
    """Let no code of that step or an earlier one be heard again. Of two at once, one gets True."""
    later = update(Authenticator).where(Authenticator.person_id == person_id, Authenticator.last_step < step)
    taken = later.values(last_step=step).returning(Authenticator.person_id)
    return session.execute(taken, execution_options={"synchronize_session": False}).first() is not None


def drop_app(session: Session, person_id: bytes) -> bool:
    """Take the app away; False where there was none."""
    gone = delete(Authenticator).where(Authenticator.person_id == person_id).returning(Authenticator.person_id)
    return session.execute(gone).first() is not None


def put_recovery_codes(session: Session, person_id: bytes, hashes: Collection[bytes]) -> None:
    """Make these the person's recovery codes, in the place of all others."""
    drop_recovery_codes(session, person_id)
    session.add_all([RecoveryCode(person_id=person_id, code_hash=code_hash) for code_hash in hashes])
    session.flush()


def count_recovery_codes(session: Session, person_id: bytes) -> int:
    """How many are left."""
    return session.scalar(select(func.count()).where(RecoveryCode.person_id == person_id)) or 0


def take_recovery_code(session: Session, person_id: bytes, code_hash: bytes) -> bool:
    """Use one up: True exactly once."""
    is_it = (RecoveryCode.person_id == person_id, RecoveryCode.code_hash == code_hash)
    return session.execute(delete(RecoveryCode).where(*is_it).returning(RecoveryCode.code_hash)).first() is not None


def drop_recovery_codes(session: Session, person_id: bytes) -> None:
    """Let none of them open anything any more."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))


def add_passkey(
    session: Session,
    person_id: bytes,
    *,
    name: str,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
    made_on: dt.date,
) -> bool:
    """Keep a passkey; False where that very one is kept already, whoever's it is."""
    row = insert_new(
        session,
        Passkey,
        id=new_id(),
        person_id=person_id,
        name=name,
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        made_on=made_on,
    )
    return row is not None


def passkeys_of(session: Session, person_id: bytes) -> Sequence[Passkey]:
    """The person's passkeys, the oldest first."""
    statement = (
        select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.made_on, Passkey.name, Passkey.id)
    )
    return session.scalars(statement).all()


def find_passkey(session: Session, person_id: bytes, credential_id: bytes) -> Passkey | None:
    """The person's passkey of that name among devices; None for another's."""
    is_it = (Passkey.person_id == person_id, Passkey.credential_id == credential_id)
    return session.scalar(select(Passkey).where(*is_it))


def count_use(session: Session, passkey_id: bytes, *, seen: int, told: int) -> bool:
    """Keep the count that the device told, unless another use was counted since `seen` was read."""
    same = update(Passkey).where(Passkey.id == passkey_id, Passkey.sign_count == seen)
    counted = same.values(sign_count=told).returning(Passkey.id)
    return session.execute(counted, execution_options={"synchronize_session": False}).first() is not None


def drop_passkey(session: Session, person_id: bytes, passkey_id: bytes) -> bool:
    """Take one away; False where the person has none such."""
    is_it = (Passkey.person_id == person_id, Passkey.id == passkey_id)
    return session.execute(delete(Passkey).where(*is_it).returning(Passkey.id)).first() is not None


def drop_all(session: Session, person_ids: Collection[bytes]) -> set[bytes]:
    """Take app, passkeys and recovery codes of these people away: of whom there were any."""
    had: set[bytes] = set()
    for model in (Authenticator, Passkey, RecoveryCode):
        gone = delete(model).where(model.person_id.in_(person_ids)).returning(model.person_id)
        had |= set(session.scalars(gone))
    return had
