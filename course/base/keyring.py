"""The keys of what is held sealed for a while: one a batch, made with its first row, destroyed when it was cut loose.

A batch is what is cut loose together: "session:RD-2026-031", "quarter:2026-4", "wave:before/first". Its key lies in
`keys/voices/`, outside the database and outside every backup: a copy of the database must not outlast it.
"""

import hashlib
import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from course.base.learner_key import KEY_BYTES, load_or_make_key, sync_folder

FOLDER: Final = "voices"


def key_file(keys: Path, batch: str) -> Path:
    """Where the batch's key lies: its kind and a digest, so that no session's code can name another file."""
    kind = batch.partition(":")[0]
    return keys / FOLDER / f"{kind}-{hashlib.sha256(batch.encode()).hexdigest()}.key"


def load_or_make_batch_key(keys: Path, batch: str) -> bytes:
    """The key of a batch to which something is added."""
    return load_or_make_key(key_file(keys, batch))


def find_batch_key(keys: Path, batch: str) -> bytes | None:
    """The key of a batch that is read; None when it is lost, and with it all that was sealed under it."""
    try:
        key = key_file(keys, batch).read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == KEY_BYTES else None


def list_keys_but(keys: Path, batches: Collection[str]) -> list[Path]:
    """The files under which nothing lies, when these batches are all there are; half-made keys are among them."""
    kept = {key_file(keys, batch).name for batch in batches}
    return sorted(path for path in (keys / FOLDER).glob("*") if path.name not in kept)


def destroy_keys(files: Iterable[Path]) -> int:
    """Overwrite and remove them; gives how many. What is removed is off the disk's folder when this returns.

    A disk that writes elsewhere than it is told (flash, a file system that copies) may keep the 32 bytes until it
    needs the room: against that helps only a disk that is encrypted as a whole (docs/deploying.md).
    """
    destroyed = 0
    for path in files:
        with path.open("r+b") as file:
            file.write(bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
        sync_folder(path.parent)
        destroyed += 1
    return destroyed
