"""Programs of an organisation, and the writes they sent under keys of their own."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage.inserts import insert_new
from course.storage.models import ApiClient, ApiScope, ApiWrite


def add(
    session: Session,
    *,
    organisation_id: bytes,
    name: str,
    prefix: str,
    token_hash: bytes,
    scopes: Collection[ApiScope],
    made_on: dt.date,
    expires_on: dt.date,
) -> bytes:
    """The id of a new program."""
    client = ApiClient(
        id=new_id(),
        organisation_id=organisation_id,
        name=name,
        prefix=prefix,
        token_hash=token_hash,
        scopes=sorted(scopes),
        made_on=made_on,
        expires_on=expires_on,
    )
    session.add(client)
    session.flush()
    return client.id


def list_clients(session: Session, organisation_id: bytes) -> Sequence[ApiClient]:
    """The programs of an organisation: those that can still speak first, then the newest first."""
    rows = select(ApiClient).where(ApiClient.organisation_id == organisation_id)
    newest = session.scalars(rows.order_by(ApiClient.made_on.desc(), ApiClient.name, ApiClient.id)).all()
    return sorted(newest, key=lambda client: client.revoked_on is not None)


def get_client(session: Session, organisation_id: bytes, client_id: bytes) -> ApiClient:
    """The program. Raises NotFound, for another organisation's too."""
    client = session.get(ApiClient, client_id)
    if client is None or client.organisation_id != organisation_id:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return client


def find_current(session: Session, token_hash: bytes, day: dt.date) -> ApiClient | None:
    """The program of that token; None for one that was revoked or has run out, and for nobody's."""
    return session.scalar(
        select(ApiClient).where(
            ApiClient.token_hash == token_hash, ApiClient.revoked_on.is_(None), ApiClient.expires_on > day
        )
    )


def revoke(session: Session, client_id: bytes, day: dt.date) -> bool:
    """Let the program's token open nothing from now on; False when it did not any more."""
    ended = update(ApiClient).where(ApiClient.id == client_id, ApiClient.revoked_on.is_(None)).values(revoked_on=day)
    return session.scalars(ended.returning(ApiClient.id)).one_or_none() is not None


def note_use(session: Session, client_id: bytes, day: dt.date) -> None:
    """Note the day of the program's last use."""
    is_new = or_(ApiClient.last_used_on.is_(None), ApiClient.last_used_on < day)
    session.execute(update(ApiClient).where(ApiClient.id == client_id, is_new).values(last_used_on=day))


def is_first_told(session: Session, client_id: bytes, day: dt.date) -> bool:
    """True for the first call of a day: people are told once a day that a program read lists in which they stand."""
    is_new = or_(ApiClient.told_on.is_(None), ApiClient.told_on < day)
    told = update(ApiClient).where(ApiClient.id == client_id, is_new).values(told_on=day).returning(ApiClient.id)
    return session.scalars(told).one_or_none() is not None


def find_write(session: Session, client_id: bytes, key: str) -> ApiWrite | None:
    """The write that the program sent under that key."""
    return session.get(ApiWrite, (client_id, key))


def begin_write(session: Session, client_id: bytes, key: str, digest: bytes, now: dt.datetime) -> bool:
    """Take the key for a write; False when the program has used it."""
    row = insert_new(
        session, ApiWrite, client_id=client_id, key=key, request_digest=digest, began_at=now, status=None, etag=None
    )
    return row is not None


def take_over_write(
    session: Session, client_id: bytes, key: str, digest: bytes, now: dt.datetime, *, began_at: dt.datetime
) -> bool:
    """Take the key from the write that began at that moment; False when somebody else was quicker."""
    taken = (
        update(ApiWrite)
        .where(ApiWrite.client_id == client_id, ApiWrite.key == key, ApiWrite.began_at == began_at)
        .values(request_digest=digest, began_at=now, status=None, etag=None)
        .returning(ApiWrite.key)
    )
    return session.scalars(taken).one_or_none() is not None


def end_write(session: Session, client_id: bytes, key: str, status: int, etag: str) -> None:
    """Keep how the write was answered."""
    of_key = (ApiWrite.client_id == client_id) & (ApiWrite.key == key)
    session.execute(update(ApiWrite).where(of_key).values(status=status, etag=etag))


def drop_write(session: Session, client_id: bytes, key: str, began_at: dt.datetime) -> None:
    """Let the key go, of a write that was refused: it may be mended and sent again."""
    session.execute(
        delete(ApiWrite).where(
            ApiWrite.client_id == client_id,
            ApiWrite.key == key,
            ApiWrite.began_at == began_at,
            ApiWrite.status.is_(None),
        )
    )
