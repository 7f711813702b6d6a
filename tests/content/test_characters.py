"""What is refused is found whatever stands around it, and ordinary text is passed over without a search."""

import pytest

from course.content.characters import REFUSED, look_alike, refused_character, typed_wrongly

WORDS = "Às 22h15, «junto» aos cacifos — vi um homem; 2 148,52 €."


@pytest.mark.parametrize("codes", [range(0x3000), range(0xD800, 0xE010), range(0xFE00, 0x10010)])
def test_a_refused_character_is_found_in_the_middle_of_ordinary_words(codes: range) -> None:
    refused = [chr(code) for code in codes if REFUSED.search(chr(code))]

    missed = [f"{ord(one):04x}" for one in refused if refused_character(f"{WORDS}{one}{WORDS}") is None]
    assert (missed, len(refused) > 5) == ([], True)


@pytest.mark.parametrize("codes", [range(0x370, 0x590), range(0x13A0, 0x13FE), range(0xFF21, 0xFF5B)])
def test_a_letter_that_looks_latin_is_found_beside_one(codes: range) -> None:
    alike = [chr(code) for code in codes if look_alike(f"a{chr(code)}")]

    missed = [f"{ord(one):04x}" for one in alike if typed_wrongly(f"{WORDS} a{one}") is None]
    assert (missed, len(alike) > 10) == ([], True)


def test_ordinary_words_have_nothing_wrong() -> None:
    assert (typed_wrongly(WORDS), refused_character(WORDS)) == (None, None)
