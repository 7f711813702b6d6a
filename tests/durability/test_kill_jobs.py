"""Every mail arrives, whenever the loop that sends it dies.

`flask jobs run` is killed (SIGKILL) at moments drawn beforehand: when it begins a mail, and when the server has a whole
mail and has not answered yet. What the server took is compared with what was promised.
"""

import datetime as dt
import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from houses import Clock, a_house, promise
from mail_server import HOST, MailServer, mail_server
from processes import PATIENCE, Forked, run_command
from sqlalchemy import func, select, update

from course.factory import utc_now
from course.storage.engine import Database
from course.storage.models import JobRow, Mail

STORM: Final = int(os.environ.get("STORM", "5"))
"""How often the loop is killed."""
SEED: Final = 2016
MAILS_BETWEEN: Final = (1, 8)
"""The fewest and the most mails between two kills."""


@pytest.mark.timeout(300 + 10 * STORM)
def test_every_mail_arrives_and_only_those_in_hand_at_a_death_arrive_again_under_their_id(
    database: Database, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(SEED)  # noqa: S311 - the same moments each time
    with mail_server() as server:
        house = a_house(database, tmp_path / "instance", clock=Clock(utc_now()))
        ids = [promise(house, f"ana{number}@test.example") for number in range(STORM * MAILS_BETWEEN[1] + 1)]
        loop = _Loop(database, tmp_path / "instance", server)
        in_hand: Counter[str] = Counter()
        for _ in range(STORM):
            has_arrived = chance.random() < 0.6
            loop.run_until_killed(has_arrived=has_arrived, mails=chance.randint(*MAILS_BETWEEN))
            in_hand.update(server.ids[-1:] if has_arrived else [])
            _end_leases(database)
        while _count_waiting(database):
            loop.run_once()

    noted = {"survives": "S1, S18", "blows": STORM, "acknowledged": len(ids), "in doubt": in_hand.total()}
    for name, number in noted.items():
        record_property(name, number)
    assert in_hand.total() > 0
    assert Counter(server.ids) == Counter(f"<{id_.hex()}@127.0.0.1>" for id_ in ids) + in_hand


class _Loop:
    """The command, as an operator starts it."""

    def __init__(self, database: Database, instance: Path, server: MailServer) -> None:
        self._server, self._log = server, instance.with_name("jobs.log")
        self._settings = {
            "COURSE_ENV": "development",
            "COURSE_INSTANCE": str(instance),
            "COURSE_DATABASE_URL": database.url.render_as_string(hide_password=False),
            "COURSE_SMTP": f"{HOST}:{server.port}",
            "COURSE_SMTP_SECURITY": "none",
            "COURSE_MAIL_FROM": "course@test.example",
        }

    def run_until_killed(self, *, has_arrived: bool, mails: int) -> None:
        """Until so many mails were begun, or arrived and have no answer yet."""
        process = Forked(["jobs", "run"], self._settings, self._log, self._log)
        seen = 0

        def kill_when_it_is_time(_: int) -> None:
            nonlocal seen
            seen += 1
            if seen == mails:
                os.kill(process.pid, signal.SIGKILL)
                assert process.has_ended(PATIENCE)

        if has_arrived:
            self._server.before_answer = kill_when_it_is_time
        else:
            self._server.before_mail = kill_when_it_is_time
        try:
            assert process.wait() == -signal.SIGKILL
        finally:
            self._server.before_answer = self._server.before_mail = lambda _: None

    def run_once(self) -> None:
        """What is due, to its end."""
        run_command(["jobs", "run", "--once"], self._settings).check_returncode()


def _end_leases(database: Database) -> None:
    """As if their minutes had gone by."""
    past = utc_now() - dt.timedelta(minutes=1)
    with database.write() as session:
        session.execute(update(JobRow).values(leased_until=None, due_at=past))
        session.execute(update(Mail).where(Mail.due_at.is_not(None)).values(due_at=past))


def _count_waiting(database: Database) -> int:
    _end_leases(database)
    with database.read() as session:
        return session.execute(select(func.count()).select_from(Mail).where(Mail.sent_at.is_(None))).scalar_one()
