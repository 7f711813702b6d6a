"""PostgreSQL: that what was deleted lies in no file any more."""

import time
from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection

PATIENCE: Final = 5.0
"""Seconds to wait for those who read what was deleted; as long as SQLite waits."""
_PAUSE: Final = 0.05
# Whoever may still see the rows: a transaction as old as their deletion, or one with a snapshot from before its end.
# The rows of other people's connections are shown to everybody in these columns (monitoring.html, pg_stat_activity).
_READERS: Final = """
    SELECT count(*) FROM (
        SELECT backend_xid AS seen FROM pg_stat_activity WHERE pid <> pg_backend_pid()
        UNION ALL SELECT backend_xmin FROM pg_stat_activity WHERE pid <> pg_backend_pid()
        UNION ALL SELECT transaction FROM pg_prepared_xacts
        UNION ALL SELECT xmin FROM pg_replication_slots
    ) AS held WHERE age(seen) > age(CAST(%(deleted)s AS xid))
"""
_MAY_CHECKPOINT: Final = "SELECT bool_or(pg_has_role(oid, 'member')) FROM pg_roles WHERE rolname = 'pg_checkpoint'"


def rewrite_tables(connection: Connection, tables: Sequence[str]) -> bool:
    """Write the tables anew, sample them anew for planning and, where the user may, have the old files removed at once.

    The connection commits each statement by itself. False when somebody still reads from before, after PATIENCE:
    PostgreSQL would copy the deleted rows for them; nothing is spoilt.
    """
    if not _is_seen_by_nobody(connection):
        return False
    quote = connection.dialect.identifier_preparer.quote
    connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {', '.join(quote(table) for table in tables)}")
    # The samples before lie in the free space of their table still, with values of the rows. The owner of the
    # database may do this; for another user PostgreSQL passes it over with a warning.
    connection.exec_driver_sql("VACUUM (FULL) pg_catalog.pg_statistic")
    # Until the next checkpoint the files that the tables lay in before are still there.
    if connection.exec_driver_sql(_MAY_CHECKPOINT).scalar():
        connection.exec_driver_sql("CHECKPOINT")
    return True


def _is_seen_by_nobody(connection: Connection) -> bool:
    """Whether, within PATIENCE, no transaction is left that began before now: what is deleted by now is dead to all."""
    now = connection.exec_driver_sql("SELECT pg_current_xact_id()::xid::text").scalar()
    until = time.monotonic() + PATIENCE
    while connection.exec_driver_sql(_READERS, {"deleted": now}).scalar():
        if time.monotonic() > until:
            return False
        time.sleep(_PAUSE)
    return True
