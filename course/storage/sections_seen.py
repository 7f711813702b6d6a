"""Sections that a learner has read."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_new
from course.storage.models import SectionSeen


def record(session: Session, learner_key: bytes, module: str, section: str, week: dt.date) -> bool:
    """Note that a section was read, in the week of that Monday; False when that was known."""
    values = {"learner_key": learner_key, "module": module, "section": section, "week": week}
    return insert_new(session, SectionSeen, **values) is not None


def of_module(session: Session, learner_key: bytes, module: str) -> frozenset[str]:
    """The sections of a module that the learner has read."""
    return frozenset(
        session.scalars(
            select(SectionSeen.section).where(SectionSeen.learner_key == learner_key, SectionSeen.module == module)
        )
    )


def of_learner(session: Session, learner_key: bytes) -> dict[str, frozenset[str]]:
    """The sections that the learner has read, by module; modules of which none was read are absent."""
    rows = session.execute(
        select(SectionSeen.module, SectionSeen.section).where(SectionSeen.learner_key == learner_key)
    ).all()
    return {module: frozenset(section for of, section in rows if of == module) for module in {of for of, _ in rows}}
