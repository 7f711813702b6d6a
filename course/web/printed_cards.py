"""A card for critical moments as it is printed: for the library, and for the kit of a session."""

from dataclasses import dataclass

from flask import url_for

from course.base.calendar import lisbon_day
from course.base.languages import HTML_LANG, Language
from course.content.document import Document
from course.content.module import Module
from course.web.house import now
from course.web.i18n import month


@dataclass(frozen=True)
class PrintedCard:
    """A card in the reader's language, and the module that it comes from."""

    id: str
    title: str
    lines: tuple[str, ...]
    module: str
    html_lang: str
    url: str


def card_of(document: Document[Module], language: Language) -> PrintedCard:
    """The card of a module."""
    module = document.in_(language)
    return PrintedCard(
        id=document.id,
        title=module.card.title,
        lines=module.card.steps,
        module=module.title,
        html_lang=HTML_LANG[document.language_of(language, "card")],
        url=url_for("library.show_card", module_id=document.id),
    )


def printed_in() -> str:
    """This month in words: whoever finds a card in a drawer sees how old it is."""
    return month(lisbon_day(now()).strftime("%Y-%m"))
