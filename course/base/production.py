"""What production does not start with: settings and keys under which somebody else could act or read."""

import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

LEAST_VARIED: Final = 16
"""Different bytes among the 32 of a key. Of 1,000,000,000 keys drawn by chance none has so few."""
_WORKERS: Final = re.compile(r"(?:--workers[ =]|-w ?)([0-9]+)")


def refuse_unsafe_environment(environ: Mapping[str, str], *, is_sqlite: bool) -> None:
    """Raise ValueError, in one line, for what the tools around this program were told that makes it unsafe."""
    if environ.get("FLASK_DEBUG", "").lower() not in {"", "0", "false", "no"}:
        raise ValueError("FLASK_DEBUG is on: leave it out, or everybody reads the code and its values where it fails")
    told = [environ.get("WEB_CONCURRENCY", ""), *_WORKERS.findall(environ.get("GUNICORN_CMD_ARGS", ""))]
    workers = max((int(count) for count in told if count.isdecimal()), default=1)
    if is_sqlite and workers > 1:
        raise ValueError(
            f"{workers} workers share one SQLite file: keep to one with threads, or name PostgreSQL in "
            "COURSE_DATABASE_URL"
        )


def refuse_unsafe_hosts(hosts: tuple[str, ...]) -> None:
    """Raise ValueError for a name that stands for others too, or is none."""
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", host):
            raise ValueError(
                f"COURSE_HOSTS names {host!r}: name each host in full and in small letters, as course.example"
            )


def refuse_unsafe_keys(folder: Path) -> None:
    """Raise RuntimeError for a key that others may read, or that nobody drew by chance. Keys are 32 bytes long."""
    for path in [folder, *sorted(folder.glob("**/*"))]:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise RuntimeError(f"{path} can be read by others: take that from them with chmod -R go= {folder}")
    for path in sorted(folder.glob("*.key")):
        if len(set(path.read_bytes())) < LEAST_VARIED:
            raise RuntimeError(f"{path} was not drawn by chance: remove it, and a new one is made at the next start")
