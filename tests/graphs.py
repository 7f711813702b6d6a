"""Cases by the shape of their graph: small ones of every kind, and long ones in a row."""

from typing import Any, Final

from hypothesis import strategies as st
from samples import Tree, a_case, a_choice

from course.content.case import Case

END: Final[Tree] = {"good": {"text": "Bem.", "ending": "good"}, "bad": {"text": "Mal.", "ending": "bad"}}


def a_scene(**choices: Tree) -> Tree:
    return {"text": "Um homem passa.", "choices": choices}


def wrong(to: str, **others: Any) -> Tree:
    """A choice that is not lawful, and whose text is the longest."""
    return a_choice(to, verdict="unlawful", text="Uma escolha escrita por extenso, com todos os pormenores.", **others)


def a_ladder(rungs: int, **last: Any) -> Case:
    """A case of so many scenes in a row, each of which goes on badly or well, and an ending for each."""
    scenes = {
        f"s{number}": a_scene(
            badly=wrong(f"s{number + 1}", effect={"trust": "-1", "legality": "-1"}),
            well=a_choice(f"s{number + 1}", effect={"trust": "+1"}),
        )
        for number in range(rungs)
    }
    scenes[f"s{rungs - 1}"] = a_scene(
        badly=wrong("bad", effect={"trust": "-1", "legality": "-1"}, **last),
        well=a_choice("good", effect={"trust": "+1"}),
    )
    return a_case(scenes | END, start="s0")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Small cases that lead anywhere: forward, back to a hub, on conditions, far enough to stop at ten."""
    count = draw(st.integers(2, 7))
    names = [f"s{number}" for number in range(count)]
    scenes: Tree = {}
    for number, name in enumerate(names):
        choices = {"on": _a_choice(draw, names[number + 1] if number + 1 < count else "good", names)}
        for extra in range(draw(st.integers(0, 2))):
            back = draw(st.integers(0, 5)) == 0
            later = [*names[number + 1 :], "good", "mixed", "bad"]
            choices[f"c{extra}"] = _a_choice(draw, draw(st.sampled_from(names if back else later)), names)
        scenes[name] = {"text": "Texto.", "choices": choices}
    endings = {kind: {"text": "Fim.", "ending": kind} for kind in ("good", "mixed", "bad")}
    case = a_case(scenes | endings, start="s0", scales=["legality", "safety", "trust"])
    led_to = {choice.next for scene in case.scenes.values() for choice in scene.choices.values()}
    return case.model_copy(update={"scenes": {id_: s for id_, s in case.scenes.items() if id_ in led_to | {"s0"}}})


def _a_choice(draw: st.DrawFn, to: str, names: list[str]) -> Tree:
    scales = draw(st.lists(st.sampled_from(["legality", "safety", "trust"]), unique=True))
    tests = draw(st.lists(_tests(names), max_size=2) if draw(st.booleans()) else st.just([]))
    return a_choice(
        to,
        text="t" * draw(st.integers(1, 4)),
        verdict=draw(st.sampled_from(["best", "best", "acceptable", "poor", "unlawful"])),
        effect={scale: str(draw(st.sampled_from([-3, -3, -1, 1, 3, 3]))) for scale in scales},
    ) | ({"when": " and ".join(tests)} if tests else {})


def _tests(names: list[str]) -> st.SearchStrategy[str]:
    bounds = st.tuples(st.sampled_from(["trust", "safety"]), st.sampled_from([">=", "<="]), st.integers(-10, 10))
    scenes = st.sampled_from(names)
    return st.one_of(
        bounds.map(lambda parts: " ".join(map(str, parts))),
        scenes.map("after {}".format),
        scenes.map("not after {}".format),
    )
