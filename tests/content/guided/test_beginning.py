"""A case begins with its title alone, and its ids are made of words."""

from course.content.guided.beginning import beginning, id_of


def test_a_new_case_says_its_title_and_nothing_that_nobody_said() -> None:
    assert beginning("O andar") == "format: 1\nlanguage: pt\ntitle: O andar\n"
    assert beginning("Um: dois #3") == "format: 1\nlanguage: pt\ntitle: |\n  Um: dois #3\n"


def test_an_id_is_made_of_the_first_words() -> None:
    assert id_of("Escrever o que foi dito, palavra por palavra.", ()) == "escrever-o-que-foi-dito"
    assert id_of("Não", ()) == "nao"
    assert id_of("Hipopotomonstrosesquipedaliofobia", ()) == "hipopotomonstrosesquipedalio"


def test_an_id_is_never_one_that_is_taken() -> None:
    assert id_of("Não", {"nao"}) == "nao-2"
    assert id_of("Não", {"nao", "nao-2"}) == "nao-3"


def test_words_without_letters_get_an_id_too() -> None:
    assert id_of("«…»", ()) == "case"
    assert id_of("", {"option"}, "option") == "option-2"
