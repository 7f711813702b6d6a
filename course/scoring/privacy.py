"""What may be said about a group of named officers, and how it is blurred before anybody sees it.

The rule stands in docs/decisions/0009. In short: everybody counts 0 or 1 in each count, every count is blurred once by
about one person, and then only words and an order leave. Integers only, so that nothing rests on how a machine rounds;
randomness is given (`word`), so that the module is pure and a test can be still.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from course.base.calendar import lisbon_day

K: Final = 8
"""Completions and answers below which nothing is said; an organisation may set more, never fewer (`least`)."""
LISTED: Final = 5
"""Ideas shown at most."""
IDEAS: Final = 12
"""Ideas asked about at most: with more, the others give one away."""
FORKS: Final = 4
"""Forks of a picture at most: what each may give away adds up (docs/decisions/0009)."""
FORK: Final = 10
"""The blurred number of plays below which a fork is not shown."""
AUTHORS: Final = 3
"""Those who must have written before a sentence is shown."""
EPS_WORD: Final = 1580030169
"""2^32 / e: a random word below it goes on counting. So one person moves the odds of anything said at most by e."""
ROOM_EPS_WORD: Final = 2132817639
"""2^32 / e^0.7, for votes in the room."""


@dataclass(frozen=True)
class ProgrammeGate:
    """When figures of whole sessions may be published. `share` is in hundredths."""

    sessions: int
    people: int
    share: int


PROGRAMME: Final = ProgrammeGate(sessions=5, people=100, share=30)
SIDE: Final = 10
"""People on either side of a published share, at least."""
STEP: Final = 5
"""Published shares are in steps of so many hundredths."""

Z95_SQUARED: Final = Fraction("3.841459")
"""95 % of the normal distribution lie within the root of it, in standard deviations from the middle."""

RandomWord = Callable[[], int]
"""Gives 32 random bits, 0 to 2^32 - 1."""
State = Literal["no", "unsure", "sure"]
"""The first answer of a person who was asked: does not show the idea; shows it; shows it with certainty 3."""
Share = Literal["some", "about half", "most"]
ForkShare = Literal["few or none", "some", "about half", "most"]
Sureness = Literal["mostly sure"]
TooFew = Literal["too-few"]


class TwiceCounted(ValueError):  # noqa: N818 - named for what happened
    """A learner would enter pictures twice: then two of them could be subtracted."""


class Guarded:
    """A value that has passed the rules of this module: the only kind that `course.groups` gives away."""


@dataclass(frozen=True)
class Person:
    """What one learner brings: by idea, for those that they were asked about; by fork, the choice of the first play."""

    learner: bytes
    ideas: Mapping[str, State]
    forks: Mapping[str, str]


@dataclass(frozen=True)
class Fork:
    """A scene that the group decided: its choices in the order of the text."""

    id: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class ShownIdea(Guarded):
    """An idea to work on, how many hold it, and whether those mostly do so with certainty."""

    idea: str
    share: Share
    sureness: Sureness | None


@dataclass(frozen=True)
class ShownChoice(Guarded):
    """How many took a choice."""

    choice: str
    share: ForkShare


@dataclass(frozen=True)
class ShownFork(Guarded):
    """A fork, the commonest choice first."""

    fork: str
    choices: tuple[ShownChoice, ...]


@dataclass(frozen=True)
class ShownTap(Guarded):
    """A prepared objection that people ticked, and how many."""

    objection: str
    share: Share


@dataclass(frozen=True)
class Interval:
    """From and to, in hundredths."""

    low: int
    high: int

    def overlaps(self, other: "Interval") -> bool:
        """Whether a share may lie in both: then a difference may be chance."""
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Brief(Guarded):
    """What a trainer is told of a group: words and an order, no number, name or time."""

    ideas: tuple[ShownIdea, ...]
    forks: tuple[ShownFork, ...]
    reason: TooFew | None


def look(
    due: dt.datetime, eve: dt.datetime, seats: int, done_on: Collection[dt.date], least: int = K
) -> dt.datetime | None:
    """The hour of the picture: `due` if enough have completed by then, else `eve` if `least` have, else never.

    `done_on`: the days in Lisbon on which those seated completed; public, like `seats`, those taken. Enough is half of
    the seats, and at least `least`.
    """
    if _done_by(due, done_on) >= max(least, -(-seats // 2)):
        return due
    return eve if _done_by(eve, done_on) >= least else None


def _done_by(hour: dt.datetime, done_on: Collection[dt.date]) -> int:
    return sum(day <= lisbon_day(hour) for day in done_on)


def blur(count: int, word: RandomWord, eps_word: int = EPS_WORD) -> int:
    """The count, more or less about one person: the difference of two geometric numbers is added. May be negative."""
    return count + _geometric(word, eps_word) - _geometric(word, eps_word)


def _geometric(word: RandomWord, eps_word: int) -> int:
    drawn = 0
    while word() < eps_word:
        drawn += 1
    return drawn


def say(blurred: int, n: int) -> Share | None:
    """The word for a blurred count of `n`; None below a fifth, or below four.

    `most` is everything from three fifths up, so that a group that agrees reads like one that nearly does.
    """
    if 5 * blurred < max(20, n):
        return None
    if 5 * blurred < 2 * n:
        return "some"
    return "about half" if 5 * blurred < 3 * n else "most"


def brief(
    *,
    completed: int,
    people: Sequence[Person],
    counted: Collection[bytes],
    asked: Sequence[str],
    forks: Sequence[Fork],
    word: RandomWord,
    least: int = K,
) -> Brief:
    """The brief of a group, drawn once: call it twice and the second drawing gives the first away.

    `completed` is the public number of completions; `people` are first hand-ins at the hour, passed or not, of learners
    whom no picture has counted (`counted` are those whom one has); `asked` are ideas in the order of the register.
    Raises TwiceCounted for a learner who is there twice or was counted, ValueError for too many ideas.
    """
    _check(people, counted, asked)
    if completed < least:
        return Brief((), (), "too-few")
    listed = sorted((found for id_ in asked if (found := _idea(id_, people, word, least))), key=lambda found: -found[0])
    shown = (_fork(fork, people, word, max(FORK, least)) for fork in forks)
    return Brief(tuple(idea for _, idea in listed[:LISTED]), tuple(fork for fork in shown if fork), None)


def _check(people: Sequence[Person], counted: Collection[bytes], asked: Sequence[str]) -> None:
    learners = [person.learner for person in people]
    if len(set(learners)) != len(learners):
        raise TwiceCounted("a learner stands twice in one picture")
    if not set(learners).isdisjoint(counted):
        raise TwiceCounted("a learner was counted in a picture already")
    if len(asked) > IDEAS:
        raise ValueError(f"{len(asked)} ideas: a brief asks about {IDEAS} at most")


def _idea(id_: str, people: Sequence[Person], word: RandomWord, least: int) -> tuple[Fraction, ShownIdea] | None:
    """The idea with its blurred share; None where nothing is said of it. Two blurs are drawn whatever the answers."""
    states = [person.ideas[id_] for person in people if id_ in person.ideas]
    n = len(states)
    held = blur(sum(state != "no" for state in states), word)
    sure = blur(states.count("sure"), word)
    share = say(held, n)
    if n < least or share is None:
        return None
    return Fraction(min(held, n), n), ShownIdea(id_, share, "mostly sure" if 2 * sure >= held else None)


def _fork(fork: Fork, people: Sequence[Person], word: RandomWord, least: int) -> ShownFork | None:
    """The fork; None where it was hardly reached. A blur is drawn for each choice whatever was chosen."""
    chosen = [person.forks.get(fork.id) for person in people]
    blurred = {choice: max(0, blur(chosen.count(choice), word)) for choice in fork.choices}
    total = sum(blurred.values())
    if total < least:
        return None
    order = sorted(fork.choices, key=lambda choice: -blurred[choice])
    return ShownFork(
        fork.id, tuple(ShownChoice(choice, say(blurred[choice], total) or "few or none") for choice in order)
    )


def taps(completed: int, ticked: Mapping[str, int], word: RandomWord, least: int = K) -> tuple[ShownTap, ...]:
    """The prepared objections that enough people ticked, in the order given; of so many who completed.

    `ticked` holds every prepared objection that could be ticked, those that nobody did with 0: each draws its blur.
    """
    if completed < least:
        return ()
    shares = {objection: say(blur(count, word), completed) for objection, count in ticked.items()}
    return tuple(ShownTap(objection, share) for objection, share in shares.items() if share)


def room_votes(votes: Mapping[str, int], word: RandomWord, least: int = K) -> tuple[ShownChoice, ...]:
    """How many chose what in a room, in the order of the text; nothing below `least` votes.

    `votes` holds every choice offered, those that nobody took with 0: each draws its blur, whatever is shown, and the
    words are of the blurred sum, so that the true number of votes moves only whether there are enough. Drawn once
    a round: the votes are deleted then.
    """
    blurred = {choice: max(0, blur(count, word, ROOM_EPS_WORD)) for choice, count in votes.items()}
    if sum(votes.values()) < least:
        return ()
    total = sum(blurred.values())
    return tuple(ShownChoice(choice, say(count, total) or "few or none") for choice, count in blurred.items())


def join_quarters(sizes: Mapping[str, Mapping[str, int]]) -> tuple[tuple[str, ...], ...]:
    """Closed quarters joined into periods that may be published, the oldest first.

    `sizes`: by quarter, the people of each session. A quarter that falls short of the gate is joined whole to the next;
    what falls short at the end waits. A period never changes when a later quarter closes, and no two overlap, so that
    no figure can be had by subtracting two.
    """
    periods: list[tuple[str, ...]] = []
    waiting: list[str] = []
    for quarter in sorted(sizes, key=_order_of):
        waiting.append(quarter)
        if _passes([people for name in waiting for people in sizes[name].values()]):
            periods.append(tuple(waiting))
            waiting = []
    return tuple(periods)


def _order_of(quarter: str) -> tuple[int, int]:
    year, number = quarter.split("-")
    return int(year), int(number)


def _passes(people: Sequence[int]) -> bool:
    total = sum(people)
    return (
        len(people) >= PROGRAMME.sessions and total >= PROGRAMME.people and max(people) * 100 <= PROGRAMME.share * total
    )


def programme_interval(count: int | Fraction, n: int) -> Interval:
    """The hundredths between which the share of all such people lies in 95 of 100 cases, outward to the next five.

    Wilson's interval (Wilson 1927, J. Am. Stat. Assoc. 22:209-212) of `count` of `n` people: those shares from which
    that of these people is less than 1.96 standard deviations away. With parts of marks it is a little too wide, since
    marks between 0 and 1 vary less than whole ones.
    """
    outside = [step for step in range(0, 101, STEP) if not _is_within(step, count, n)]
    return Interval(
        max(step for step in outside if step * n < 100 * count or step == 0),
        min(step for step in outside if step * n > 100 * count or step == 100),
    )


def _is_within(share: int, count: int | Fraction, n: int) -> bool:
    whole, of = count.numerator, count.denominator  # in whole numbers, which take a tenth of the time of fractions
    z, of_z = Z95_SQUARED.numerator, Z95_SQUARED.denominator
    return of_z * (100 * whole - share * n * of) ** 2 < z * share * (100 - share) * n * of**2


def told_interval(share: int, n: int) -> Interval:
    """The interval of a share as it is told, of `n` people: it gives away nothing that the share does not.

    That of the exact count would have three steps of its own at which one person shows.
    """
    return programme_interval(Fraction(share * n, 100), n)


def programme_share(part: Fraction, n: int) -> int | None:
    """`part` of `n` people in hundredths, to the nearest five; None with fewer than ten people's worth on a side."""
    whole, of = part.numerator, part.denominator
    if whole < SIDE * of or n * of - whole < SIDE * of:
        return None
    return STEP * round(Fraction(100 * whole, n * of * STEP))
