"""Figures go on as long as the Portuguese text and the keys of a question or a scene stay what they are."""

from pathlib import Path

import pytest
from libraries import library_in
from samples import a_case, a_quiz, a_single

from course.content.core_digest import core_digest


def digests(root: Path, **changes: tuple[str, str]) -> tuple[str, str]:
    """Of the question `hunch` and of the scene `platform`, in the library so changed."""
    library = library_in(root, **changes)
    quiz, case = library.quizzes["stops"].reference, library.cases["looked-away"].reference
    return core_digest(quiz.questions["hunch"]), core_digest(case.scenes["platform"])


def test_a_comma_in_the_english_changes_nothing(tmp_path: Path) -> None:
    before = digests(tmp_path / "before")

    assert digests(tmp_path / "quiz", quiz_en=("title: Quiz", "title: Quiz, short")) == before
    assert digests(tmp_path / "case", case_en=("A man passes.", "A man, passes.")) == before


def test_another_question_or_scene_changes_nothing_of_this_one(tmp_path: Path) -> None:
    before = digests(tmp_path / "before")

    assert digests(tmp_path / "quiz", quiz=("objective: explain", "objective: remedy")) == before
    assert digests(tmp_path / "case", case=("Ninguém foi abordado.", "Ninguém foi abordado ali.")) == before


def test_a_word_of_the_portuguese_changes_the_digest(tmp_path: Path) -> None:
    question, scene = digests(tmp_path / "before")

    assert digests(tmp_path / "case", case=("Um homem passa.", "Um homem passou."))[0] == question
    assert digests(tmp_path / "again", case=("Um homem passa.", "Um homem passou."))[1] != scene


@pytest.mark.parametrize(
    ("field", "value"),
    [("prompt", "Que outro facto?"), ("level", "hard"), ("core", "true")],
)
def test_a_key_of_a_question_changes_its_digest(field: str, value: str) -> None:
    quiz = a_quiz(questions={"q": a_single(), "changed": a_single() | {field: value}})

    assert core_digest(quiz.questions["q"]) != core_digest(quiz.questions["changed"])


def test_which_option_is_right_and_their_order_count() -> None:
    plain, keyed, turned = a_single(), a_single(), a_single()
    keyed["options"]["wrong"]["correct"], keyed["options"]["right"]["correct"] = "true", "false"
    turned["options"] = dict(reversed(turned["options"].items()))
    questions = a_quiz(questions={"plain": plain, "keyed": keyed, "turned": turned}).questions.values()

    assert len({core_digest(question) for question in questions}) == 3


def test_a_default_that_is_written_out_counts_for_nothing() -> None:
    quiz = a_quiz(questions={"q": a_single(), "written": a_single() | {"fixed_order": "false"}})

    assert core_digest(quiz.questions["q"]) == core_digest(quiz.questions["written"])


def test_where_a_choice_leads_counts() -> None:
    scenes = a_case().scenes
    choices = {id_: choice.model_copy(update={"next": "good"}) for id_, choice in scenes["start"].choices.items()}

    assert core_digest(scenes["start"]) != core_digest(scenes["start"].model_copy(update={"choices": choices}))
