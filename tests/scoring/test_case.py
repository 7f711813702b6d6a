"""Walking through a case."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from graphs import cases
from hypothesis import given, settings
from samples import a_case, a_choice

from course.base.refusals import Invalid
from course.content.case import Case
from course.content.proof import Proof, Span, prove
from course.scoring.case import (
    Moment,
    Step,
    attainment,
    begin,
    leaves_best_road,
    offered,
    take,
    values_on_best_road,
    walk,
)


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


@pytest.mark.parametrize(
    ("verdicts", "left"),
    [
        (["best", "acceptable", "poor", "unlawful"], [False, True, True, True]),
        (["acceptable", "poor", "unlawful"], [False, True, True]),
        (["best", "best", "poor"], [False, False, True]),
        (["poor", "unlawful"], [False, True]),
        (["unlawful"], [False]),
    ],
)
def test_a_road_leaves_the_best_one_where_a_better_choice_stood_beside(verdicts: list[str], left: list[bool]) -> None:
    case = a_case({"start": {"text": "Aqui.", "choices": _choices(verdicts)}, "end": {"text": "Fim.", "ending": "bad"}})
    choices = offered(case, begin(case))

    assert [leaves_best_road(choices, id_) for id_ in choices] == left


def _choices(verdicts: list[str]) -> dict[str, Any]:
    return {f"c{place}": a_choice("end", verdict=verdict) for place, verdict in enumerate(verdicts)}


@settings(max_examples=100)
@given(cases())
def test_the_road_of_best_choices_ends_where_walking_it_ends_within_the_worst_and_the_best_of_all_roads(
    case: Case,
) -> None:
    proof = prove(case)
    found = values_on_best_road(case, proof)
    if found is None:
        assert proof.always_best is None or case.scenes[proof.always_best.stops_at].ending is None
        return
    moment, order = begin(case), ["best", "acceptable", "poor", "unlawful"]
    while choices := offered(case, moment):
        moment = take(case, moment, min(choices, key=lambda id_: order.index(choices[id_].verdict)))
    assert found == moment.values
    spans = proof.scales
    assert all(span.worst <= found[scale] <= span.best for scale, span in spans.items())
