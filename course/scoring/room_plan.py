"""A plan for a session in a room: what is worked on, in which order, for how many minutes, and why.

It is made of what everybody may know of a group: the words of its picture, or the usual ideas where there is none. The
same words give the same plan, so that nothing can be learned from looking again.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from course.scoring.privacy import ForkShare, ShownFork

Kind = Literal["opening", "idea", "live", "objections", "closing", "break", "lunch"]
Why = Literal["parted", "strayed", "carries", "first"]
"""Why a case is played: the group parted there; most chose what does not hold; its choices carry ideas of the day;
nothing speaks for another."""

WEIGHTS: Final[Mapping[ForkShare, int]] = {"few or none": 0, "some": 1, "about half": 2, "most": 3}
USUAL: Final[Mapping[Kind, int]] = {"opening": 20, "idea": 25, "live": 40, "objections": 20, "closing": 15}
"""Minutes of each part of a morning of three hours; in other sessions they grow and shrink together."""
PAUSE: Final = 15
LUNCH: Final = 60
ONE_BREAK: Final = 150
"""Minutes from which a session has a break; with fewer it has none."""
A_DAY: Final = 300
"""Minutes from which it has a lunch and two breaks."""
TOPICS: Final = 3
TOPICS_OF_A_DAY: Final = 5
BESIDE_TOPICS: Final = 85
"""Minutes that go to everything but topics before there is a second topic."""
TWO_LIVE: Final = 280
"""Minutes of work from which two cases are played."""
STEP: Final = 5
"""Minutes are given out so many at a time; what is left over stays with the closing."""


@dataclass(frozen=True)
class RoomCase:
    """A case for the room: its ideas with the scene that carries each; `is_known`: played before the session."""

    id: str
    ideas: Mapping[str, str] = field(default_factory=dict)
    is_known: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the session. `idea` and `case` are ids, `scene` is the turning point of the case; empty for none."""

    kind: Kind
    minutes: int = 0
    idea: str = ""
    case: str = ""
    scene: str = ""
    why: Why | None = None


def plan(
    minutes: int,
    *,
    ideas: Sequence[str],
    cases: Sequence[RoomCase],
    forks: Sequence[ShownFork] = (),
    sound: Mapping[str, AbstractSet[str]] | None = None,
) -> tuple[Part, ...]:
    """The parts of a session of so many minutes, which they fill exactly.

    `ideas`: those to work on, the first one first; `cases` in the order of the course; `forks` as the picture shows
    them, `case/scene`; `sound`: by fork the choices that are lawful and good. A part for which there is no time is
    left out.
    """
    pauses = _pauses(minutes)
    work = minutes - sum(pause.minutes for pause in pauses)
    topics = _topics(work, minutes, ideas)
    played = _live(2 if work >= TWO_LIVE else 1, topics, cases, forks, sound or {})
    worked = [_topic(idea, cases, {case.case for case in played}) for idea in topics]
    return _with_pauses(_with_minutes(_in_order(worked, played), work), pauses)


def cases_for(ideas: Sequence[str], cases: Sequence[RoomCase]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The cases that serve these ideas, each with the places of those (from 1) whose choices it carries.

    Those that serve most stand first, then the order of the course.
    """
    found = [(case.id, tuple(place for place, idea in enumerate(ideas, 1) if idea in case.ideas)) for case in cases]
    return tuple(sorted((one for one in found if one[1]), key=lambda one: -len(one[1])))


def _pauses(minutes: int) -> tuple[Part, ...]:
    if minutes < ONE_BREAK:
        return ()
    if minutes < A_DAY:
        return (Part("break", PAUSE),)
    return (Part("break", PAUSE), Part("lunch", LUNCH), Part("break", PAUSE))


def _topics(work: int, minutes: int, ideas: Sequence[str]) -> Sequence[str]:
    most = TOPICS_OF_A_DAY if minutes >= A_DAY else TOPICS
    return ideas[: min(most, max(1, (work - BESIDE_TOPICS) // USUAL["idea"]))]


# Which case --------------------------------------------------------------------------------------


def _live(
    count: int,
    topics: Sequence[str],
    cases: Sequence[RoomCase],
    forks: Sequence[ShownFork],
    sound: Mapping[str, AbstractSet[str]],
) -> list[Part]:
    """The cases to be played: where the group parted most, then those whose choices carry most of the topics.

    Among those a case that is new to the room comes first.
    """
    known = {case.id for case in cases}
    weighed = [(weight, part) for fork in forks if (found := _weigh(fork, sound)) for weight, part in [found]]
    parts = [part for _, part in sorted(weighed, key=lambda one: -one[0]) if part.case in known]
    serving = sorted(cases, key=lambda case: (-len(set(topics) & set(case.ideas)), case.is_known))
    for case in serving:
        scene = next((case.ideas[idea] for idea in topics if idea in case.ideas), "")
        parts.append(Part("live", case=case.id, scene=scene, why="carries" if scene else "first"))
    first: dict[str, Part] = {}
    for part in parts:
        first.setdefault(part.case, part)
    return list(first.values())[:count]


def _weigh(fork: ShownFork, sound: Mapping[str, AbstractSet[str]]) -> tuple[int, Part] | None:
    """How much a fork asks to be played; None where the group went one sound way together."""
    case, _, scene = fork.fork.partition("/")
    first, second = ([*(WEIGHTS[one.share] for one in fork.choices), 0, 0])[:2]
    if second >= WEIGHTS["about half"]:
        return 3, Part("live", case=case, scene=scene, why="parted")
    if first == WEIGHTS["most"] and fork.choices[0].choice not in sound.get(fork.fork, frozenset()):
        return 2, Part("live", case=case, scene=scene, why="strayed")
    return (1, Part("live", case=case, scene=scene, why="parted")) if second else None


def _topic(idea: str, cases: Sequence[RoomCase], played: AbstractSet[str]) -> Part:
    """The idea with a case whose choices carry it: one that is not played anyway, and that everybody knows."""
    serving = sorted(
        (case for case in cases if idea in case.ideas), key=lambda case: (case.id in played, not case.is_known)
    )
    if not serving:
        return Part("idea", idea=idea)
    return Part("idea", idea=idea, case=serving[0].id, scene=serving[0].ideas[idea], why="carries")


# Order and minutes -------------------------------------------------------------------------------


def _in_order(topics: Sequence[Part], played: Sequence[Part]) -> list[Part]:
    """A case is played after the first idea, another after the third."""
    live = [*played, None, None]
    middle = [*topics[:1], live[0], *topics[1:3], live[1], *topics[3:]]
    return [Part("opening"), *(part for part in middle if part), Part("objections"), Part("closing")]


def _with_minutes(parts: Sequence[Part], work: int) -> list[Part]:
    """The minutes given out in fives after the usual weights, by the largest remainder."""
    weights = [USUAL[part.kind] for part in parts]
    fives, left = divmod(max(0, work), STEP)
    shares = [divmod(weight * fives, sum(weights)) for weight in weights]
    missing = fives - sum(share for share, _ in shares)
    largest = sorted(range(len(parts)), key=lambda place: -shares[place][1])[:missing]
    given = [STEP * (share + (place in largest)) for place, (share, _) in enumerate(shares)]
    given[-1] += left
    return [replace(part, minutes=minutes) for part, minutes in zip(parts, given, strict=True) if minutes]


def _with_pauses(parts: Sequence[Part], pauses: Sequence[Part]) -> tuple[Part, ...]:
    """Each pause between two parts, where that is nearest to its share of the work."""
    ends = list(_ends(parts))
    after: list[list[Part]] = [[] for _ in parts]
    for number, pause in enumerate(pauses, 1):
        due = number * ends[-1] // (len(pauses) + 1)
        place = min(range(len(parts) - 1), key=lambda place: (len(after[place]), abs(ends[place] - due)))
        after[place].append(pause)
    return tuple(one for part, following in zip(parts, after, strict=True) for one in (part, *following))


def _ends(parts: Sequence[Part]) -> Iterator[int]:
    passed = 0
    for part in parts:
        passed += part.minutes
        yield passed
