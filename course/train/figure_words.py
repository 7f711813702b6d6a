"""Figures about questions in words: numbers as the reader writes them, what they advise, and why there are none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from babel.numbers import format_decimal

from course.base.languages import LOCALES, N_
from course.groups import ItemAnalysis, ProgrammeItem
from course.scoring.analysis import Calibration, Figure, Flag, WhyNot
from course.scoring.certainty import SURE, threshold
from course.storage.models import Audience
from course.web.i18n import page_language
from course.web.words import gettext

AUDIENCES: Final[dict[Audience, str]] = {"officers": N_("Officers"), "equality-body": N_("Equality body")}
NOT_TOLD: Final = N_("Not told")

WHY_NOT: Final[dict[WhyNot, str]] = {
    "too-few": N_("Not told: fewer than two hundred people."),
    "no-variance": N_("Not told: everybody earned the same."),
    "other-people": N_(
        "Not told: the core questions were not all put to the same people, because one is newer or was reworded."
    ),
    "one-sided": N_("Not told: all but a few earned the same, and it would speak of those few."),
}


@dataclass(frozen=True)
class Advice:
    """What was found, and what to do about it."""

    found: str
    to_do: str


_ADVICE: Final[dict[Flag, tuple[str, str]]] = {
    "reversed": (
        N_("Those who know more miss it more often."),
        N_("Read the key: is what it calls right really right, and nothing else? If not, propose to void it."),
    ),
    "wrong-preferred": (
        N_("A wrong option is chosen more often than the right one."),
        N_("Read both beside the law. If the wrong one can be defended, void it; if not, take it to the room."),
    ),
    "like-guessing": (
        N_("It fares no better than guessing."),
        N_("Look whether the module teaches it, and whether the question says what it asks."),
    ),
    "sure-and-wrong": (
        N_("Many are certain and wrong."),
        N_("That is a misconception, not a gap: take it up in the room, with the law beside it."),
    ),
    "harder-than-said": (
        N_("The label says easy, the answers say hard."),
        N_("Reword it or call it hard, so that attempts stay alike."),
    ),
    "easier-than-said": (
        N_("The label says hard, the answers say easy."),
        N_("Call it easy, so that attempts stay alike."),
    ),
    "weak": (
        N_("It hardly tells who knows more."),
        N_("Read its wording, and look for wrong options that nobody believes."),
    ),
    "hardly-missed": (
        N_("Hardly anyone misses it."),
        N_("Keep it if it must be known by all; else ask something that tells more."),
    ),
    "one-sided": (
        N_("All but a few earned the same."),
        N_("Nothing more is told, so that nobody is singled out. If it seems too easy or too hard, read it again."),
    ),
}


def advice_on(analysis: ItemAnalysis) -> list[Advice]:
    """What to look at in a question, what matters most first."""
    return [Advice(gettext(found), gettext(to_do)) for found, to_do in (_ADVICE[flag] for flag in analysis.flags)]


def facility_in_words(analysis: ItemAnalysis) -> str:
    """`60% (50 to 75)`"""
    if analysis.item.facility is None or analysis.facility is None:
        return gettext(NOT_TOLD)
    return share_in_words(analysis.item.facility, analysis.facility.low, analysis.facility.high)


def share_in_words(share: int, low: int, high: int) -> str:
    """A share with its interval, in hundredths."""
    return gettext(N_("%(share)s%% (%(low)s to %(high)s)"), share=str(share), low=str(low), high=str(high))


def told_share(item: ProgrammeItem, part: str) -> str:
    """The share of an option or a choice with its interval, or that it is not told."""
    if part not in item.shares:
        return gettext(NOT_TOLD)
    interval = item.intervals[part]
    return share_in_words(item.shares[part], interval.low, interval.high)


def figure_in_words(figure: Figure | WhyNot) -> str:
    """`0.4 (0.2 to 0.6)`, or why there is none."""
    if not isinstance(figure, Figure):
        return gettext(WHY_NOT[figure])
    value, low, high = (in_tenths(number) for number in (figure.value, figure.low, figure.high))
    return gettext(N_("%(value)s (%(low)s to %(high)s)"), value=value, low=low, high=high)


def in_tenths(hundredths: int) -> str:
    """In tenths, `0.4`, as the reader writes it."""
    return format_decimal(Decimal(hundredths) / 100, format="0.0", locale=LOCALES[page_language()]).replace("-", "−")


def calibration_in_words(found: Calibration) -> str:
    """Whether those who were certain were right often enough for the word: from four in five."""
    sure = found.sure_right + found.sure_wrong
    if found.sure_right < threshold(SURE) * sure:
        return gettext(N_("Fewer than four in five of those who were certain were right: too much certainty."))
    return gettext(N_("Of those who were certain, four in five or more were right: an honest word."))


def quarters_in_words(quarters: Sequence[str]) -> str:
    """The quarters of figures: "3/2026 and 4/2026" would be read as months, so they are named."""
    return ", ".join(_named(quarters))


def _named(quarters: Sequence[str]) -> Iterator[str]:
    for quarter in quarters:
        year, number = quarter.split("-")
        yield gettext(N_("quarter %(number)s of %(year)s"), number=number, year=year)
