"""Sources as a reader sees them: what was seen of each and when, whether a jurist must confirm it, what became of it.

A page that cites a source which changed or was repealed says so at its head, whatever else it shows of the source. What
a page cites is gathered here while its content is rendered, and `web/page.html` asks for it afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from flask import Flask, g, url_for

from course.base.languages import N_, Language
from course.content.prose import Notes
from course.content.registers import Change, Happening, Registers, SeenAs, Source
from course.web.house import catalogue
from course.web.i18n import day, month, page_language
from course.web.origins import origin_in_words
from course.web.page_day import page_day
from course.web.words import gettext

SEEN: Final[dict[SeenAs, str]] = {
    "law": N_("text of the law"),
    "judgment": N_("judgment"),
    "report": N_("report"),
    "bill": N_("bill, not the text in force"),
    "press": N_("press"),
    "research": N_("summaries"),
    "recalled": N_("recalled, not seen"),
}
_HAPPENED: Final[dict[Happening, str]] = {
    "changed": N_("This text changed on %(day)s, after we read it (%(month)s)"),
    "repealed": N_("Repealed on %(day)s"),
    "will change": N_("This text will change on %(day)s"),
    "will be repealed": N_("Repealed from %(day)s"),
}


@dataclass(frozen=True)
class LawNote:
    """A note in the margin. `number` is None where the note stands beside the whole; `seen` is a sentence.

    `change` says what became of the text since, or will; empty where it stands as it was seen. `is_cited`: a text of
    the page cites it by its number, so that there is a place to go back to.
    """

    id: str
    number: int | None
    title: str
    reference: str | None
    seen: str
    is_to_confirm: bool
    url: str
    change: str = ""
    is_cited: bool = False


def install(app: Flask) -> None:
    """Let the page around every content ask for the sources cited in it that changed, and for the origin of a case."""
    app.jinja_env.globals |= {"changed_sources": changed_sources, "origin_in_words": origin_in_words}


def rest_on(ids: Iterable[str]) -> None:
    """Remember that this page cites those sources."""
    if "cited" not in g:
        g.cited = {}
    g.cited |= dict.fromkeys(ids)


def cited_so_far() -> tuple[str, ...]:
    """Ids of the sources that this page cites so far and the registers have, in the order first cited."""
    known = catalogue().registers.sources
    return tuple(id_ for id_ in g.get("cited", {}) if id_ in known)


def changed_sources() -> list[LawNote]:
    """The sources cited on this page so far that changed, were repealed, or will be."""
    registers, language, today = catalogue().registers, page_language(), page_day()
    changed = (id_ for id_ in cited_so_far() if registers.sources[id_].changes(today))
    return list_notes(registers, changed, language)


def notes_of(registers: Registers, notes: Notes, language: Language) -> list[LawNote]:
    """The numbered notes of a page, in the order cited."""
    rest_on(notes.sources)
    return [
        replace(_note(registers, id_, notes.number(id_), language), is_cited=notes.is_cited(id_))
        for id_ in notes.sources
        if id_ in registers.sources
    ]


def sources_of(registers: Registers, ids: Iterable[str], language: Language) -> list[LawNote]:
    """The sources named beside something on the page, each once, without numbers."""
    named = tuple(dict.fromkeys(ids))
    rest_on(named)
    return list_notes(registers, named, language)


def list_notes(registers: Registers, ids: Iterable[str], language: Language) -> list[LawNote]:
    """The sources, for a page that lists them and rests on none."""
    return [_note(registers, id_, None, language) for id_ in ids if id_ in registers.sources]


def _note(registers: Registers, id_: str, number: int | None, language: Language) -> LawNote:
    source = registers.sources[id_]
    reference = source.reference.in_(language) if source.reference else None
    url = url_for("library.show_source", source_id=id_)
    change = change_in_words(source, language)
    return LawNote(
        id_, number, source.title.in_(language), reference, seen_in_words(source), source.confirm, url, change
    )


def change_in_words(source: Source, language: Language) -> str:
    """What became of it since it was read, or will, with what stands now; empty where it stands as it was read."""
    changes = source.changes(page_day())
    if not changes:
        return ""
    told = ". ".join(_happened(source, change) for change in changes)
    return f"{told}: {source.now.in_(language)}" if source.now else f"{told}."


def _happened(source: Source, change: Change) -> str:
    return gettext(_HAPPENED[change.happening], day=day(change.day), month=month(source.seen_on))


def seen_in_words(source: Source) -> str:
    """What was seen of it and when: "Our summary. Text of the law, seen in March 2026."."""
    seen = gettext(SEEN[source.seen])
    when = month(source.seen_on)
    if source.text_seen:
        return gettext("Our summary. Seen: %(seen)s, %(month)s.", seen=seen, month=when)
    return gettext("The text itself was not seen. Seen: %(seen)s, %(month)s.", seen=seen, month=when)
