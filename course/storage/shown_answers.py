"""What a trainer shows after a session: sentences of it with an answer, for those who had a seat there."""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from course.storage.inserts import insert_or_change
from course.storage.models import ShownAnswer


def show(
    session: Session,
    *,
    code: str,
    sentence: str,
    module: str,
    is_ready: bool,
    words: str,
    answer: str,
    language: str,
    week: dt.date,
) -> None:
    """Show it, instead of what was shown of that sentence before. One statement."""
    said = {
        "module": module,
        "is_ready": is_ready,
        "words": words,
        "answer": answer,
        "language": language,
        "week": week,
    }
    insert_or_change(session, ShownAnswer, {"session": code, "sentence": sentence, **said}, said)


def take_back(session: Session, code: str, sentence: str) -> bool:
    """Show it no longer; False when it was not shown."""
    row = delete(ShownAnswer).where(ShownAnswer.session == code, ShownAnswer.sentence == sentence)
    return session.scalars(row.returning(ShownAnswer.sentence)).one_or_none() is not None


def of_session(session: Session, code: str) -> Sequence[ShownAnswer]:
    """What is shown of a session, by module, in an order that tells nothing. In one query."""
    order = (ShownAnswer.module, ShownAnswer.sentence)
    return session.scalars(select(ShownAnswer).where(ShownAnswer.session == code).order_by(*order)).all()


def modules_of(session: Session, codes: Collection[str]) -> set[tuple[str, str]]:
    """(session, module) of which something is shown, among these sessions. In one query."""
    rows = session.execute(
        select(ShownAnswer.session, ShownAnswer.module).where(ShownAnswer.session.in_(codes)).distinct()
    )
    return {(code, module) for code, module in rows}
