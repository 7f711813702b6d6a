"""The second step: who is there, where the case comes from, and what was changed in it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from course.base.languages import N_
from course.content.fields import Line
from course.content.guided.beginning import id_of
from course.content.guided.sent import Sent, Wrong, line_in, prose_in, word_in, wrong_line, wrong_text
from course.content.guided.tree import Tree, group_at, put, put_text, take_out, text_at

LEAST_SEATS: Final = 2
MOST_SEATS: Final = 6
_NO_DAY: Final = N_("Write a day that there is, as 2027-03-31.")
HAS_WORDS: Final = N_("This person has words in a scene: take those out first, or write who it is.")


@dataclass(frozen=True)
class Seat:
    """Somebody who is there: the id in the text (empty for one who is new), and who it is, in a few words."""

    id: str
    who: str


@dataclass(frozen=True)
class PeopleForm:
    """The seats, the first of whom decides; where the case comes from, its source in the register, what was changed.

    `embargo` and `expires` are days as the format has them: officers see the case from the one on, and until the other.
    """

    seats: tuple[Seat, ...] = ()
    origin: str = ""
    source: str = ""
    changed: str = ""
    embargo: str = ""
    expires: str = ""
    speaking: tuple[str, ...] = ()
    """Ids of seats that have words in some scene."""

    @classmethod
    def read(cls, tree: Tree) -> "PeopleForm":
        """The form of a case that may be incomplete."""
        seats = tuple(Seat(id_, text_at(tree, "seats", id_)) for id_ in group_at(tree, "seats"))
        scenes = group_at(tree, "scenes")
        return cls(
            seats,
            text_at(tree, "based_on", "origin"),
            text_at(tree, "based_on", "source"),
            text_at(tree, "based_on", "changed"),
            text_at(tree, "based_on", "embargo"),
            text_at(tree, "based_on", "expires"),
            tuple(dict.fromkeys(seat for scene in scenes for seat in group_at(tree, "scenes", scene, "views"))),
        )

    def with_sent(self, sent: Sent) -> "PeopleForm":
        """The form with what was sent: a seat that is emptied goes, an empty new one is none."""
        kept = {seat.id: seat for seat in self.seats}
        seats = []
        for number in range(1, max(MOST_SEATS, len(self.seats)) + 1):
            id_ = sent.get(f"seat-{number}-id", "")
            who = line_in(sent, f"seat-{number}", "")
            if id_ in kept:
                del kept[id_]
                seats.append(Seat(id_, who))
            elif who:
                seats.append(Seat("", who))
        return replace(
            self,
            seats=(*seats, *kept.values()),
            origin=word_in(sent, "origin", self.origin),
            source=word_in(sent, "source", self.source),
            changed=prose_in(sent, "changed", self.changed),
            embargo=word_in(sent, "embargo", self.embargo),
            expires=word_in(sent, "expires", self.expires),
        )

    def wrongs(self) -> Iterator[Wrong]:
        """What must be mended before it can be kept."""
        for number, seat in enumerate(self.seats, 1):
            if not seat.who and seat.id in self.speaking:
                yield Wrong(f"seat-{number}", HAS_WORDS)
            yield from wrong_line(f"seat-{number}", seat.who)
        yield from wrong_text("changed", self.changed)
        for name in ("embargo", "expires"):
            if getattr(self, name) and not _is_day(getattr(self, name)):
                yield Wrong(name, _NO_DAY)

    def write(self, tree: Tree) -> None:
        """Put it into the tree: seats keep their ids, new ones get one of their words."""
        for seat in self.seats:
            if seat.id and seat.who:
                put_text(tree, ("seats", seat.id), seat.who)
            elif seat.id:
                take_out(tree, ("seats", seat.id))
            else:
                id_ = id_of(seat.who, group_at(tree, "seats"), "person")
                put(tree, ("seats", id_), Line(seat.who))
        for name in ("origin", "source", "changed", "embargo", "expires"):
            put_text(tree, ("based_on", name), getattr(self, name))


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
