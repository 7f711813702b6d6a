"""Walking through a case."""

from dataclasses import replace
from fractions import Fraction

import pytest
from samples import a_case, a_choice

from course.base.refusals import Invalid
from course.content.proof import Proof, Span, prove
from course.scoring.case import Moment, Step, attainment, begin, offered, take, walk


def test_a_walk_begins_at_the_start_with_every_scale_at_zero() -> None:
    assert begin(a_case()) == Moment("start", {"legality": 0, "trust": 0}, ("start",))


def test_a_choice_leads_on_and_changes_the_scales() -> None:
    case = a_case()

    assert walk(case, [Step("start", "stop")])[-1] == Moment("bad", {"legality": -2, "trust": -2}, ("start", "bad"))


def test_a_choice_that_is_not_offered_is_refused() -> None:
    case = a_case()

    with pytest.raises(Invalid):
        take(case, begin(case), "fly")


def test_a_condition_offers_a_choice_only_while_it_holds() -> None:
    case = a_case(
        {
            "start": {
                "text": "A.",
                "choices": {
                    "well": a_choice("fork", effect={"trust": "+2"}),
                    "badly": a_choice("side", effect={"trust": "-3"}),
                },
            },
            "side": {"text": "S.", "choices": {"on": a_choice("fork")}},
            "fork": {
                "text": "B.",
                "choices": {
                    "trusted": a_choice("end", when="trust >= 1"),
                    "after": a_choice("end", when="after side and trust <= -3"),
                    "otherwise": a_choice("end", when="not after side"),
                },
            },
            "end": {"text": "Fim.", "ending": "good"},
        }
    )

    well = walk(case, [Step("start", "well")])[-1]
    badly = walk(case, [Step("start", "badly"), Step("side", "on")])[-1]

    assert (list(offered(case, well)), list(offered(case, badly))) == (["trusted", "otherwise"], ["after"])


def test_scales_stop_at_ten() -> None:
    names = [f"s{n}" for n in range(5)]
    scenes = {
        name: {"text": "X.", "choices": {"on": a_choice(after, effect={"trust": "+3"})}}
        for name, after in zip(names, [*names[1:], "end"], strict=True)
    }
    case = a_case(scenes | {"end": {"text": "Fim.", "ending": "good"}}, start="s0")

    values = [moment.values["trust"] for moment in walk(case, [Step(name, "on") for name in names])]

    assert values == [0, 3, 6, 9, 10, 10]


def test_an_ending_offers_nothing() -> None:
    case = a_case()

    assert offered(case, walk(case, [Step("start", "watch")])[-1]) == {}


def test_a_value_is_worth_its_share_of_the_way_from_the_worst_road_to_the_best_attainable() -> None:
    proof = replace(prove(a_case()), scales={"legality": Span(-2, 4), "trust": Span(-3, 0)})

    assert attainment({"legality": 2, "trust": -3}, proof) == {"legality": Fraction(2, 3), "trust": Fraction(0)}
    assert attainment({"legality": 4, "trust": -2}, proof) == {"legality": Fraction(1), "trust": Fraction(1, 3)}


def test_a_scale_on_which_all_roads_end_alike_is_whole_and_none_leaves_0_to_1() -> None:
    proof = replace(prove(a_case()), scales={"legality": Span(1, 1), "trust": Span(-3, 0)})

    assert attainment({"legality": 1, "trust": 5}, proof) == {"legality": Fraction(1), "trust": Fraction(1)}
    assert attainment({"legality": 1, "trust": -5}, proof) == {"legality": Fraction(1), "trust": Fraction(0)}


def test_nothing_is_attained_on_a_scale_that_was_not_proved() -> None:
    unproved = Proof(scenes=0, choices=0, verdicts={})

    assert attainment({"legality": 1}, unproved) == {}


def test_every_road_of_a_proved_case_is_worth_what_the_proof_says() -> None:
    case = a_case()
    ends = {choice: walk(case, [Step("start", choice)])[-1].values for choice in ("stop", "watch")}

    assert {choice: attainment(values, prove(case)) for choice, values in ends.items()} == {
        "stop": {"legality": Fraction(0), "trust": Fraction(0)},
        "watch": {"legality": Fraction(1), "trust": Fraction(1)},
    }
