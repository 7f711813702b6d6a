"""One transaction a request: below 400 it is committed before the response leaves, otherwise rolled back.

What must be noted of a request that changes nothing (it was refused, or a page was only read) is written after that, in
a short transaction of its own, and before the response leaves: who cannot be noted is shown nothing.
"""

import logging
from collections.abc import Callable
from typing import Final

from flask import Blueprint, Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from course.storage.engine import Transaction
from course.web.house import house

_CONFINED: Final = "course.confined"
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_LOG = logging.getLogger(__name__)


def session() -> Session:
    """The request's session, begun at its first use: a reading one for GET, a writing one for all else."""
    if "transaction" not in g:
        g.transaction = house().database.begin(write=is_writing(), confined=_is_confined())
    transaction: Transaction = g.transaction
    return transaction.session


def is_writing() -> bool:
    """Whether this request may change something."""
    return request.method not in READING


def confine(blueprint: Blueprint) -> None:
    """Have what its pages and acts read or change refused, by the database itself, where it is of what people learn
    and say."""
    blueprint.record(lambda state: state.app.extensions.setdefault(_CONFINED, set()).add(state.name))


def _is_confined() -> bool:
    return request.blueprint in current_app.extensions.get(_CONFINED, ())


def note_apart(write: Callable[[Session], object]) -> None:
    """Have that written after this request's own transaction, in one of its own, whatever became of the first."""
    g.setdefault("notes", []).append(write)


def set_down() -> None:
    """Commit what the request did so far (who is signed in was read, and perhaps noted) and let other writers in: slow
    work follows. The next `session()` begins another transaction."""
    transaction: Transaction | None = g.pop("transaction", None)
    if transaction is not None:
        transaction.commit()


def install(app: Flask) -> None:
    """Commit or roll back at the end of each request."""
    app.after_request(_end)
    app.teardown_request(_release)


def _end(response: Response) -> Response:
    transaction: Transaction | None = g.pop("transaction", None)
    notes: list[Callable[[Session], object]] = g.pop("notes", [])
    try:
        if transaction is not None and (response.status_code >= 400 or not is_writing()):
            transaction.rollback()
        elif transaction is not None:
            transaction.commit()
        if notes:
            _write(notes)
    except SQLAlchemyError:
        _LOG.exception("a commit failed")
        if transaction is not None:
            transaction.rollback()
        return _not_saved()
    return response


def _write(notes: list[Callable[[Session], object]]) -> None:
    with house().database.write(confined=_is_confined()) as own:
        for write in notes:
            write(own)


def _not_saved() -> Response:
    from course.web.errors import not_saved_page  # errors render pages, which need a transaction

    return not_saved_page()


def _release(_error: BaseException | None) -> None:
    transaction: Transaction | None = g.pop("transaction", None)
    if transaction is not None:
        transaction.rollback()
