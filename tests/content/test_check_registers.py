"""What the registers and the documents say of one another is checked with them."""

import datetime as dt
from pathlib import Path
from typing import Final

import pytest
from libraries import IDEAS, MODULE, QUIZ, SOURCES, TRACKS, library_in, told

from course.content.check import check_library
from course.content.library import read_library
from course.content.proof import prove
from course.content.reading_time import quiz_minutes, section_minutes

TODAY: Final = dt.date(2026, 11, 23)
NOW: Final = "  now:\n    pt: Outra lei.\n    en: Another law.\n"
CASE_FILE, QUIZ_FILE = "cases/looked-away/case.yaml", "quizzes/stops/quiz.yaml"
MODULE_FILE = "modules/ethnic-profiling/module.yaml"
Told = tuple[str, int, str, str, bool]
"""File, line, path, words, whether it fails the check."""


def checked(root: Path, today: dt.date | None = TODAY, **changes: tuple[str, str] | str | None) -> list[Told]:
    problems = told(check_library(library_in(root, **changes), today))
    return [(where, line, path, words, fatal) for where, line, _, path, words, fatal in problems]


def law(lines: str) -> str:
    """The register of sources with these lines below the article of the code."""
    return SOURCES.replace("  check_by: 2027-03-31\n", f"  check_by: 2027-03-31\n{lines}", 1)


def places(found: list[Told]) -> list[tuple[str, str]]:
    return [(where, path) for where, _, path, _, _ in found]


def test_the_small_library_is_without_a_problem_today(tmp_path: Path) -> None:
    assert checked(tmp_path) == []


def test_a_source_that_changed_is_told_at_the_register_and_wherever_it_is_cited(tmp_path: Path) -> None:
    found = checked(tmp_path, sources=law("  changed: 2026-05-01\n" + NOW))

    here = (
        "cpp-250, which is cited here, changed on 2026-05-01:"
        " read it again, mend this, then set seen_on in the register"
    )
    there = (
        "cpp-250 changed on 2026-05-01, after it was seen in 2026-03:"
        " read it again, mend what cites it, then set seen_on"
    )
    assert found == [
        (CASE_FILE, 24, "scenes.platform.choices.observe.sources", here, False),
        (MODULE_FILE, 12, "sections.definition.text", here, False),
        ("registers/glossary.yaml", 8, "founded-suspicion.source", here, False),
        ("registers/sources.yaml", 10, "cpp-250.changed", there, False),
    ]


def test_a_repealed_source_is_told_at_the_register_and_wherever_it_is_cited(tmp_path: Path) -> None:
    found = checked(tmp_path, sources=law("  repealed: 2026-05-01\n" + NOW))

    assert found[0][3:] == (
        "cpp-250, which is cited here, was repealed on 2026-05-01: cite what stands in its place, or say it as history",
        False,
    )
    assert found[-1] == (
        "registers/sources.yaml",
        10,
        "cpp-250.repealed",
        "cpp-250 was repealed on 2026-05-01: mend what cites it, and cite what stands in its place",
        False,
    )
    assert len(found) == 4


@pytest.mark.parametrize(
    ("lines", "today", "count"),
    [
        ("  changed: 2026-03-31\n", TODAY, 0),
        ("  changed: 2026-04-01\n", TODAY, 4),
        ("  changed: 2026-11-23\n", TODAY, 4),
        ("  changed: 2026-11-24\n", TODAY, 0),
        ("  changed: 2026-11-24\n", None, 4),
        ("  repealed: 2026-11-23\n", TODAY, 4),
        ("  repealed: 2026-11-24\n", TODAY, 0),
        ("  repealed: 2026-02-01\n", TODAY, 4),
    ],
)
def test_a_change_is_told_from_its_day_on_unless_it_was_seen_in_that_month(
    tmp_path: Path, lines: str, today: dt.date | None, count: int
) -> None:
    assert len(checked(tmp_path, today, sources=law(lines + NOW))) == count


def test_a_repealed_source_on_which_only_a_value_rests_is_history(tmp_path: Path) -> None:
    old = SOURCES.partition("echr")[0].replace("cpp-250", "ias-2025") + "  repealed: 2026-01-01\n" + NOW
    library_in(tmp_path, sources=SOURCES + old)
    values = "ias:\n  title:\n    pt: IAS\n    en: IAS\n  unit: EUR\n  years:\n    2025:\n      amount: 522.50\n"
    (tmp_path / "registers" / "values.yaml").write_text(values + "      source: ias-2025\n", encoding="utf-8")

    assert check_library(read_library(tmp_path), TODAY) == ()


@pytest.mark.parametrize(("check_by", "is_due"), [("2026-11-23", False), ("2026-11-22", True)])
def test_a_source_is_due_the_day_after(tmp_path: Path, check_by: str, *, is_due: bool) -> None:
    sources = SOURCES.replace("check_by: 2027-03-31", f"check_by: {check_by}", 1)

    words = "cpp-250 was to be looked at again by 2026-11-22: look, then set seen_on and a later check_by"
    expected = [("registers/sources.yaml", 9, "cpp-250.check_by", words, False)] if is_due else []
    assert checked(tmp_path / "today", sources=sources) == expected
    assert checked(tmp_path / "no day", None, sources=sources) == []


@pytest.mark.parametrize(
    ("change", "line", "path", "words"),
    [
        (
            ("  check_by: 2027-03-31\nechr", "  check_by: 2027-03-31\n  changed: 2026-02-01\nechr"),
            1,
            "cpp-250",
            "now is missing: add it, with a line in pt and en that says what stands now",
        ),
        (
            ("  check_by: 2027-03-31\nechr", f"  check_by: 2027-03-31\n{NOW}echr"),
            10,
            "cpp-250.now",
            "now needs a day: add changed: or repealed:, or take it out",
        ),
        (
            (
                "  check_by: 2027-03-31\nechr",
                f"  check_by: 2027-03-31\n  in_force: 2026-02-02\n  changed: 2026-02-01\n{NOW}echr",
            ),
            11,
            "cpp-250.changed",
            "this day lies before in_force, 2026-02-02: mend one of them",
        ),
        (
            (
                "  check_by: 2027-03-31\nechr",
                f"  check_by: 2027-03-31\n  changed: 2026-12-02\n  repealed: 2026-12-01\n{NOW}echr",
            ),
            11,
            "cpp-250.repealed",
            "this day lies before changed, 2026-12-02: mend one of them",
        ),
        (
            ("  check_by: 2027-03-31\nechr", "  check_by: 2026-02-28\nechr"),
            9,
            "cpp-250.check_by",
            "this day lies before it was seen, 2026-03: mend one of them",
        ),
        (
            ("  seen: law\n", "  seen: press\n"),
            8,
            "cpp-250.text_seen",
            "text_seen is true and seen is press: say which text you saw, or write text_seen: false",
        ),
        (
            ("  seen: judgment\n", "  seen: recalled\n"),
            18,
            "echr-wa-baile.text_seen",
            "text_seen is true and seen is recalled: say which text you saw, or write text_seen: false",
        ),
    ],
)
def test_a_source_that_contradicts_itself_is_told(
    tmp_path: Path, change: tuple[str, str], line: int, path: str, words: str
) -> None:
    found = checked(tmp_path, dt.date(2026, 1, 1), sources=change)

    assert found == [("registers/sources.yaml", line, path, words, True)]


def test_a_source_without_its_now_stays_and_its_readers_are_warned(tmp_path: Path) -> None:
    library = library_in(tmp_path, sources=law("  changed: 2026-05-01\n"))

    assert [change.happening for change in library.registers.sources["cpp-250"].changes(TODAY)] == ["changed"]


RECALLED: Final = SOURCES.partition("echr")[0].replace("cpp-250", "memory").replace("seen: law", "seen: recalled")
NOT_SEEN: Final = RECALLED.replace("text_seen: true", "text_seen: false")


@pytest.mark.parametrize(
    ("sources", "is_refused"),
    [("memory", True), ("memory, cpp-250", False), ("cpp-250", False), ("memory, memory", True)],
)
def test_a_scored_question_rests_on_more_than_what_is_recalled(
    tmp_path: Path, sources: str, *, is_refused: bool
) -> None:
    quiz = QUIZ.replace("    prompt: Que facto?\n", f"    prompt: Que facto?\n    sources: [{sources}]\n", 1)

    found = [problem for problem in checked(tmp_path, sources=SOURCES + NOT_SEEN, quiz=quiz) if problem[-1]]

    words = "nobody saw what this scored question rests on, for memory is recalled: cite a source that was seen as well"
    assert found == ([(QUIZ_FILE, 13, "questions.hunch.sources", words, True)] if is_refused else [])


def test_a_check_may_rest_on_what_is_recalled(tmp_path: Path) -> None:
    check = QUIZ.partition("questions:\n")[2].partition("  words:")[0].replace("\n", "\n      ")
    module = MODULE.replace(
        "    case: looked-away\n",
        f"    case: looked-away\n    checks:\n      {check}".rstrip() + "\n          sources: [memory]\n",
    )

    found = checked(tmp_path, sources=SOURCES + NOT_SEEN, module=module)

    assert [problem for problem in found if problem[-1]] == []


OTHER_IDEA: Final = IDEAS.replace("avoids-eyes", "refusal-is-guilt")


def test_a_track_has_the_ideas_of_its_core_questions(tmp_path: Path) -> None:
    quiz = QUIZ.replace("idea: avoids-eyes", "idea: refusal-is-guilt", 1)

    found = checked(tmp_path, ideas=IDEAS + OTHER_IDEA, quiz=quiz)

    words = "the idea refusal-is-guilt of a core question of stops is missing here: add it"
    assert found == [("registers/tracks.yaml", 8, "racial-discrimination.ideas", words, True)]


def test_an_idea_of_a_track_that_no_core_question_carries_is_a_warning(tmp_path: Path) -> None:
    case = ("idea: avoids-eyes", "idea: refusal-is-guilt")
    tracks = ("ideas: [avoids-eyes]", "ideas: [avoids-eyes, refusal-is-guilt]")

    found = checked(tmp_path, ideas=IDEAS + OTHER_IDEA, case=case, tracks=tracks)

    words = "no core question of this track carries the idea refusal-is-guilt: take it out, or ask about it"
    assert found == [("registers/tracks.yaml", 8, "racial-discrimination.ideas", words, False)]


def test_ideas_of_a_track_are_not_judged_while_a_quiz_of_it_cannot_be_read(tmp_path: Path) -> None:
    found = checked(tmp_path, quiz=QUIZ.replace("pass_mark: 70", "pass_mark: 700"))

    assert [place for place in places(found) if place[0] == "registers/tracks.yaml"] == []


def test_a_module_in_two_tracks_is_a_warning(tmp_path: Path) -> None:
    found = checked(tmp_path, tracks=TRACKS + TRACKS.replace("racial-discrimination", "police-action"))

    words = "ethnic-profiling is a module of the track racial-discrimination as well: let it stand in one of them"
    assert found == [("registers/tracks.yaml", 14, "police-action.modules", words, False)]


@pytest.mark.parametrize(("minutes", "is_told"), [(75, False), (76, True)])
def test_what_is_done_before_a_session_takes_at_most_75_minutes(tmp_path: Path, minutes: int, *, is_told: bool) -> None:
    """The section takes a minute, its case two, the quiz three, and each section more another minute."""
    more = "".join(f"  more-{number}:\n    title: Mais\n    text: Mais.\n" for number in range(minutes - 6))
    module = MODULE.replace("card:\n", f"{more}card:\n")

    found = [problem for problem in checked(tmp_path, module=module) if problem[0] == "registers/tracks.yaml"]

    words = "what is done before the session takes 76 minutes, and at most 75 may be asked: move a module after it"
    assert found == ([("registers/tracks.yaml", 7, "racial-discrimination.before", words, False)] if is_told else [])


def test_the_minutes_of_records_are_those_that_officers_are_told(tmp_path: Path) -> None:
    library = library_in(tmp_path)
    module = library.modules["ethnic-profiling"].reference
    case, quiz = library.cases["looked-away"].reference, library.quizzes["stops"].reference

    minutes = {record.kind: record.minutes for record in library.records}

    assert minutes["module"] == sum(section_minutes(section) for section in module.sections.values())
    assert (minutes["case"], minutes["quiz"]) == (prove(case).longest_road, quiz_minutes(quiz)) == (2, 3)


def test_a_term_and_an_idea_that_nothing_uses_fail_the_check(tmp_path: Path) -> None:
    module = ("[suspeitas](glossary:founded-suspicion)", "suspeitas")
    module_en = ("[suspicion](glossary:founded-suspicion)", "suspicion")

    found = checked(tmp_path, ideas=IDEAS + OTHER_IDEA, module=module, module_en=module_en)

    assert [problem for problem in found if problem[0].startswith("registers/")] == [
        (
            "registers/glossary.yaml",
            1,
            "founded-suspicion",
            "no text links to the term founded-suspicion: link to it, or take it out",
            True,
        ),
        (
            "registers/ideas.yaml",
            8,
            "refusal-is-guilt",
            "no option or choice carries the idea refusal-is-guilt: let one carry it, or take it out",
            True,
        ),
    ]


def test_nothing_is_called_unused_while_a_document_cannot_be_read(tmp_path: Path) -> None:
    found = checked(tmp_path, ideas=IDEAS + OTHER_IDEA, quiz=QUIZ.replace("pass_mark: 70", "pass_mark: 700"))

    assert [place for place in places(found) if place[0] == "registers/ideas.yaml"] == []


@pytest.mark.parametrize(
    ("answer", "path", "words"),
    [
        (
            "pt: Muitos [@cpp-25].",
            "avoids-eyes.answer.pt",
            "there is no source cpp-25 in the register. Did you mean cpp-250?",
        ),
        (
            "pt: Muitos [eles](glossary:founded).",
            "avoids-eyes.answer.pt",
            (
                "there is no term founded in the glossary."
                " Write the id of one in registers/glossary.yaml, or add it there"
            ),
        ),
        (
            "pt: Muitos [=4 ias 2026].",
            "avoids-eyes.answer.pt",
            (
                "there is no value ias 2026 in the register."
                " Write the id of one in registers/values.yaml and a year that it has, or add it there"
            ),
        ),
        (
            "pt: Muitos <b>evitam</b>.",
            "avoids-eyes.answer.pt",
            "HTML is not used here, and </b> is shown as it stands: use Markdown",
        ),
    ],
)
def test_texts_of_registers_are_looked_through_like_others(tmp_path: Path, answer: str, path: str, words: str) -> None:
    ideas = IDEAS.replace("pt: Muitos evitam o olhar de quem tem poder.", answer)

    assert checked(tmp_path, ideas=ideas)[0] == ("registers/ideas.yaml", 6, path, words, True)
