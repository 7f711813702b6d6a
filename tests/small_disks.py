"""Disks that a test fills: a small one of its own where it may mount one, and files that cannot grow."""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

MAY_MOUNT: Final = os.getuid() == 0
SIZE: Final = 64 * 1024 * 1024
PIECE: Final = 64 * 1024
FIRST_PAGE: Final = 4096


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 64 MiB there; where this user may not mount one, the folder as it is."""
    folder.mkdir()
    if MAY_MOUNT:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    try:
        yield folder
    finally:
        if MAY_MOUNT:
            subprocess.run(["umount", folder], check=True)


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is left on it meanwhile (ENOSPC)."""
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        for size in (PIECE, 1):
            with suppress(OSError):
                while filler.write(b"x" * size):
                    pass
    yield
    (disk / "filler").unlink()


@contextmanager
def unable_to_grow(pid: int) -> Iterator[None]:
    """That process can write nothing behind the first page of a file meanwhile (EFBIG: to SQLite an I/O error)."""
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (FIRST_PAGE, before[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
