"""The six steps of the guided start, each with its form, and the lines that each writes."""

import hashlib
from collections.abc import Iterator
from typing import Final

from course.content.guided.endings import EndingsForm
from course.content.guided.people import PeopleForm
from course.content.guided.place import PlaceForm
from course.content.guided.scene import SceneForm, first_scene
from course.content.guided.seen import Step
from course.content.guided.sent import Sent, Wrong
from course.content.guided.tree import Path, Tree, group_at, lines_at, text_at

StepForm = PlaceForm | PeopleForm | SceneForm | EndingsForm

_HEAD: Final = (("title",), ("summary",), ("content_note",), ("heading",))
_PEOPLE: Final = (("based_on",), ("seats",))


def form_of(step: Step, tree: Tree) -> StepForm:
    """The form of that step of a case that may be incomplete. Three of them show parts of the first scene."""
    if step == "place":
        return PlaceForm.read(tree)
    if step == "people":
        return PeopleForm.read(tree)
    if step == "endings":
        return EndingsForm.read(tree)
    return SceneForm.read(tree, first_scene(tree))


def form_sent(form: StepForm, sent: Sent, tree: Tree) -> StepForm:
    """The form with what was sent."""
    return form.with_sent(sent, tree) if isinstance(form, SceneForm) else form.with_sent(sent)


def wrongs_in(form: StepForm, tree: Tree) -> tuple[Wrong, ...]:
    """What must be mended in a form before it can be kept."""
    return tuple(form.wrongs(tree) if isinstance(form, SceneForm) else form.wrongs())


def mark_of(form: StepForm) -> str:
    """A mark that is another one when the form says anything else: what a page was shown is named by it."""
    return hashlib.sha256(repr(form).encode(errors="backslashreplace")).hexdigest()[:16]


def lines_of(text: str, step: Step, tree: Tree) -> str:
    """The lines of the text that the form of that step writes."""
    told = (lines_at(text, *path) for path in _paths_of(step, tree))
    return "\n".join(lines for lines in told if lines)


def lines_of_scene(text: str, scene: str) -> str:
    """The lines of the text that the form of a scene writes."""
    return lines_at(text, "scenes", scene) if scene else ""


def field_at(form: StepForm, path: Path) -> str | None:
    """The name of the field of the form that shows what stands at that path of the text; None where it shows none."""
    if isinstance(form, PlaceForm):
        return path[-1] if path in {*_HEAD, *(("heading", name) for name in ("hour", "place", "duty"))} else None
    if isinstance(form, PeopleForm):
        seats = {seat.id: number for number, seat in enumerate(form.seats, 1)}
        if path[0] == "seats":
            return f"seat-{seats[path[1]]}" if path[1] in seats else None
        return path[1] if path[0] == "based_on" else None
    if isinstance(form, EndingsForm):
        if path == ("outcome",):
            return "outcome"
        return f"ending-{path[1]}" if path[0] == "scenes" and path[1] in form.endings else None
    return _field_of_scene(form, path[2:]) if path[:2] == ("scenes", form.id) else None


def _field_of_scene(form: SceneForm, path: Path) -> str | None:
    if path == ("text",):
        return "text"
    if path[0] == "views":
        return f"view-{path[1]}"
    ids = {option.id: number for number, option in enumerate(form.options, 1)}
    if path[0] == "choices" and path[1] in ids and path[-1] in {"text", "why"}:
        return f"option-{ids[path[1]]}-{path[-1]}"
    return None


def _paths_of(step: Step, tree: Tree) -> Iterator[Path]:
    first = ("scenes", first_scene(tree))
    if step == "place":
        yield from _HEAD
    elif step == "people":
        yield from _PEOPLE
    elif step == "decision":
        yield from (("start",), (*first, "text"), (*first, "views"))
    elif step == "endings":
        yield from (("scenes", id_) for id_ in group_at(tree, "scenes") if text_at(tree, "scenes", id_, "ending"))
        yield ("outcome",)
    else:
        yield (*first, "choices")
