"""The proof of a case: what holds on every road through it, and a road for each thing that does not.

It is made when a case is checked or published and kept by digest; no page waits for it.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, get_args

from course.base.languages import N_
from course.content.case import Case, EndingKind, Verdict
from course.content.graph import MOST_STATES, Explosion, Graph, Road, explore
from course.content.problem import Fault
from course.content.prose import count_words
from course.content.reading_time import WORDS_A_MINUTE
from course.content.roads import (
    ALL,
    GOOD,
    Walked,
    count_roads,
    find_cycles,
    follow,
    highest,
    lengths,
    lowest,
    take_best,
    take_first,
    take_longest,
)

TURNS_TOLD: Final = 12
"""A road in a message shows at most so many decisions: its last ones."""
CYCLES_TOLD: Final = 5
CAUSES_TOLD: Final = 3
_FIRST_PAYS: Final = N_(
    "whoever always takes the first choice comes to the good ending %(name)s: write the choices of a scene on that road"
    " in another order. The road: %(road)s"
)
_LONGEST_PAYS: Final = N_(
    "whoever always takes the longest text comes to the good ending %(name)s: shorten a choice on that road, or"
    " lengthen another beside it. The road: %(road)s"
)


@dataclass(frozen=True)
class Span:
    """A scale at the endings: the worst of all roads, and the best attainable without a poor or unlawful choice."""

    worst: int
    best: int


@dataclass(frozen=True)
class Proof:
    """What was found. Without `is_complete`, its roads could not be counted: the fields from `roads` on are empty.

    Mappings are in the order of the case. A road's length is the scenes met on it; one met again counts again.
    """

    scenes: int
    choices: int
    verdicts: Mapping[Verdict, int]
    """How many choices of the case are of each verdict."""
    states: int = 0
    unreached: tuple[str, ...] = ()
    """Scenes that no road comes to."""
    roads: int = 0
    shortest_road: int = 0
    longest_road: int = 0
    outcome_words: int = 0
    """Words of what became of the real case, which is read after the ending."""
    scales: Mapping[str, Span] = field(default_factory=dict)
    endings: Mapping[str, int] = field(default_factory=dict)
    """How many roads come to each ending."""
    ending_kinds: Mapping[EndingKind, int] = field(default_factory=dict)
    """How many roads come to an ending of each kind."""
    always_best: Walked | None = None
    always_first: Walked | None = None
    always_longest: Walked | None = None
    problems: tuple[Fault, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether its roads were counted: none goes on for ever, and some end."""
        return self.roads > 0

    @property
    def minutes(self) -> int:
        """What it takes at most: a minute a scene of its longest road, with its end, and the reading of `outcome`."""
        return self.longest_road + round(self.outcome_words / WORDS_A_MINUTE)

    @property
    def holds(self) -> bool:
        """Whether the case may be published: everything was proved, and nothing grave was found."""
        return self.is_complete and not any(problem.fatal for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        """The proof for a JSON document; counts of roads are text, for they outgrow what JSON readers keep exactly."""
        return {
            "scenes": self.scenes,
            "choices": self.choices,
            "verdicts": dict(self.verdicts),
            "states": self.states,
            "unreached": list(self.unreached),
            "roads": str(self.roads),
            "shortest_road": self.shortest_road,
            "longest_road": self.longest_road,
            "outcome_words": self.outcome_words,
            # A list, because a store may sort the keys of a mapping and the order is the case's.
            "scales": [[scale, span.worst, span.best] for scale, span in self.scales.items()],
            "endings": [[scene, str(count)] for scene, count in self.endings.items()],
            "ending_kinds": {kind: str(count) for kind, count in self.ending_kinds.items()},
            "always_best": _walked_to_json(self.always_best),
            "always_first": _walked_to_json(self.always_first),
            "always_longest": _walked_to_json(self.always_longest),
            "problems": [
                {"path": list(told.path), "message": told.message, "values": dict(told.values), "fatal": told.fatal}
                for told in self.problems
            ],
        }

    @classmethod
    def from_json(cls, tree: Mapping[str, Any]) -> "Proof":
        """The proof that `to_json` wrote."""
        return cls(
            scenes=tree["scenes"],
            choices=tree["choices"],
            verdicts={verdict: tree["verdicts"][verdict] for verdict in get_args(Verdict)},
            states=tree["states"],
            unreached=tuple(tree["unreached"]),
            roads=int(tree["roads"]),
            shortest_road=tree["shortest_road"],
            longest_road=tree["longest_road"],
            outcome_words=tree.get("outcome_words", 0),  # a proof that was stored before these were counted
            scales={scale: Span(worst, best) for scale, worst, best in tree["scales"]},
            endings={scene: int(count) for scene, count in tree["endings"]},
            ending_kinds={
                kind: int(tree["ending_kinds"][kind]) for kind in get_args(EndingKind) if kind in tree["ending_kinds"]
            },
            always_best=_walked_from_json(tree["always_best"]),
            always_first=_walked_from_json(tree["always_first"]),
            always_longest=_walked_from_json(tree["always_longest"]),
            problems=tuple(
                Fault(tuple(told["path"]), told["message"], told["values"], fatal=told["fatal"])
                for told in tree["problems"]
            ),
        )


def prove(case: Case) -> Proof:
    """The proof of a case.

    Of a case with fatal `faults()` of its own nothing is proved and nothing is told a second time: they come first.
    """
    choices = [choice for scene in case.scenes.values() for choice in scene.choices.values()]
    verdicts = Counter(choice.verdict for choice in choices)
    counted = Proof(len(case.scenes), len(choices), {verdict: verdicts[verdict] for verdict in get_args(Verdict)})
    if any(fault.fatal for fault in case.faults()):
        return counted
    graph = explore(case)
    return _refused(counted, graph) if isinstance(graph, Explosion) else _proved(counted, graph)


def road_in_words(road: Road, end: str) -> str:
    """The ids along a road, as an author finds them in the file: `platform: observe → behaviour: stay → end-missed`.

    Of a long road the last decisions.
    """
    told = [f"{scene}: {choice}" for scene, choice in road[-TURNS_TOLD:]]
    return " → ".join([*(["…"] if len(road) > TURNS_TOLD else []), *told, end])


def _refused(counted: Proof, explosion: Explosion) -> Proof:
    message = N_(
        "too many conditions to prove: let fewer scales decide. There are more than %(most)s situations, most of them"
        " because of %(names)s: take these out of when where you can"
    )
    values = {"most": str(MOST_STATES), "names": ", ".join(explosion.causes[:CAUSES_TOLD])}
    return replace(counted, problems=(Fault(("scenes",), message, values),))


def _proved(counted: Proof, graph: Graph) -> Proof:
    reached = {state.scene for state in graph.states}
    known = replace(
        counted,
        states=len(graph.states),
        unreached=tuple(scene for scene in graph.case.scenes if scene not in reached),
        problems=(*_unreached(graph, reached), *_never_offered(graph, reached), *_traps(graph), *_cycles(graph)),
    )
    counts = {} if graph.has_cycle else count_roads(graph)
    return _with_figures(known, graph, counts) if counts else known


def _with_figures(known: Proof, graph: Graph, counts: Mapping[int, int]) -> Proof:
    scenes = graph.case.scenes
    endings = {id_: 0 for id_, scene in scenes.items() if scene.ending}
    kinds: dict[EndingKind, int] = dict.fromkeys(get_args(EndingKind), 0)
    for state, count in counts.items():
        scene = graph.states[state].scene
        endings[scene] += count
        kinds[scenes[scene].ending or "bad"] += count
    shortest, longest = lengths(graph)
    first, longest_text = follow(graph, take_first), follow(graph, take_longest)
    spans, excesses = _scales(graph)
    return replace(
        known,
        roads=sum(counts.values()),
        shortest_road=shortest,
        longest_road=longest,
        outcome_words=count_words(graph.case.outcome or ""),
        scales=spans,
        endings=endings,
        ending_kinds=kinds,
        always_best=follow(graph, take_best),
        always_first=first,
        always_longest=longest_text,
        problems=(
            *known.problems,
            *excesses,
            *_rewarded(graph, first, _FIRST_PAYS),
            *_rewarded(graph, longest_text, _LONGEST_PAYS),
        ),
    )


def _scales(graph: Graph) -> tuple[dict[str, Span], list[Fault]]:
    """The span of each scale, and the roads that make it a poor guide."""
    spans: dict[str, Span] = {}
    faults: list[Fault] = []
    for scale in dict.fromkeys(graph.case.scales):
        worst, best = lowest(graph, scale, ALL), highest(graph, scale, GOOD)
        if worst is None or best is None:
            continue
        spans[scale] = Span(worst.value, best.value)
        faults += [*_excess(graph, scale, best.value), *_shortfall(graph, scale, best.value)]
    return spans, faults


def _excess(graph: Graph, scale: str, best: int) -> Iterator[Fault]:
    top = highest(graph, scale, ALL)
    if top is None or top.value <= best:
        return
    wrong = next(turn for turn in top.road if _verdict(graph.case, *turn) not in GOOD)
    message = N_(
        "doing wrong pays: with this choice a road ends with %(scale)s at %(value)s, and without a poor or unlawful"
        " choice %(best)s is the most: lower its effects, or those after it. The road: %(road)s"
    )
    values = {"scale": scale, "value": str(top.value), "best": str(best), "road": _told(graph, top.road)}
    yield Fault(_at_choice(*wrong), message, values)


def _shortfall(graph: Graph, scale: str, best: int) -> Iterator[Fault]:
    least = lowest(graph, scale, {"best"})
    if least is None or least.value >= best:
        return
    message = N_(
        "this road of only best choices ends with %(scale)s at %(value)s, and %(best)s can be attained: see whether a"
        " choice on it should be acceptable, or have more effect. The road: %(road)s"
    )
    values = {"scale": scale, "value": str(least.value), "best": str(best), "road": _told(graph, least.road)}
    end = _end_of(graph.case, least.road)
    yield Fault(("scenes", end), message, values, fatal=False)


def _rewarded(graph: Graph, walked: Walked, message: str) -> Iterator[Fault]:
    """The fault of a habit that needs no thought and comes to a good ending. Where nothing is to choose it is none."""
    if walked.had_a_choice and graph.case.scenes[walked.stops_at].ending == "good":
        values = {"name": walked.stops_at, "road": road_in_words(walked.road, walked.stops_at)}
        yield Fault(("scenes", walked.road[0][0], "choices"), message, values)


def _unreached(graph: Graph, reached: Container[str]) -> Iterator[Fault]:
    message = N_(
        "no road leads to scene %(name)s, for the choices that name it are not offered before it: loosen their when, or"
        " take the scene out"
    )
    return (Fault(("scenes", id_), message, {"name": id_}) for id_ in graph.case.scenes if id_ not in reached)


def _never_offered(graph: Graph, reached: Container[str]) -> Iterator[Fault]:
    offered = {(state.scene, way.id) for state, ways in zip(graph.states, graph.ways, strict=True) for way in ways}
    message = N_("choice %(name)s is offered on no road: loosen its when, or take the choice out")
    for id_, scene in graph.case.scenes.items():
        for choice in scene.choices if id_ in reached else ():
            if (id_, choice) not in offered:
                yield Fault((*_at_choice(id_, choice), "when"), message, {"name": choice})


def _traps(graph: Graph) -> Iterator[Fault]:
    """The first state of each scene that offers nothing, or nothing good."""
    nothing = N_(
        "here a road stops, because no choice is offered: let one stand without when, or add one for this road."
        " The road: %(road)s"
    )
    nothing_good = N_(
        "here no choice offered is best or acceptable, so that there is no right way on: add one for this road."
        " The road: %(road)s"
    )
    told = set[tuple[str, str]]()
    for number, (state, ways) in enumerate(zip(graph.states, graph.ways, strict=True)):
        if graph.is_ending(number) or any(way.choice.verdict in GOOD for way in ways):
            continue
        message = nothing_good if ways else nothing
        if (state.scene, message) not in told:
            told.add((state.scene, message))
            yield Fault(("scenes", state.scene), message, {"road": road_in_words(graph.road_to(number), state.scene)})


def _cycles(graph: Graph) -> Iterator[Fault]:
    message = N_(
        "a road can come back to scene %(name)s for ever: let a choice on it be offered only once, with a when like"
        " not after and the scene it leads to. The road: %(road)s"
    )
    to_itself = N_(
        "choice %(choice)s leads back to its own scene %(name)s, for ever: take it out, or let it lead to another"
        " scene. The road: %(road)s"
    )
    for cycle in find_cycles(graph, CYCLES_TOLD):
        road = _straight_to(cycle.scene, cycle.road, cycle.turns)
        values = {"name": cycle.scene, "road": road_in_words(road, cycle.scene)}
        if len(cycle.turns) == 1:
            choice = cycle.turns[0][1]
            yield Fault((*_at_choice(cycle.scene, choice), "next"), to_itself, {**values, "choice": choice})
        else:
            yield Fault(("scenes", cycle.scene), message, values)


def _straight_to(scene: str, road: Road, turns: Road) -> Road:
    """The road to where the scene is first met, and then once round, however often it goes round before."""
    first = next(number for number, (met, _) in enumerate(road) if met == scene)
    return (*road[:first], *turns)


def _verdict(case: Case, scene: str, choice: str) -> Verdict:
    return case.scenes[scene].choices[choice].verdict


def _at_choice(scene: str, choice: str) -> tuple[str, ...]:
    return "scenes", scene, "choices", choice


def _end_of(case: Case, road: Road) -> str:
    scene, choice = road[-1]
    return case.scenes[scene].choices[choice].next


def _told(graph: Graph, road: Road) -> str:
    return road_in_words(road, _end_of(graph.case, road))


def _walked_to_json(walked: Walked | None) -> dict[str, Any] | None:
    if walked is None:
        return None
    return {"road": [list(turn) for turn in walked.road], "stops_at": walked.stops_at, "had": walked.had_a_choice}


def _walked_from_json(tree: Mapping[str, Any] | None) -> Walked | None:
    if tree is None:
        return None
    return Walked(tuple((scene, choice) for scene, choice in tree["road"]), tree["stops_at"], tree["had"])
