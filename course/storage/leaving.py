"""What becomes of the rows of people who leave an organisation: for one as for thousands, in the same few queries."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import ColumnElement, delete, exists, insert, select, update
from sqlalchemy.orm import Session, aliased

from course.storage.models import (
    Authenticator,
    CourseSession,
    Passkey,
    Person,
    RecoveryCode,
    Role,
    Seat,
    SessionTrainer,
    SignIn,
    SignInCode,
    SummaryWish,
    Supervision,
    Waiting,
)


def tracks_ahead(session: Session, ids: Collection[bytes], now: dt.datetime) -> list[str]:
    """The tracks of the sessions not over in which any of these people has a seat, in order."""
    seated = select(CourseSession.track).join(Seat, Seat.session_code == CourseSession.code)
    return sorted(session.scalars(seated.where(Seat.person_id.in_(ids), CourseSession.ends_at >= now).distinct()))


def led_by_them_alone(session: Session, ids: Collection[bytes], now: dt.datetime) -> list[str]:
    """The codes of the sessions ahead that nobody else leads: they would be left without a trainer."""
    other = aliased(SessionTrainer)
    led = (
        select(CourseSession.code)
        .join(SessionTrainer, SessionTrainer.session_code == CourseSession.code)
        .where(
            SessionTrainer.person_id.in_(ids),
            CourseSession.ends_at >= now,
            CourseSession.cancelled_at.is_(None),
            ~select(other.session_code)
            .where(other.session_code == CourseSession.code, other.person_id.not_in(ids))
            .exists(),
        )
    )
    return sorted(set(session.scalars(led)))


def give_back_seats(session: Session, ids: Collection[bytes], now: dt.datetime) -> set[str]:
    """Take these people out of every session not over, as seated, waiting or leading: where seats became free."""
    freed = session.scalars(delete(Seat).where(_of_coming(Seat, ids, now)).returning(Seat.session_code)).all()
    session.execute(delete(Waiting).where(_of_coming(Waiting, ids, now)))
    stop_leading(session, ids, now)
    return set(freed)


def stop_leading(session: Session, ids: Collection[bytes], now: dt.datetime) -> None:
    """Let these people lead no session that is not over."""
    session.execute(delete(SessionTrainer).where(_of_coming(SessionTrainer, ids, now)))


def _of_coming(
    model: type[Seat] | type[Waiting] | type[SessionTrainer], ids: Collection[bytes], now: dt.datetime
) -> ColumnElement[bool]:
    coming = select(CourseSession.code).where(CourseSession.ends_at >= now)
    return model.person_id.in_(ids) & model.session_code.in_(coming)


def close(session: Session, ids: Collection[bytes], day: dt.date) -> None:
    """Close these accounts: sign-ins, codes, factors, every role but the officer's and every charge go."""
    for model in (SignIn, SignInCode, Authenticator, RecoveryCode, Passkey, Supervision, SummaryWish):
        session.execute(delete(model).where(model.person_id.in_(ids)))
    session.execute(delete(Role).where(Role.person_id.in_(ids), Role.name != "officer"))
    is_officer = exists().where(Role.person_id == Person.id, Role.name == "officer")
    bare = session.scalars(select(Person.id).where(Person.id.in_(ids), ~is_officer)).all()
    if bare:  # who comes back has a role to sign in with
        session.execute(insert(Role), [{"person_id": id_, "name": "officer", "body": None} for id_ in bare])
    session.execute(update(Person).where(Person.id.in_(ids)).values(is_active=False, left_on=day))
    session.expire_all()
