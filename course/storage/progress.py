"""All that a learner's path page needs of the learning store, at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, LargeBinary, Text, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from course.storage.built import built_once
from course.storage.engine import may_write
from course.storage.models import Attempt, CaseRun, CorrectedOutcome, Outcome, SectionSeen


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a learner is, by the ids of documents."""

    seen: Mapping[str, frozenset[str]]  # module -> sections read; modules of which none was read are absent
    played: frozenset[str]  # cases of which an ending was reached
    passed: frozenset[str]  # quizzes
    open_attempts: Mapping[str, bytes]  # quiz -> the attempt not handed in
    open_runs: Mapping[str, bytes]  # case -> the latest run not ended


def learner_progress(session: Session, learner_key: bytes) -> Progress:
    """How far the learner is, in one query.

    In a session that writes, what one learner does in several windows takes turns from here on (PostgreSQL; in SQLite
    it does so anyway): each sees what the other did, so that of two last steps of a module one finds it done.
    """
    if may_write(session) and session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(int.from_bytes(learner_key[:8], signed=True))))
    seen: defaultdict[str, set[str]] = defaultdict(set)
    documents: dict[str, dict[str, bytes]] = {"played": {}, "passed": {}, "attempt": {}, "run": {}}
    for source, document, section, id_ in session.execute(*_sources(learner_key)):
        if source == "seen":
            seen[document].add(section)
        else:
            documents[source][document] = id_
    return Progress(
        seen={module: frozenset(sections) for module, sections in seen.items()},
        played=frozenset(documents["played"]),
        passed=frozenset(documents["passed"]),
        open_attempts=documents["attempt"],
        open_runs=documents["run"],
    )


@built_once
def _sources(learner_key: bytes) -> CompoundSelect[str, str, str | None, bytes | None]:
    """What was read, played and passed, and what is open, each with its name."""
    no_text, no_id = cast(null(), Text), cast(null(), LargeBinary)
    newest = func.row_number().over(
        partition_by=CaseRun.case_id, order_by=(CaseRun.opened_at.desc(), CaseRun.id.desc())
    )
    running = (
        select(CaseRun.case_id, CaseRun.id, newest.label("place"))
        .where(CaseRun.learner_key == learner_key, CaseRun.ending.is_(None))
        .subquery("running")
    )
    return union_all(
        select(literal("seen"), SectionSeen.module, SectionSeen.section, no_id).where(
            SectionSeen.learner_key == learner_key
        ),
        select(literal("played"), CaseRun.case_id, no_text, no_id).where(
            CaseRun.learner_key == learner_key, CaseRun.ending.is_not(None)
        ),
        select(literal("passed"), Attempt.quiz, no_text, no_id)
        .join(Outcome, Outcome.attempt_id == Attempt.id)
        .where(Attempt.learner_key == learner_key, Outcome.passed),
        select(literal("passed"), Attempt.quiz, no_text, no_id)
        .join(CorrectedOutcome, CorrectedOutcome.attempt_id == Attempt.id)
        .where(Attempt.learner_key == learner_key, CorrectedOutcome.passed),
        select(literal("attempt"), Attempt.quiz, no_text, Attempt.id).where(
            Attempt.learner_key == learner_key, Attempt.is_open
        ),
        select(literal("run"), running.c.case_id, no_text, running.c.id).where(running.c.place == 1),
    )
