"""What is counted of a group, and what is kept of the counting. Only `course.groups` may import this module.

It reads the learning of one cohort without a way to persons: rows are keyed by learner, and the cohort is a text.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, aliased

from course.storage.inserts import insert_all_new, insert_new
from course.storage.models import (
    Answer,
    Attempt,
    Audience,
    CaseRun,
    CaseStep,
    Counted,
    Outcome,
    Picture,
    Share,
    Tally,
    TallyKind,
)


@dataclass(frozen=True, kw_only=True)
class Given:
    """The answer that stood when an attempt was handed in; `certainty` is 1 to 3, or None where it was not said."""

    value: Mapping[str, str]
    certainty: int | None


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """A learner's first hand-in of a quiz. `marks` has every question asked, `answers` those that were answered."""

    learner: bytes
    quiz: str
    digest: str
    marks: Mapping[str, str]
    answers: Mapping[str, Given]


@dataclass(frozen=True, kw_only=True)
class Play:
    """A learner's first run of a case: at each scene the first choice."""

    learner: bytes
    case_id: str
    digest: str
    choices: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Sums:
    """A row of the tally, `figures` as `course.groups` made them."""

    session: str
    kind: TallyKind
    document: str
    part: str
    core_digest: str
    audience: Audience
    quarter: str
    figures: Mapping[str, Any]


def first_hand_ins(session: Session, cohort: str, by: dt.datetime) -> list[HandIn]:
    """The first hand-in of each learner at each quiz, of those opened in that cohort and handed in by that hour.

    A learner whose first hand-in of a quiz was in another cohort is not among them. In two queries.
    """
    attempts = session.execute(
        _first(cohort, by).add_columns(Attempt.learner_key, Attempt.quiz, Attempt.digest, Outcome.marks)
    ).all()
    answers = _answers_of(session, _first(cohort, by))
    return [
        HandIn(learner=learner, quiz=quiz, digest=digest, marks=marks, answers=answers.get(id_, {}))
        for id_, learner, quiz, digest, marks in attempts
    ]


def _first(cohort: str, by: dt.datetime) -> Select[bytes]:
    """The ids of those attempts."""
    return (
        select(Attempt.id)
        .join(Outcome, Outcome.attempt_id == Attempt.id)
        .where(Attempt.cohort == cohort, Outcome.is_first, Outcome.handed_in_at <= by)
        .order_by(Attempt.learner_key, Attempt.quiz)
    )


def _answers_of(session: Session, attempts: Select[bytes]) -> dict[bytes, dict[str, Given]]:
    """By attempt and question, the last answer."""
    last = func.row_number().over(partition_by=(Answer.attempt_id, Answer.question), order_by=Answer.seq.desc())
    among = select(Answer, last.label("place")).where(Answer.attempt_id.in_(attempts.order_by(None))).subquery()
    standing = aliased(Answer, among)
    found: defaultdict[bytes, dict[str, Given]] = defaultdict(dict)
    for answer in session.scalars(select(standing).where(among.c.place == 1)):
        found[answer.attempt_id][answer.question] = Given(value=answer.value, certainty=answer.certainty)
    return found


def first_plays(session: Session, cohort: str, by: dt.datetime) -> list[Play]:
    """The first run of each learner and case, of those opened in that cohort by that hour; in one query."""
    rows = session.execute(
        select(CaseRun.id, CaseRun.learner_key, CaseRun.case_id, CaseRun.digest, CaseStep.scene, CaseStep.choice)
        .join(CaseStep, CaseStep.run_id == CaseRun.id)
        .where(CaseRun.cohort == cohort, CaseRun.is_first, CaseRun.opened_at <= by)
        .order_by(CaseRun.learner_key, CaseRun.case_id, CaseStep.n)
    )
    runs: dict[bytes, tuple[bytes, str, str, dict[str, str]]] = {}
    for id_, learner, case_id, digest, scene, choice in rows:
        choices = runs.setdefault(id_, (learner, case_id, digest, {}))[3]
        choices.setdefault(scene, choice)
    return [
        Play(learner=learner, case_id=case_id, digest=digest, choices=choices)
        for learner, case_id, digest, choices in runs.values()
    ]


def counted_among(session: Session, learners: Collection[bytes]) -> set[bytes]:
    """Those of them whom a picture has counted."""
    return set(session.scalars(select(Counted.learner_key).where(Counted.learner_key.in_(learners))))


def find_picture(session: Session, code: str) -> Picture | None:
    """The picture of a session."""
    return session.get(Picture, code)


def list_pictures(session: Session, codes: Collection[str]) -> list[Picture]:
    """The pictures of these sessions, those that were taken, in one query."""
    return list(session.scalars(select(Picture).where(Picture.session.in_(codes)).order_by(Picture.session)))


def add_picture(session: Session, code: str, hour: dt.datetime, words: Mapping[str, Any]) -> bool:
    """Keep the one picture of a session; False when it has one, which stays."""
    return insert_new(session, Picture, session=code, hour=hour, words=dict(words)) is not None


def mark_counted(session: Session, code: str, learners: Collection[bytes]) -> bool:
    """Mark that the picture of that session counted them; False when another has counted one of them meanwhile.

    In one order, so that two pictures that share learners wait for each other instead of for ever.
    """
    rows = [{"learner_key": learner, "session": code} for learner in sorted(learners)]
    return insert_all_new(session, Counted, rows) == len(rows)


def add_tallies(session: Session, tallies: Iterable[Sums]) -> None:
    """Keep the sums of a session; those that are there stay."""
    insert_all_new(session, Tally, [vars(tally) | {"figures": dict(tally.figures)} for tally in tallies])


def remove_picture(session: Session, code: str) -> bool:
    """Take back a picture and its marks; False where there is none."""
    session.execute(delete(Counted).where(Counted.session == code))
    return bool(session.execute(delete(Picture).where(Picture.session == code).returning(Picture.session)).all())


def list_tallies(session: Session, documents: Collection[str] | None = None) -> list[Sums]:
    """All sums kept, or those of these quizzes and cases, the oldest quarter first."""
    statement = select(Tally).order_by(Tally.quarter, Tally.document, Tally.part, Tally.core_digest, Tally.session)
    if documents is not None:
        statement = statement.where(Tally.document.in_(documents))
    return [
        Sums(
            session=row.session,
            kind=row.kind,
            document=row.document,
            part=row.part,
            core_digest=row.core_digest,
            audience=row.audience,
            quarter=row.quarter,
            figures=row.figures,
        )
        for row in session.scalars(statement)
    ]


def list_shares(session: Session, document: str, audience: Audience, parts: Collection[str]) -> list[Share]:
    """What is told of these scenes of a case to that audience, on whatever text, the oldest quarter first."""
    return list(
        session.scalars(
            select(Share)
            .where(Share.document == document, Share.audience == audience, Share.part.in_(parts))
            .order_by(Share.quarter, Share.part, Share.core_digest)
        )
    )


def known_shares(session: Session) -> set[tuple[str, str, str, Audience, str]]:
    """Document, part, core digest, audience and quarter of all that was drawn."""
    columns = (Share.document, Share.part, Share.core_digest, Share.audience, Share.quarter)
    return {
        (document, part, digest, audience, quarter)
        for document, part, digest, audience, quarter in session.execute(select(*columns))
    }


def add_share(session: Session, place: tuple[str, str, str, Audience, str], words: Mapping[str, str]) -> bool:
    """Keep the words for a fork and a quarter; False where there are some, which stay."""
    document, part, core_digest, audience, quarter = place
    values = {"document": document, "part": part, "core_digest": core_digest, "audience": audience, "quarter": quarter}
    return insert_new(session, Share, **values, words=dict(words)) is not None
