"""Commits in PostgreSQL that are told to be kept only where the other machines that must have them have them.

Where another machine must have what is committed (`synchronous_standby_names`), a COMMIT waits for it. Three things may
then be taken for saved that one machine alone has: PostgreSQL answers success, with a warning, when somebody breaks off
the wait; what another transaction left so can be read, and whoever sends a form again is answered from it without
having written anything; and while no other machine can be had, people wait without end and learn nothing.
"""

import os
import socket
import threading
from typing import Any, Final

import psycopg
from psycopg.errors import Diagnostic
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event

_BROKEN_OFF: Final = "01000"
"""The SQLSTATE of a warning without another: of a COMMIT, that its wait was broken off."""
# Who wrote nothing would not wait: this has them wait for all that was written before.
_WRITE_SOMETHING: Final = (
    "SELECT pg_logical_emit_message(true, 'course', '') WHERE pg_current_xact_id_if_assigned() IS NULL"
)


class UnconfirmedError(psycopg.OperationalError):
    """What was committed may be on one machine alone: nobody may be told that it is saved."""


class ConfirmedConnection(psycopg.Connection[Any]):
    """A connection whose commit raises where it is not confirmed, or not in time."""

    longest_commit = 0.0
    """Seconds after which one that waits for another machine fails."""
    has_others = False
    """Whether other machines must have what is committed."""

    def commit(self) -> None:
        """Commit. Raises UnconfirmedError, or OperationalError when it takes too long: the connection is then given up.

        What took too long stays unseen by everybody until another machine has it, or goes with this one.
        """
        if self.has_others and self.info.transaction_status == TransactionStatus.INTRANS:
            self.execute(_WRITE_SOMETHING)
        warnings: list[str | None] = []

        def note(diagnostic: Diagnostic) -> None:
            warnings.append(diagnostic.sqlstate)

        self.add_notice_handler(note)
        watch = threading.Timer(self.longest_commit, self._give_up) if self.has_others else None
        if watch:
            watch.start()
        try:
            super().commit()
        finally:
            if watch:
                watch.cancel()
            self.remove_notice_handler(note)
        if _BROKEN_OFF in warnings:
            raise UnconfirmedError("the wait for another machine was broken off: it may not have what was committed")

    def _give_up(self) -> None:
        """Cut the line, which wakes whoever waits at its end. Cancelling instead would show everybody what only this
        machine has."""
        with socket.socket(fileno=os.dup(self.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)


def confirm_commits(engine: Engine, longest_commit: float) -> None:
    """Have that engine's commits confirmed, within so many seconds."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> ConfirmedConnection:
        made = ConfirmedConnection.connect(*arguments, **named)
        made.longest_commit = longest_commit
        (names,) = made.execute("SHOW synchronous_standby_names").fetchone() or ("",)
        made.has_others = bool(names)
        made.rollback()
        return made
