"""A batch's key is made with its first row, found again, and gone when it was destroyed."""

import stat
from pathlib import Path

import pytest

from course.base.keyring import (
    FOLDER,
    destroy_keys,
    find_batch_key,
    key_file,
    list_keys_but,
    load_or_make_batch_key,
)


def test_a_batch_has_a_key_once_something_is_held(tmp_path: Path) -> None:
    assert find_batch_key(tmp_path, "session:S-1") is None

    made = load_or_make_batch_key(tmp_path, "session:S-1")

    assert (find_batch_key(tmp_path, "session:S-1"), find_batch_key(tmp_path, "session:S-2")) == (made, None)
    assert stat.S_IMODE(key_file(tmp_path, "session:S-1").stat().st_mode) == 0o600


@pytest.mark.parametrize("code", ["S-1", "../../learner", "a/b", "é" * 300, "", "\0", "x.key", "S-1 "])
def test_whatever_a_session_is_called_its_key_is_a_file_of_its_own_in_the_folder(tmp_path: Path, code: str) -> None:
    other = load_or_make_batch_key(tmp_path, "session:other")
    key = load_or_make_batch_key(tmp_path, f"session:{code}")

    files = sorted((tmp_path / FOLDER).iterdir())
    assert key != other
    assert files == sorted(key_file(tmp_path, batch) for batch in ("session:other", f"session:{code}"))
    assert [path.name[:8] for path in files] == ["session-"] * 2


def test_a_damaged_key_is_a_lost_one(tmp_path: Path) -> None:
    load_or_make_batch_key(tmp_path, "session:S-1")
    key_file(tmp_path, "session:S-1").write_bytes(b"short")

    assert find_batch_key(tmp_path, "session:S-1") is None


def test_keys_without_a_batch_are_listed_half_made_ones_too_and_destroyed(tmp_path: Path) -> None:
    assert list_keys_but(tmp_path, []) == []
    kept = load_or_make_batch_key(tmp_path, "session:kept")
    load_or_make_batch_key(tmp_path, "quarter:2026-4")
    half_made = tmp_path / FOLDER / f"{key_file(tmp_path, 'session:kept').name}.ab12.new"
    half_made.write_bytes(kept)

    unused = list_keys_but(tmp_path, ["session:kept", "wave:a/b"])
    number = destroy_keys(unused)

    assert (unused, number) == (sorted([key_file(tmp_path, "quarter:2026-4"), half_made]), 2)
    assert list((tmp_path / FOLDER).iterdir()) == [key_file(tmp_path, "session:kept")]
    assert find_batch_key(tmp_path, "session:kept") == kept


def test_a_destroyed_key_is_overwritten_before_its_name_goes(tmp_path: Path) -> None:
    load_or_make_batch_key(tmp_path, "session:S-1")
    file = key_file(tmp_path, "session:S-1")
    (tmp_path / "the-same-bytes").hardlink_to(file)

    destroy_keys([file])

    assert (file.exists(), (tmp_path / "the-same-bytes").read_bytes()) == (False, bytes(32))
