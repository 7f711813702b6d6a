"""Sources as a reader sees them: what was seen of each and when, and whether a jurist must still confirm it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask import url_for

from course.base.languages import N_, Language
from course.content.prose import Notes
from course.content.registers import Registers, SeenAs, Source
from course.web.i18n import month
from course.web.words import gettext

SEEN: Final[dict[SeenAs, str]] = {
    "law": N_("text of the law"),
    "judgment": N_("judgment"),
    "report": N_("report"),
    "bill": N_("bill, not the text in force"),
    "press": N_("press"),
    "research": N_("legal summaries"),
    "recalled": N_("recalled, not seen"),
}


@dataclass(frozen=True)
class LawNote:
    """A note in the margin. `number` is None where the note stands beside the whole; `seen` is a sentence."""

    id: str
    number: int | None
    title: str
    reference: str | None
    seen: str
    is_to_confirm: bool
    url: str


def notes_of(registers: Registers, notes: Notes, language: Language) -> list[LawNote]:
    """The numbered notes of a page, in the order cited."""
    return [_note(registers, id_, notes.number(id_), language) for id_ in notes.sources if id_ in registers.sources]


def sources_of(registers: Registers, ids: Iterable[str], language: Language) -> list[LawNote]:
    """The sources named, each once, without numbers."""
    return [_note(registers, id_, None, language) for id_ in dict.fromkeys(ids) if id_ in registers.sources]


def _note(registers: Registers, id_: str, number: int | None, language: Language) -> LawNote:
    source = registers.sources[id_]
    reference = source.reference.in_(language) if source.reference else None
    url = url_for("library.show_source", source_id=id_)
    return LawNote(id_, number, source.title.in_(language), reference, seen_in_words(source), source.confirm, url)


def seen_in_words(source: Source) -> str:
    """What was seen of it and when: "Our summary. Text of the law, seen in March 2026."."""
    seen = gettext(SEEN[source.seen])
    when = month(source.seen_on)
    if source.text_seen:
        return gettext("Our summary. Seen: %(seen)s, %(month)s.", seen=seen, month=when)
    return gettext("The text itself was not seen. Seen: %(seen)s, %(month)s.", seen=seen, month=when)
