"""Once an hour: learning whose owners asked for its erasure goes, and leaves nothing in the files.

That something may still lie in the free space is noted in the erasing transaction, so a run that died in between is
made good by the next.
"""

import datetime as dt

from course.acts.audit import log_of
from course.acts.data_requests import held_learners
from course.base.calendar import lisbon_day
from course.base.ids import new_id
from course.jobs.job import Report
from course.storage import erasures, meta
from course.storage.models import LEARNING, VOICES
from course.web.house import House


def erase_due(house: House, now: dt.datetime) -> Report:
    """How many learners were erased; `not overwritten` while somebody reads the old files: the next run tries again.

    An erasure of whose data are restricted waits until they no longer are.
    """
    day = lisbon_day(now)
    with house.database.read() as session:
        due, held = erasures.list_due(session, day), held_learners(session, house.settings.keys)
    erased = sum(_erase(house, key, day, now) for key in due if key not in held)
    is_clean = _overwrite(house)
    return ({"erased": erased} if erased else {}) | ({} if is_clean else {"not overwritten": 1})


def _erase(house: House, learner_key: bytes, day: dt.date, now: dt.datetime) -> bool:
    """One learner, whole, in one transaction. The entry in the audit log tells that it was done, and of nobody."""
    with house.database.write() as session:
        is_erased = erasures.erase(session, learner_key, day)
        if is_erased:
            meta.set_value(session, meta.TO_OVERWRITE, new_id())
            log_of(session, None, now, "erased")
        return is_erased


def _overwrite(house: House) -> bool:
    """Whether nothing is left to be overwritten of what was erased before; a later erasure's note stays."""
    with house.database.read() as session:
        noted = meta.find_value(session, meta.TO_OVERWRITE)
    if noted is None:
        return True
    if not house.database.forget_deleted([model.__tablename__ for model in (*LEARNING, *VOICES)]):
        return False
    with house.database.write() as session:
        meta.remove_value(session, meta.TO_OVERWRITE, noted)
    return True
