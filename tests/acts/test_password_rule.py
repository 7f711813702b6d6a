"""Which passwords will do."""

import pytest

from course.acts.password_rule import TOO_COMMON, TOO_LONG, TOO_NEAR, TOO_SHORT, common, fault_of

THEIRS = (
    "Ana Sofia Conceição Reis",
    "a.reis@psp.example",
    "4512",
    "Esquadra de Benfica",
    "Polícia de Segurança Pública",
)


def test_the_list_of_common_passwords_is_ten_times_as_long_as_it_must_be() -> None:
    assert len(common()) > 30_000


@pytest.mark.parametrize("signs", [11, 12, 64, 128, 129])
def test_length_alone_is_counted_in_characters_as_they_were_typed(signs: int) -> None:
    password = ("ção em três línguas, ora essa; " * 5)[:signs]

    assert fault_of(password, THEIRS) == {11: TOO_SHORT, 129: TOO_LONG}.get(signs)


@pytest.mark.parametrize(
    "password",
    [
        "qwerty123456",
        "QWERTY123456",
        "1qaz2wsx3edc",
        "password1234",
        "Password2026!",
        "2026benfica2026",
        "sporting123!!",
        "football-2026",
        "dragondragon",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "123412341234",
        "123456789012",
        "abcdefghijklmn",
        "mnbvcxzlkjhgf",
        "0987654321098",
        "qwertyuiopas",
    ],
)
def test_what_is_tried_first_will_not_do(password: str) -> None:
    assert fault_of(password, THEIRS) == TOO_COMMON


@pytest.mark.parametrize(
    "password",
    [
        "psp-gnr-psp-gnr",
        "PSP GNR 2026 PSP",
        "terreno comum",
        "TerrenoComum2026",
        "common ground 1",
        "anasofiareis",
        "Reis.Conceição.85",
        "conceicao4512!",
        "esquadrabenfica1",
        "Esquadra de Benfica",
        "segurança pública",
        "policiapsp2026",
        "palavra-passe-2026",
    ],
)
def test_what_everybody_knows_of_a_person_and_the_house_will_not_do(password: str) -> None:
    assert fault_of(password, THEIRS) == TOO_NEAR


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "cavalo certo pilha",
        "chuva telhado quinta-feira",
        "o meu gato come figos",
        "três tigelas ao sol",
        "rain on tin roofs",
        "terreno comum de figos",
        "Ana come figos maduros",
        "xq7vu2mm9kkd",
        "739104826615",
        "🐙🐙 polvo à lagareiro",
    ],
)
def test_words_that_do_not_belong_together_will_do_without_capitals_or_digits(password: str) -> None:
    assert fault_of(password, THEIRS) is None
