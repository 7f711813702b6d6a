"""What the files of a library say of each other is checked all at once."""

from pathlib import Path

import pytest
from libraries import GLOSSARY, IDEAS, MODULE, library_in, told

from course.content.check import check_library
from course.content.library import Library

MODULE_FILE = "modules/ethnic-profiling/module.yaml"
CASE_FILE = "cases/looked-away/case.yaml"
QUIZ_FILE = "quizzes/stops/quiz.yaml"


def checked(root: Path, **changes: tuple[str, str] | str | None) -> list[tuple[str, int, int, str, str, bool]]:
    return told(check_library(library_in(root, **changes)))


def test_a_library_without_a_problem_is_told_none(tmp_path: Path) -> None:
    assert checked(tmp_path) == []


def test_an_empty_library_has_no_problem() -> None:
    assert check_library(Library()) == ()


def test_what_is_shipped_only_waits_for_a_jurist(library: Library) -> None:
    problems = check_library(library)

    others = [words for *_, words, _ in told(problems) if "is to be confirmed by a jurist" not in words]
    assert others == []
    assert [problem for problem in problems if problem.fatal] == []


@pytest.mark.parametrize(
    ("changes", "where", "line", "column", "path", "words"),
    [
        (
            {
                "case": ("why: Um olhar não chega.", "why: Um olhar não chega [@cpp-25]."),
                "case_en": ("why: A glance is not enough.", "why: A glance is not enough [@cpp-25]."),
            },
            CASE_FILE,
            22,
            9,
            "scenes.platform.choices.observe.why",
            "there is no source cpp-25 in the register. Did you mean cpp-250?",
        ),
        (
            {"case": ("sources: [cpp-250]", "sources: [somewhere]")},
            CASE_FILE,
            24,
            9,
            "scenes.platform.choices.observe.sources",
            (
                "there is no source somewhere in the register."
                " Write the id of one in registers/sources.yaml, or add it there"
            ),
        ),
        (
            {"case": ("source: echr-wa-baile", "source: echr-wabaile")},
            CASE_FILE,
            7,
            3,
            "based_on.source",
            "there is no source echr-wabaile in the register. Did you mean echr-wa-baile?",
        ),
        (
            {"case": ("idea: avoids-eyes", "idea: avoid-eyes")},
            CASE_FILE,
            23,
            9,
            "scenes.platform.choices.observe.idea",
            "there is no idea avoid-eyes in the register. Did you mean avoids-eyes?",
        ),
        (
            {"module": ("case: looked-away", "case: look-away")},
            MODULE_FILE,
            14,
            5,
            "sections.definition.case",
            "there is no case look-away. Did you mean looked-away?",
        ),
        (
            {"module": ("quiz: stops", "quiz: stop")},
            MODULE_FILE,
            18,
            1,
            "quiz",
            "there is no quiz stop. Did you mean stops?",
        ),
        (
            {"quiz": ("objectives_of: ethnic-profiling", "objectives_of: discrimination")},
            QUIZ_FILE,
            4,
            1,
            "objectives_of",
            "there is no module discrimination. Write the name of a folder in modules/, or add one of this name",
        ),
        (
            {"quiz": ("objective: remedy", "objective: remedies")},
            QUIZ_FILE,
            42,
            5,
            "questions.report.objective",
            "the module has no objective remedies. Did you mean remedy?",
        ),
        (
            {"glossary": ("source: cpp-250", "source: cpp-251")},
            "registers/glossary.yaml",
            8,
            3,
            "founded-suspicion.source",
            "there is no source cpp-251 in the register. Did you mean cpp-250?",
        ),
        (
            {"tracks": ("ideas: [avoids-eyes]", "ideas: [avoids-eyes, place]")},
            "registers/tracks.yaml",
            8,
            3,
            "racial-discrimination.ideas",
            "there is no idea place in the register. Write the id of one in registers/ideas.yaml, or add it there",
        ),
        (
            {"tracks": ("before: [ethnic-profiling]", "before: [stereotypes]")},
            "registers/tracks.yaml",
            7,
            3,
            "racial-discrimination.before",
            "this track has no module stereotypes. Write one that stands in modules: of this track, or add it there",
        ),
    ],
)
def test_a_name_that_nothing_has_is_told_at_its_line(
    tmp_path: Path, changes: dict[str, tuple[str, str]], where: str, line: int, column: int, path: str, words: str
) -> None:
    fatal = [problem for problem in checked(tmp_path, **changes) if problem[-1]]

    assert fatal == [(where, line, column, path, words, True)]


def test_a_term_that_the_glossary_has_not_is_told(tmp_path: Path) -> None:
    found = checked(tmp_path, glossary=GLOSSARY.replace("founded-suspicion", "founded-suspicions"))

    assert [problem for problem in found if problem[0] == MODULE_FILE] == [
        (
            MODULE_FILE,
            12,
            5,
            "sections.definition.text",
            "there is no term founded-suspicion in the glossary. Did you mean founded-suspicions?",
            True,
        )
    ]


def test_a_track_names_modules_that_there_are(tmp_path: Path) -> None:
    found = checked(tmp_path, tracks=("modules: [ethnic-profiling]", "modules: [ethnic-profilin, ethnic-profiling]"))

    assert found == [
        (
            "registers/tracks.yaml",
            6,
            3,
            "racial-discrimination.modules",
            "there is no module ethnic-profilin. Did you mean ethnic-profiling?",
            True,
        )
    ]


def test_a_module_in_no_track_is_a_warning(tmp_path: Path) -> None:
    found = checked(
        tmp_path,
        tracks=(
            "modules: [ethnic-profiling]\n  before: [ethnic-profiling]\n  ideas: [avoids-eyes]",
            "modules: []\n  before: []",
        ),
    )

    assert found == [
        (
            "registers/tracks.yaml",
            1,
            1,
            "",
            "module ethnic-profiling is in no track, and nobody will meet it: add it to the modules of one",
            False,
        )
    ]


@pytest.mark.parametrize(("count", "is_refused"), [(12, False), (13, True)])
def test_a_track_feeds_at_most_twelve_ideas_to_its_brief(tmp_path: Path, count: int, *, is_refused: bool) -> None:
    ids = [f"idea-{number}" for number in range(1, count)]
    ideas = IDEAS + "".join(IDEAS.replace("avoids-eyes", id_) for id_ in ids)

    found = checked(tmp_path, ideas=ideas, tracks=("ideas: [avoids-eyes]", f"ideas: [avoids-eyes, {', '.join(ids)}]"))

    told_of = (
        "registers/tracks.yaml",
        8,
        3,
        "racial-discrimination.ideas",
        "a track feeds at most 12 ideas to its room brief: take the others out",
        True,
    )
    assert [problem for problem in found if problem[0].endswith("tracks.yaml") and problem[-1]] == (
        [told_of] if is_refused else []
    )


def test_an_objective_that_no_question_asks_about_is_a_warning(tmp_path: Path) -> None:
    assert checked(tmp_path, quiz=("objective: remedy", "objective: explain")) == [
        (
            QUIZ_FILE,
            7,
            1,
            "questions",
            "no question asks about the objective remedy: add one, or take the objective out",
            False,
        )
    ]


@pytest.mark.parametrize(
    ("english", "there"),
    [
        ("The law demands [suspicion](glossary:founded-suspicion).", "founded-suspicion"),
        ("The law demands suspicion [@cpp-250].", "cpp-250"),
        (
            "The law [demands](glossary:founded-suspicion) it [@cpp-250] [@echr-wa-baile].",
            "cpp-250, echr-wa-baile, founded-suspicion",
        ),
    ],
)
def test_both_languages_cite_and_link_the_same(tmp_path: Path, english: str, there: str) -> None:
    sentence = "The law demands [suspicion](glossary:founded-suspicion) [@cpp-250]."

    assert checked(tmp_path, module_en=(sentence, english)) == [
        (
            "modules/ethnic-profiling/module.en.yaml",
            12,
            5,
            "sections.definition.text",
            (
                "the translation cites or links otherwise than the Portuguese, which has cpp-250, founded-suspicion,"
                f" and this has {there}: let both have the same"
            ),
            True,
        )
    ]


def test_a_citation_that_the_portuguese_has_not_is_told_too(tmp_path: Path) -> None:
    [(*_, path, words, _)] = checked(tmp_path, module_en=("summary: A summary.", "summary: A summary [@cpp-250]."))

    assert (path, words) == (
        "summary",
        (
            "the translation cites or links otherwise than the Portuguese, which has -, and this has cpp-250:"
            " let both have the same"
        ),
    )


def test_the_same_citations_in_another_order_are_the_same(tmp_path: Path) -> None:
    english = "As [suspicion](glossary:founded-suspicion) [@cpp-250], [@cpp-250] the law demands it."

    assert (
        checked(tmp_path, module_en=("The law demands [suspicion](glossary:founded-suspicion) [@cpp-250].", english))
        == []
    )


def test_a_source_that_waits_for_a_jurist_is_a_warning(tmp_path: Path) -> None:
    found = checked(tmp_path, sources=("  check_by: 2027-03-31\nechr", "  check_by: 2027-03-31\n  confirm: true\nechr"))

    assert found == [
        (
            "registers/sources.yaml",
            10,
            3,
            "cpp-250.confirm",
            "cpp-250 is to be confirmed by a jurist: ask one, then take confirm: true out",
            False,
        )
    ]


def test_problems_of_files_and_between_them_come_together_in_order_and_once(tmp_path: Path) -> None:
    library = library_in(
        tmp_path,
        case=("idea: avoids-eyes", "idea: avoid-eyes"),
        module=MODULE.replace("summary: Um resumo.\n", "").replace("card:", "crad:"),
    )

    problems = check_library(library)

    assert list(problems) == sorted(set(problems))
    assert [(p.where, p.line, p.path) for p in problems if p.fatal] == [
        (CASE_FILE, 23, "scenes.platform.choices.observe.idea"),
        (MODULE_FILE, 1, ""),
        (MODULE_FILE, 1, ""),
        (MODULE_FILE, 14, "crad"),
        (QUIZ_FILE, 4, "objectives_of"),
        ("registers/tracks.yaml", 6, "racial-discrimination.modules"),
    ]


@pytest.mark.parametrize(
    ("origin", "kind", "is_told"),
    [
        ("judgment", "judgment", False),
        ("judgment", "press", True),
        ("press", "press", False),
        ("press", "judgment", True),
        ("decision", "judgment", False),
        ("decision", "report", False),
        ("decision", "press", True),
        ("complaint", "press", False),
    ],
)
def test_a_case_claims_no_more_than_its_source_is(tmp_path: Path, origin: str, kind: str, is_told: bool) -> None:
    library = library_in(
        tmp_path, case=("origin: judgment", f"origin: {origin}"), sources=("kind: judgment", f"kind: {kind}")
    )
    words = (
        f"the case says origin: {origin}, and its source echr-wa-baile is registered as {kind}: say what it comes from,"
        " or name another source"
    )

    assert [told for told in told(check_library(library)) if "origin" in told[4]] == (
        [(CASE_FILE, 7, 3, "based_on.source", words, True)] if is_told else []
    )
