"""The key that ties learning to persons is made once, read by nobody else, and recognised."""

import hashlib
import hmac
import os
import stat
from pathlib import Path

import pytest

from course.base.learner_key import check_value, learner_key, load_or_make_key

KEY = bytes(range(32))


def test_a_key_is_made_once_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "keys" / "learner.key"

    made = load_or_make_key(file)

    assert (len(made), load_or_make_key(file), file.read_bytes()) == (32, made, made)
    assert [path.name for path in file.parent.iterdir()] == ["learner.key"]


def test_two_keys_are_never_the_same(tmp_path: Path) -> None:
    assert load_or_make_key(tmp_path / "a.key") != load_or_make_key(tmp_path / "b.key")


def test_only_the_owner_reads_the_key_whatever_the_mask_is(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        load_or_make_key(tmp_path / "keys" / "learner.key")
    finally:
        os.umask(mask)

    assert [
        stat.S_IMODE((tmp_path / "keys" / "learner.key").stat().st_mode),
        stat.S_IMODE((tmp_path / "keys").stat().st_mode),
    ] == [0o600, 0o700]


def test_what_a_start_left_unfinished_is_not_read_by_others_either(tmp_path: Path) -> None:
    (tmp_path / "learner.new").write_bytes(b"")
    (tmp_path / "learner.new").chmod(0o644)

    load_or_make_key(tmp_path / "learner.key")

    assert stat.S_IMODE((tmp_path / "learner.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_file_of_another_length_is_no_key_and_stays_as_it_is(tmp_path: Path, length: int) -> None:
    file = tmp_path / "learner.key"
    file.write_bytes(b"k" * length)

    with pytest.raises(ValueError, match="is not a key of 32 bytes: restore it from its own backup"):
        load_or_make_key(file)

    assert file.read_bytes() == b"k" * length


def test_a_learner_is_the_keyed_digest_of_the_person() -> None:
    assert learner_key(KEY, b"person") == hmac.new(KEY, b"learner:person", hashlib.sha256).digest()


def test_another_key_or_another_person_is_another_learner() -> None:
    learners = {learner_key(key, person) for key in (KEY, KEY[::-1]) for person in (b"a" * 16, b"b" * 16)}

    assert (len(learners), {len(learner) for learner in learners}) == (4, {32})


def test_the_check_value_knows_the_key_and_is_nobodys_pseudonym() -> None:
    assert check_value(KEY) == hmac.new(KEY, b"check-value", hashlib.sha256).digest()
    assert check_value(KEY) != check_value(KEY[::-1])
    assert check_value(KEY) not in {KEY, learner_key(KEY, b""), learner_key(KEY, b"check-value")}
