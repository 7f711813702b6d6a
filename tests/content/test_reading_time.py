"""Minutes are computed from what is there."""

from typing import Any

import pytest
from samples import a_module, a_quiz, a_single

from course.content.module import Section
from course.content.reading_time import module_words, quiz_minutes, section_minutes


def a_section(words: int, *, checks: int = 0, **others: Any) -> Section:
    """A section of so many words, one of which is its title."""
    text = {"text": " ".join(["palavra"] * (words - 1))} if words > 1 else {}
    questions = {f"check-{number}": a_single() for number in range(checks)}
    return Section.model_validate({"title": "Título", "checks": questions} | text | others)


@pytest.mark.parametrize(
    ("words", "checks", "minutes"),
    [(1, 0, 1), (180, 0, 1), (269, 0, 1), (271, 0, 2), (900, 0, 5), (900, 2, 7), (1, 1, 1), (1, 3, 3)],
)
def test_a_section_takes_a_minute_for_180_words_and_one_for_each_check(words: int, checks: int, minutes: int) -> None:
    assert section_minutes(a_section(words, checks=checks)) == minutes


def test_notes_for_the_trainer_take_an_officer_no_time() -> None:
    notes = " ".join(["palavra"] * 1_000)
    objections = {"one": {"says": notes, "answer": notes}}

    assert section_minutes(a_section(180, notes=notes, objections=objections)) == 1


def test_a_case_takes_a_minute_a_scene_of_its_longest_road() -> None:
    assert section_minutes(a_section(180, case="a-case"), of_case=2) == 3


def test_a_quiz_takes_a_minute_a_question_asked() -> None:
    assert quiz_minutes(a_quiz(questions=15, draw=10)) == 10


def test_the_words_of_a_module_are_those_that_an_officer_reads() -> None:
    module = a_module(
        summary="Três palavras aqui.",
        sections={
            "read": {
                "title": "Ler bem",
                "text": "Um **texto** de [seis palavras](https://a.pt) [@cpp-250].",
                "notes": "Isto não conta.",
                "objections": {"one": {"says": "Nem isto.", "answer": "Nem isto."}},
            }
        },
        card={"title": "Cartão", "lines": "Uma linha."},
        objectives={"a": "Isto não conta"},
        title="Isto também não",
    )

    assert module_words(module) == 3 + 2 + 5 + 1 + 2
