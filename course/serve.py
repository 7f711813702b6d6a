"""`make run`: migrate, make the demonstration where there is nobody, serve on 127.0.0.1 and do the jobs beside it."""

import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from flask import Flask
from waitress import serve

from course.base.arenas import share_arenas
from course.base.config import Settings, read_settings
from course.base.journal import keep
from course.demonstration import PRINTED, PROFESSIONAL, is_needed, make_demonstration, new_password, set_password
from course.factory import create_app
from course.jobs import JOBS
from course.jobs.loop import run_until
from course.storage.engine import Database
from course.storage.grants import renew_grants
from course.storage.schema import current_revision, head_revision
from course.web.house import EXTENSION, House

THREADS = 8
CONNECTIONS = 800
"""Open at once: a browser keeps several for a while, and whoever comes beyond them waits until one is let go of. A
process may have 1,024 files open."""
KEPT_OPEN = 30
"""Seconds for which a connection is kept on which nothing is asked."""
SECONDS_TO_END = 5.0
"""For the job at hand, when the process is stopped. What it leaves is done at the next start."""


def main() -> None:
    """Serve until stopped. What cannot start says why in one line, and what to do."""
    port = int(os.environ.get("PORT", "8000"))
    share_arenas()
    try:
        app = _make_app(port)
        gc.freeze()  # what was made for the whole life of the process is not looked through for garbage
        with _jobs_beside(app.extensions[EXTENSION]):
            serve(
                app,
                host="127.0.0.1",
                port=port,
                threads=THREADS,
                ident=None,
                connection_limit=CONNECTIONS,
                channel_timeout=KEPT_OPEN,
                asyncore_use_poll=True,
            )
    except (ValueError, RuntimeError) as refusal:
        sys.exit(str(refusal))
    except OSError as error:
        sys.exit(f"Port {port} cannot be used ({error.strerror}): choose another, for example PORT={port + 1} make run")


@contextmanager
def _jobs_beside(house: House) -> Iterator[None]:
    """The jobs in a thread of this process, whose writes queue with those of the pages (SQLite has one writer)."""
    stop = threading.Event()
    loop = threading.Thread(target=run_until, args=(stop, house, JOBS), name="jobs", daemon=True)
    loop.start()
    try:
        yield
    finally:
        stop.set()
        loop.join(timeout=SECONDS_TO_END)


def _make_app(port: int) -> Flask:
    settings = read_settings()
    keep(settings.log)
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    _bring_up_to_date(settings)
    app = create_app(settings)
    if not settings.is_production:
        _greet(app.extensions[EXTENSION], port)
    return app


def _bring_up_to_date(settings: Settings) -> None:
    with closing(Database(settings.url)) as database:
        if current_revision(database) != head_revision():
            from course.storage.migrate import upgrade  # Alembic, which most starts do not need

            upgrade(database)
        renew_grants(database, settings.completion_role)


def _greet(house: House, port: int) -> None:
    """Print the demonstration sign-ins; a password is generated at each start unless COURSE_DEMO_PASSWORD names one."""
    password = house.settings.demo_password or new_password()
    if not _is_made_here(house, password):
        set_password(house, password)
    print(f"\nTerreno Comum: http://127.0.0.1:{port}/\n\nDemonstration sign-ins, all with the password {password}")
    for invented in PRINTED:
        print(f"  {invented.email:<26} {', '.join(invented.roles)}")
    print(f"  {PROFESSIONAL.email:<26} professional of the equality body")
    print("  trainer2@demo.example      a second trainer, who can publish what the first one wrote")
    print("  reviewer-equality-body@demo.example, reviewer-civil-society@demo.example   the other two parties")
    print("\nStop with Ctrl+C.", flush=True)


def _is_made_here(house: House, password: str) -> bool:
    """Whether the demonstration was missing, and this process made it."""
    if not is_needed(house):
        return False
    print("Making the demonstration (invented organisations and people)...", flush=True)
    return make_demonstration(house, password)


if __name__ == "__main__":
    main()
