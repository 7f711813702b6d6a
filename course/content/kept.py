"""What a start keeps of the library, so that the next one reads only what changed.

In one folder: `index.json` with the record of each document and the size and age of its files, and the files of each
document under its digest, from which it is built when somebody first asks for it. So what is shown is what was judged,
whatever happens to the files meanwhile. Nothing here is needed: what is missing or damaged is read anew.
"""

import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pydantic

from course.content.bundle import Bundle, from_text
from course.content.record import Record, as_json, from_json

Ages = Mapping[str, tuple[int, int]]
"""File name -> bytes and nanoseconds of its last change."""

_INDEX: Final = "index.json"


@cache
def fingerprint_of_reader() -> str:
    """What names the code that reads and judges documents: with another one, everything is read anew."""
    whole = sha256(pydantic.VERSION.encode())
    folder = Path(__file__).parent
    for file in sorted((*folder.rglob("*.py"), *folder.rglob("*.txt"))):
        whole.update(file.name.encode() + file.read_bytes())
    return whole.hexdigest()


@dataclass(frozen=True)
class Known:
    """A record, and the files that it was made of."""

    record: Record
    ages: Ages


@dataclass(frozen=True)
class Kept:
    """The folder of what is kept."""

    folder: Path
    reader: str = field(default_factory=fingerprint_of_reader)
    is_for_another: bool = False
    """Whether what is read is another library, such as a changed copy: then nothing is kept of it."""

    def index(self) -> dict[tuple[str, str], Known]:
        """What the last start knew, by kind and id; nothing where another reader wrote it, or it cannot be read."""
        try:
            whole = json.loads((self.folder / _INDEX).read_bytes())
            if whole["reader"] != self.reader:
                return {}
            known = [
                Known(from_json(one["record"]), {name: (size, age) for name, (size, age) in one["ages"].items()})
                for one in whole["documents"]
            ]
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}
        return {(one.record.kind, one.record.id): one for one in known}

    def keep_index(self, known: Iterable[Known]) -> None:
        """Write the index for the next start, and drop the files of documents that are not in it."""
        if self.is_for_another:
            return
        rows = sorted(known, key=lambda one: (one.record.kind, one.record.id))
        documents = [{"record": as_json(one.record), "ages": one.ages} for one in rows]
        _write(self.folder / _INDEX, {"reader": self.reader, "documents": documents})
        wanted = {_INDEX, *(f"{one.record.digest}.json" for one in rows)}
        for file in self.folder.glob("*.json"):
            if file.name not in wanted:
                file.unlink(missing_ok=True)

    def keep_bundle(self, bundle: Bundle) -> None:
        """Keep the files of a document under its digest."""
        name = f"{bundle.digest}.json"
        if not self.is_for_another and not (self.folder / name).exists():
            _write(self.folder / name, {"files": bundle.as_text()})

    def find_bundle(self, kind: str, id_: str, digest: str) -> Bundle | None:
        """The document whose files are kept under that digest; None where they are gone, or are not those any more.

        Two documents may have the same files, and so one digest: which of them is meant is not kept with the files.
        """
        try:
            kept = json.loads((self.folder / f"{digest}.json").read_bytes())
            bundle = from_text(kind, id_, kept["files"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return None
        return bundle if bundle.digest == digest else None


@dataclass(frozen=True)
class KeptRecords:
    """Records of texts that stand in no folder, each in a file under the digest of its text; without a folder, none."""

    folder: Path | None = None
    reader: str = field(default_factory=fingerprint_of_reader)

    def find(self, kind: str, id_: str, digest: str) -> Record | None:
        """The record of that text, found by the reader of today."""
        if self.folder is None:
            return None
        try:
            record = read_kept_record(json.loads((self.folder / f"{digest}.json").read_bytes()), self.reader)
        except (OSError, ValueError):
            return None
        return record if record and (record.kind, record.id, record.digest) == (kind, id_, digest) else None

    def keep(self, record: Record) -> None:
        """Keep it in place of one by an earlier reader."""
        if self.folder is not None:
            _write(self.folder / f"{record.digest}.json", as_json(record) | {"reader": self.reader})


def as_kept_record(record: Record) -> dict[str, Any]:
    """The record in plain values, with what names the reader that made it."""
    return as_json(record) | {"reader": fingerprint_of_reader()}


def read_kept_record(plain: Any, reader: str | None = None) -> Record | None:
    """The record that `as_kept_record` wrote; None for one of another reader than today's, and for anything else."""
    try:
        if plain["reader"] != (reader or fingerprint_of_reader()):
            return None
        return from_json({name: value for name, value in plain.items() if name != "reader"})
    except (TypeError, KeyError, ValueError, AttributeError):
        return None


def _write(path: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all, also when several processes start at once; where nothing may be written, not at all."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        beside.replace(path)
