"""Re-scorings: the event, the attempts that it looks at, and what it adds to them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import Answer, Attempt, CorrectedOutcome, Outcome, Rescoring


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """An attempt that was handed in: its text, the marks that count now, after so many corrections, its answers.

    Nothing here says whose it is.
    """

    attempt_id: bytes
    digest: str
    marks: Mapping[str, str]
    corrections: int
    answers: Mapping[str, Any]


def record(session: Session, *, digest: str, quiz: str, done_on: dt.date, reason: str) -> bool:
    """Note that the text with that digest re-scores its quiz; False when it did before, whose day and reason stand."""
    return insert_new(session, Rescoring, digest=digest, nth=0, quiz=quiz, done_on=done_on, reason=reason) is not None


def record_voiding(session: Session, *, digest: str, quiz: str, done_on: dt.date, reason: str) -> int:
    """Note that a part voided in that text re-scores the quiz; which of these re-scorings of the text it is, from 1."""
    values = {"digest": digest, "quiz": quiz, "done_on": done_on, "reason": reason}
    while True:  # another voiding of the same text may take the number meanwhile
        last = session.scalar(select(func.max(Rescoring.nth)).where(Rescoring.digest == digest))
        nth = (last or 0) + 1
        if insert_new(session, Rescoring, **values, nth=nth) is not None:
            return nth


def list_rescorings(session: Session, quiz: str) -> Sequence[Rescoring]:
    """Those of a quiz, the last first."""
    return session.scalars(
        select(Rescoring)
        .where(Rescoring.quiz == quiz)
        .order_by(Rescoring.done_on.desc(), Rescoring.nth.desc(), Rescoring.digest)
    ).all()


def quizzes_rescored(session: Session, quizzes: Sequence[str], since: dt.date) -> frozenset[str]:
    """Which of the quizzes were re-scored on that day or later."""
    found = session.scalars(select(Rescoring.quiz).where(Rescoring.quiz.in_(quizzes), Rescoring.done_on >= since))
    return frozenset(found)


def lock_open(session: Session, quiz: str) -> None:
    """Wait for those who hand in an attempt at the quiz just now, and let the next ones wait for this transaction."""
    opened = select(Attempt.id).where(Attempt.quiz == quiz, Attempt.is_open).order_by(Attempt.id)
    session.execute(opened.with_for_update()).all()


def lock_batch(session: Session, quiz: str, after: bytes | None, limit: int) -> list[HandedIn]:
    """The next attempts at the quiz that were handed in, by id, locked until the transaction ends; in four queries.

    The lock lets two re-scorings take turns at an attempt, and the second see what the first one made of it.
    """
    statement = select(Attempt.id, Attempt.digest).where(Attempt.quiz == quiz, ~Attempt.is_open)
    if after is not None:
        statement = statement.where(Attempt.id > after)
    digests = dict(session.execute(statement.order_by(Attempt.id).limit(limit).with_for_update()).all())
    marks = {
        id_: (marks, 0)
        for id_, marks in session.execute(
            select(Outcome.attempt_id, Outcome.marks).where(Outcome.attempt_id.in_(digests))
        )
    }
    corrected = select(CorrectedOutcome.attempt_id, CorrectedOutcome.marks, CorrectedOutcome.seq).where(
        CorrectedOutcome.attempt_id.in_(digests)
    )
    for id_, later, seq in session.execute(corrected.order_by(CorrectedOutcome.seq)):
        marks[id_] = (later, seq)
    answers = _last_answers(session, list(digests))
    return [
        HandedIn(
            attempt_id=id_,
            digest=digest,
            marks=marks[id_][0],
            corrections=marks[id_][1],
            answers=answers.get(id_, {}),
        )
        for id_, digest in digests.items()
    ]


def add_corrections(session: Session, corrections: Iterable[CorrectedOutcome]) -> None:
    """Add what attempts are worth from now on, in one statement."""
    session.add_all(corrections)
    session.flush()


def _last_answers(session: Session, attempts: Sequence[bytes]) -> dict[bytes, dict[str, Any]]:
    place = func.row_number().over(partition_by=(Answer.attempt_id, Answer.question), order_by=Answer.seq.desc())
    ranked = (
        select(Answer.attempt_id, Answer.question, Answer.value, place.label("place"))
        .where(Answer.attempt_id.in_(attempts))
        .subquery("ranked")
    )
    found: defaultdict[bytes, dict[str, Any]] = defaultdict(dict)
    for id_, question, value in session.execute(
        select(ranked.c.attempt_id, ranked.c.question, ranked.c.value).where(ranked.c.place == 1)
    ):
        found[id_][question] = value
    return dict(found)
