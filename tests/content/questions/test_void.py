"""What an answer is worth when something that it was compared with turns out to be a mistake."""

from fractions import Fraction

import pytest
from examples import example_of

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
