"""What the course sees beside a form, and what is still missing."""

import pytest
from guided import DECISION, OPTIONS, PEOPLE, PLACE, changed, made_by_forms, scene_sent, tree_of, with_form
from libraries import CASE

from course.content.guided.beginning import beginning
from course.content.guided.people import PeopleForm
from course.content.guided.place import PlaceForm
from course.content.guided.seen import Lack, Sight, lacks_of, sights_of
from course.content.guided.tree import put, put_text

WHOLE = made_by_forms()
FIRST = "uma-mulher-conta-disseram-me"


def said(text: str) -> list[tuple[str | None, str, str]]:
    """Step, scene and field of everything missing."""
    return [(lack.step, lack.scene, lack.name) for lack in lacks_of(tree_of(text))]


def seen(**sent: str) -> list[tuple[bool, str]]:
    """What is seen in a scene to which that was sent."""
    return [(sight.is_well, sight.message) for sight in sights_of(scene_sent(beginning("T"), sent, ""))]


def test_of_a_beginning_everything_is_missing_in_the_order_of_the_steps() -> None:
    assert said(beginning("T")) == [
        ("place", "", "summary"),
        ("people", "", "seat-1"),
        ("people", "", "origin"),
        ("people", "", "changed"),
        ("decision", "", "text"),
    ]


def test_of_a_whole_case_nothing_is_missing() -> None:
    assert said(WHOLE) == []


def test_each_step_takes_away_what_it_asks() -> None:
    text = with_form(beginning("T"), PlaceForm().with_sent(PLACE))
    text = with_form(text, PeopleForm().with_sent(PEOPLE))
    assert said(text) == [("decision", "", "text")]
    text = with_form(text, scene_sent(text, DECISION))
    assert said(text) == [("options", FIRST, "option-1-text")]
    text = with_form(
        text, scene_sent(text, OPTIONS | {"option-3-verdict": "", "option-3-leads": "", "option-3-why": ""})
    )
    assert said(text) == [
        ("options", FIRST, "option-3-why"),
        ("options", FIRST, "option-3-verdict"),
        ("options", FIRST, "option-3-leads"),
        ("endings", "end-dizer-lhe-que-isso-e-um", "ending-end-dizer-lhe-que-isso-e-um"),
        ("endings", "end-escrever-o-que-foi-dito", "ending-end-escrever-o-que-foi-dito"),
    ]


def test_half_a_heading_is_told_once() -> None:
    assert said(with_form(WHOLE, PlaceForm().with_sent({**PLACE, "hour": "", "duty": ""}))) == [("place", "", "hour")]


def test_another_scene_has_a_form_of_its_own() -> None:
    text = changed(WHOLE, lambda tree: put(tree, ("scenes", "later"), {}))
    assert said(text) == [(None, "later", "text"), (None, "later", "option-1-text")]


def test_where_something_is_missing_is_said_as_the_text_has_it() -> None:
    text = changed(
        WHOLE, lambda tree: put_text(tree, ("scenes", FIRST, "choices", "telefonar-ao-senhorio-e", "why"), "")
    )
    assert lacks_of(tree_of(text)) == (
        Lack(
            "options",
            "Why, told to whoever chose it",
            "option-3-why",
            FIRST,
            ("scenes", FIRST, "choices", "telefonar-ao-senhorio-e", "why"),
            {"number": "3"},
        ),
    )


def test_a_case_written_by_hand_lacks_nothing() -> None:
    assert said(CASE) == []


@pytest.mark.parametrize(("origin", "source"), [("judgment", ""), ("press", ""), ("invented", "cpp-250")])
def test_an_origin_and_a_source_that_contradict_each_other_are_told(origin: str, source: str) -> None:
    sent = {**PEOPLE, "origin": origin, "source": source}
    assert said(with_form(WHOLE, PeopleForm.read(tree_of(WHOLE)).with_sent(sent))) == [("people", "", "source")]


def test_of_no_options_nothing_is_seen() -> None:
    assert seen() == []


def test_a_good_option_that_nobody_guesses_is_well() -> None:
    assert sights_of(scene_sent(WHOLE, {})) == (
        Sight(True, "There is a good option"),
        Sight(True, "The good one is not the first"),
        Sight(True, "The good one is not the longest"),
        Sight(True, "Every option leads somewhere"),
    )


def test_what_gives_the_answer_away_is_told() -> None:
    first = {"option-1-id": "", "option-1-text": "A opção boa, que é longa.", "option-1-verdict": "acceptable"}
    second = {"option-2-id": "", "option-2-text": "Outra.", "option-2-verdict": "poor", "option-2-leads": "new"}
    assert seen(**first, **second) == [
        (True, "There is a good option"),
        (False, "The good one is the first: whoever always takes the first is right"),
        (False, "The good one is the longest: whoever guesses is right"),
        (False, "An option leads nowhere yet"),
    ]
    assert seen(**second) == [(False, "No option is good or acceptable yet"), (True, "Every option leads somewhere")]


def test_the_best_counts_and_not_the_acceptable_beside_it() -> None:
    verdicts = {1: "acceptable", 2: "best", 3: "poor"}
    sent = {f"option-{n}-text": "x" * (4 - n) for n in verdicts} | {
        f"option-{n}-verdict": v for n, v in verdicts.items()
    }
    assert seen(**sent, **{f"option-{n}-id": "" for n in verdicts})[1:3] == [
        (True, "The good one is not the first"),
        (True, "The good one is not the longest"),
    ]
