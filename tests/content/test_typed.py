"""Whatever is wrong with the form of a line is told at that line, in a trainer's words."""

import re
from typing import Any, Final

import pytest
from libraries import CASE, MODULE, QUIZ, SOURCES
from samples import a_case

from course.content import typed
from course.content.case import Case
from course.content.fields import Part
from course.content.module import Module
from course.content.problem import Fault
from course.content.quiz import Quiz
from course.content.registers import ENTRIES, Source, Value
from course.content.source import read_yaml
from course.content.typed import id_problems, problem_of, read_part

ID_FORM = "%(given)s has the wrong form: ids are small letters, digits and hyphens, without accents"
NOT_KNOWN = "%(name)s is not known here: take it out, or check how it is written"
NEAR = "%(name)s is not known here; did you mean %(near)s?"
MISSING = "%(name)s is missing here: add a line %(name)s:"
NO_TEXT = "a text is expected here, not a list or a group of lines"
NO_PLACE = "a group of lines is expected here"
ONE_OF = "%(given)s is not one of those known: %(expected)s"
FILE: Final = SOURCES.partition("echr")[0]
VALUE: Final = """\
title:
  pt: Indexante
  en: Index
unit: EUR
years:
  2026:
    amount: 537.13
    source: ias-2026
"""


def told(model: type[Part], text: str) -> list[tuple[int, int, str, str, str]]:
    """Of each problem: line, column, path, msgid, English words."""
    source = read_yaml("file.yaml", text.encode())
    assert source.problems == ()
    tree, path = (source.tree["cpp-250"], ("cpp-250",)) if model is Source else (source.tree, ())
    part, problems = read_part(model, source, tree, path)
    assert (part is None) == bool(problems)
    return [(p.line, p.column, p.path, p.message, p.in_words(str)) for p in problems]


CASES: Final[list[tuple[type[Part], str, tuple[str, str], tuple[int, int, str, str], str]]] = [
    (
        Module,
        MODULE,
        ("summary: Um resumo.\n", ""),
        (1, 1, "", MISSING),
        "summary is missing here: add a line summary:",
    ),
    (
        Module,
        MODULE,
        ("    title: O que é\n", ""),
        (10, 3, "sections.definition", MISSING),
        "title is missing here: add a line title:",
    ),
    (
        Module,
        MODULE,
        ("quiz: stops", "quiz: stops\nfotografia: a.png"),
        (19, 1, "fotografia", NOT_KNOWN),
        "fotografia is not known here: take it out, or check how it is written",
    ),
    (
        Module,
        MODULE,
        ("    case: looked-away", "    case: looked-away\n    note: Para quem forma."),
        (15, 5, "sections.definition.note", NEAR),
        "note is not known here; did you mean notes?",
    ),
    (
        Quiz,
        QUIZ,
        (
            "        correct: true\n      look:\n        text: O olhar.\n        why: Não chega.\n  words:",
            "        corect: true\n  words:",
        ),
        (20, 9, "questions.hunch.options.conduct.corect", NEAR),
        "corect is not known here; did you mean correct?",
    ),
    (
        Quiz,
        QUIZ,
        ("pass_mark: 70", "pass-mark: 70\npass_mark: 70"),
        (5, 1, "pass-mark", NEAR),
        "pass-mark is not known here; did you mean pass_mark?",
    ),
    (
        Module,
        MODULE,
        ("summary: Um resumo.", "summary:"),
        (4, 1, "summary", "this text is empty: write it, or take the line out"),
        "this text is empty: write it, or take the line out",
    ),
    (
        Module,
        MODULE,
        ("title: Antes", "title: |\n    Antes\n    de tudo"),
        (16, 3, "card.title", "this is shown as one line: take the line break out"),
        "this is shown as one line: take the line break out",
    ),
    (
        Source,
        FILE,
        ("text_seen: true", "text_seen: yes"),
        (8, 3, "cpp-250.text_seen", "write true or false, in small letters: true is yes"),
        "write true or false, in small letters: true is yes",
    ),
    (
        Source,
        FILE,
        ("text_seen: true", "text_seen: Sim"),
        (8, 3, "cpp-250.text_seen", "write true or false, in small letters: true is yes"),
        "write true or false, in small letters: true is yes",
    ),
    (
        Source,
        FILE,
        ("text_seen: true", "text_seen: False"),
        (8, 3, "cpp-250.text_seen", "write true or false, in small letters: false is no"),
        "write true or false, in small letters: false is no",
    ),
    (
        Source,
        FILE,
        ("text_seen: true", "text_seen: Não"),
        (8, 3, "cpp-250.text_seen", "write true or false, in small letters: false is no"),
        "write true or false, in small letters: false is no",
    ),
    (
        Source,
        FILE,
        ("text_seen: true", "text_seen: [true]"),
        (8, 3, "cpp-250.text_seen", "write true or false"),
        "write true or false",
    ),
    (
        Quiz,
        QUIZ,
        ("draw: 3", "draw: três"),
        (6, 1, "draw", "write a whole number in digits, nine at most"),
        "write a whole number in digits, nine at most",
    ),
    (
        Quiz,
        QUIZ,
        ("draw: 3", f"draw: {'9' * 5_000}"),
        (6, 1, "draw", "write a whole number in digits, nine at most"),
        "write a whole number in digits, nine at most",
    ),
    (
        Case,
        CASE,
        ("scales: [legality]\n", "scales: [legality]\ninvented_names: [x]\n"),
        (13, 18, "invented_names.0", "a name has 2 to 60 characters, on one line"),
        "a name has 2 to 60 characters, on one line",
    ),
    (
        Case,
        CASE,
        ("        next: end", "        next: end\n        when: legality = 1"),
        (21, 9, "scenes.platform.choices.observe.when", typed.WORDS["condition"]),
        "legality = 1 is no condition: write SCALE >= N, SCALE <= N, after SCENE or not after SCENE, joined by and",
    ),
    (
        Case,
        CASE,
        ("        next: end", "        next: end\n        when: Legality > 1"),
        (21, 9, "scenes.platform.choices.observe.when", typed.WORDS["condition_meant"]),
        (
            "Legality > 1 is no condition: write SCALE >= N, SCALE <= N, after SCENE or not after SCENE, joined by and,"
            " all in small letters. Here: legality >= 2"
        ),
    ),
    (
        Case,
        CASE,
        ("        next: end", "        next: end\n        when: [legality >= 1, after end]"),
        (21, 9, "scenes.platform.choices.observe.when", NO_TEXT),
        NO_TEXT,
    ),
    (
        Case,
        CASE,
        ("        next: end", "        next: end\n        when:"),
        (21, 9, "scenes.platform.choices.observe.when", typed.WORDS["empty_text"]),
        "this text is empty: write it, or take the line out",
    ),
    (
        Source,
        FILE,
        ("  seen: law", "  url: http://dre.pt\n  seen: law"),
        (6, 3, "cpp-250.url", "an address begins with https:// and has no spaces"),
        "an address begins with https:// and has no spaces",
    ),
    (
        Source,
        FILE,
        ("seen_on: 2026-03", "seen_on: março"),
        (7, 3, "cpp-250.seen_on", "write a month as 2026-03"),
        "write a month as 2026-03",
    ),
    (
        Source,
        FILE,
        ("check_by: 2027-03-31", "check_by: 2027-02-31"),
        (9, 3, "cpp-250.check_by", "there is no day %(given)s in the calendar"),
        "there is no day 2027-02-31 in the calendar",
    ),
    (
        Source,
        FILE,
        ("check_by: 2027-03-31", "check_by: 31/03/2027"),
        (9, 3, "cpp-250.check_by", "write a day as 2026-03-31"),
        "write a day as 2026-03-31",
    ),
    (
        Module,
        MODULE,
        (
            "    case: looked-away",
            "    chart: {data: ../a.csv, kind: bar, x: a, y: [b], labels: {a: A}, caption: C, source: s}",
        ),
        (14, 13, "sections.definition.chart.data", typed.WORDS["file_name"]),
        "the name of a file has small letters, digits, hyphens and points, at most 60 in all",
    ),
    (Module, MODULE, ("summary: Um resumo.", "summary:\n  - Um resumo."), (4, 1, "summary", NO_TEXT), NO_TEXT),
    (
        Case,
        CASE,
        ("scales: [legality]", "scales:\n  - [legality]"),
        (13, 5, "scales.0", NO_TEXT),
        NO_TEXT,
    ),
    (
        Module,
        MODULE,
        ("  conduct: Distinguir\n  explain: Explicar\n  remedy: Encaminhar", "  - Distinguir"),
        (5, 1, "objectives", "a group of lines is expected here, each with its id"),
        "a group of lines is expected here, each with its id",
    ),
    (
        Case,
        CASE,
        ("scales: [legality]", "scales: legality"),
        (12, 1, "scales", "a list is expected here: write [%(given)s], or a line each with -"),
        "a list is expected here: write [legality], or a line each with -",
    ),
    (
        Case,
        CASE,
        ("scales: [legality]", "scales: {}"),
        (12, 1, "scales", "a list is expected here, in [ ] or a line each with -"),
        "a list is expected here, in [ ] or a line each with -",
    ),
    (
        Module,
        MODULE,
        ("card:\n  title: Antes\n  lines: Um passo.", "card: Um passo."),
        (15, 1, "card", NO_PLACE),
        NO_PLACE,
    ),
    (
        Module,
        MODULE,
        ("    case: looked-away", "    checks:\n      hunch: Que facto?"),
        (15, 7, "sections.definition.checks.hunch", NO_PLACE),
        NO_PLACE,
    ),
    (
        Module,
        MODULE,
        ("quiz: stops", "quiz: Prova"),
        (18, 1, "quiz", ID_FORM),
        "Prova has the wrong form: ids are small letters, digits and hyphens, without accents",
    ),
    (
        Module,
        MODULE,
        ("  explain: Explicar", "  explicação: Explicar"),
        (7, 3, "objectives.explicação", ID_FORM),
        "explicação has the wrong form: ids are small letters, digits and hyphens, without accents",
    ),
    (
        Module,
        MODULE,
        ("quiz: stops", f"quiz: {'a' * 61}"),
        (18, 1, "quiz", "an id has at most 60 characters"),
        "an id has at most 60 characters",
    ),
    (Module, MODULE, ("format: 1", "format: 2"), (1, 1, "format", ONE_OF), "2 is not one of those known: 1"),
    (
        Case,
        CASE,
        ("verdict: best", "verdict: good"),
        (21, 9, "scenes.platform.choices.observe.verdict", ONE_OF),
        "good is not one of those known: best, acceptable, poor, unlawful",
    ),
    (
        Case,
        CASE,
        ("verdict: best", "verdict: [best]"),
        (21, 9, "scenes.platform.choices.observe.verdict", NO_TEXT),
        NO_TEXT,
    ),
    (
        Case,
        CASE,
        ("        next: end", "        next: end\n        effect: {legality: -4}"),
        (21, 18, "scenes.platform.choices.observe.effect.legality", "this number is too small: %(ge)s or more"),
        "this number is too small: -3 or more",
    ),
    (
        Case,
        CASE,
        ("        next: end", "        next: end\n        effect: {legality: +9}"),
        (21, 18, "scenes.platform.choices.observe.effect.legality", "this number is too large: %(le)s or less"),
        "this number is too large: 3 or less",
    ),
    (
        Quiz,
        QUIZ,
        ("pass_mark: 70", "pass_mark: 0"),
        (5, 1, "pass_mark", "this number is too small: %(ge)s or more"),
        "this number is too small: 1 or more",
    ),
    (
        Quiz,
        QUIZ,
        ("  hunch:\n    kind: single\n", "  hunch:\n"),
        (8, 3, "questions.hunch", "kind is missing here: add a line kind:"),
        "kind is missing here: add a line kind:",
    ),
    (
        Quiz,
        QUIZ,
        ("  hunch:\n    kind: single\n", "  hunch:\n    tipo: single\n"),
        (9, 5, "questions.hunch.tipo", "you wrote %(written)s: here, and the key is kind: write kind: %(kind)s"),
        "you wrote tipo: here, and the key is kind: write kind: single",
    ),
    (
        Quiz,
        QUIZ,
        ("  hunch:\n    kind: single\n", "  hunch:\n    kind: singel\n"),
        (9, 5, "questions.hunch.kind", "%(given)s is no kind of question: there are %(expected_tags)s"),
        (
            "singel is no kind of question: there are single, multiple, classify, order, blanks, number, highlight,"
            " route, grounds, opinion"
        ),
    ),
    (
        Quiz,
        QUIZ,
        ("  hunch:\n    kind: single\n", "  hunch:\n    kind: [single]\n"),
        (9, 5, "questions.hunch.kind", NO_TEXT),
        NO_TEXT,
    ),
    (
        Value,
        VALUE,
        ("  2026:", "  next-year:"),
        (6, 3, "years.next-year", "write a year as 2026"),
        "write a year as 2026",
    ),
    (
        Value,
        VALUE,
        ("amount: 537.13", "amount: 537,13"),
        (
            7,
            5,
            "years.2026.amount",
            "write an amount in digits, with a point before decimals, such as 537.13",
        ),
        "write an amount in digits, with a point before decimals, such as 537.13",
    ),
]


@pytest.mark.parametrize(("model", "text", "change", "at", "words"), CASES)
def test_what_is_wrong_is_told_at_its_line_in_words(
    model: type[Part], text: str, change: tuple[str, str], at: tuple[int, int, str, str], words: str
) -> None:
    assert text.count(change[0]) == 1

    assert told(model, text.replace(*change)) == [(*at, words)]


def test_every_message_is_reached_by_a_wrong_line_above() -> None:
    reached = {at[3] for *_, at, _ in CASES}

    assert reached == {*typed.WORDS.values(), typed._NEAR}


@pytest.mark.parametrize(("model", "text"), [(Module, MODULE), (Case, CASE), (Quiz, QUIZ), (Source, FILE)])
def test_what_is_right_is_told_nothing(model: type[Part], text: str) -> None:
    assert told(model, text) == []


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = "title: [a]\nlanguage: fr\nquestions:\n  Um:\n    kind: single\n    promt: x\n    options:\n      a: text\n"

    assert [(line, path, words) for line, _, path, _, words in told(Quiz, text)] == [
        (1, "", "format is missing here: add a line format:"),
        (2, "language", "fr is not one of those known: pt, en"),
        (1, "title", NO_TEXT),
        (1, "", "objectives_of is missing here: add a line objectives_of:"),
        (1, "", "pass_mark is missing here: add a line pass_mark:"),
        (1, "", "draw is missing here: add a line draw:"),
        (4, "questions.Um", "Um has the wrong form: ids are small letters, digits and hyphens, without accents"),
        (4, "questions.Um", "prompt is missing here: add a line prompt:"),
        (8, "questions.Um.options.a", NO_PLACE),
        (6, "questions.Um.promt", "promt is not known here; did you mean prompt?"),
    ]


@pytest.mark.parametrize("model", [Module, Case, Quiz, *ENTRIES.values()])
@pytest.mark.parametrize(
    "value", ["text", "", ["a"], {"a": "b"}, {"a": ["b"]}, [["a"]], {"a": {"b": {"c": "d"}}}, "9" * 5_000]
)
def test_no_value_in_any_place_is_told_in_words_that_are_not_ours(model: type[Part], value: Any) -> None:
    """Every field of every kind of document, wrong in every way that a file can be."""
    tree = dict.fromkeys(model.model_fields, value)
    source = read_yaml("file.yaml", b"a: b\n")

    _, problems = read_part(model, source, tree)

    ours = {*typed.WORDS.values(), typed._NEAR}
    assert [problem.message for problem in problems if problem.message not in ours] == []
    assert [words for problem in problems if re.search(r"[{}']|%\(", words := problem.in_words(str))] == []


@pytest.mark.parametrize(("kind", "words"), [("single", NOT_KNOWN), ("classify", NEAR)])
def test_a_question_is_proposed_the_keys_of_its_own_kind(kind: str, words: str) -> None:
    question = f"  multiple:\n    kind: {kind}\n    itemss: x\n"
    text = QUIZ.partition("  hunch:")[0] + question

    assert [message for *_, path, message, _ in told(Quiz, text) if path == "questions.multiple.itemss"] == [words]


def test_a_fault_has_the_place_of_its_path_or_of_the_nearest_above() -> None:
    source = read_yaml("case.yaml", CASE.encode())
    problem = problem_of(source, Fault(("scenes", "end", "choices"), "no %(name)s", {"name": "end"}, fatal=False))

    assert (problem.where, problem.line, problem.column, problem.path, problem.in_words(str), problem.fatal) == (
        "case.yaml",
        25,
        3,
        "scenes.end.choices",
        "no end",
        False,
    )


def test_every_fault_of_a_document_finds_its_line() -> None:
    text = CASE.replace("next: end", "next: ende").replace("start: platform", "start: plataforma")
    source = read_yaml("case.yaml", text.encode())
    case, _ = read_part(Case, source, source.tree)

    assert case is not None
    assert [(problem_of(source, fault).line, problem_of(source, fault).path) for fault in case.faults()] == [
        (13, "start"),
        (20, "scenes.platform.choices.observe.next"),
    ]
    assert list(a_case().faults()) == []


@pytest.mark.parametrize(("id_", "count"), [("cpp-250", 0), ("CPP 250", 1)])
def test_the_id_of_an_entry_is_an_id(id_: str, count: int) -> None:
    source = read_yaml("ideas.yaml", f"{id_}: a\n".encode())

    assert [(p.line, p.column, p.path) for p in id_problems(source, id_)] == [(1, 1, id_)] * count
