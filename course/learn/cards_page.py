"""The cards for critical moments: one, or all as a set, to be printed on A6 or four to an A4 sheet and cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from flask import render_template, request, url_for

from course.base.languages import Language
from course.learn.feature import library as feature
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.printed_cards import PrintedCard, card_of, printed_in

Paper = Literal["a6", "a4"]
PAPERS: Final[tuple[Paper, ...]] = ("a6", "a4")
"""A card a sheet, which is what a card is; or four to a sheet, which every station can print."""


@dataclass(frozen=True)
class CardsOfTrack:
    """The cards of a track, in its order."""

    id: str
    title: str
    cards: tuple[PrintedCard, ...]


@feature.page("/library/cards", permission="read-course")
def list_cards() -> str:
    """All cards, track by track, as one set to print."""
    tracks = [track for track in _tracks(page_language()) if track.cards]
    return render_template("library/cards.html", tracks=tracks, **_paper())


@feature.page("/library/cards/<module_id>", permission="read-course")
def show_card(module_id: str) -> str:
    """The card of a module. Raises NotFound."""
    card = card_of(catalogue().module(module_id), page_language())
    return render_template("library/card.html", card=card, printed_in=printed_in())


def _paper() -> dict[str, object]:
    """The paper asked for, and the way to the other; anything else is A6."""
    paper = next((one for one in PAPERS if one == request.args.get("paper")), PAPERS[0])
    other = next(one for one in PAPERS if one != paper)
    return {"paper": paper, "other_url": url_for("library.list_cards", paper=other), "printed_in": printed_in()}


def _tracks(language: Language) -> Iterator[CardsOfTrack]:
    shelf = catalogue().library.modules
    for id_, track in catalogue().registers.tracks.items():
        modules = (shelf[module] for module in track.modules if module in shelf)
        yield CardsOfTrack(id_, track.title.in_(language), tuple(card_of(module, language) for module in modules))
