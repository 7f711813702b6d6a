"""A clock that a test sets under processes as they run: theirs alone, and only that of the wall.

A small library that is loaded into the process (`tests/durability/clock.c`) adds what stands in a file to whatever time
the process asks for. libfaketime would do so too, but changes the clocks by which threads wait: Python's then never
hand over to each other.
"""

import datetime as dt
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parent / "durability" / "clock.c"
MICROSECOND: Final = dt.timedelta(microseconds=1)


class FalseClock:
    """Shows the right time until it is set, and goes on from there at the right speed."""

    def __init__(self, folder: Path) -> None:
        library, self._file = folder / "clock.so", folder / "clock"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        self._file.write_bytes(bytes(8))
        self._ahead = dt.timedelta(0)
        self.environment: Mapping[str, str] = {"LD_PRELOAD": str(library), "COURSE_CLOCK_FILE": str(self._file)}
        """What makes a process look at it."""

    def now(self) -> dt.datetime:
        """What it shows."""
        return dt.datetime.now(dt.UTC) + self._ahead

    def set(self, moment: dt.datetime) -> None:
        """Have it show that moment."""
        self._ahead = moment - dt.datetime.now(dt.UTC)
        with self._file.open("r+b", buffering=0) as opened:
            opened.write(struct.pack("=q", self._ahead // MICROSECOND * 1000))
