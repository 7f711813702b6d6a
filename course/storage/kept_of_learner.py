"""All that is kept under one learner key, read for that learner alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage.models import (
    Answer,
    Attempt,
    CaseRun,
    CaseStep,
    CorrectedOutcome,
    Counted,
    Erasure,
    Outcome,
    Pending,
    Refresher,
    RefresherReason,
    Rescoring,
    SectionSeen,
)


@dataclass(frozen=True, kw_only=True)
class KeptRefresher:
    """A question to come back to, why, and how far that is: see storage.models.refresher."""

    quiz: str
    question: str
    reason: RefresherReason
    done: int
    right_in_row: int
    week: dt.date


@dataclass(frozen=True, kw_only=True)
class KeptOfLearner:
    """Every row of the learning store, and of the voices not yet cut loose, as it stands."""

    sections: Sequence[SectionSeen]
    attempts: Sequence[Attempt]
    answers: Mapping[bytes, Sequence[Answer]]  # by attempt, each question's from the first to the last
    outcomes: Mapping[bytes, Outcome]  # by attempt
    corrections: Mapping[bytes, Sequence[CorrectedOutcome]]  # by attempt, in their order
    rescored_on: Mapping[
        tuple[str, int], dt.date
    ]  # by the digest of the text that corrects, and which re-scoring of it
    runs: Sequence[CaseRun]
    steps: Mapping[bytes, Sequence[CaseStep]]  # by run, in their order
    refreshers: tuple[KeptRefresher, ...]
    counted_in: str | None  # the session whose picture the learner entered
    erasure_due_on: dt.date | None
    pending: Sequence[Pending]


def read_of_learner(session: Session, learner_key: bytes) -> KeptOfLearner:
    """Everything, in as many queries as there are tables."""
    own_attempts = select(Attempt.id).where(Attempt.learner_key == learner_key)
    own_runs = select(CaseRun.id).where(CaseRun.learner_key == learner_key)
    answers: defaultdict[bytes, list[Answer]] = defaultdict(list)
    for answer in session.scalars(
        select(Answer).where(Answer.attempt_id.in_(own_attempts)).order_by(Answer.question, Answer.seq)
    ):
        answers[answer.attempt_id].append(answer)
    steps: defaultdict[bytes, list[CaseStep]] = defaultdict(list)
    for step in session.scalars(select(CaseStep).where(CaseStep.run_id.in_(own_runs)).order_by(CaseStep.n)):
        steps[step.run_id].append(step)
    outcomes = session.scalars(select(Outcome).where(Outcome.attempt_id.in_(own_attempts)))
    corrections: defaultdict[bytes, list[CorrectedOutcome]] = defaultdict(list)
    rescored_on: dict[tuple[str, int], dt.date] = {}
    for correction, day in session.execute(
        select(CorrectedOutcome, Rescoring.done_on)
        .outerjoin(Rescoring, (Rescoring.digest == CorrectedOutcome.digest) & (Rescoring.nth == CorrectedOutcome.nth))
        .where(CorrectedOutcome.attempt_id.in_(own_attempts))
        .order_by(CorrectedOutcome.seq)
    ):
        corrections[correction.attempt_id].append(correction)
        rescored_on |= {(correction.digest, correction.nth): day} if day else {}
    return KeptOfLearner(
        sections=session.scalars(
            select(SectionSeen)
            .where(SectionSeen.learner_key == learner_key)
            .order_by(SectionSeen.module, SectionSeen.week, SectionSeen.section)
        ).all(),
        attempts=session.scalars(
            select(Attempt).where(Attempt.learner_key == learner_key).order_by(Attempt.opened_at, Attempt.id)
        ).all(),
        answers=dict(answers),
        outcomes={outcome.attempt_id: outcome for outcome in outcomes},
        corrections=dict(corrections),
        rescored_on=rescored_on,
        runs=session.scalars(
            select(CaseRun).where(CaseRun.learner_key == learner_key).order_by(CaseRun.opened_at, CaseRun.id)
        ).all(),
        steps=dict(steps),
        refreshers=tuple(
            KeptRefresher(
                quiz=row.quiz,
                question=row.question,
                reason=row.reason,
                done=row.done,
                right_in_row=row.right_in_row,
                week=row.week,
            )
            for row in session.scalars(
                select(Refresher)
                .where(Refresher.learner_key == learner_key)
                .order_by(Refresher.quiz, Refresher.question)
            )
        ),
        counted_in=session.scalar(select(Counted.session).where(Counted.learner_key == learner_key)),
        erasure_due_on=session.scalar(select(Erasure.due_on).where(Erasure.learner_key == learner_key)),
        pending=session.scalars(
            select(Pending).where(Pending.learner_key == learner_key).order_by(Pending.place)
        ).all(),
    )
