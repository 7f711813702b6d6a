"""The code on the card: 80 bits, seventeen signs, and every slip of the pen is told."""

import pytest

from course.base.survey_code import DRAWN, SIGNS, draw_code, read_code, written


def test_a_code_is_read_however_it_is_written() -> None:
    code = draw_code()
    signs = code.replace("-", "")

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4, 1]
    assert set(signs) <= set(SIGNS)
    assert [read_code(typed) for typed in (code, signs.lower(), f" {code.replace('-', ' ')}\t")] == [signs] * 3
    assert written(signs) == code
    assert len({draw_code() for _ in range(200)}) == 200


def test_signs_that_look_alike_are_understood() -> None:
    zero_and_one = next(code for code in iter(draw_code, "") if "0" in code and "1" in code)

    assert read_code(zero_and_one.replace("0", "o").replace("1", "l")) == zero_and_one.replace("-", "")
    assert read_code(zero_and_one.replace("1", "I")) == zero_and_one.replace("-", "")


def test_every_wrong_sign_and_every_two_that_changed_places_are_told() -> None:
    signs = draw_code().replace("-", "")
    wrong = {signs[:at] + sign + signs[at + 1 :] for at in range(DRAWN + 1) for sign in SIGNS} - {signs}
    exchanged = {
        signs[:one] + signs[other] + signs[one + 1 : other] + signs[one] + signs[other + 1 :]
        for one in range(DRAWN + 1)
        for other in range(one + 1, DRAWN + 1)
    } - {signs}

    assert len(wrong) == 17 * 31
    assert {read_code(typed) for typed in wrong | exchanged} == {None}


@pytest.mark.parametrize("typed", ["", "-", "ABCD", "U" * 17, "0" * 16, "0" * 18, "é" * 17, "\x00" * 17, "🚓" * 17])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None
