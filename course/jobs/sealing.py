"""Seals what was noted since the last time, and notes the chain's head outside the database."""

import datetime as dt

from course.integrations.anchor import Anchor, append_anchor
from course.jobs.job import Report
from course.storage import audit_chain
from course.web.house import House


def seal_all(house: House, now: dt.datetime) -> Report:
    """Every entry without a seal, a batch a transaction; then the anchor, which an earlier run may have left out."""
    sealed = 0
    while ids := _find_unsealed(house):
        with house.database.write() as session:
            sealed += audit_chain.seal(session, ids)
    with house.database.read() as session:
        head = audit_chain.find_head(session)
    anchored = head is not None and append_anchor(house.settings.anchors, Anchor(head.seq, head.digest), now)
    return {"sealed": sealed, "anchored": int(anchored)}


def _find_unsealed(house: House) -> list[bytes]:
    """Looked for in a transaction that only reads: the log is long, and writers wait for each other."""
    with house.database.read() as session:
        return list(audit_chain.find_unsealed(session))
