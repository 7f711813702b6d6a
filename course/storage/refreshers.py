"""Questions that a learner comes back to."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from course.storage.engine import may_write
from course.storage.models import Refresher


def of_learner(session: Session, learner_key: bytes) -> Sequence[Refresher]:
    """All of the learner's, by quiz and question. In a session that writes the rows are locked until its end."""
    statement = (
        select(Refresher).where(Refresher.learner_key == learner_key).order_by(Refresher.quiz, Refresher.question)
    )
    if may_write(session):
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).all()


def replace(
    session: Session, learner_key: bytes, quiz: str, asked: Collection[str], noted: Iterable[Refresher]
) -> None:
    """Of a quiz's questions that were `asked` just now, keep those `noted`, and nothing that was noted of them before.

    Another hand-in of the learner's at the same quiz cannot come between: one attempt is open at a time.
    """
    session.execute(
        delete(Refresher).where(
            Refresher.learner_key == learner_key, Refresher.quiz == quiz, Refresher.question.in_(asked)
        )
    )
    session.add_all(noted)
    session.flush()


def change(session: Session, row: Refresher, *, done: int, right_in_row: int, week: dt.date) -> None:
    """Note that a date of the question is past."""
    session.execute(
        update(Refresher)
        .where(Refresher.learner_key == row.learner_key, Refresher.quiz == row.quiz, Refresher.question == row.question)
        .values(done=done, right_in_row=right_in_row, week=week)
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, learner_key: bytes) -> int:
    """Forget all of the learner's: how many there were."""
    return len(
        session.scalars(
            delete(Refresher).where(Refresher.learner_key == learner_key).returning(Refresher.question)
        ).all()
    )
