"""Voidings: proposals, their confirmation, and which are in force."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Voiding

Place = tuple[str, str, str, str]
"""Quiz, question, part, core digest of the question."""


def propose(session: Session, place: Place, *, reason: str, person_id: bytes, now: dt.datetime) -> bool:
    """Keep the proposal; False where that part is proposed or void already."""
    quiz, question, part, core_digest = place
    row = insert_new(
        session,
        Voiding,
        quiz=quiz,
        question=question,
        part=part,
        core_digest=core_digest,
        reason=reason,
        proposed_by=person_id,
        proposed_at=now,
    )
    return row is not None


def find(session: Session, place: Place) -> Voiding | None:
    """The proposal or voiding of that part."""
    return session.get(Voiding, place)


def confirm(session: Session, place: Place, *, person_id: bytes, now: dt.datetime) -> bool:
    """Let it be in force; False where somebody confirmed or dropped it meanwhile. Of two at once, one gets True."""
    statement = update(Voiding).where(*_is(place), Voiding.confirmed_at.is_(None))
    changed = statement.values(confirmed_by=person_id, confirmed_at=now).returning(Voiding.part)
    return bool(session.execute(changed).all())


def drop(session: Session, place: Place) -> bool:
    """Take the proposal away; False where there is none that is not confirmed."""
    statement = delete(Voiding).where(*_is(place), Voiding.confirmed_at.is_(None)).returning(Voiding.part)
    return bool(session.execute(statement).all())


def list_of_quiz(session: Session, quiz: str) -> Sequence[Voiding]:
    """Proposals and voidings of a quiz, the oldest first."""
    order = (Voiding.proposed_at, Voiding.question, Voiding.part)
    return session.scalars(select(Voiding).where(Voiding.quiz == quiz).order_by(*order)).all()


def list_in_force(session: Session, quizzes: Collection[str]) -> Sequence[Voiding]:
    """What is void in these quizzes, on whatever text."""
    order = (Voiding.quiz, Voiding.question, Voiding.part, Voiding.core_digest)
    in_force = select(Voiding).where(Voiding.quiz.in_(quizzes), Voiding.confirmed_at.is_not(None))
    return session.scalars(in_force.order_by(*order)).all()


def _is(place: Place) -> tuple[ColumnElement[bool], ...]:
    columns = (Voiding.quiz, Voiding.question, Voiding.part, Voiding.core_digest)
    return tuple(column == value for column, value in zip(columns, place, strict=True))
