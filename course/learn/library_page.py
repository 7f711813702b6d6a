"""What is open to everybody: privacy, accessibility, help; the sources with the versions seen; the glossary; the values
by year."""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

from flask import render_template, url_for

from course.base.languages import HTML_LANG, N_, Language
from course.base.refusals import NotFound
from course.content.prose import Notes
from course.content.registers import Registers, Source, Term, Value
from course.content.values import money
from course.learn.feature import library as feature
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import find_actor
from course.web.sources import LawNote, list_notes, notes_of, rest_on, sources_of
from course.web.way_back import find_way_back
from course.web.words import gettext

PAGES: Final = Path(__file__).parent / "pages"
KINDS: Final = {
    "law": N_("Laws"),
    "judgment": N_("Judgments and decisions"),
    "report": N_("Reports"),
    "research": N_("Research"),
    "press": N_("Press"),
    "plan": N_("Plans"),
}
"""The kinds of source, in the order shown, with the heading of each."""

Entry = TypeVar("Entry")
_NOT_THERE: Final = N_("This page does not exist, or is not yours.")


@dataclass(frozen=True)
class WrittenSection:
    """A heading and the Markdown below it."""

    title: str
    text: str


@dataclass(frozen=True)
class WrittenPage:
    """A page of plain text: its title, what leads in (Markdown), its sections."""

    title: str
    lead: str
    sections: tuple[WrittenSection, ...]


@dataclass(frozen=True)
class SourceEntry:
    """A source in a list: its note, the address of the text itself (None where it has none), whose site that is."""

    note: LawNote
    address: str | None
    site: str


@dataclass(frozen=True)
class SourceGroup:
    """The sources of a kind, by title."""

    kind: str
    title: str
    entries: tuple[SourceEntry, ...]


@dataclass(frozen=True)
class TermEntry:
    """A word of the field in the reader's language, what it means, and the same word in the other language."""

    id: str
    term: str
    definition: str
    other_term: str
    other_html_lang: str
    url: str


@dataclass(frozen=True)
class YearEntry:
    """What a value is in a year, as money, and where that stands (None where the register lacks the source)."""

    year: str
    amount: str
    source: LawNote | None


@dataclass(frozen=True)
class ValueEntry:
    """A value in the reader's language, the latest year first, and the law of each."""

    id: str
    title: str
    years: tuple[YearEntry, ...]


@cache
def written_page(name: str, language: Language) -> WrittenPage:
    """The page in the file `<name>.<language>.md`: `# ` begins its title, `## ` the title of each section."""
    lead, *rest = re.split(r"^## ", (PAGES / f"{name}.{language}.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = tuple(WrittenSection(*_title_and_text(part)) for part in rest)
    return WrittenPage(*_title_and_text(lead.removeprefix("# ")), sections)


@feature.page("/privacy", permission="public")
def show_privacy() -> str:
    """What is kept and why, who sees what, what this protects from and what not."""
    return _text_page("privacy")


@feature.page("/accessibility", permission="public")
def show_accessibility() -> str:
    """How far everybody can use the course, how that is checked, and what is missing."""
    return _text_page("accessibility")


@feature.page("/help", permission="public")
def show_help() -> str:
    """How to sign in, what counts as done, and what to do when something stands in the way."""
    return _text_page("help")


@feature.page("/library/sources", permission="public")
def list_sources() -> str:
    """Every source by kind: what it is, what was seen of it and when."""
    registers, language = catalogue().registers, page_language()
    groups = [group for kind in KINDS if (group := _group(registers, kind, language)).entries]
    to_confirm = sum(source.confirm for source in registers.sources.values())
    return render_template("library/sources.html", groups=groups, to_confirm=to_confirm)


@feature.page("/library/sources/<source_id>", permission="public")
def show_source(source_id: str) -> str:
    """A source, and the words of the glossary that rest on it. Raises NotFound."""
    registers, language = catalogue().registers, page_language()
    source = _of(registers.sources, source_id)
    rest_on([source_id])
    terms = {id_: term for id_, term in registers.glossary.items() if term.source == source_id}
    return render_template(
        "library/source.html",
        source=source,
        entry=source_entry(registers, source_id, language),
        kind=gettext(KINDS[source.kind]),
        in_force=_date(source.in_force),
        dated=_date(source.dated),
        check_by=_date(source.check_by),
        terms=_terms(terms, language),
    )


@feature.page("/library/glossary", permission="public")
def list_glossary() -> str:
    """The words of the field, in alphabetical order."""
    return render_template("library/glossary.html", terms=_terms(catalogue().registers.glossary, page_language()))


@feature.page("/library/glossary/<term_id>", permission="public")
def show_term(term_id: str) -> str:
    """A word of the field, what it means, and where that stands. Raises NotFound."""
    registers, language = catalogue().registers, page_language()
    term = _of(registers.glossary, term_id)
    notes = Notes("n", language)
    return render_template(
        "library/term.html",
        entry=_term(term_id, term, language),
        notes=notes,
        margin=lambda: notes_of(registers, notes, language),
        sources=sources_of(registers, [term.source] if term.source else [], language),
        way_back=find_way_back() if find_actor() else None,  # sections are for those who are signed in
    )


@feature.page("/library/values", permission="public")
def list_values() -> str:
    """The values that the law sets anew each year, with the law of each year."""
    registers, language = catalogue().registers, page_language()
    values = [_value(registers, id_, value, language) for id_, value in registers.values.items()]
    return render_template("library/values.html", values=values)


def _text_page(name: str) -> str:
    language = page_language()
    return render_template("library/text.html", page=written_page(name, language), notes=Notes("n", language))


def _title_and_text(part: str) -> tuple[str, str]:
    title, _, text = part.partition("\n")
    return title.strip(), text.strip()


def _of(register: Mapping[str, Entry], id_: str) -> Entry:
    if id_ not in register:
        raise NotFound(_NOT_THERE)
    return register[id_]


def _group(registers: Registers, kind: str, language: Language) -> SourceGroup:
    entries = [
        source_entry(registers, id_, language) for id_, source in registers.sources.items() if source.kind == kind
    ]
    entries.sort(key=lambda entry: sorting_key(entry.note.title))
    return SourceGroup(kind, gettext(KINDS[kind]), tuple(entries))


def source_entry(registers: Registers, id_: str, language: Language) -> SourceEntry:
    """The source of that id as lists show it."""
    source: Source = registers.sources[id_]
    site = urlsplit(source.url).netloc.removeprefix("www.") if source.url else ""
    return SourceEntry(list_notes(registers, [id_], language)[0], source.url, site)


def _terms(terms: Mapping[str, Term], language: Language) -> list[TermEntry]:
    entries = [_term(id_, term, language) for id_, term in terms.items()]
    return sorted(entries, key=lambda entry: sorting_key(entry.term))


def _term(id_: str, term: Term, language: Language) -> TermEntry:
    other: Language = "en" if language == "pt" else "pt"
    return TermEntry(
        id=id_,
        term=term.term.in_(language),
        definition=term.definition.in_(language),
        other_term=term.term.in_(other),
        other_html_lang=HTML_LANG[other],
        url=url_for("library.show_term", term_id=id_),
    )


def _value(registers: Registers, id_: str, value: Value, language: Language) -> ValueEntry:
    years = []
    for year in sorted(value.years, reverse=True):
        known = value.years[year]
        source = next(iter(list_notes(registers, [known.source], language)), None)
        years.append(YearEntry(year, money(known.amount, language), source))
    return ValueEntry(id_, value.title.in_(language), tuple(years))


def _date(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def sorting_key(text: str) -> list[tuple[int, str]]:
    """As a reader looks it up: without accents and case, and article 23 before article 174."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", plain)]
