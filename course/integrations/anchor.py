"""Anchors: the head of the audit chain, noted in a file outside the database.

Who may write to the database can rebuild a chain that lies in it whole; not one whose heads are noted elsewhere.
A line is `<seq> <digest in hexadecimal digits> <hour in UTC>`; lines are only added.
"""

import datetime as dt
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LINE: Final = re.compile(rb"([1-9][0-9]*) ([0-9a-f]{64}) (\S+)")
_TAIL: Final = 4096
"""Bytes at the end of the file that surely hold its last line."""


@dataclass(frozen=True)
class Anchor:
    """At that place of the chain its digest was this."""

    seq: int
    digest: bytes


def append_anchor(file: Path, anchor: Anchor, now: dt.datetime) -> bool:
    """Note it, on the disk when this returns; False when it is what the last line says already."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not file.exists()
    with file.open("ab+") as opened:
        opened.seek(max(0, opened.seek(0, os.SEEK_END) - _TAIL))
        tail = opened.read()
        if _read_line(tail.rpartition(b"\n")[0].rpartition(b"\n")[2]) == anchor:
            return False
        torn = tail and not tail.endswith(b"\n")  # whoever wrote it died meanwhile
        line = f"{anchor.seq} {anchor.digest.hex()} {now:%Y-%m-%dT%H:%M:%SZ}\n".encode()
        opened.write(b"\n" + line if torn else line)
        opened.flush()
        os.fsync(opened.fileno())
    if is_new:
        _sync_folder(file.parent)
    return True


def read_anchors(file: Path) -> tuple[list[Anchor], int]:
    """All anchors, in the order in which they were noted, and how many lines are torn or no anchors."""
    lines = file.read_bytes().splitlines() if file.exists() else []
    anchors = [_read_line(line) for line in lines]
    read = [anchor for anchor in anchors if anchor is not None]
    return read, len(anchors) - len(read)


def _read_line(line: bytes) -> Anchor | None:
    found = _LINE.fullmatch(line)
    return Anchor(int(found[1]), bytes.fromhex(found[2].decode())) if found else None


def _sync_folder(folder: Path) -> None:
    """The name of a new file is kept by its folder."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
