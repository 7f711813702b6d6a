"""Disks that a test fills: a small one of its own where it may mount one, and files that cannot grow."""

import os
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

SIZE: Final = 64 * 1024 * 1024
PIECE: Final = 64 * 1024
FIRST_PAGE: Final = 4096


def _may_mount() -> bool:
    """Whether this user may, here: in some containers not even root may."""
    with tempfile.TemporaryDirectory() as folder:
        if os.getuid() != 0 or subprocess.run(_mount(folder), capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", folder], check=True)
        return True


def _mount(folder: str | Path, size: int = SIZE) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]


MAY_MOUNT: Final = _may_mount()


@contextmanager
def small_disk(folder: Path, size: int = SIZE) -> Iterator[Path]:
    """A disk of 64 MiB there, or of so many bytes; where this user may not mount one, the folder as it is."""
    folder.mkdir()
    if MAY_MOUNT:
        subprocess.run(_mount(folder, size), check=True)
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
