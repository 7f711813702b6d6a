"""The proof of a case against every road through it, walked one by one, and against cases worked by hand."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from graphs import END, a_ladder, a_scene, cases, wrong
from hypothesis import assume, given, settings
from samples import Tree, a_case, a_choice

from course.content.case import Case
from course.content.library import Library
from course.content.problem import Fault
from course.content.proof import Proof, Span, prove, road_in_words
from course.scoring.case import Moment, begin, offered, take

MOST_ROADS: Final = 4_000
GOOD: Final = {"best", "acceptable"}


@dataclass
class Walks:
    """What walking by hand finds: every different moment, and every road if all of them end."""

    moments: list[Moment]
    is_endless: bool
    roads: list[tuple[tuple[tuple[str, str], ...], Moment]] = field(default_factory=list)


def state_of(moment: Moment) -> tuple[object, ...]:
    return moment.scene, tuple(moment.values.values()), frozenset(moment.met)


def walk_everywhere(case: Case) -> Walks:
    """Every moment and road, by the walker that officers walk with."""
    first = begin(case)
    moments = {state_of(first): first}
    ahead: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    waiting = [first]
    while waiting:
        moment = waiting.pop()
        nexts = [take(case, moment, choice) for choice in offered(case, moment)]
        ahead[state_of(moment)] = {state_of(after) for after in nexts}
        waiting += [after for after in nexts if state_of(after) not in moments]
        moments |= {state_of(after): after for after in nexts}
    while idle := {state for state, targets in ahead.items() if not targets & ahead.keys()}:
        ahead = {state: targets for state, targets in ahead.items() if state not in idle}
    walks = Walks(list(moments.values()), is_endless=bool(ahead))
    if not ahead:
        for road in _roads(case, first, ()):
            walks.roads.append(road)
            assume(len(walks.roads) <= MOST_ROADS)
    return walks


def _roads(
    case: Case, moment: Moment, taken: tuple[tuple[str, str], ...]
) -> Iterator[tuple[tuple[tuple[str, str], ...], Moment]]:
    if case.scenes[moment.scene].ending:
        yield taken, moment
    for choice in offered(case, moment):
        yield from _roads(case, take(case, moment, choice), (*taken, (moment.scene, choice)))


def verdicts_of(case: Case, road: tuple[tuple[str, str], ...]) -> set[str]:
    return {case.scenes[scene].choices[choice].verdict for scene, choice in road}


@settings(max_examples=150)
@given(cases())
def test_what_is_reached_offered_and_a_trap_is_what_walking_finds(case: Case) -> None:
    walks = walk_everywhere(case)

    proof = prove(case)

    reached = {moment.scene for moment in walks.moments}
    found = {(moment.scene, choice) for moment in walks.moments for choice in offered(case, moment)}
    nothing, nothing_good = set[str](), set[str]()
    for moment in walks.moments:
        ways = offered(case, moment).values()
        if not case.scenes[moment.scene].ending and not {way.verdict for way in ways} & GOOD:
            (nothing_good if ways else nothing).add(moment.scene)
    assert set(proof.unreached) == set(case.scenes) - reached
    assert told(proof, "offered on no road") == {
        ("scenes", id_, "choices", choice, "when")
        for id_ in reached
        for choice in case.scenes[id_].choices
        if (id_, choice) not in found
    }
    assert told(proof, "no choice is offered") == {("scenes", id_) for id_ in nothing}
    assert told(proof, "no choice offered is best") == {("scenes", id_) for id_ in nothing_good}
    assert bool(told(proof, "for ever")) == walks.is_endless


@settings(max_examples=150)
@given(cases())
def test_counts_spans_and_lengths_are_those_of_all_roads_walked_one_by_one(case: Case) -> None:
    walks = walk_everywhere(case)
    assume(walks.roads)

    proof = prove(case)

    lengths = [len(road) + 1 for road, _ in walks.roads]
    ends = Counter(moment.scene for _, moment in walks.roads)
    assert proof.roads == len(walks.roads)
    assert (proof.shortest_road, proof.longest_road) == (min(lengths), max(lengths))
    assert proof.endings == {id_: ends[id_] for id_, scene in case.scenes.items() if scene.ending}
    assert dict(proof.scales) == spans_of(case, walks)


@settings(max_examples=150)
@given(cases())
def test_a_road_that_pays_although_it_is_wrong_and_a_best_one_that_falls_short_are_told(case: Case) -> None:
    walks = walk_everywhere(case)
    assume(walks.roads)
    spans = spans_of(case, walks)

    proof = prove(case)

    tops = {scale: max(moment.values[scale] for _, moment in walks.roads) for scale in spans}
    best_only = [moment for road, moment in walks.roads if verdicts_of(case, road) <= {"best"}]
    short = {
        scale
        for scale, span in spans.items()
        if best_only and min(moment.values[scale] for moment in best_only) < span.best
    }
    assert scales_told(proof, "doing wrong pays") == {scale for scale, span in spans.items() if tops[scale] > span.best}
    assert scales_told(proof, "only best choices") == short


@settings(max_examples=100)
@given(cases())
def test_the_road_told_for_each_problem_can_be_walked(case: Case) -> None:
    for fault in prove(case).problems:
        if "road" in fault.values and not fault.values["road"].startswith("…"):
            *turns, end = fault.values["road"].split(" → ")
            moment = begin(case)
            for scene, choice in (turn.split(": ") for turn in turns):
                assert moment.scene == scene
                moment = take(case, moment, choice)
            assert moment.scene == end


@given(cases())
def test_a_proof_is_the_same_after_json(case: Case) -> None:
    proof = prove(case)

    assert Proof.from_json(json.loads(json.dumps(proof.to_json(), sort_keys=True))) == proof


def spans_of(case: Case, walks: Walks) -> dict[str, Span]:
    good = [moment for road, moment in walks.roads if verdicts_of(case, road) <= GOOD]
    return {
        scale: Span(
            min(moment.values[scale] for _, moment in walks.roads), max(moment.values[scale] for moment in good)
        )
        for scale in case.scales
        if good
    }


def told(proof: Proof, words: str) -> set[tuple[str, ...]]:
    """Where problems with these words are."""
    return {fault.path for fault in proof.problems if words in fault.message}


def scales_told(proof: Proof, words: str) -> set[str]:
    return {fault.values["scale"] for fault in proof.problems if words in fault.message}


def problems_of(scenes: Tree, **others: Any) -> list[Fault]:
    return list(prove(a_case(scenes | END, **others)).problems)


def test_a_case_worked_by_hand() -> None:
    case = a_case(
        {
            "start": a_scene(
                stop=wrong("talk", effect={"trust": "-3", "legality": "-2"}),
                watch=a_choice("talk", effect={"trust": "+1"}),
            ),
            "talk": a_scene(
                insist=wrong("bad", effect={"trust": "-1"}),
                explain=a_choice("good", effect={"legality": "+2"}, when="trust >= 0"),
                apologise=a_choice("bad", verdict="acceptable", effect={"trust": "+2"}, when="trust <= -1"),
            ),
        }
        | END
    )

    proof = prove(case)

    # Trust and legality: stop, insist -4 -2; stop, apologise -1 -2; watch, insist 0 0; watch, explain +1 +2.
    assert proof == Proof(
        scenes=4,
        choices=5,
        verdicts={"best": 2, "acceptable": 1, "poor": 0, "unlawful": 2},
        states=7,
        roads=4,
        shortest_road=3,
        longest_road=3,
        scales={"legality": Span(-2, 2), "trust": Span(-4, 1)},
        endings={"good": 1, "bad": 3},
        ending_kinds={"good": 1, "mixed": 0, "bad": 3},
        always_best=proof.always_best,
        always_first=proof.always_first,
        always_longest=proof.always_longest,
    )
    assert proof.always_best is not None
    assert (proof.always_best.road, proof.always_best.stops_at) == ((("start", "watch"), ("talk", "explain")), "good")
    assert proof.always_first is not None
    assert (proof.always_first.road, proof.always_first.stops_at) == ((("start", "stop"), ("talk", "insist")), "bad")
    assert proof.always_longest == proof.always_first
    assert proof.holds


def test_a_case_takes_a_minute_a_scene_and_the_reading_of_what_really_happened() -> None:
    said = " ".join(["palavra"] * 280)
    scenes = {
        "start": a_scene(go=a_choice("talk", why=said), stop=wrong("bad", why=said)),
        "talk": a_scene(go=a_choice("good", why=said), stop=wrong("bad", why="Não.")),
    }

    proof = prove(a_case(scenes | END, outcome=said))

    assert (proof.longest_road, proof.outcome_words, proof.minutes) == (3, 280, 5)


def test_a_proof_stored_before_outcomes_were_counted_is_read() -> None:
    written = prove(a_case()).to_json()
    del written["outcome_words"]

    assert Proof.from_json(written).minutes == prove(a_case()).longest_road


def test_a_scene_behind_conditions_that_no_road_meets_is_told() -> None:
    scenes = {
        "start": a_scene(stop=wrong("bad"), watch=a_choice("good"), ask=a_choice("talk", when="trust >= 1")),
        "talk": a_scene(on=a_choice("good")),
    }

    assert problems_of(scenes) == [
        Fault(
            ("scenes", "talk"),
            "no road leads to scene %(name)s, for the choices that name it are not offered before it: loosen their"
            " when, or take the scene out",
            {"name": "talk"},
        ),
        Fault(
            ("scenes", "start", "choices", "ask", "when"),
            "choice %(name)s is offered on no road: loosen its when, or take the choice out",
            {"name": "ask"},
        ),
    ]


def test_a_road_on_which_nothing_is_offered_is_told_with_its_turns() -> None:
    scenes = {
        "start": a_scene(stop=wrong("talk", effect={"trust": "-1"}), watch=a_choice("talk")),
        "talk": a_scene(on=wrong("bad", when="trust >= 0"), good=a_choice("good", when="trust >= 0")),
    }

    assert problems_of(scenes) == [
        Fault(
            ("scenes", "talk"),
            "here a road stops, because no choice is offered: let one stand without when, or add one for this road."
            " The road: %(road)s",
            {"road": "start: stop → talk"},
        )
    ]


def test_a_state_with_no_right_way_on_is_told_with_its_turns() -> None:
    scenes = {
        "start": a_scene(stop=wrong("talk", effect={"trust": "-1"}), watch=a_choice("talk")),
        "talk": a_scene(on=wrong("bad"), good=a_choice("good", when="trust >= 0")),
    }

    assert problems_of(scenes) == [
        Fault(
            ("scenes", "talk"),
            "here no choice offered is best or acceptable, so that there is no right way on: add one for this road."
            " The road: %(road)s",
            {"road": "start: stop → talk"},
        )
    ]


def test_a_hub_without_not_after_never_ends_and_one_with_it_does() -> None:
    def hub(**others: Any) -> Tree:
        return {
            "start": a_scene(leave=wrong("bad"), ask=a_choice("asked", **others), go=a_choice("good")),
            "asked": a_scene(back=a_choice("start")),
        }

    assert problems_of(hub()) == [
        Fault(
            ("scenes", "start"),
            "a road can come back to scene %(name)s for ever: let a choice on it be offered only once, with a when like"
            " not after and the scene it leads to. The road: %(road)s",
            {"name": "start", "road": "start: ask → asked: back → start"},
        )
    ]
    assert problems_of(hub(when="not after asked")) == []


def test_every_cycle_is_told_once() -> None:
    scenes = {
        "start": a_scene(leave=wrong("bad"), a=a_choice("a"), b=a_choice("b")),
        "a": a_scene(again=a_choice("a"), on=a_choice("good")),
        "b": a_scene(c=a_choice("c"), on=a_choice("good")),
        "c": a_scene(b=a_choice("b")),
    }

    assert told(prove(a_case(scenes | END)), "for ever") == {
        ("scenes", "a", "choices", "again", "next"),
        ("scenes", "b"),
    }


def test_a_choice_that_leads_back_to_its_own_scene_is_told_with_one_turn() -> None:
    scenes = {
        "start": a_scene(
            leave=wrong("bad"),
            ask=a_choice("start", effect={"trust": "+1"}),
            go=a_choice("good", when="trust >= 0"),
        )
    }

    assert problems_of(scenes) == [
        Fault(
            ("scenes", "start", "choices", "ask", "next"),
            "choice %(choice)s leads back to its own scene %(name)s, for ever: take it out, or let it lead to another"
            " scene. The road: %(road)s",
            {"name": "start", "choice": "ask", "road": "start: ask → start"},
        )
    ]


def test_a_value_that_grows_with_each_turn_ends_a_hub() -> None:
    scenes = {
        "start": a_scene(
            leave=wrong("bad"),
            wait=a_choice("start", effect={"trust": "+3"}, when="trust <= 8"),
            go=a_choice("good", when="trust >= 9"),
            out=a_choice("bad", verdict="acceptable", effect={"trust": "-1"}),
        )
    }

    proof = prove(a_case(scenes | END))

    assert (proof.roads, proof.longest_road, proof.scales["trust"]) == (9, 5, Span(-1, 9))


def test_a_wrong_road_that_pays_more_is_told_at_its_wrong_choice() -> None:
    scenes = {
        "start": a_scene(stop=wrong("talk", effect={"trust": "-1"}), watch=a_choice("good", effect={"trust": "+1"})),
        "talk": a_scene(repair=a_choice("bad", effect={"trust": "+3"})),
    }

    assert problems_of(scenes) == [
        Fault(
            ("scenes", "start", "choices", "stop"),
            "doing wrong pays: with this choice a road ends with %(scale)s at %(value)s, and without a poor or unlawful"
            " choice %(best)s is the most: lower its effects, or those after it. The road: %(road)s",
            {"scale": "trust", "value": "2", "best": "1", "road": "start: stop → talk: repair → bad"},
        )
    ]


def test_best_choices_that_fall_short_of_the_best_attainable_are_a_warning() -> None:
    scenes = {
        "start": a_scene(
            stop=wrong("bad"),
            watch=a_choice("good", effect={"trust": "+1"}),
            greet=a_choice("good", verdict="acceptable", effect={"trust": "+2"}),
        )
    }

    assert problems_of(scenes) == [
        Fault(
            ("scenes", "good"),
            "this road of only best choices ends with %(scale)s at %(value)s, and %(best)s can be attained: see whether"
            " a choice on it should be acceptable, or have more effect. The road: %(road)s",
            {"scale": "trust", "value": "1", "best": "2", "road": "start: watch → good"},
            fatal=False,
        )
    ]


def test_always_the_first_must_not_reach_a_good_ending() -> None:
    assert problems_of({"start": a_scene(watch=a_choice("good"), stop=wrong("bad"))}) == [
        Fault(
            ("scenes", "start", "choices"),
            "whoever always takes the first choice comes to the good ending %(name)s: write the choices of a scene on"
            " that road in another order. The road: %(road)s",
            {"name": "good", "road": "start: watch → good"},
        )
    ]


def test_always_the_longest_must_not_reach_a_good_ending_and_of_two_the_first_is_taken() -> None:
    def problems(text: str) -> list[Fault]:
        return problems_of({"start": a_scene(stop=a_choice("bad", text="Pare já"), watch=a_choice("good", text=text))})

    assert problems("Observe") == []
    assert problems("Observe.") == [
        Fault(
            ("scenes", "start", "choices"),
            "whoever always takes the longest text comes to the good ending %(name)s: shorten a choice on that road, or"
            " lengthen another beside it. The road: %(road)s",
            {"name": "good", "road": "start: watch → good"},
        )
    ]


def test_where_there_is_nothing_to_choose_no_habit_is_rewarded() -> None:
    assert prove(a_case({"start": a_scene(watch=a_choice("good")), "good": END["good"]})).problems == ()


def test_a_case_with_faults_of_its_own_is_not_proved_and_nothing_is_told_twice() -> None:
    proof = prove(a_case({"start": a_scene(watch=a_choice("nowhere"))} | END))

    assert proof == Proof(scenes=3, choices=1, verdicts={"best": 1, "acceptable": 0, "poor": 0, "unlawful": 0})
    assert (proof.is_complete, proof.holds) == (False, False)


def test_a_case_that_begins_at_its_end_has_one_road() -> None:
    proof = prove(a_case({"start": {"text": "Fim.", "ending": "good"}}))

    assert (proof.roads, proof.shortest_road, proof.longest_road, proof.scales, proof.problems) == (
        1,
        1,
        1,
        {"legality": Span(0, 0), "trust": Span(0, 0)},
        (),
    )


def test_two_hundred_scenes_are_proved_and_their_roads_counted_exactly() -> None:
    proof = prove(a_ladder(198))

    assert (proof.scenes, proof.states, proof.roads, proof.longest_road) == (200, 200, 2**198, 199)
    assert proof.scales == {"legality": Span(-10, 0), "trust": Span(-10, 10)}
    assert Proof.from_json(json.loads(json.dumps(proof.to_json()))).roads == 2**198


def test_two_hundred_scenes_whose_trust_decides_are_proved() -> None:
    case = a_ladder(198, when="trust <= 10")
    values = [{0}]
    while len(values) < 198:
        values.append({max(-10, min(10, value + change)) for value in values[-1] for change in (-1, 1)})
    at_bad, at_good = {max(-10, value - 1) for value in values[-1]}, {min(10, value + 1) for value in values[-1]}

    proof = prove(case)

    states = sum(map(len, values)) + len(at_bad) + len(at_good)
    assert (proof.scenes, proof.states, proof.roads, proof.problems) == (200, states, 2**198, ())


def test_a_case_of_too_many_states_is_refused_with_what_costs_most() -> None:
    scenes = {
        f"s{number}": a_scene(
            out=a_choice("good", when=f"not after x{number} and trust >= -10"),
            off=wrong(f"x{number}"),
            on=a_choice(f"s{number + 1}" if number < 19 else "bad"),
        )
        for number in range(20)
    }
    sides = {f"x{number}": a_scene(on=a_choice(f"s{number + 1}" if number < 19 else "bad")) for number in range(20)}

    proof = prove(a_case(scenes | sides | END, start="s0"))

    assert [(fault.path, fault.values["most"], fault.fatal) for fault in proof.problems] == [
        (("scenes",), "100000", True)
    ]
    assert proof.problems[0].message == (
        "too many conditions to prove: let fewer scales decide. There are more than %(most)s situations, most of them"
        " because of %(names)s: take these out of when where you can"
    )
    assert proof.problems[0].values["names"] == "after x0, after x1, after x2"
    assert not proof.is_complete


def test_a_long_road_is_told_by_its_last_turns() -> None:
    road = tuple((f"s{number}", "on") for number in range(14))

    assert road_in_words(road[:1], "end") == "s0: on → end"
    assert road_in_words(road, "end") == "… → " + " → ".join(f"s{number}: on" for number in range(2, 14)) + " → end"


def test_the_shipped_cases_are_proved(library: Library) -> None:
    proofs = {id_: prove(case.reference) for id_, case in library.cases.items()}

    assert {id_: (proof.holds, proof.problems) for id_, proof in proofs.items()} == dict.fromkeys(proofs, (True, ()))


def test_no_habit_pays_in_english_either(library: Library) -> None:
    assert {id_: prove(case.english).problems for id_, case in library.cases.items()} == dict.fromkeys(
        library.cases, ()
    )
