"""What trainers and reviewers see of the roads through a case, as a drawing and in words."""

from collections import Counter

import pytest
from samples import a_case, a_choice
from site_of_tests import Site

from course.content.case import Case
from course.content.proof import prove
from course.web.case_map import map_of
from course.web.proof_words import FactLine, facts_of

CASE = "/train/cases/looked-away"


@pytest.fixture
def trainer(site: Site) -> Site:
    """The site with a trainer."""
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))
    return site


def a_case_with_a_condition(when: str) -> Case:
    """Stop badly, watch well, or ask under a condition."""
    return a_case(
        {
            "start": {
                "text": "Um homem passa.",
                "choices": {
                    "stop": a_choice(
                        "bad", verdict="unlawful", text="Mandar parar já, sem mais.", effect={"trust": "-3"}
                    ),
                    "watch": a_choice("good", effect={"trust": "+1"}),
                    "ask": a_choice("talk", when=when),
                },
            },
            "talk": {"text": "Fala.", "choices": {"on": a_choice("good", effect={"trust": "+1"})}},
            "good": {"text": "Bem.", "ending": "good"},
            "bad": {"text": "Mal.", "ending": "bad"},
        },
        scales=["trust"],
    )


def facts_in_english(site: Site, case: Case) -> list[FactLine]:
    with site.app.test_request_context("/", headers={"Cookie": "language=en"}):
        return facts_of(case, prove(case))


def test_the_map_marks_what_no_road_reaches_and_the_road_of_the_best_choices(site: Site) -> None:
    case = a_case_with_a_condition("trust >= 1")

    with site.app.test_request_context("/"):
        drawn = map_of(case, prove(case))

    assert {shape.box.scene for shape in drawn.shapes if shape.is_unreached} == {"talk"}
    assert {shape.box.scene: shape.kind for shape in drawn.shapes} == {
        "start": "start",
        "talk": "scene",
        "good": "good",
        "bad": "bad",
    }
    assert Counter((line.verdict, line.is_best) for line in drawn.lines) == {
        ("best", True): 1,
        ("best", False): 2,
        ("unlawful", False): 1,
    }


def test_endings_differ_by_sign_and_shape_and_not_by_colour_alone(site: Site) -> None:
    case = a_case({kind: {"text": "Fim.", "ending": kind} for kind in ("good", "mixed", "bad")}, start="good")

    with site.app.test_request_context("/"):
        drawn = map_of(case, None)

    assert [shape.label for shape in drawn.shapes] == ["+ good", "± mixed", "− bad"]
    assert [(shape.rounding, len(shape.corners.split())) for shape in drawn.shapes] == [(23, 0), (0, 8), (0, 8)]
    assert len({shape.corners for shape in drawn.shapes}) == 3


def test_what_holds_is_told_in_words(site: Site) -> None:
    assert facts_in_english(site, a_case_with_a_condition("trust >= 0")) == [
        FactLine("right", "4 scenes, all reached; 4 choices, each offered on some road"),
        FactLine("right", "In every situation there is at least one best or acceptable choice"),
        FactLine("right", "No road with a weak or unlawful choice ends above the best attainable"),
        FactLine("right", "Neither “always the first choice” nor “always the longest” comes to a good ending"),
        FactLine("right", "3 roads through 4 situations; all end, after 2 to 3 scenes"),
        FactLine("info", "The longest road takes 3 minutes: one a scene, and the reading of what really happened"),
        FactLine("info", "Roads by ending: to a good ending: 2, to a bad one: 1"),
        FactLine("info", "Trust: −3 on the worst road, 1 at best without a weak or unlawful choice"),
        FactLine("info", "Always the first choice leads to bad (bad ending)"),
        FactLine("info", "Always the longest text leads to bad (bad ending)"),
        FactLine("info", "Always the best choice leads to good (good ending)"),
        FactLine("info", "Choices by verdict: best: 3, not lawful: 1"),
    ]


def test_what_does_not_hold_is_told_with_its_place(site: Site) -> None:
    wrong = [
        line.text for line in facts_in_english(site, a_case_with_a_condition("trust >= 1")) if line.drawing == "wrong"
    ]

    unreached = (
        "scenes.talk: no road leads to scene talk, for the choices that name it are not offered before it: loosen their"
        " when, or take the scene out"
    )
    never = "scenes.start.choices.ask.when: choice ask is offered on no road: loosen its when, or take the choice out"
    assert wrong == [unreached, never]


@pytest.mark.parametrize(("rungs", "told"), [(29, "536870912 roads"), (30, "> 10^9 roads")])
def test_a_number_of_roads_too_long_to_read_is_told_by_its_power_of_ten(site: Site, rungs: int, told: str) -> None:
    scenes = {
        f"s{number}": {
            "text": "Texto.",
            "choices": {
                verdict: a_choice(f"s{number + 1}" if number + 1 < rungs else "end", verdict=verdict)
                for verdict in ("poor", "best")
            },
        }
        for number in range(rungs)
    }
    facts = facts_in_english(site, a_case(scenes | {"end": {"text": "Fim.", "ending": "mixed"}}, start="s0"))

    assert [line.text.split(" through ")[0] for line in facts if " through " in line.text] == [told]


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_page_of_a_case_shows_its_map_the_same_as_a_list_and_what_is_proved(trainer: Site, language: str) -> None:
    page = trainer.visitor("formadora@prova.pt", language).get(CASE)

    shapes = [group for group in page.tree.iter("g") if [*group.iter("text")]]
    links = [link.get("href", "") for details in page.tree.iter("details") for link in details.iter("a")]
    listed = [link for link in links if link.startswith("#scenes-")]
    assert (page.status, len(shapes), len(listed)) == (200, 16, 41)
    assert {link[1:] for link in listed} - {heading.get("id") for heading in page.tree.iter("h2")} == set()
    assert ("440 caminhos por 165 situações" if language == "pt" else "440 roads through 165 situations") in page.text


def test_a_reviewer_sees_the_same(site: Site) -> None:
    site.add_person(site.add_organisation(), "revisora@prova.pt", ("reviewer",), body="police")

    page = site.visitor("revisora@prova.pt", "en").get("/review/cases/looked-away")

    assert "440 roads through 165 situations; all end, after 3 to 7 scenes" in page.text
