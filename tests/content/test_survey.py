"""A survey asks what people think, and nothing in it is right or wrong."""

from pathlib import Path
from typing import Any

import pytest
from libraries import library_in, told
from samples import a_quiz, a_single

from course.content.check import INSTEAD, cross_check
from course.content.library import Library, read_library
from course.content.survey import Survey

OPINION = {"kind": "opinion", "prompt": "Concordo."}
MARKED = "a survey has no marks, objectives or core questions: take %(name)s: out"
SCENARIO = {"kind": "single", "prompt": "O que faria?", "options": {id_: {"text": f"Isto {id_}."} for id_ in "abc"}}


ASKED = {"waves": ["before", "after"], "tracks": ["everyone"]}


def faults(head: Any = None, **questions: Any) -> list[tuple[tuple[str, ...], str]]:
    tree = {"format": "1", "language": "pt", "title": "Depois", "questions": questions} | (head or {})
    return [(fault.path, fault.message) for fault in Survey.model_validate(tree).faults()]


def test_opinions_and_scenarios_without_a_right_option_are_a_survey() -> None:
    assert faults(useful=OPINION, scenario=SCENARIO) == []


@pytest.mark.parametrize(
    ("question", "path", "message"),
    [
        (
            SCENARIO | {"options": {"a": {"text": "A."}}},
            ("options",),
            "a question of kind single has 3 to 8 options, and this one has %(count)s: add some, or take some out",
        ),
        (
            OPINION | {"objective": "conduct"},
            ("objective",),
            MARKED,
        ),
        (
            OPINION | {"core": "true"},
            ("core",),
            MARKED,
        ),
        (
            {"kind": "number", "prompt": "Quantos?", "answer": "6"},
            ("kind",),
            "a survey asks questions of kind %(known)s, not %(kind)s: ask otherwise",
        ),
        (
            {k: v for k, v in a_single().items() if k != "objective"},
            ("options", "right", "correct"),
            "in a survey no option is the right one: take correct: out",
        ),
    ],
)
def test_what_does_not_belong_into_a_survey_is_told(question: Any, path: tuple[str, ...], message: str) -> None:
    assert faults(q=question) == [(("questions", "q", *path), message)]


def test_a_survey_asks_something() -> None:
    assert faults() == [(("questions",), "a survey has at least one question: add one")]


def test_an_opinion_stands_in_surveys_only() -> None:
    quiz = a_quiz(questions={"c1": a_single(core=True), "c2": a_single(core=True), "o": OPINION}, draw=2)

    assert [(fault.path, fault.values) for fault in quiz.faults() if fault.fatal] == [
        (("questions", "o", "kind"), {"kind": "opinion"})
    ]


def test_the_shipped_survey_is_read_in_both_languages(library: Library) -> None:
    survey = library.surveys["after-session"]

    assert (survey.in_("pt").title, survey.in_("en").title, survey.untranslated) == (
        "Depois da sessão",
        "After the session",
        frozenset(),
    )


def test_a_survey_with_a_fault_is_left_out_and_told(tmp_path: Path) -> None:
    library_in(tmp_path)
    folder = tmp_path / "surveys" / "after"
    folder.mkdir(parents=True)
    (folder / "survey.yaml").write_text("format: 1\nlanguage: pt\ntitle: Depois\nquestions: {}\n", encoding="utf-8")

    library = read_library(tmp_path)

    assert library.surveys == {}
    assert [(where, path, words) for where, _, _, path, words, fatal in told(library.problems) if fatal] == [
        ("surveys/after/survey.yaml", "questions", "a survey has at least one question: add one")
    ]


@pytest.mark.parametrize(
    ("head", "path", "message"),
    [
        ({"waves": ["before"]}, ("waves",), "nobody would be asked: say in tracks: about which sessions"),
        ({"tracks": ["everyone"]}, ("tracks",), "nobody would be asked: say in waves: when"),
        (ASKED | {"waves": ["later", "later"]}, ("waves",), "a wave stands here twice: take one out"),
        (
            {"index": {"title": "Ouvir", "questions": {"scenario": "higher"}}},
            ("index", "questions", "scenario"),
            "only opinions of this survey are summed up, and %(name)s is none: take it out",
        ),
        (
            {"index": {"title": "Ouvir", "questions": {"gone": "lower"}}},
            ("index", "questions", "gone"),
            "only opinions of this survey are summed up, and %(name)s is none: take it out",
        ),
    ],
)
def test_when_it_is_asked_and_what_is_summed_up_must_fit(head: Any, path: tuple[str, ...], message: str) -> None:
    assert faults(head, useful=OPINION, scenario=SCENARIO) == [(path, message)]


def test_asked_in_waves_with_an_index_it_is_right_and_names_its_answers_by_what_was_asked() -> None:
    index = {"index": {"title": "Ouvir", "questions": {"useful": "higher"}}}
    tree = {"format": "1", "language": "pt", "title": "Depois"} | ASKED | index
    survey, reworded = (
        Survey.model_validate(tree | {"questions": {"useful": OPINION | {"prompt": prompt}}})
        for prompt in ("Concordo.", "Concordo muito.")
    )

    assert faults(ASKED | index, useful=OPINION) == []
    assert survey.answer_names()["useful"].startswith("useful@")
    assert survey.answer_names() != reworded.answer_names()


def test_a_track_that_there_is_not_is_told(tmp_path: Path) -> None:
    library_in(tmp_path)
    folder = tmp_path / "surveys" / "after"
    folder.mkdir(parents=True)
    head = "format: 1\nlanguage: pt\ntitle: Depois\nwaves: [after]\ntracks: [nobody]\n"
    question = "questions:\n  useful:\n    kind: opinion\n    prompt: Concordo.\n"
    (folder / "survey.yaml").write_text(head + question, encoding="utf-8")

    problems = cross_check(read_library(tmp_path))

    assert [(where, path, words) for where, _, _, path, words, _ in told(list(problems)) if path == "tracks"] == [
        ("surveys/after/survey.yaml", "tracks", "there is no track nobody in the register. " + INSTEAD["track"])
    ]
