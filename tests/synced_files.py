"""A database file as it would be found after a power cut: what was synced, and of the rest whatever a disk pleases.

A small library that is loaded into the server (`tests/durability/synced.c`) notes every write and every sync of the
file and its journal, in their order. From that, and the files as they were before, any moment can be made again.
"""

import random
import shutil
import struct
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parent / "durability" / "synced.c"
WRITE, LENGTH, SYNC = 1, 2, 3
NAMES: Final = ("course.db", "course.db-wal")
_HEAD: Final = struct.Struct("=4q")


@dataclass(frozen=True)
class Noted:
    """One thing that was done to a file; `end` is where the notes are after it."""

    kind: int
    file: int
    place: int
    data: bytes
    end: int

    def do(self, contents: list[bytearray]) -> None:
        """Do it again, to the contents of the files."""
        file = contents[self.file]
        if self.kind == LENGTH:
            del file[self.place :]
            file.extend(bytes(self.place - len(file)))
        elif self.kind == WRITE:
            file.extend(bytes(max(0, self.place + len(self.data) - len(file))))
            file[self.place : self.place + len(self.data)] = self.data


class SyncedFiles:
    """The notes of one server: `environment` is what it is started with, before which the files are copied."""

    def __init__(self, folder: Path, instance: Path) -> None:
        self._folder, self._notes = folder, folder / "notes"
        library = folder / "synced.so"
        subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        self._before = [_bytes_of(instance / name) for name in NAMES]
        self._notes.touch()
        self.environment: Mapping[str, str] = {
            "LD_PRELOAD": str(library),
            "COURSE_SYNC_LOG": str(self._notes),
            "COURSE_SYNC_FILE": str((instance / NAMES[0]).resolve()),
        }

    def mark(self) -> int:
        """Where the notes are now: all that was synced before stands above."""
        return self._notes.stat().st_size

    def cuts(self, chance: random.Random) -> Iterator[tuple[int, Path]]:
        """The power is cut between a sync and the next one: up to where the notes may be then, and the file as found.

        Each time twice: all that was written and not synced since is gone; and some of it, as it happens, is there.
        """
        durable = [bytearray(content) for content in self._before]
        waiting: list[Noted] = []
        notes = list(self._read())
        ends = [*[noted.end for noted in notes if noted.kind == SYNC][1:], notes[-1].end + 1]
        for number, noted in enumerate(notes):
            if noted.kind != SYNC:
                waiting.append(noted)
                continue
            for one in waiting:
                if one.file == noted.file:
                    one.do(durable)
            waiting = [one for one in waiting if one.file != noted.file]
            before_next = ends.pop(0) - 1
            yield before_next, self._written(durable)
            torn = [bytearray(content) for content in durable]
            for one in [*waiting, *_until_sync(notes, number + 1)]:
                if chance.random() < 0.5:
                    one.do(torn)
            yield before_next, self._written(torn)

    def _read(self) -> Iterator[Noted]:
        data, at = self._notes.read_bytes(), 0
        while at < len(data):
            kind, file, place, size = _HEAD.unpack_from(data, at)
            at += _HEAD.size
            yield Noted(kind, file, place, data[at : at + size], at + size)
            at += size

    def _written(self, contents: list[bytearray]) -> Path:
        """The files in an otherwise empty folder."""
        found = self._folder / "found"
        shutil.rmtree(found, ignore_errors=True)
        found.mkdir()
        for name, content in zip(NAMES, contents, strict=True):
            (found / name).write_bytes(content)
        return found / NAMES[0]


def _until_sync(notes: list[Noted], start: int) -> Iterator[Noted]:
    for noted in notes[start:]:
        if noted.kind == SYNC:
            return
        yield noted


def _bytes_of(file: Path) -> bytes:
    return file.read_bytes() if file.exists() else b""
