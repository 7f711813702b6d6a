"""A case: scenes, choices with their effects, endings, and the same moment from several seats."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Annotated, Any, Final, Literal, get_args

from pydantic import Field, PlainSerializer, ValidatorFunctionWrapHandler, WithJsonSchema, WrapValidator
from pydantic_core import PydanticCustomError

from course.base.languages import N_
from course.content.conditions import After, Bound, Condition, condition_meant, read_condition
from course.content.fields import Day, Line, Name, Part, Prose, Slug, Whole
from course.content.picture import Picture
from course.content.problem import Fault

SCALES = ("legality", "safety", "trust")
"""Every scale a case may use; the words for them are the pages'."""

LOWEST, HIGHEST = -10, 10
"""Between these a scale stays; it starts at 0."""

MOST_CHOICES: Final = 5
"""In one scene: with more, nobody weighs them."""

LONGEST_NAME_TOLD = 60
"""Characters of a scale that is none."""

NAMED = 12
"""At most so many scenes or seats are listed to whoever named one that is not there."""

Origin = Literal["judgment", "decision", "complaint", "press", "composite", "invented"]
WITH_SOURCE: Final[frozenset[Origin]] = frozenset({"judgment", "decision", "press"})
"""What is public, and is cited; a complaint may be."""
WITHOUT_SOURCE: Final[frozenset[Origin]] = frozenset({"composite", "invented"})
"""What tells no single real case, so that none can be cited for it."""

Verdict = Literal["best", "acceptable", "poor", "unlawful"]
EndingKind = Literal["good", "mixed", "bad"]


def _condition(value: Any, _handler: ValidatorFunctionWrapHandler) -> Condition:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "string type")
    if not value.strip():
        raise PydanticCustomError("empty_text", "empty text")
    try:
        return read_condition(value)
    except ValueError as error:
        part = str(error)
        meant = condition_meant(part)
        kind = "condition_meant" if meant else "condition"
        raise PydanticCustomError(kind, "condition", {"part": part, "meant": meant or ""}) from error


def _as_written(condition: Condition) -> str:
    return " and ".join(
        f"{'not ' * test.negated}after {test.scene}"
        if isinstance(test, After)
        else f"{test.scale} {'<=' if test.at_most else '>='} {test.bound}"
        for test in condition
    )


Scale = Annotated[str, WithJsonSchema({"type": "string", "enum": list(SCALES)})]
"""Any word: one that is no scale is told with those that there are, and not as an id of the wrong form."""
When = Annotated[Condition, WrapValidator(_condition), PlainSerializer(_as_written)]
Effect = Annotated[Whole, Field(ge=-3, le=3)]


class Heading(Part):
    """How the report of the first scene would begin."""

    hour: Line
    """The hour, with the day where it matters."""
    place: Line
    """Where it is, in two or three words."""
    duty: Line
    """On what duty, and with how many."""


def is_open_on(embargo: str, expires: str, day: dt.date) -> bool:
    """Whether that day is not before the embargo ends and before it expires; each a day as written, or empty."""
    return embargo <= day.isoformat() and (not expires or day.isoformat() < expires)


class BasedOn(Part):
    """Where a case comes from and what was changed; without a source it is composite or invented, and says so."""

    origin: Origin | None = None
    """What it comes from: a court's `judgment`, the `decision` of another authority, a `complaint` told by consent, the
    `press`; `composite` of what happens often, or `invented`."""
    source: Slug | None = None
    """The judgment or report it comes from; left out where the case is composite or invented."""
    changed: Prose
    """What was changed or invented."""
    embargo: Day | None = None
    """The first day on which officers may see the case; trainers and reviewers see it before."""
    expires: Day | None = None
    """The day from which officers see the case no longer, such as the end of a consent."""

    def faults(self) -> Iterator[Fault]:
        """An origin that is not told, or that its source contradicts; days in the wrong order."""
        if self.origin is None:
            yield Fault((), _NO_ORIGIN, {"known": ", ".join(get_args(Origin))}, fatal=False)
        elif self.origin in WITH_SOURCE and self.source is None:
            yield Fault(("origin",), _NO_SOURCE, {"origin": self.origin})
        elif self.origin in WITHOUT_SOURCE and self.source is not None:
            yield Fault(("source",), _NO_SOURCE_EXPECTED, {"origin": self.origin})
        if self.embargo and self.expires and self.embargo >= self.expires:
            yield Fault(
                ("expires",), N_("the case would be over before it is shown: let expires be a day after embargo")
            )


class Choice(Part):
    """What the officer can do; `idea` shows the register's answer after the decision and is never counted."""

    text: Line
    """What the officer can do."""
    next: Slug
    """The scene to which it leads."""
    effect: Mapping[Slug, Effect] = {}
    """How far it moves each scale, from -3 to +3."""
    when: When = ()
    """The conditions under which it is offered; without them it always is."""
    verdict: Verdict
    """How good the decision is."""
    why: Prose
    """The reason, shown after the decision."""
    idea: Slug | None = None
    """The wrong idea behind it; the register's answer is shown after the decision."""
    sources: tuple[Slug, ...] = ()
    """Sources beside those cited in the text."""


class Scene(Part):
    """A moment: with choices, or an ending."""

    text: Prose
    """What the officer sees and hears, in the present."""
    picture: Picture | None = None
    """A picture below the text."""
    views: Mapping[Slug, Prose] = {}
    """The same moment from other seats."""
    choices: Mapping[Slug, Choice] = {}
    """What can be done, at most five, shown in the order written."""
    ending: EndingKind | None = None
    """How it ends; a scene has this or `choices`."""


class Case(Part):
    """What `case.yaml` holds. The first seat is the one that decides."""

    format: Literal["1"]
    """Always `1`: which form of file this is."""
    language: Literal["pt", "en"]
    """`pt` in the reference file; `en` in its translation."""
    title: Line
    """What the case is called."""
    summary: Line
    """One sentence: where one is and what is to be decided."""
    content_note: Line | None = None
    """What may hurt in it, such as slurs or violence; told before it begins, with a way past it and whom to talk to."""
    heading: Heading | None = None
    """How the report of the first scene would begin; shown above that scene."""
    based_on: BasedOn
    """Where the case comes from."""
    invented_names: tuple[Name, ...] = ()
    """Names of people and stations in this text that exist nowhere: whoever writes them here states so."""
    seats: Mapping[Slug, Line]
    """Who is there, at least two; the first one decides."""
    scales: tuple[Scale, ...]
    """What the case measures: `legality`, `safety`, `trust`. Each starts at 0 and stays from -10 to +10."""
    outcome: Prose | None = None
    """What became of the real case."""
    start: Slug
    """The first scene."""
    scenes: Mapping[Slug, Scene]
    """All scenes."""

    def faults(self) -> Iterator[Fault]:
        """Names that lead nowhere, scenes nobody can reach, roads without an end."""
        yield from (
            Fault(("based_on", *fault.path), fault.message, fault.values, fault.fatal)
            for fault in self.based_on.faults()
        )
        yield from self._naming_faults()
        for id_, scene in self.scenes.items():
            yield from self._scene_faults(id_, scene)
        if self.start in self.scenes:
            yield from self._graph_faults()

    def _naming_faults(self) -> Iterator[Fault]:
        if self.start not in self.scenes:
            yield _unknown(("start",), self.start, self.scenes, _NO_SCENE)
        for scale in self.scales:
            if scale not in SCALES:
                yield _unknown(("scales",), scale[:LONGEST_NAME_TOLD], SCALES, _NO_SUCH_SCALE)
        if len(self.seats) < 2:
            yield Fault(("seats",), N_("a case is seen from at least two seats: add a line with another one"))

    def _scene_faults(self, id_: str, scene: Scene) -> Iterator[Fault]:
        at = ("scenes", id_)
        if bool(scene.choices) == bool(scene.ending):
            yield Fault(at, N_("a scene has either choices or an ending: keep one of them, or add what is missing"))
        if len(scene.choices) > MOST_CHOICES:
            values = {"most": str(MOST_CHOICES), "count": str(len(scene.choices))}
            message = N_("a scene offers at most %(most)s choices, and this one has %(count)s: take some out")
            yield Fault((*at, "choices"), message, values)
        for seat in scene.views:
            if seat not in self.seats:
                yield _unknown((*at, "views", seat), seat, self.seats, _NO_SEAT)
        for choice_id, choice in scene.choices.items():
            yield from self._choice_faults((*at, "choices", choice_id), choice)

    def _choice_faults(self, at: tuple[str, ...], choice: Choice) -> Iterator[Fault]:
        if choice.next not in self.scenes:
            yield _unknown((*at, "next"), choice.next, self.scenes, _NO_SCENE)
        for scale in choice.effect:
            if not self._may_measure(scale):
                yield _unknown((*at, "effect", scale), scale, self.scales, _NO_SCALE)
        for test in choice.when:
            if isinstance(test, Bound) and not self._may_measure(test.scale):
                yield _unknown((*at, "when"), test.scale, self.scales, _NO_SCALE)
            if isinstance(test, After) and test.scene not in self.scenes:
                yield _unknown((*at, "when"), test.scene, self.scenes, _NO_SCENE)

    def _may_measure(self, scale: str) -> bool:
        """Whether the case has that scale, or may mean it: by one listed that there is not."""
        return scale in self.scales or (scale in SCALES and not set(self.scales) <= set(SCALES))

    def _graph_faults(self) -> Iterator[Fault]:
        reached = self._reached_from(self.start)
        for id_ in self.scenes:
            if id_ not in reached:
                yield Fault(
                    ("scenes", id_),
                    N_("no road leads to scene %(name)s: name it as the next of a choice, or take it out"),
                    {"name": id_},
                )
            elif not any(self.scenes[later].ending for later in self._reached_from(id_)):
                yield Fault(
                    ("scenes", id_),
                    N_("no road from scene %(name)s comes to an ending: let a choice lead out of it"),
                    {"name": id_},
                )

    def _reached_from(self, start: str) -> set[str]:
        reached, waiting = {start}, [start]
        while waiting:
            for choice in self.scenes[waiting.pop()].choices.values():
                if choice.next in self.scenes and choice.next not in reached:
                    reached.add(choice.next)
                    waiting.append(choice.next)
        return reached


_NO_ORIGIN: Final = N_("where the case comes from is not told: add a line origin: under based_on, one of %(known)s")
_NO_SOURCE: Final = N_(
    "a case with origin: %(origin)s cites what it comes from: add a line source: with an id of the register"
)
_NO_SOURCE_EXPECTED: Final = N_(
    "a case with origin: %(origin)s tells no single real case: take source: out, or say from which it comes"
)
_NO_SCENE: Final = N_("there is no scene %(name)s in this case: it has %(known)s")
_NO_SEAT: Final = N_("there is no seat %(name)s in this case: it has %(known)s")
_NO_SCALE: Final = N_("the scale %(name)s is not one of this case, which has %(known)s: add it to scales:, or mend it")
_NO_SUCH_SCALE: Final = N_("there is no scale %(name)s: write %(known)s, or some of these")


def _unknown(path: tuple[str, ...], name: str, known: Iterable[str], message: str) -> Fault:
    first = list(islice(known, NAMED + 1))
    names = ", ".join(first if len(first) <= NAMED else [*first[:NAMED], "…"])
    return Fault(path, message, {"name": name, "known": names or "-"})
