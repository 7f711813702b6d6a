"""What is wrong with a case whose lines are well formed."""

import datetime as dt
from typing import Any

import pytest
from libraries import CASE
from samples import Tree, a_case, a_choice

from course.content.bundle import Bundle
from course.content.case import is_open_on
from course.content.document import build
from course.content.problem import Fault

NO_SCENE = "there is no scene %(name)s in this case: it has %(known)s"
NO_SEAT = "there is no seat %(name)s in this case: it has %(known)s"
NO_SCALE = "the scale %(name)s is not one of this case, which has %(known)s: add it to scales:, or mend it"
NO_SUCH_SCALE = "there is no scale %(name)s: write %(known)s, or some of these"
ENDINGS: Tree = {"good": {"text": "Bem.", "ending": "good"}, "bad": {"text": "Mal.", "ending": "bad"}}


def faults(scenes: Tree | None = None, **others: Any) -> list[Fault]:
    return list(a_case(scenes, **others).faults())


def a_scene(**choices: Tree) -> Tree:
    return {"text": "Um homem passa.", "choices": choices}


def with_choice(**others: Any) -> list[Fault]:
    """The faults of a case whose choice `stop` is otherwise."""
    return faults({"start": a_scene(stop=a_choice("bad") | others, watch=a_choice("good"))} | ENDINGS)


def test_a_case_whose_roads_all_end_has_no_fault() -> None:
    assert faults() == []


def test_a_case_begins_at_a_scene_that_it_has() -> None:
    assert faults(start="begin") == [Fault(("start",), NO_SCENE, {"name": "begin", "known": "start, good, bad"})]


def test_a_choice_leads_to_a_scene_that_the_case_has() -> None:
    assert with_choice(next="worse") == [
        Fault(("scenes", "start", "choices", "stop", "next"), NO_SCENE, {"name": "worse", "known": "start, good, bad"}),
        Fault(
            ("scenes", "bad"),
            "no road leads to scene %(name)s: name it as the next of a choice, or take it out",
            {"name": "bad"},
        ),
    ]


def test_an_effect_is_on_a_scale_of_the_case() -> None:
    assert with_choice(effect={"trust": "-1", "safety": "-1"}) == [
        Fault(
            ("scenes", "start", "choices", "stop", "effect", "safety"),
            NO_SCALE,
            {"name": "safety", "known": "legality, trust"},
        )
    ]


def test_a_case_uses_scales_that_there_are() -> None:
    assert faults(scales=["legality", "trust", "luck"]) == [
        Fault(("scales",), NO_SUCH_SCALE, {"name": "luck", "known": "legality, safety, trust"})
    ]


def test_a_condition_names_scales_and_scenes_of_the_case() -> None:
    at = ("scenes", "start", "choices", "stop", "when")

    assert with_choice(when="safety >= 1 and trust >= 1 and not after search and after start") == [
        Fault(at, NO_SCALE, {"name": "safety", "known": "legality, trust"}),
        Fault(at, NO_SCENE, {"name": "search", "known": "start, good, bad"}),
    ]


def test_a_view_is_from_a_seat_of_the_case() -> None:
    scenes = {"start": a_scene(go=a_choice("good")) | {"views": {"stopped": "Eu.", "passer-by": "Vi."}}}

    assert faults(scenes | {"good": ENDINGS["good"]}) == [
        Fault(("scenes", "start", "views", "passer-by"), NO_SEAT, {"name": "passer-by", "known": "officer, stopped"})
    ]


def test_a_case_is_seen_from_two_seats() -> None:
    assert faults(seats={"officer": "Agente"}) == [
        Fault(("seats",), "a case is seen from at least two seats: add a line with another one")
    ]


@pytest.mark.parametrize("scene", [{"text": "Nada."}, a_scene(go=a_choice("good")) | {"ending": "good"}])
def test_a_scene_has_either_choices_or_an_ending(scene: Tree) -> None:
    found = faults({"start": a_scene(on=a_choice("middle"), out=a_choice("good")), "middle": scene} | ENDINGS)

    assert found[0] == Fault(
        ("scenes", "middle"), "a scene has either choices or an ending: keep one of them, or add what is missing"
    )


@pytest.mark.parametrize(("count", "is_refused"), [(5, False), (6, True)])
def test_a_scene_offers_at_most_five_choices(count: int, *, is_refused: bool) -> None:
    choices = {f"choice-{number}": a_choice("good") for number in range(count)}

    message = "a scene offers at most %(most)s choices, and this one has %(count)s: take some out"

    assert faults({"start": a_scene(**choices), "good": ENDINGS["good"]}) == (
        [Fault(("scenes", "start", "choices"), message, {"most": "5", "count": "6"})] if is_refused else []
    )


def test_a_scene_that_no_road_leads_to_is_told() -> None:
    scenes = {"start": a_scene(go=a_choice("good")), "island": a_scene(go=a_choice("bad"))} | ENDINGS

    assert faults(scenes) == [
        Fault(
            ("scenes", "island"),
            "no road leads to scene %(name)s: name it as the next of a choice, or take it out",
            {"name": "island"},
        ),
        Fault(
            ("scenes", "bad"),
            "no road leads to scene %(name)s: name it as the next of a choice, or take it out",
            {"name": "bad"},
        ),
    ]


def test_scenes_that_never_come_to_an_ending_are_told() -> None:
    scenes = {
        "start": a_scene(out=a_choice("good"), on=a_choice("here")),
        "here": a_scene(on=a_choice("there")),
        "there": a_scene(back=a_choice("here")),
        "good": ENDINGS["good"],
    }

    assert faults(scenes) == [
        Fault(
            ("scenes", name),
            "no road from scene %(name)s comes to an ending: let a choice lead out of it",
            {"name": name},
        )
        for name in ("here", "there")
    ]


def test_every_fault_is_told_at_once() -> None:
    found = with_choice(next="worse", effect={"safety": "1"}, when="after search")

    assert [fault.path[-1] for fault in found] == ["next", "safety", "when", "bad"]


@pytest.mark.parametrize("name", ["0-x-0", "no-such-scene"])
def test_a_name_that_is_not_there_is_told_whatever_it_is(name: str) -> None:
    text = CASE.replace("next: end", f"next: {name}")

    document, problems = build("case", Bundle("case", "looked-away", {"case.yaml": text.encode()}))

    assert document is None
    assert f"there is no scene {name} in this case: it has platform, end" in [one.in_words(str) for one in problems]


def test_what_stands_in_for_a_name_of_the_wrong_form_is_never_named() -> None:
    text = CASE.replace("  end:", "  Fim:").replace("next: end", "next: station").replace("  stopped:", "  Pessoa:")

    _, problems = build("case", Bundle("case", "looked-away", {"case.yaml": text.encode()}))

    assert sorted(one.in_words(str) for one in problems if one.where.endswith("/case.yaml")) == [
        "Fim has the wrong form: ids are small letters, digits and hyphens, without accents",
        "Pessoa has the wrong form: ids are small letters, digits and hyphens, without accents",
        "no road from scene platform comes to an ending: let a choice lead out of it",
        "there is no scene station in this case: it has platform",
    ]


@pytest.mark.parametrize(("scales", "is_told"), [(["legality"], True), (["legality", "confiança"], False)])
def test_where_a_scale_is_listed_in_other_words_its_effects_are_not_told_one_by_one(
    scales: list[str], *, is_told: bool
) -> None:
    scenes = {"start": {"text": "Um.", "choices": {"go": a_choice("good", effect={"trust": "+1"})}}}

    found = faults(scenes | {"good": ENDINGS["good"]}, scales=scales)

    assert [fault.message for fault in found] == [NO_SCALE if is_told else NO_SUCH_SCALE]


# Where it comes from

KNOWN = "judgment, decision, complaint, press, composite, invented"
NO_SOURCE = "a case with origin: %(origin)s cites what it comes from: add a line source: with an id of the register"
NO_SOURCE_EXPECTED = (
    "a case with origin: %(origin)s tells no single real case: take source: out, or say from which it comes"
)


def faults_of_origin(**based_on: str) -> list[Fault]:
    return faults(based_on={"changed": "Tudo."} | based_on)


def test_a_case_that_does_not_say_where_it_comes_from_is_warned_of() -> None:
    message = "where the case comes from is not told: add a line origin: under based_on, one of %(known)s"

    assert faults_of_origin() == [Fault(("based_on",), message, {"known": KNOWN}, fatal=False)]


@pytest.mark.parametrize("origin", ["judgment", "decision", "press"])
def test_what_is_public_is_cited(origin: str) -> None:
    assert faults_of_origin(origin=origin, source="x") == []
    assert faults_of_origin(origin=origin) == [Fault(("based_on", "origin"), NO_SOURCE, {"origin": origin})]


@pytest.mark.parametrize("origin", ["composite", "invented"])
def test_what_tells_no_real_case_cites_none(origin: str) -> None:
    assert faults_of_origin(origin=origin) == []
    assert faults_of_origin(origin=origin, source="x") == [
        Fault(("based_on", "source"), NO_SOURCE_EXPECTED, {"origin": origin})
    ]


def test_a_complaint_may_be_cited_or_not() -> None:
    assert faults_of_origin(origin="complaint") == faults_of_origin(origin="complaint", source="x") == []


@pytest.mark.parametrize("expires", ["2026-12-01", "2026-11-30"])
def test_a_case_is_not_over_before_it_is_shown(expires: str) -> None:
    message = "the case would be over before it is shown: let expires be a day after embargo"

    assert faults_of_origin(origin="invented", embargo="2026-12-01", expires=expires) == [
        Fault(("based_on", "expires"), message)
    ]
    assert faults_of_origin(origin="invented", embargo="2026-12-01", expires="2026-12-02") == []


@pytest.mark.parametrize(
    ("day", "is_open"), [("2026-11-30", False), ("2026-12-01", True), ("2026-12-31", True), ("2027-01-01", False)]
)
def test_a_case_is_shown_from_its_embargo_on_and_no_longer_when_it_expires(day: str, is_open: bool) -> None:
    assert is_open_on("2026-12-01", "2027-01-01", dt.date.fromisoformat(day)) is is_open
    assert is_open_on("", "", dt.date.fromisoformat(day)) is True
