"""What is found in the grounds that somebody wrote."""

import pytest
from examples import example_of

from course.content.grounds import ELEMENTS, Grounds, find_grounds
from course.content.library import Library
from course.content.questions.grounds import WriteGrounds
from course.content.source import read_yaml
from course.content.typed import read_part


def words(**lists: list[str]) -> Grounds:
    empty: dict[str, list[str]] = {name: ["xyz"] for name in ("behaviour", "place", "time", "legal-ground", "avoid")}
    return Grounds.model_validate({name: tuple(given) for name, given in (empty | lists).items()})


def test_bare_appearance_lacks_everything_and_is_pointed_out(library: Library) -> None:
    found = find_grounds("Indivíduo de etnia cigana com ar de suspeito", library.registers.grounds["pt"])

    assert (found.missing, found.avoid) == (ELEMENTS, ("etnia", "cigana", "ar de"))


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
    ("word", "text", "found"),
    [
        ("gente", "O agente viu", ()),
        ("gente", "Esta GENTE.", ("GENTE",)),
        ("estacao", "na estação", ("estação",)),
        ("estacao", "na estac\u0327a\u0303o", ("estação",)),
        ("experiment*", "Ele experimentou os fechos", ("experimentou",)),
        ("cor da pele", "pela cor  da\npele", ("cor da pele",)),
        ("strasse", "Auf der Straße.", ("Straße",)),
        ("250", "artigo 250.º", ("250",)),
        ("250", "artigo 2500", ()),
    ],
)
def test_words_are_whole_and_are_told_as_they_were_written(word: str, text: str, found: tuple[str, ...]) -> None:
    assert find_grounds(text, words(avoid=[word])).avoid == found


def test_a_time_is_told_as_it_was_written() -> None:
    assert find_grounds("Às 22h15, na rua", words(time=["#h"])).elements["time"] == ("22h15",)


def test_a_word_that_two_lines_of_a_list_find_is_told_once() -> None:
    assert find_grounds("Suspeita", words(avoid=["suspeita", "suspeit*"])).avoid == ("Suspeita",)


def test_only_what_is_expected_is_looked_for() -> None:
    found = find_grounds("nada", words(), ("place", "time"))

    assert found.missing == ("place", "time")


def test_what_cannot_be_expected_is_told_with_what_can_be() -> None:
    tree = example_of("grounds").model_dump(mode="json", exclude_defaults=True)
    known = "behaviour, place, time, legal-ground"
    source = read_yaml("quiz.yaml", b"expect: [place, documents]\n")

    _, problems = read_part(WriteGrounds, source, tree | {"expect": ["place", "documents"]})

    assert [(problem.line, problem.path, problem.in_words(str)) for problem in problems] == [
        (1, "expect.1", f"documents is not one of those known: {known}")
    ]
