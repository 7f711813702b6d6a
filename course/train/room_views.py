"""What the screen of a room shows: words, never how many voted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import request, url_for

from course import groups
from course.acts.live_room import ROUNDS
from course.content.case import Choice
from course.content.prose import plain
from course.scoring.case import offered, steps_of
from course.scoring.privacy import ForkShare
from course.storage import settings
from course.storage.rooms import Standing
from course.train.brief_words import SHARES
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.player.addresses import CaseAddresses
from course.web.player.road import Road
from course.web.qr import QrCode, qr_code
from course.web.transaction import session
from course.web.words import gettext, ngettext

LETTERS: Final = "ABCDE"


@dataclass(frozen=True)
class BallotView:
    """A choice on the screen: `share` is a word or a show of hands, empty while there is nothing to show."""

    letter: str
    id: str
    text: str
    share: str
    weight: int


@dataclass(frozen=True)
class Stage:
    """A room on its screen. `number` is the decision at hand, from 1."""

    standing: Standing
    road: Road
    number: int

    @property
    def is_open(self) -> bool:
        """Whether votes are taken."""
        return self.standing.round is not None and self.standing.round.is_open

    @property
    def hands(self) -> Mapping[str, int] | None:
        """What was counted of raised hands where the room stands."""
        return self.standing.room.hands.get(self.standing.room.scene)

    @property
    def is_voted(self) -> bool:
        """Whether words of a vote are shown."""
        return self.hands is None and not self.is_open and bool(self.standing.round and self.standing.round.words)

    @property
    def may_vote(self) -> bool:
        """Whether a vote may be called, for the first time or again."""
        last = self.standing.round
        return last is None or (not last.is_open and last.n + last.is_spent <= ROUNDS)

    @property
    def is_last_vote(self) -> bool:
        """Whether the vote that may be called, or is open, is the last one of the fork."""
        last = self.standing.round
        return last is not None and last.n + last.is_spent == ROUNDS

    @property
    def choices(self) -> Mapping[str, Choice]:
        """What is offered where the room stands."""
        return offered(self.road.case, self.road.moments[-1])

    def ballot(self) -> list[BallotView]:
        """The choices in the order of the text, with what is shown of each."""
        return [
            BallotView(letter, id_, choice.text, *self._share_of(id_))
            for letter, (id_, choice) in zip(LETTERS, self.choices.items(), strict=False)
        ]

    def _share_of(self, choice: str) -> tuple[str, int]:
        last = self.standing.round
        if self.hands is not None:
            raised = self.hands.get(choice, 0)
            return ngettext("%(num)s raised hand", "%(num)s raised hands", raised), 0
        if self.is_open or last is None or not last.words or choice not in last.words:
            return "", 0
        word = next(known for known in SHARES if known == last.words[choice])
        return gettext(SHARES[word]), _weight(word)


def _weight(word: ForkShare) -> int:
    return list(SHARES).index(word)


@dataclass(frozen=True)
class Joining:
    """How a phone comes in: an address to be typed, and one to be photographed."""

    address: str
    qr: QrCode


@dataclass(frozen=True)
class RoomAddresses(CaseAddresses):
    """The pages of a room's screen."""

    code: str

    @property
    def opening(self) -> str:
        """The screen."""
        return url_for("train.show_room", code=self.code)

    @property
    def play(self) -> str:
        """Where a case is opened."""
        return url_for("train.open_a_room", code=self.code)

    def decide(self, _number: int) -> str:
        """The screen, wherever the room stands."""
        return self.opening

    def consequence(self, number: int) -> str:
        """What came of that decision, and the law."""
        return url_for("train.show_room_decision", code=self.code, number=number)

    @property
    def ending(self) -> str:
        """The screen: the case is over there."""
        return self.opening

    def seat(self, _seat: str) -> str:
        """The screen: seats are opened on it."""
        return self.opening

    @property
    def go_back(self) -> str:
        """Where the form is sent that goes back to a decision."""
        return url_for("train.go_back_in_room", code=self.code)


def stage_of(standing: Standing) -> Stage:
    """The room on its text, in the reader's language."""
    room = standing.room
    document = catalogue().case_at(session(), room.digest)
    steps = steps_of(document.reference, room.choices)
    road = Road(document, page_language(), steps, RoomAddresses(room.session))
    return Stage(standing, road, len(steps) + 1)


def joining(code: str) -> Joining:
    """How to come into the room of that code, from where this page was asked for."""
    address = f"{request.host}{url_for('room.show_entry')}"
    return Joining(address, qr_code(url_for("room.show_entry", code=code, _external=True)))


def turnout_in_words(standing: Standing) -> str:
    """The only thing said of the number of votes, while a vote is open; empty else."""
    last = standing.round
    if last is None or not last.is_open:
        return ""
    turnout = groups.read_turnout(session(), standing.fork, last.n)
    least = settings.smallest_group_in(session(), standing.fork.session)
    if turnout.is_enough:
        return gettext("%(least)s or more have voted.", least=least)
    return gettext("Fewer than %(least)s have voted.", least=least)


def case_titles(ids: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Of each case its id, title and summary, in the reader's language."""
    cases = [(id_, catalogue().case(id_).in_(page_language())) for id_ in ids]
    return [(id_, plain(case.title), plain(case.summary)) for id_, case in cases]
