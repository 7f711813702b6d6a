"""The pseudonym under which a person's learning is kept: HMAC-SHA256(key, person id).

It is pseudonymous, not anonymous: whoever holds the database and the key can link. It stops accidental joins, exports
and a stolen dump looked up by person (docs/privacy.md). Only `acts.actor` may call `learner_key`, for the signed-in
person alone; a test lists the callers.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

KEY_BYTES = 32


def load_or_make_key(path: Path) -> bytes:
    """The key in the file at `path`, made there (readable by its owner only) when the file is new."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync_folder(path.parent.parent)
        _make_key(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise ValueError(f"{path} is not a key of {KEY_BYTES} bytes: restore it from its own backup")
    return key


def _make_key(path: Path) -> None:
    """Write the file whole before it has its name; of two processes that make it at once, one names its own.

    It is on the disk before anything is sealed under it: a row must not outlast its key when the power fails.
    """
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    fresh.touch(mode=0o600, exist_ok=False)
    with fresh.open("wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        path.hardlink_to(fresh)
    fresh.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in that folder on the disk: files that were made are there, files that were removed are not."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def learner_key(key: bytes, person_id: bytes) -> bytes:
    """32 bytes that name the learner in the learning store."""
    return hmac.digest(key, b"learner:" + person_id, hashlib.sha256)


def check_value(key: bytes) -> bytes:
    """What the database keeps to recognise its own key: 32 bytes that reveal nothing of it."""
    return hmac.digest(key, b"check-value", hashlib.sha256)
