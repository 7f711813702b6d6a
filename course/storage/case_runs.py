"""Runs of cases, and their steps."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage.built import built_once
from course.storage.engine import may_write
from course.storage.inserts import insert_new
from course.storage.models import CaseRun, CaseStep


def open_run(
    session: Session,
    *,
    learner_key: bytes,
    case_id: str,
    digest: str,
    registers_digest: str,
    cohort: str | None,
    now: dt.datetime,
) -> CaseRun:
    """A new run on the texts with these digests; the database decides whether it is the learner's first of the case."""
    values = {
        "id": new_id(),
        "learner_key": learner_key,
        "case_id": case_id,
        "digest": digest,
        "registers_digest": registers_digest,
        "cohort": cohort,
        "ending": None,
        "opened_at": now,
    }
    first = insert_new(session, CaseRun, is_first=True, **values)
    if first is not None:
        return first
    run = CaseRun(is_first=False, **values)
    session.add(run)
    session.flush()
    return run


def branch_run(session: Session, source: CaseRun, steps: Sequence[CaseStep], now: dt.datetime) -> CaseRun:
    """A new run on the texts of another, with these steps of it taken already; it is never a first one."""
    run = CaseRun(
        id=new_id(),
        learner_key=source.learner_key,
        case_id=source.case_id,
        digest=source.digest,
        registers_digest=source.registers_digest,
        cohort=source.cohort,
        is_first=False,
        ending=None,
        opened_at=now,
    )
    session.add(run)
    session.flush()
    session.add_all(CaseStep(run_id=run.id, n=step.n, scene=step.scene, choice=step.choice) for step in steps)
    return run


def find_branch(session: Session, source: CaseRun, steps: Sequence[CaseStep]) -> bytes | None:
    """The id of a run that has not ended, on the texts of another, with just these steps of it taken."""
    taken = select(func.count()).where(CaseStep.run_id == CaseRun.id).scalar_subquery()
    alike = session.scalars(
        select(CaseRun.id)
        .where(CaseRun.learner_key == source.learner_key, CaseRun.case_id == source.case_id)
        .where(CaseRun.digest == source.digest, CaseRun.ending.is_(None), taken == len(steps))
        .order_by(CaseRun.id)
    )
    wanted = [(step.scene, step.choice) for step in steps]
    return next(
        (id_ for id_ in alike.all() if [(row.scene, row.choice) for row in steps_of(session, id_)] == wanted), None
    )


def find_current_run(session: Session, learner_key: bytes, case_id: str) -> CaseRun | None:
    """The learner's latest run of the case that has not ended; of several of one cut time, not the first."""
    return session.scalar(
        select(CaseRun)
        .where(CaseRun.learner_key == learner_key, CaseRun.case_id == case_id, CaseRun.ending.is_(None))
        .order_by(CaseRun.opened_at.desc(), CaseRun.is_first, CaseRun.id.desc())
        .limit(1)
    )


def get_run(session: Session, learner_key: bytes, id_: bytes) -> CaseRun:
    """The learner's run. Raises NotFound, for another's too. Locked until the end of a session that writes."""
    of_theirs = _locked_run_of if may_write(session) else _run_of
    run: CaseRun | None = session.scalar(*of_theirs(learner_key, id_))
    if run is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return run


def _theirs(learner_key: bytes, id_: bytes) -> Select[CaseRun]:
    return select(CaseRun).where(CaseRun.id == id_, CaseRun.learner_key == learner_key)


_run_of = built_once(_theirs)


@built_once
def _locked_run_of(learner_key: bytes, id_: bytes) -> Select[CaseRun]:
    return _theirs(learner_key, id_).with_for_update().execution_options(populate_existing=True)


def append_step(session: Session, run_id: bytes, n: int, scene: str, choice: str) -> CaseStep:
    """Note the choice number `n` (from 1) of a run. Raises Conflict when that choice was made already."""
    step = insert_new(session, CaseStep, run_id=run_id, n=n, scene=scene, choice=choice)
    if step is None:
        raise Conflict(N_("You have chosen here already. The case goes on from your first choice."))
    return step


def steps_of(session: Session, run_id: bytes) -> Sequence[CaseStep]:
    """The choices of a run, from the first."""
    return session.scalars(*_steps_of(run_id)).all()


@built_once
def _steps_of(run_id: bytes) -> Select[CaseStep]:
    return select(CaseStep).where(CaseStep.run_id == run_id).order_by(CaseStep.n)


def find_step_at(session: Session, learner_key: bytes, case_id: str, scene: str) -> CaseStep | None:
    """The learner's latest choice in that scene of the case; None where they made none there."""
    return session.scalar(
        select(CaseStep)
        .join(CaseRun, CaseRun.id == CaseStep.run_id)
        .where(CaseRun.learner_key == learner_key, CaseRun.case_id == case_id, CaseStep.scene == scene)
        .order_by(CaseRun.opened_at.desc(), CaseRun.id.desc(), CaseStep.n.desc())
        .limit(1)
    )


def end_run(session: Session, run_id: bytes, ending: str) -> bool:
    """Note how a run ended; False when it had ended before, as it then stays."""
    ended = session.scalars(
        update(CaseRun)
        .where(CaseRun.id == run_id, CaseRun.ending.is_(None))
        .values(ending=ending)
        .returning(CaseRun.id)
    ).all()
    return len(ended) == 1


def list_runs(session: Session, learner_key: bytes) -> Sequence[CaseRun]:
    """All runs of the learner, the earliest first."""
    return session.scalars(
        select(CaseRun).where(CaseRun.learner_key == learner_key).order_by(CaseRun.opened_at, CaseRun.id)
    ).all()


@dataclass(frozen=True)
class EndedRun:
    """A road that came to an ending: where, when it was opened, and how many decisions it took."""

    id: bytes
    digest: str
    ending: str
    opened_at: dt.datetime
    steps: int


def list_ended_runs(session: Session, learner_key: bytes, case_id: str) -> list[EndedRun]:
    """The learner's runs of the case that have ended, the latest first; in one query."""
    rows = session.execute(
        select(CaseRun.id, CaseRun.digest, CaseRun.ending, CaseRun.opened_at, func.count(CaseStep.n))
        .outerjoin(CaseStep, CaseStep.run_id == CaseRun.id)
        .where(CaseRun.learner_key == learner_key, CaseRun.case_id == case_id, CaseRun.ending.is_not(None))
        .group_by(CaseRun.id, CaseRun.digest, CaseRun.ending, CaseRun.opened_at)
        .order_by(CaseRun.opened_at.desc(), CaseRun.id.desc())
    )
    return [EndedRun(id_, digest, ending or "", opened_at, steps) for id_, digest, ending, opened_at, steps in rows]


def list_digests(session: Session, learner_key: bytes, case_id: str) -> Sequence[str]:
    """The digests of the texts on which the learner has played, or plays, the case."""
    of_one = (CaseRun.learner_key == learner_key, CaseRun.case_id == case_id)
    return session.scalars(select(CaseRun.digest).where(*of_one).distinct().order_by(CaseRun.digest)).all()


def played_cases(session: Session, learner_key: bytes) -> set[str]:
    """The cases of which the learner reached an ending."""
    return set(
        session.scalars(
            select(CaseRun.case_id).where(CaseRun.learner_key == learner_key, CaseRun.ending.is_not(None)).distinct()
        )
    )
