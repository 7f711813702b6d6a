"""What an answer is worth when something that it was compared with turns out to be a mistake."""

from fractions import Fraction

import pytest
from examples import example_of

from course.content.questions import KINDS
from course.content.questions.base import Answer

WAY = {"element": "refusal", "route": "offence", "authority": "cicdr", "next": "write"}


@pytest.mark.parametrize(
    ("kind", "answer", "void", "mark"),
    [
        ("single", {"option": "eyes"}, {"eyes"}, Fraction(1)),
        ("single", {"option": "eyes"}, {"surname"}, Fraction(0)),
        ("multiple", {"quality": "yes", "station": "yes"}, {"station"}, Fraction(1, 3)),
        ("multiple", {"quality": "yes"}, {"means"}, Fraction(1, 2)),
        ("multiple", {"quality": "yes"}, {"quality", "circumstances", "means"}, None),
        ("classify", {"shop": "mp", "rent": "cicdr"}, {"shop"}, Fraction(1, 5)),
        ("order", {"facts": "5", "ask": "1", "prove": "2"}, {"facts"}, Fraction(0)),
        ("order", {"ask": "1", "facts": "2", "prove": "3", "tell": "4", "means": "5"}, {"ask"}, Fraction(1)),
        ("highlight", {"ethnic": "yes", "locks": "yes"}, {"locks"}, Fraction(1, 3)),
        ("blanks", {"authority": "igai", "days": "10"}, {"authority"}, Fraction(1, 2)),
        # who chose the void option is not asked; for the others three are left: -1/2
        ("blanks", {"authority": "igai", "days": "10"}, {"authority/igai"}, Fraction(1, 2)),
        ("blanks", {"authority": "act", "days": "10"}, {"authority/igai"}, Fraction(1, 6)),
        ("blanks", {"authority": "act", "days": "10"}, {"authority/mp"}, Fraction(1, 2)),
        ("route", WAY | {"authority": "mp"}, {"authority/mp"}, Fraction(1)),
        ("route", WAY | {"authority": "mp"}, {"authority"}, Fraction(1)),
        ("route", WAY | {"authority": "mp"}, {"authority/act"}, Fraction(1, 2)),  # (3 - 1) / 4: two options are left
    ],
)
def test_what_is_void_is_compared_no_longer(kind: str, answer: Answer, void: set[str], mark: Fraction | None) -> None:
    assert example_of(kind).mark_without(answer, void) == mark


@pytest.mark.parametrize(
    ("kind", "part", "words"),
    [
        ("single", "eyes", "A pessoa evitar o olhar do agente."),
        ("multiple", "quality", "Prova a sua qualidade."),
        ("classify", "shop", "Uma loja recusa atender por causa da cor da pele."),
        ("order", "tell", "Comunicar as circunstâncias que fundam a obrigação."),
        ("highlight", "people", "normal nesta gente"),
        ("route", "element", "Que elemento decide?"),
        ("route", "route/crime", "Que via? Crime."),
        ("blanks", "days", "O auto de notícia segue para o … no prazo máximo de **(…)** dias."),
        ("blanks", "authority/igai", "O auto de notícia segue para o **(…)** no prazo máximo de … dias. IGAI"),
    ],
)
def test_a_part_that_may_be_void_has_words_by_which_a_reader_knows_it(kind: str, part: str, words: str) -> None:
    assert example_of(kind).words_of(part) == words


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_that_may_be_void_has_words(kind: str) -> None:
    question = example_of(kind)

    assert [part for part in question.compared() if question.words_of(part) in {"", part}] == []
