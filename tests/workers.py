"""Two processes on one PostgreSQL database, each with its pages and its job loop; and how to have both at one thing.

Each has a folder of its own, as on machines of their own, with copies of the keys. Shared is what docs/deploying.md
says: the folder of the keys that go at their hour, and the file of the anchors. Nothing else leads to the other.

Where both must be at the same place at once, the test holds a lock there until the database says that both wait for it.
What depends on an hour is made due, or held back, in the rows: nothing waits for a clock.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from threading import Event
from typing import Final, TypeVar

from mail_server import HOST, MailServer
from processes import PATIENCE
from served import PAUSE, Client, Server
from site_of_tests import Site
from sqlalchemy import or_, text, update

from course.base.config import Settings
from course.base.keyring import FOLDER
from course.factory import utc_now
from course.jobs.loop import LEASE
from course.storage import jobs
from course.storage.engine import Database
from course.storage.models import JobRow, Mail

NAMES: Final = ("one", "other")
T = TypeVar("T")


class Workers:
    """The processes `one` and `other`, by these names in the database and as `<name>@test.example` in mails."""

    def __init__(self, site: Site, mail: MailServer) -> None:
        self.site = site
        self.mail = mail
        self.servers = {name: self._server(name) for name in NAMES}
        self._opened = ExitStack()
        self._holder = 0

    @property
    def database(self) -> Database:
        """A connection of the test's own."""
        return self.site.house.database

    def start(self) -> None:
        """Start both at once."""
        with ThreadPoolExecutor() as threads:
            for started in [threads.submit(server.start) for server in self.servers.values()]:
                started.result()

    def end(self) -> None:
        """Kill both."""
        self._opened.close()
        for server in self.servers.values():
            server.kill()

    def browser(self) -> tuple[Client, Client]:
        """One browser with a connection to each: its cookies go to both, as behind a proxy."""
        cookies: dict[str, str] = {}
        here, there = (self._opened.enter_context(closing(Client(s, cookies))) for s in self.servers.values())
        return here, there

    def signed_in(self, email: str) -> tuple[Client, Client]:
        """A browser of that person, signed in at `one`."""
        here, there = self.browser()
        here.sign_in(email)
        return here, there

    def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until it is so. Raises AssertionError when it never is."""
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < deadline, "it never came to be"
            Event().wait(PAUSE)

    def hold_back(self, job: str) -> None:
        """Have neither loop at that job until `free`: the test itself takes it, as a loop would."""

        def is_ours() -> bool:
            now = utc_now()
            with self.database.write() as session:
                session.execute(
                    update(JobRow).where(JobRow.name == job, JobRow.leased_until.is_(None)).values(due_at=now)
                )
                return jobs.claim(session, job, now, now + LEASE)

        self.until(is_ours)

    def free(self, job: str) -> None:
        """Make it due, and end the lease of who is at it, as if its minutes had gone by."""
        now = utc_now()
        with self.database.write() as session:
            session.execute(
                update(JobRow)
                .where(JobRow.name == job, or_(JobRow.due_at > now, JobRow.leased_until.is_not(None)))
                .values(leased_until=None, due_at=now)
            )
            # A sender that was held up for longer than it waits for a server has put off all mail: that is due as well.
            session.execute(update(Mail).where(Mail.trouble.is_not(None), Mail.due_at > now).values(due_at=now))

    def revive(self) -> None:
        """Start again whichever of the two a test left dead, so that the next one meets both."""
        for server in self.servers.values():
            if not server.is_running:
                server.start()

    def until_done(self, job: str, is_done: Callable[[], bool]) -> None:
        """Have both loops at that job, over and over, until it is done."""

        def is_so() -> bool:
            self.free(job)
            return is_done()

        self.until_awake(is_so)

    def until_awake(self, is_so: Callable[[], bool]) -> None:
        """The same; the loops do not sleep meanwhile, since there might be mail. Not while mail is held back."""

        def is_so_now() -> bool:
            self.free("outbox")
            return is_so()

        self.until(is_so_now)

    def waiting(self) -> list[str]:
        """The names of the processes that wait for what is held up, or for one that does; not just for a moment."""
        asked = text(
            "WITH RECURSIVE held (pid, name) AS ("
            " SELECT CAST(:holder AS integer), CAST('' AS text)"
            " UNION SELECT activity.pid, application_name FROM pg_stat_activity AS activity JOIN held"
            " ON held.pid = ANY (pg_blocking_pids(activity.pid)) WHERE application_name IN ('one', 'other')"
            ") SELECT DISTINCT name FROM held WHERE name <> '' ORDER BY 1"
        )
        with self.database.read() as session:
            return list(session.scalars(asked, {"holder": self._holder}))

    @contextmanager
    def held_up(self, lock: str) -> Iterator[None]:
        """Whoever comes to where that lock is needed waits there until the end of the block."""
        with self.database.write() as session:
            self._holder = session.scalars(text("SELECT pg_backend_pid()")).one()
            session.execute(text(lock))
            yield

    def meet(self, job: str, lock: str) -> None:
        """Have both loops in the middle of that job at once, where they need that lock; then let them go on."""
        with self.held_up(lock):
            self.until_done(job, lambda: self.waiting() == list(NAMES))

    def meet_at(self, lock: str, *requests: Callable[[], T]) -> list[T]:
        """What two requests give, one to each, that were both held up by that lock before either went on."""
        with ThreadPoolExecutor(len(requests)) as threads:
            with self.held_up(lock):
                asked = [threads.submit(request) for request in requests]
                self.until(lambda: self.waiting() == list(NAMES))
            return [one.result() for one in asked]

    def end_leases_of_mails(self) -> None:
        """As if the minutes had gone by after which a mail in the hand of who died is due again."""
        with self.database.write() as session:
            session.execute(update(Mail).where(Mail.due_at.is_not(None)).values(due_at=utc_now()))

    def _server(self, name: str) -> Server:
        url = self.database.url.update_query_dict({"application_name": name})
        settings = self.site.settings
        return Server(
            _machine_beside(settings, settings.instance.with_name(name)),
            environment={
                "COURSE_DATABASE_URL": url.render_as_string(hide_password=False),
                "COURSE_ANCHOR": str(settings.anchors.absolute()),
                "COURSE_SMTP": f"{HOST}:{self.mail.port}",
                "COURSE_SMTP_SECURITY": "none",
                "COURSE_MAIL_FROM": f"{name}@test.example",
            },
        )


def _machine_beside(first: Settings, instance: Path) -> Path:
    """The instance folder of another machine, as docs/deploying.md has it made."""
    keys = instance / "keys"
    keys.mkdir(parents=True, mode=0o700)
    for key in first.keys.glob("*.key"):
        shutil.copy(key, keys)
    shared = first.keys / FOLDER
    shared.mkdir(exist_ok=True, mode=0o700)
    (keys / FOLDER).symlink_to(shared.absolute())
    return instance
