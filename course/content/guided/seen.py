"""What the course sees of a case beside its forms: what is still missing, and what gives an answer away."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from course.base.languages import N_
from course.content.case import MOST_CHOICES, WITH_SOURCE, WITHOUT_SOURCE
from course.content.guided.option import NEW, Option
from course.content.guided.people import LEAST_SEATS
from course.content.guided.scene import SceneForm, first_scene
from course.content.guided.tree import Tree, group_at, text_at
from course.content.roads import GOOD

Step = Literal["place", "people", "decision", "options", "endings", "law"]
STEPS: Final[tuple[Step, ...]] = ("place", "people", "decision", "options", "endings", "law")


@dataclass(frozen=True)
class Lack:
    """Something without which no case is whole: the step where it is asked, its field and scene, an English msgid.

    `step` is None for a scene that is no part of the guided start; it has a form of its own.
    """

    step: Step | None
    message: str
    name: str = ""
    """The name of the field."""
    scene: str = ""
    path: tuple[str, ...] = ()
    """Where in the text it is missing, so that nobody is told of it twice."""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sight:
    """Something that the course sees in a scene's options: whether it is as it should be, and an English msgid."""

    is_well: bool
    message: str


def lacks_of(tree: Tree) -> tuple[Lack, ...]:
    """Everything that is still missing, in the order of the steps."""
    return (*_lacks_of_head(tree), *_lacks_of_people(tree), *_lacks_of_scenes(tree))


def sights_of(form: SceneForm) -> tuple[Sight, ...]:
    """What the course sees in the options of a scene; nothing where none is written yet."""
    options = [option for option in form.options if option.text]
    if not options:
        return ()
    good = [option for option in options if option.verdict in GOOD]
    best = [option for option in good if option.verdict == "best"] or good
    return tuple(_sights(options, best))


def _sights(options: list[Option], best: list[Option]) -> Iterator[Sight]:
    if best:
        yield Sight(is_well=True, message=N_("There is a good option"))
    else:
        yield Sight(is_well=False, message=N_("No option is good or acceptable yet"))
    if best and len(options) > 1:
        if options[0] in best:
            yield Sight(is_well=False, message=N_("The good one is the first: whoever always takes the first is right"))
        else:
            yield Sight(is_well=True, message=N_("The good one is not the first"))
        if max(options, key=lambda option: len(option.text)) in best:
            yield Sight(is_well=False, message=N_("The good one is the longest: whoever guesses is right"))
        else:
            yield Sight(is_well=True, message=N_("The good one is not the longest"))
    if all(option.leads for option in options):
        yield Sight(is_well=True, message=N_("Every option leads somewhere"))
    else:
        yield Sight(is_well=False, message=N_("An option leads nowhere yet"))
    if len(options) > MOST_CHOICES:
        yield Sight(is_well=False, message=N_("There are more than five options, and nobody weighs so many"))


def _lacks_of_head(tree: Tree) -> Iterator[Lack]:
    for name, message in (("title", N_("What the case is called")), ("summary", N_("Where one is, in one sentence"))):
        if not text_at(tree, name):
            yield Lack("place", message, name, path=(name,))
    heading = {name: text_at(tree, "heading", name) for name in ("hour", "place", "duty")}
    if any(heading.values()):
        for name, text in heading.items():
            if not text:
                message = N_("Hour, place and duty go together: write all three, or none")
                yield Lack("place", message, name, path=("heading", name))
                break


def _lacks_of_people(tree: Tree) -> Iterator[Lack]:
    count = len(group_at(tree, "seats"))
    if count < LEAST_SEATS:
        yield Lack("people", N_("Who is there: at least two"), f"seat-{count + 1}", path=("seats",))
    for name, message in (
        ("origin", N_("Where the case comes from")),
        ("changed", N_("What was changed or invented")),
    ):
        if not text_at(tree, "based_on", name):
            yield Lack("people", message, name, path=("based_on", name))
    origin, source = text_at(tree, "based_on", "origin"), text_at(tree, "based_on", "source")
    if origin in WITH_SOURCE and not source:
        yield Lack("people", N_("Which text of the register it comes from"), "source", path=("based_on", "origin"))
    if origin in WITHOUT_SOURCE and source:
        message = N_("No source: what is composite or invented comes from no single text")
        yield Lack("people", message, "source", path=("based_on", "source"))


def _lacks_of_scenes(tree: Tree) -> Iterator[Lack]:
    first = first_scene(tree)
    if not first:
        yield Lack("decision", N_("What the officer sees and hears"), "text", path=("scenes",))
    for id_ in group_at(tree, "scenes"):
        form = SceneForm.read(tree, id_)
        step: Step | None = "decision" if id_ == first else "endings" if form.ending else None
        if not form.text:
            message = N_("What happened at this end") if form.ending else N_("What the officer sees and hears")
            name = f"ending-{id_}" if step == "endings" else "text"
            yield Lack(step, message, name, id_, ("scenes", id_, "text"))
        if not form.options and not form.ending:
            message = N_("What the officer can do here")
            yield Lack("options" if step else None, message, "option-1-text", id_, ("scenes", id_))
        for number, option in enumerate(form.options, 1):
            yield from _lacks_of_option(option, number, id_, "options" if id_ == first else None)


def _lacks_of_option(option: Option, number: int, scene: str, step: Step | None) -> Iterator[Lack]:
    path = ("scenes", scene, "choices", option.id)
    lacking = (
        ("text", "text", option.text, N_("What the officer does")),
        ("why", "why", option.why, N_("Why, told to whoever chose it")),
        ("verdict", "verdict", option.verdict, N_("How good this option is")),
        ("leads", "next", "" if option.leads == NEW else option.leads, N_("Where this option leads")),
    )
    for name, key, value, message in lacking:
        if not value:
            yield Lack(step, message, f"option-{number}-{name}", scene, (*path, key), {"number": str(number)})
