"""What holds for every kind of question: one test runs over all of them, each by its documented example."""

from fractions import Fraction
from typing import Any

import pytest
from examples import document_of, example_of
from flask import render_template_string
from pydantic import TypeAdapter
from samples import a_classify, a_multiple, a_quiz, a_single
from site_of_tests import Site

from course.base.languages import LANGUAGES, Language
from course.base.refusals import Invalid
from course.content.core_digest import core_digest
from course.content.prose import Notes
from course.content.questions import EXAMPLES, KINDS, AnyQuestion
from course.content.questions.base import WHOLE, Answer, Question
from course.scoring.quiz import score
from course.web.questions import QuestionView

SCORED = [kind for kind in KINDS if KINDS[kind].is_scored]
UNSCORED = [kind for kind in KINDS if not KINDS[kind].is_scored]


def question_of(tree: dict[str, Any]) -> Question:
    return TypeAdapter[Question](AnyQuestion).validate_python(tree)


def right_answer(question: Question) -> Answer:
    return question.read(question.key())


def test_every_kind_has_an_example_in_both_languages() -> None:
    names = {f"{kind}{language}.yaml" for kind in KINDS for language in ("", ".en")}

    assert {path.name for path in EXAMPLES.iterdir()} == names


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_has_no_fault_and_is_wholly_translated(kind: str) -> None:
    document = document_of(kind)

    assert (list(example_of(kind).faults()), document.untranslated, document.outdated) == ([], frozenset(), frozenset())


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_tells_authors_what_its_fields_are(kind: str) -> None:
    assert (EXAMPLES / f"{kind}.yaml").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SCORED)
def test_the_right_answer_earns_one_and_a_blank_nothing(kind: str, language: Language) -> None:
    question = example_of(kind, language)

    assert (question.mark(right_answer(question)), question.mark(question.read({}))) == (Fraction(1), Fraction(0))


@pytest.mark.parametrize("kind", SCORED)
def test_a_right_answer_earns_the_same_in_the_other_language(kind: str) -> None:
    asked, marked = example_of(kind, "en"), document_of(kind).reference.questions

    assert [question.mark(right_answer(asked)) for question in marked.values()] == [Fraction(1)]


@pytest.mark.parametrize("kind", UNSCORED)
def test_a_kind_without_a_mark_changes_none(kind: str) -> None:
    question = example_of(kind)
    quiz = a_quiz(questions={"scored": a_single(), "other": question.model_dump(mode="json", exclude_defaults=True)})
    with_it = score(quiz, list(quiz.scored), {"scored": {"option": "right"}, "other": right_answer(question)})

    assert (with_it.percent, dict(with_it.marks)) == (100, {"scored": Fraction(1)})


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_answer_is_complete_and_a_blank_one_is_empty(kind: str) -> None:
    question = example_of(kind)

    assert (question.is_complete(right_answer(question)), question.read({})) == (True, {})
    assert question.is_complete({}) is False


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not KINDS[kind].is_typed])
def test_an_answer_that_no_page_offers_is_refused(kind: str) -> None:
    question = example_of(kind)

    with pytest.raises(Invalid):
        question.read({name: ["no-such-id"] for name in question.key()})


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_much_too_long_is_refused(kind: str) -> None:
    question = example_of(kind)

    with pytest.raises(Invalid):
        question.read({name: ["x" * 5_000] for name in question.key()})


@pytest.mark.parametrize("kind", KINDS)
def test_a_right_answer_is_corrected_without_naming_another_right_one(kind: str) -> None:
    question = example_of(kind)

    assert [remark.right for remark in question.remarks(right_answer(question)) if remark.right] == []


@pytest.mark.parametrize("kind", SCORED)
def test_the_correction_of_a_blank_answer_says_what_was_right(kind: str) -> None:
    assert any(remark.right for remark in example_of(kind).remarks({}))


@pytest.mark.parametrize("kind", KINDS)
def test_neither_a_right_nor_a_blank_answer_shows_an_idea(kind: str) -> None:
    question = example_of(kind)

    shown = [question.ideas_shown(answer) for answer in (right_answer(question), question.read({}))]
    assert shown == [frozenset(), frozenset()]


@pytest.mark.parametrize("kind", KINDS)
def test_what_somebody_typed_is_never_among_what_was_chosen(kind: str) -> None:
    question = example_of(kind)
    parts = {*right_answer(question), *question.compared(), "option", "number", "text", "opinion"}

    chosen = question.chosen(dict.fromkeys(parts, "typed by hand"))
    assert [told for told in chosen if "typed" in told] == []


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_void_where_nothing_is_said_to_be(kind: str) -> None:
    question = example_of(kind)
    blank, right = question.read({}), right_answer(question)

    assert question.void_parts() == frozenset()
    assert (question.mark_without(blank, ()), question.mark_without(right, ())) == (
        question.mark(blank),
        question.mark(right),
    )


def test_a_part_may_be_called_void() -> None:
    tree = a_single()
    tree["options"] = {"void": tree["options"].pop("right") | {"void": "true"}} | tree["options"]
    question = question_of(tree)

    assert (question.void_parts(), question.is_full_marks_for_all()) == (frozenset({"void"}), False)
    assert question.mark_without({"option": "wrong"}, question.void_parts()) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_that_is_void_as_a_whole_has_no_mark_left(kind: str) -> None:
    question = example_of(kind).model_copy(update={"void": True})

    assert question.void_parts() == {WHOLE}
    assert question.mark_without(right_answer(question), question.void_parts()) is None
    assert question.is_full_marks_for_all()


@pytest.mark.parametrize("kind", [kind for kind in SCORED if kind != "number"])
def test_a_question_of_which_every_part_is_void_has_no_mark_left(kind: str) -> None:
    question = example_of(kind)

    assert question.mark_without(right_answer(question), list(question.compared())) is None


@pytest.mark.parametrize("kind", SCORED)
def test_a_void_part_never_makes_a_right_answer_worse(kind: str) -> None:
    question = example_of(kind)
    right = right_answer(question)

    assert {question.mark_without(right, {part}) for part in question.compared()} <= {Fraction(1), None}


@pytest.mark.parametrize(
    ("tree", "digest"),
    [
        (a_single(), "ed4b"),
        (a_multiple(), "1b54"),
        (a_classify(), "f596"),
    ],
)
def test_figures_of_a_question_begin_anew_only_when_something_is_void(tree: dict[str, Any], digest: str) -> None:
    part = next(iter(tree.get("options") or tree["items"]))
    before = core_digest(question_of(tree))
    (tree.get("options") or tree["items"])[part]["void"] = "true"

    assert (before[:4], core_digest(question_of(tree)) == before) == (digest, False)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_offers_every_field_of_the_right_answer(site: Site, kind: str, language: Language) -> None:
    question = example_of(kind, language)
    page = rendered(site, question, language, {})

    assert [name for name in question.key() if f'name="{name}"' not in page] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_the_answer_that_stands(site: Site, kind: str, language: Language) -> None:
    question = example_of(kind, language)
    page = rendered(site, question, language, right_answer(question))
    shown = page.count(" checked") + page.count(" selected") + page.count('type="text"') + page.count("<textarea")

    assert shown == len(right_answer(question))


def rendered(site: Site, question: Question, language: Language, answer: Answer) -> str:
    """The part of a page that asks it."""
    view = QuestionView.of("asked", question, order=question.shuffled_parts(), prefix="answer", answer=answer)
    with site.app.test_request_context(headers={"Cookie": f"language={language}"}):
        return render_template_string(
            "{% include view.template %}", view=view, notes=Notes("n", language), lang=language
        )


# What answers earn by the formulas, worked by hand -------------------------------------------------------------------

CATEGORIES = {"shop": "cicdr", "rent": "cicdr", "post": "mp", "threat-rally": "mp", "pay": "act", "promotion": "act"}
STEPS = ("facts", "prove", "tell", "means", "ask")
WAY = {"element": "refusal", "route": "offence", "authority": "cicdr", "next": "write"}


def in_order(*steps: str) -> Answer:
    return {id_: str(number) for number, id_ in enumerate(steps, 1)}


def ticked(*ids: str) -> Answer:
    return dict.fromkeys(ids, "yes")


@pytest.mark.parametrize(
    ("kind", "answer", "mark"),
    [
        ("single", {"option": "eyes"}, Fraction(0)),
        # three right options, two wrong ones
        ("multiple", ticked("quality"), Fraction(1, 3)),
        ("multiple", ticked("quality", "means", "station"), Fraction(1, 6)),
        ("multiple", ticked("quality", "circumstances", "means", "nationality", "station"), Fraction(0)),
        ("multiple", ticked("nationality"), Fraction(0)),
        # six items in three boxes: five right, one wrong (5 - 1/2) / 6; all in one box (2 - 4/2) / 6
        ("classify", CATEGORIES | {"shop": "mp"}, Fraction(3, 4)),
        ("classify", dict.fromkeys(CATEGORIES, "mp"), Fraction(0)),
        ("classify", {"shop": "cicdr"}, Fraction(1, 6)),
        # five steps, three of which may change places: 10 - 3 = 7 pairs
        ("order", in_order("facts", "means", "tell", "prove", "ask"), Fraction(1)),
        ("order", in_order(*reversed(STEPS)), Fraction(0)),
        ("order", dict.fromkeys(STEPS, "1"), Fraction(0)),
        ("order", in_order("prove", "facts", "tell", "means", "ask"), Fraction(5, 7)),  # 6 in order, 1 not
        ("order", in_order("ask", "facts", "prove", "tell", "means"), Fraction(0)),  # 3 in order, 4 not
        ("order", {"facts": "1", "ask": "5"}, Fraction(1, 7)),
        ("order", {"facts": "2", "prove": "2", "ask": "5"}, Fraction(2, 7)),  # equal: counts for nothing
        # a gap of four options, two of words
        ("blanks", {"authority": "mp", "days": "10"}, Fraction(2, 3)),
        ("blanks", {"authority": "igai", "days": "10", "where": "local"}, Fraction(5, 9)),  # (2 - 1/3) / 3
        ("blanks", {"authority": "mp", "days": "vinte", "where": " LOCAL. "}, Fraction(2, 3)),
        ("blanks", {"authority": "igai"}, Fraction(0)),
        ("number", {"number": "5.99"}, Fraction(0)),
        ("number", {"number": "6"}, Fraction(1)),
        # three phrases to be marked, three to be left
        ("highlight", ticked("ethnic"), Fraction(1, 3)),
        ("highlight", ticked("ethnic", "looks", "people", "locks"), Fraction(2, 3)),
        ("highlight", ticked("place", "ethnic", "locks", "looks", "ran", "people"), Fraction(0)),
        # four steps of three options (content-guide.md, worked)
        ("route", WAY | {"authority": "mp"}, Fraction(5, 8)),
        ("route", {name: option for name, option in WAY.items() if name != "authority"}, Fraction(3, 4)),
        ("route", WAY | {"route": "crime", "authority": "mp"}, Fraction(1, 4)),
    ],
)
def test_part_of_an_answer_earns_what_the_formula_says(kind: str, answer: Answer, mark: Fraction) -> None:
    assert example_of(kind).mark(answer) == mark


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (in_order("facts", "means", "tell", "prove", "ask"), [None, None, None, None, None]),
        (in_order("prove", "facts", "tell", "means", "ask"), ["1", "2–4", None, None, None]),
        ({"facts": "1", "prove": "2", "tell": "2"}, [None, "2–4", "2–4", "2–4", "5"]),
        ({"facts": "1", "prove": "2", "tell": "2", "means": "2", "ask": "3"}, [None, None, None, None, None]),
    ],
)
def test_a_step_is_right_at_a_place_of_its_own_or_in_an_order_that_is_right(
    answer: Answer, right: list[str | None]
) -> None:
    assert [remark.right for remark in example_of("order").remarks(answer)] == right


@pytest.mark.parametrize("kind", ["single", "route", "classify"])
def test_taking_the_first_option_everywhere_earns_no_more_than_chance_would(kind: str) -> None:
    """The first option written: in no example is it the right one everywhere."""
    question = example_of(kind)
    first: dict[str, Answer] = {
        "single": {"option": "district"},
        "route": {"element": "refusal", "route": "crime", "authority": "mp", "next": "write"},
        "classify": dict.fromkeys(CATEGORIES, "mp"),
    }

    assert question.mark(first[kind]) == {"single": 0, "route": Fraction(1, 4), "classify": 0}[kind]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("single", Fraction(1, 4)),
        ("multiple", Fraction(3, 16)),
        ("number", Fraction(0)),
        # four options: right a quarter of the times, and then a third of the gaps
        ("blanks", Fraction(1, 12)),
    ],
)
def test_the_guess_value_is_the_mean_over_all_blind_answers(kind: str, value: Fraction) -> None:
    assert example_of(kind).guess_value() == value


@pytest.mark.parametrize("kind", SCORED)
def test_a_blind_guess_earns_a_quarter_at_most(kind: str) -> None:
    assert example_of(kind).guess_value() <= Fraction(1, 4)


def test_blind_placing_in_classify_earns_little() -> None:
    assert question_of(a_classify()).guess_value() < Fraction(1, 6)


def test_what_is_wrong_with_a_question_is_said_at_its_place() -> None:
    tree = a_single() | {"options": {"right": {"text": "Sim.", "correct": "true"}, "wrong": {"text": "Não."}}}

    faults = [(fault.path, fault.message, fault.fatal) for fault in question_of(tree).faults()]

    assert faults == [
        (
            ("options",),
            "a question of kind single has 3 to 8 options, and this one has %(count)s: add some, or take some out",
            True,
        ),
        (("options", "wrong"), "a wrong option says why it is wrong: add a line why:", False),
    ]


def test_an_item_in_an_unknown_category_is_told_what_there_is() -> None:
    tree = a_classify()
    tree["items"]["one-a"]["category"] = "four"

    [unknown] = question_of(tree).faults()

    assert (unknown.path, dict(unknown.values)) == (
        ("items", "one-a", "category"),
        {"name": "four", "known": "one, two, three"},
    )


def carrying(kind: str) -> Question:
    """The example of that kind, with ideas: `one` and `two` behind wrong answers."""
    trees = {"single": a_single(), "multiple": a_multiple(), "classify": a_classify()}
    tree = trees.get(kind) or example_of(kind).model_dump(mode="json", exclude_defaults=True)
    for path, idea in CARRIERS[kind].items():
        part = tree
        for key in path.split("/"):
            part = part[key]
        part["idea"] = idea
    return question_of(tree)


CARRIERS = {
    "single": {"options/wrong": "one"},
    "multiple": {"options/x": "one", "options/y": "two"},
    "classify": {"items/one-a": "one", "items/two-a": "two"},
    "blanks": {"gaps/authority/options/igai": "one", "gaps/authority/options/act": "two"},
    "highlight": {"phrases/ethnic": "one", "phrases/locks": "two"},
    "route": {"steps/element/options/private": "one", "steps/next/options/detain": "two"},
}
SHOWS: dict[str, list[tuple[Answer, frozenset[str]]]] = {
    "single": [({"option": "wrong"}, frozenset({"one"})), ({"option": "other"}, frozenset())],
    "multiple": [
        ({"x": "yes", "a": "yes"}, frozenset({"one"})),
        ({"x": "yes", "y": "yes"}, frozenset({"one", "two"})),
        ({"a": "yes"}, frozenset()),
    ],
    "classify": [
        ({"one-a": "two", "two-a": "two"}, frozenset({"one"})),
        ({"one-a": "two", "two-a": "three"}, frozenset({"one", "two"})),
        ({"one-b": "two"}, frozenset()),
    ],
    "blanks": [({"authority": "igai", "days": "10"}, frozenset({"one"})), ({"days": "vinte"}, frozenset())],
    "highlight": [
        (ticked("looks"), frozenset({"one"})),  # `ethnic` was left and should have been marked
        (ticked("ethnic"), frozenset()),
        (ticked("ethnic", "locks"), frozenset({"two"})),
    ],
    "route": [
        (WAY | {"element": "private"}, frozenset({"one"})),
        (WAY | {"element": "public", "next": "detain"}, frozenset({"two"})),
    ],
}


@pytest.mark.parametrize("kind", CARRIERS)
def test_an_answer_shows_the_ideas_it_carries_and_no_other(kind: str) -> None:
    question = carrying(kind)

    assert [(answer, question.ideas_shown(answer)) for answer, _ in SHOWS[kind]] == SHOWS[kind]
    assert set().union(*(shown for _, shown in SHOWS[kind])) <= set(question.ideas())


@pytest.mark.parametrize("kind", CARRIERS)
def test_every_idea_stands_in_a_key(kind: str) -> None:
    question = carrying(kind)

    assert sorted(key.idea for key in question.key_parts() if key.idea) == sorted(question.ideas())


def test_a_kind_that_carries_no_idea_has_none() -> None:
    assert {kind: example_of(kind).ideas() for kind in KINDS if kind not in CARRIERS} == {
        "order": (),
        "number": (),
        "grounds": (),
        "opinion": (),
    }


@pytest.mark.parametrize(
    ("kind", "answer", "chosen"),
    [
        ("single", {"option": "eyes"}, ("eyes",)),
        ("multiple", ticked("station", "quality"), ("quality", "station")),
        ("classify", {"rent": "mp"}, ("rent:mp",)),
        ("order", {"facts": "2", "tell": "9"}, ("facts:2",)),
        ("blanks", {"authority": "igai", "days": "10"}, ("authority:igai",)),
        ("number", {"number": "6"}, ()),
        ("highlight", ticked("looks"), ("looks",)),
        ("route", {"element": "refusal"}, ("element:refusal",)),
        ("grounds", {"text": "vi"}, ()),
        ("opinion", {"opinion": "4"}, ("4",)),
    ],
)
def test_what_was_chosen_is_told_by_ids_of_the_text(kind: str, answer: Answer, chosen: tuple[str, ...]) -> None:
    assert example_of(kind).chosen(answer) == chosen


def test_kinds_without_a_mark_are_neither_drawn_nor_counted() -> None:
    grounds = example_of("grounds").model_dump(mode="json", exclude_defaults=True)
    quiz = a_quiz(questions={"write": grounds, "c1": a_single(core=True), "c2": a_single(core=True)}, draw=2)

    assert (list(quiz.scored), list(quiz.unscored), quiz.core) == (["c1", "c2"], ["write"], ("c1", "c2"))
    assert [fault for fault in quiz.faults() if fault.fatal] == []
