"""The pages of a decision: the scene where it is taken, and what came of it with the moment to which it led."""

from typing import Any

from course.base.languages import Language
from course.content.case import Choice
from course.web.house import catalogue
from course.web.meters import meters
from course.web.player.road import Road, render_case


def scene_page(road: Road, *, is_missing: bool = False, template: str = "player/scene.html", **own: Any) -> str:
    """The scene where the road stands, with what can be decided; `is_missing`: a form was sent without a choice."""
    number = len(road.steps) + 1
    moment = road.moments[-1]
    return render_case(
        template,
        road.case,
        road=road,
        number=number,
        scene=road.case.scenes[moment.scene],
        scene_language=road.language_of(moment.scene),
        is_outdated=road.document.is_outdated(road.language, "scenes", moment.scene),
        choices=road.offered_at(number),
        meters=meters(moment.values, None),
        trail=_trail(road, number - 1),
        is_missing=is_missing,
        language=road.language,
        **own,
    )


def consequence_page(road: Road, number: int, *, template: str = "player/consequence.html", **own: Any) -> str:
    """What decision `number` was worth, why, and the law; then the moment to which it led, and the next decision.

    The end is told on the page of the ending.
    """
    moment, choice = road.moments[number], road.decision(number)
    scene = road.case.scenes[moment.scene]
    is_end = scene.ending is not None
    return render_case(
        template,
        road.case,
        road=road,
        number=number,
        choice=choice,
        scene=scene,
        scene_language=road.language_of(moment.scene),
        choice_language=road.language_of(road.steps[number - 1].scene),
        idea=idea_of(choice, road.language),
        moved=meters(moment.values, road.moments[number - 1].values),
        meters=meters(moment.values, None),
        trail=_trail(road, number),
        choices={} if is_end else road.offered_at(number + 1),
        next_taken=road.decision(number + 1) if number < len(road.steps) else None,
        onward=road.at.ending if is_end else road.at.decide(number + 1),
        is_end=is_end,
        language=road.language,
        **own,
    )


def _trail(road: Road, taken: int) -> list[str]:
    return [road.decision(number).text for number in range(1, taken + 1)]


def idea_of(choice: Choice, language: Language) -> dict[str, str] | None:
    """The wrong idea behind a choice and the answer to it; None where there is none."""
    idea = catalogue().registers.ideas.get(choice.idea) if choice.idea else None
    return {"statement": idea.statement.in_(language), "answer": idea.answer.in_(language)} if idea else None
