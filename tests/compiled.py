"""Templates as they were compiled once: whatever else this test process starts, in itself or beside it, need not."""

import atexit
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class CompiledOnce(FileSystemBytecodeCache):
    """A folder of them. A process that can write no file, as on the full disk of a test, goes on with what it compiled
    itself: what tests keep for each other is no part of what the program needs."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, where a file can be written."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def folder_of_this_process() -> Path:
    """Where a test process keeps them, and the servers that are forked beside it; it goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="templates-")
    atexit.register(folder.cleanup)
    return Path(folder.name)
