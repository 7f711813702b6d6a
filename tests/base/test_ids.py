import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.base.ids import as_id, as_text, new_id
from course.base.refusals import NotFound


def test_ids_are_sixteen_bytes_and_never_the_same() -> None:
    ids = {new_id() for _ in range(1_000)}

    assert (len(ids), {len(id_) for id_ in ids}) == (1_000, {16})


@given(st.binary(min_size=16, max_size=16))
def test_an_id_is_read_from_a_path_as_it_was_written(id_: bytes) -> None:
    assert (as_id(as_text(id_)), len(as_text(id_))) == (id_, 32)


@pytest.mark.parametrize(
    "text",
    ["", "0" * 31, "0" * 33, "g" * 32, "A" * 32, " " + "0" * 31, "0" * 31 + "\n", "٣" * 32, "0x" + "0" * 30],
)
def test_what_is_no_id_reads_like_one_that_is_not_there(text: str) -> None:
    with pytest.raises(NotFound) as refused:
        as_id(text)

    assert (refused.value.status, refused.value.message) == (404, "This page does not exist, or is not yours.")
