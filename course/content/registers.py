"""The registers: sources of law and fact, wrong ideas with answers, glossary, tracks, words of grounds, values."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from course.base.languages import N_
from course.content.fields import Both, Day, Flag, Part, Slug
from course.content.grounds import Grounds
from course.content.problem import Fault

SeenAs = Literal["law", "judgment", "report", "bill", "press", "research", "recalled"]
Happening = Literal["changed", "repealed", "will change", "will be repealed"]

_ONLY_TOLD: Final = frozenset({"bill", "press", "research", "recalled"})
"""What tells of a text of law or a judgment without being it."""


def _month(text: str) -> str:
    if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text):
        raise PydanticCustomError("month", "month")
    return text


def _https(address: str) -> str:
    if not address.startswith("https://") or any(character.isspace() for character in address):
        raise PydanticCustomError("https_address", "https address")
    return address


def _year(text: str) -> str:
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise PydanticCustomError("year", "year")
    return text


def _amount(text: object) -> Decimal:
    if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,4})?", text):
        raise PydanticCustomError("amount", "amount")
    return Decimal(text)


Amount = Annotated[Decimal, BeforeValidator(_amount)]
Year = Annotated[str, AfterValidator(_year)]
Month = Annotated[str, AfterValidator(_month)]
Address = Annotated[str, AfterValidator(_https)]


@dataclass(frozen=True)
class Change:
    """What became of a text, or will: on which day."""

    happening: Happening
    day: dt.date


class Source(Part):
    """A text of law, a judgment, a report: what it is, where it stands, and what was seen of it and when.

    `changed` and `repealed` are days, past or to come; `now` says what changed, or what stands in its place. `brought`
    says what the text itself changed when it came, for whoever learned the matter before.
    """

    kind: Literal["law", "judgment", "report", "research", "press", "plan"]
    """What it is."""
    title: Both
    """What it is called."""
    reference: Both | None = None
    """Article, number, page."""
    url: Address | None = None
    """Where it can be read: an address that begins with `https://`."""
    in_force: Day | None = None
    """The day since which it applies."""
    seen: SeenAs
    """What you saw yourself of it."""
    seen_on: Month
    """The month in which you saw it."""
    text_seen: Flag
    """Whether you saw its very text; where not, sum up and do not quote."""
    check_by: Day
    """The day by which it wants to be looked at again."""
    confirm: Flag = False
    """Shows *to be confirmed by a jurist* wherever it is cited."""
    changed: Day | None = None
    """The day on which it changed or will change."""
    repealed: Day | None = None
    """The day on which it was or will be repealed."""
    now: Both | None = None
    """What it says since it changed, or what stands in its place."""
    dated: Day | None = None
    """The day of a judgment, or of a text whose first day in force you did not see."""
    brought: Both | None = None
    """What it changed, in a sentence, for whoever was trained before it came."""

    @property
    def came(self) -> dt.date | None:
        """The day since which it counts: in force, else dated; None where neither was seen."""
        day = self.in_force or self.dated
        return dt.date.fromisoformat(day) if day else None

    def changes(self, today: dt.date) -> tuple[Change, ...]:
        """What a reader must be told today. A change is told until a later month than that of the change was seen."""
        repealed = dt.date.fromisoformat(self.repealed) if self.repealed else None
        if repealed and repealed <= today:
            return (Change("repealed", repealed),)
        found = []
        changed = dt.date.fromisoformat(self.changed) if self.changed else None
        if changed and changed > today:
            found.append(Change("will change", changed))
        elif changed and self.is_changed_since_seen:
            found.append(Change("changed", changed))
        if repealed:
            found.append(Change("will be repealed", repealed))
        return tuple(found)

    @property
    def is_changed_since_seen(self) -> bool:
        """Whether its change came in a later month than it was seen in."""
        return self.changed is not None and self.changed[:7] > self.seen_on

    def faults(self) -> Iterator[Fault]:
        """What its lines say against one another."""
        for name, day in (("changed", self.changed), ("repealed", self.repealed)):
            if day and self.in_force and day < self.in_force:
                yield Fault(
                    (name,), N_("this day lies before in_force, %(day)s: mend one of them"), {"day": self.in_force}
                )
        if self.changed and self.repealed and self.repealed < self.changed:
            yield Fault(
                ("repealed",), N_("this day lies before changed, %(day)s: mend one of them"), {"day": self.changed}
            )
        if (self.changed or self.repealed) and not self.now:
            yield Fault((), N_("now is missing: add it, with a line in pt and en that says what stands now"))
        if self.now and not (self.changed or self.repealed):
            yield Fault(("now",), N_("now needs a day: add changed: or repealed:, or take it out"))
        if self.brought and not self.came:
            yield Fault(("brought",), N_("brought needs a day: add in_force: or dated:, or take it out"))
        if self.check_by[:7] < self.seen_on:
            yield Fault(
                ("check_by",),
                N_("this day lies before it was seen, %(month)s: mend one of them"),
                {"month": self.seen_on},
            )
        is_told = self.seen == "recalled" or (self.kind in {"law", "judgment"} and self.seen in _ONLY_TOLD)
        if self.text_seen and is_told:
            yield Fault(
                ("text_seen",),
                N_("text_seen is true and seen is %(seen)s: say which text you saw, or write text_seen: false"),
                {"seen": self.seen},
            )


class Idea(Part):
    """A wrong idea that people truly hold, and the answer for the room."""

    statement: Both
    """The wrong idea, as people say it."""
    answer: Both
    """The answer to it."""


class Term(Part):
    """A word of the field."""

    term: Both
    """The word."""
    definition: Both
    """What it means, in a sentence."""
    source: Slug | None = None
    """Where the meaning comes from."""


class Track(Part):
    """A course: its modules in order; those `before` are done before the session, the others after it."""

    title: Both
    """What the course is called."""
    audience: Literal["officers", "equality-body"]
    """For whom it is."""
    modules: tuple[Slug, ...]
    """Its modules, in their order."""
    before: tuple[Slug, ...]
    """Those of them that are done before the session."""
    ideas: tuple[Slug, ...] = ()
    """At most twelve: those of the core questions."""


class Support(Part):
    """Somebody to talk to when a text hurts."""

    name: Both
    """Who it is."""
    offer: Both
    """What one finds there, and how to get there."""
    url: Address | None = None
    """Where more is said: an address that begins with `https://`."""


class Advice(Part):
    """What serves in any room when a group resists: for trainers."""

    kind: Literal["expect", "move", "never"]
    """`expect`: what may be said or done, and how to meet it; `move`: what helps; `never`: what does harm."""
    title: Both
    """It, in a sentence at most."""
    text: Both
    """How it is met or done, in one to three sentences."""


class YearValue(Part):
    """What the value is in a year, and where that stands."""

    amount: Amount
    """The amount in that year, with a point before decimals."""
    source: Slug
    """Where it is laid down."""


class Value(Part):
    """A sum that the law sets anew each year, from which others are computed."""

    title: Both
    """What it is called."""
    unit: Literal["EUR"]
    """In what it is counted."""
    years: Mapping[Year, YearValue]
    """The amounts by year."""

    @property
    def latest(self) -> str:
        """The latest year that it is known for; empty for none."""
        return max(self.years, default="")

    def faults(self) -> Iterator[Fault]:
        """A value of no year."""
        if not self.years:
            yield Fault(("years",), N_("a value has at least one year: add one, with amount and source"))


class Registers(Part):
    """All of them; frozen together under one digest."""

    sources: Mapping[Slug, Source] = {}
    """Sources of law and fact."""
    ideas: Mapping[Slug, Idea] = {}
    """Wrong ideas with their answers."""
    glossary: Mapping[Slug, Term] = {}
    """Words of the field."""
    tracks: Mapping[Slug, Track] = {}
    """Courses: modules in order."""
    grounds: Mapping[Slug, Grounds] = {}
    """Words looked for in written grounds, by language."""
    values: Mapping[Slug, Value] = {}
    """Sums by year."""
    support: Mapping[Slug, Support] = {}
    """Whom to talk to when a text hurts; shown with every content note, in the order written."""
    room: Mapping[Slug, Advice] = {}
    """What to expect in any room and how to meet it; stands in every room brief, in the order written."""


ENTRIES: Mapping[str, type[Part]] = {
    "sources": Source,
    "ideas": Idea,
    "glossary": Term,
    "tracks": Track,
    "grounds": Grounds,
    "values": Value,
    "support": Support,
    "room": Advice,
}
"""File name (without ending) -> what an entry of it is."""
