"""gunicorn for Terreno Comum: `gunicorn --config deploy/gunicorn.conf.py app:app`.

Workers: one with SQLite (which has one writer), as many as cores and one more with PostgreSQL; WEB_CONCURRENCY says
otherwise. The address: the socket that systemd holds (LISTEN_FDS), else 127.0.0.1:8000, or --bind.
"""

import gc
import multiprocessing
import os
import tempfile
from pathlib import Path
from typing import Any

# Before anything of the course is imported: the figures of all workers are added up through files in this folder.
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="course-figures-"))
_uses_postgresql = os.environ.get("COURSE_DATABASE_URL", "").startswith("postgresql")

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or (multiprocessing.cpu_count() + 1 if _uses_postgresql else 1))
threads = 8
timeout = 60  # seconds without a sign of life after which a worker is replaced
graceful_timeout = 30  # seconds for the requests at hand, when it is told to end
max_requests = 20_000  # a worker is replaced after so many, and a few more by chance
max_requests_jitter = 2_000
limit_request_line = 8190
limit_request_fields = 60
forwarder_headers = ""  # what a proxy says of the client is read by the program (COURSE_PROXIES), and by it alone
forwarded_allow_ips = ""
accesslog = None  # a line a request would say who opened what, and when
loglevel = "warning"


def post_worker_init(_worker: Any) -> None:
    """What was made for the whole life of the worker is not looked through for garbage; its threads share memory."""
    from course.base.arenas import share_arenas

    gc.freeze()
    share_arenas()


def child_exit(_server: Any, worker: Any) -> None:
    """What an ended worker held open is let go of; what it counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]


def on_exit(_server: Any) -> None:
    """The files of the figures go with the processes they count."""
    for path in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("*.db"):
        path.unlink(missing_ok=True)
