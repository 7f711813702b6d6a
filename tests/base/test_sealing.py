import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.base.sealing import NONCE, STEP, open_sealed, seal

KEY = b"k" * 32
TAG = 16


@given(st.binary(max_size=2000))
def test_what_was_sealed_is_opened_by_its_key(content: bytes) -> None:
    assert open_sealed(KEY, seal(KEY, content)) == content


def test_sealing_the_same_twice_gives_nothing_to_compare() -> None:
    assert seal(KEY, b"the same") != seal(KEY, b"the same")


@pytest.mark.parametrize(("length", "steps"), [(0, 1), (1, 1), (508, 1), (509, 2), (1020, 2), (1021, 3)])
def test_a_length_shows_only_in_steps_of_512_bytes(length: int, steps: int) -> None:
    assert len(seal(KEY, b"x" * length)) == NONCE + steps * STEP + TAG


def test_another_key_opens_nothing() -> None:
    with pytest.raises(ValueError, match="not sealed under that key"):
        open_sealed(b"o" * 32, seal(KEY, b"secret"))


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(seal(KEY, b"secret"))
    sealed[-1] ^= 1

    with pytest.raises(ValueError, match="changed since"):
        open_sealed(KEY, bytes(sealed))
