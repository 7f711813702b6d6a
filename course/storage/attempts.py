"""Attempts, their answers and outcomes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage.built import built_once
from course.storage.engine import may_write
from course.storage.inserts import insert_new
from course.storage.models import Answer, Attempt, CorrectedOutcome, Outcome, Rescoring


def open_attempt(
    session: Session,
    *,
    learner_key: bytes,
    quiz: str,
    digest: str,
    registers_digest: str,
    questions: Sequence[str],
    seed: str,
    cohort: str | None,
    now: dt.datetime,
) -> Attempt:
    """A new attempt on the texts with these digests. Raises Conflict while another one at the quiz is open."""
    attempt = insert_new(
        session,
        Attempt,
        id=new_id(),
        learner_key=learner_key,
        quiz=quiz,
        digest=digest,
        registers_digest=registers_digest,
        questions=list(questions),
        seed=seed,
        cohort=cohort,
        is_open=True,
        opened_at=now,
    )
    if attempt is None:
        raise Conflict(N_("You have begun this quiz already. Continue where you stopped."))
    return attempt


def find_open(session: Session, learner_key: bytes, quiz: str) -> Attempt | None:
    """The learner's attempt at the quiz that is not handed in."""
    found: Attempt | None = session.scalar(*_open(learner_key, quiz))
    return found


@built_once
def _open(learner_key: bytes, quiz: str) -> Select[Attempt]:
    return select(Attempt).where(Attempt.learner_key == learner_key, Attempt.quiz == quiz, Attempt.is_open)


def questions_seen(session: Session, learner_key: bytes, quiz: str) -> frozenset[str]:
    """The questions that the learner's attempts at the quiz have asked so far."""
    asked = session.scalars(select(Attempt.questions).where(Attempt.learner_key == learner_key, Attempt.quiz == quiz))
    return frozenset(question for questions in asked for question in questions)


def get_attempt(session: Session, learner_key: bytes, id_: bytes) -> Attempt:
    """The learner's attempt. Raises NotFound, for another's too.

    In a session that writes, the row is locked until its end (PostgreSQL; in SQLite nobody else writes anyway), so that
    nothing is saved between what hand-in reads and what it marks.
    """
    asked = _attempt_to_change if may_write(session) else _attempt
    attempt: Attempt | None = session.scalar(*asked(id_, learner_key))
    if attempt is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return attempt


def _own(id_: bytes, learner_key: bytes) -> Select[Attempt]:
    return select(Attempt).where(Attempt.id == id_, Attempt.learner_key == learner_key)


_attempt = built_once(_own)


@built_once
def _attempt_to_change(id_: bytes, learner_key: bytes) -> Select[Attempt]:
    return _own(id_, learner_key).with_for_update().execution_options(populate_existing=True)


def last_answers(session: Session, attempt_id: bytes) -> dict[str, Answer]:
    """The answer that counts of each question answered, in one query."""
    return {answer.question: answer for answer in session.scalars(*_last_answers(attempt_id))}


@built_once
def _last_answers(attempt_id: bytes) -> Select[Answer]:
    newest = (
        select(Answer.question, func.max(Answer.seq).label("seq"))
        .where(Answer.attempt_id == attempt_id)
        .group_by(Answer.question)
        .subquery()
    )
    return (
        select(Answer)
        .join(newest, (newest.c.question == Answer.question) & (newest.c.seq == Answer.seq))
        .where(Answer.attempt_id == attempt_id)
    )


def answers_to(session: Session, attempt_id: bytes, question: str) -> Sequence[Answer]:
    """Every answer that a question got in an attempt, the one that counts last."""
    found: Sequence[Answer] = session.scalars(*_answers_to(attempt_id, question)).all()
    return found


@built_once
def _answers_to(attempt_id: bytes, question: str) -> Select[Answer]:
    return select(Answer).where(Answer.attempt_id == attempt_id, Answer.question == question).order_by(Answer.seq)


def append_answer(
    session: Session,
    attempt: Attempt,
    *,
    question: str,
    seq: int,
    client_key: str,
    value: Any,
    certainty: int | None = None,
    now: dt.datetime,
) -> Answer:
    """Save an answer as number `seq` of its question: one more than the number the form was based on (0 for none).

    `certainty` is 1 to 3, or None where it was not said.

    A form that was sent twice (the same `client_key`) gives the answer it gave before. Raises Conflict when the attempt
    is handed in, or when another answer took the number: something newer stands than what the form showed.
    """
    if not attempt.is_open:
        raise Conflict(N_("You have handed in this quiz. Its answers cannot change any more."))
    answer = insert_new(
        session,
        Answer,
        attempt_id=attempt.id,
        question=question,
        seq=seq,
        client_key=client_key,
        value=value,
        certainty=certainty,
        saved_at=now,
    )
    if answer is None:
        answer = find_answer_by_client_key(session, attempt.id, client_key)
    if answer is None or answer.question != question:
        raise Conflict(N_("You answered this question in another window since. Look at both answers and choose one."))
    return answer


def find_answer_by_client_key(session: Session, attempt_id: bytes, client_key: str) -> Answer | None:
    """The answer that a form with that key gave."""
    found: Answer | None = session.scalar(*_answer_by_client_key(attempt_id, client_key))
    return found


@built_once
def _answer_by_client_key(attempt_id: bytes, client_key: str) -> Select[Answer]:
    return select(Answer).where(Answer.attempt_id == attempt_id, Answer.client_key == client_key)


def hand_in(session: Session, attempt: Attempt, outcome: Outcome) -> Outcome:
    """Close the attempt with its outcome, of which `attempt_id` and `is_first` are set here.

    Raises Conflict for a second hand-in.
    """
    before = select(Outcome.attempt_id).join(Attempt, Attempt.id == Outcome.attempt_id)
    same = before.where(Attempt.learner_key == attempt.learner_key, Attempt.quiz == attempt.quiz)
    kept = insert_new(
        session,
        Outcome,
        attempt_id=attempt.id,
        marks=outcome.marks,
        percent=outcome.percent,
        passed=outcome.passed,
        handed_in_at=outcome.handed_in_at,
        is_first=not session.scalar(select(same.exists())),
    )
    if kept is None:
        raise Conflict(N_("You have handed in this quiz. Its answers cannot change any more."))
    session.execute(update(Attempt).where(Attempt.id == attempt.id).values(is_open=False))
    return kept


def find_outcome(session: Session, attempt_id: bytes) -> Outcome | None:
    """How an attempt was marked when it was handed in, on its own text; None while it is open."""
    return session.get(Outcome, attempt_id)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an attempt counts: as it was handed in, or as its last correction made it.

    `corrected_on` is the day of the re-scoring; None where there is no correction, or it was made at hand-in.
    """

    outcome: Outcome
    correction: CorrectedOutcome | None
    corrected_on: dt.date | None

    @property
    def attempt_id(self) -> bytes:
        """Of which attempt."""
        return self.outcome.attempt_id

    @property
    def marks(self) -> Mapping[str, str]:
        """By question, exact fractions as text."""
        return (self.correction or self.outcome).marks

    @property
    def percent(self) -> int:
        """For display."""
        return (self.correction or self.outcome).percent

    @property
    def passed(self) -> bool:
        """Whether it is enough."""
        return (self.correction or self.outcome).passed


def find_result(session: Session, attempt_id: bytes) -> Result | None:
    """What an attempt counts; None while it is open."""
    return next(iter(_results(session, Outcome.attempt_id == attempt_id)), None)


def results_of(session: Session, learner_key: bytes, quiz: str) -> list[Result]:
    """What the learner's attempts at a quiz count, the first hand-in first."""
    own = select(Attempt.id).where(Attempt.learner_key == learner_key, Attempt.quiz == quiz)
    return _results(session, Outcome.attempt_id.in_(own))


def list_results(session: Session, learner_key: bytes) -> list[tuple[Attempt, Result]]:
    """All attempts that the learner handed in, with what they count, the first hand-in first; in two queries."""
    own = {row.id: row for row in session.scalars(select(Attempt).where(Attempt.learner_key == learner_key))}
    mine = select(Attempt.id).where(Attempt.learner_key == learner_key)
    return [(own[result.attempt_id], result) for result in _results(session, Outcome.attempt_id.in_(mine))]


def best_result(session: Session, learner_key: bytes, quiz: str) -> Result | None:
    """The learner's best result in a quiz: a passed one before any other, then by percent, then the earlier."""
    results = results_of(session, learner_key, quiz)
    return max(results, key=lambda result: (result.passed, result.percent), default=None)


def passed_quizzes(session: Session, learner_key: bytes) -> set[str]:
    """The quizzes that the learner has passed, in any attempt, corrected or not."""
    passed_later = exists().where(CorrectedOutcome.attempt_id == Attempt.id, CorrectedOutcome.passed)
    return set(
        session.scalars(
            select(Attempt.quiz)
            .join(Outcome, Outcome.attempt_id == Attempt.id)
            .where(Attempt.learner_key == learner_key, Outcome.passed | passed_later)
        )
    )


def _results(session: Session, which: ColumnElement[bool]) -> list[Result]:
    """In one query, the first hand-in first."""
    last = (
        select(func.max(CorrectedOutcome.seq))
        .where(CorrectedOutcome.attempt_id == Outcome.attempt_id)
        .correlate(Outcome)
        .scalar_subquery()
    )
    is_same = (Rescoring.digest == CorrectedOutcome.digest) & (Rescoring.nth == CorrectedOutcome.nth)
    by_rescoring = is_same & ~CorrectedOutcome.is_at_hand_in
    rows = session.execute(
        select(Outcome, CorrectedOutcome, Rescoring.done_on)
        .outerjoin(
            CorrectedOutcome, (CorrectedOutcome.attempt_id == Outcome.attempt_id) & (CorrectedOutcome.seq == last)
        )
        .outerjoin(Rescoring, by_rescoring)
        .where(which)
        .order_by(Outcome.handed_in_at, Outcome.attempt_id)
    )
    return [Result(outcome=outcome, correction=correction, corrected_on=day) for outcome, correction, day in rows]
