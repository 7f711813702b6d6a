"""What is found in the grounds that somebody wrote."""

import pytest
from examples import example_of

from course.content.grounds import ELEMENTS, Grounds, find_grounds
from course.content.library import Library
from course.content.questions.grounds import WriteGrounds


def words(**lists: list[str]) -> Grounds:
    empty: dict[str, list[str]] = {name: ["xyz"] for name in ("behaviour", "place", "time", "legal-ground", "avoid")}
    return Grounds.model_validate({name: tuple(given) for name, given in (empty | lists).items()})


def test_bare_appearance_lacks_everything_and_is_pointed_out(library: Library) -> None:
    found = find_grounds("Indivíduo de etnia cigana com ar de suspeito", library.registers.grounds["pt"])

    assert (found.missing, found.avoid) == (ELEMENTS, ("etnia", "cigan*", "ar de"))


@pytest.mark.parametrize("language", ["pt", "en"])
def test_both_models_have_everything_and_nothing_to_avoid(library: Library, language: str) -> None:
    question = example_of("grounds", "en" if language == "en" else "pt")
    assert isinstance(question, WriteGrounds)

    found = [find_grounds(model, library.registers.grounds[language]) for model in question.models.values()]
    assert [(one.missing, one.avoid) for one in found] == [((), ()), ((), ())]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [("Às 22h15", True), ("às 22.15.", True), ("7:05", True), ("22h", True), ("artigo 22.150", False), ("25h", False)],
)
def test_a_time_is_an_hour_with_or_without_minutes(text: str, *, is_found: bool) -> None:
    assert bool(find_grounds(text, words(time=["#h"])).elements["time"]) is is_found


@pytest.mark.parametrize(
    ("word", "text", "is_found"),
    [
        ("gente", "O agente viu", False),
        ("gente", "Esta GENTE.", True),
        ("estacao", "na estação", True),
        ("experiment*", "Experimentou", True),
        ("cor da pele", "pela cor  da\npele", True),
        ("250", "artigo 250.º", True),
        ("250", "artigo 2500", False),
    ],
)
def test_words_are_whole_and_case_and_accents_make_no_difference(word: str, text: str, *, is_found: bool) -> None:
    assert find_grounds(text, words(avoid=[word])).avoid == ((word,) if is_found else ())


def test_only_what_is_expected_is_looked_for() -> None:
    found = find_grounds("nada", words(), ("place", "time"))

    assert found.missing == ("place", "time")
