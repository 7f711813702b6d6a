"""The library: one search over what the course says, in both languages. What somebody looks for is kept nowhere."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import render_template, request, url_for

from course.acts.actor import ROLES
from course.acts.policy import may
from course.base.languages import HTML_LANG, N_, Language
from course.content.case import Case
from course.content.document import Document
from course.content.module import Module
from course.content.prose import plain
from course.content.reading_time import section_minutes
from course.content.search import (
    KINDS,
    LONGEST_QUERY,
    Entry,
    FoundKind,
    Hit,
    Piece,
    Query,
    excerpt_of,
    pieces_of,
    put_first,
    read_query,
)
from course.content.search import find as find_hits
from course.learn.changes_page import latest_changes
from course.learn.feature import library as feature
from course.learn.library_page import KINDS as KINDS_OF_SOURCE
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.origins import origin_in_words
from course.web.sources import LawNote, list_notes
from course.web.tracks import written_for
from course.web.words import gettext

ON_A_PAGE: Final = 20
"""Results on a page."""
SHOWN_CHANGES: Final = 3
KIND_NAMES: Final[dict[FoundKind, str]] = {
    "glossary": N_("Glossary"),
    "modules": N_("Modules"),
    "cases": N_("Cases"),
    "cards": N_("Cards"),
    "sources": N_("Sources"),
}
IN_LANGUAGE: Final[dict[Language, str]] = {
    "pt": N_("Found in the Portuguese text:"),
    "en": N_("Found in the English text:"),
}


@dataclass(frozen=True)
class KindLink:
    """A kind with the number of its results, and the address that shows these alone."""

    label: str
    count: int
    url: str
    is_here: bool


@dataclass(frozen=True)
class Frame:
    """What stands around the words of a result: what it is, in which language, where, and on which source it rests."""

    over: str
    html_lang: str
    url: str
    meta: str = ""
    source: LawNote | None = None


@dataclass(frozen=True)
class Result:
    """What was found, in the reader's language as far as it is translated.

    `written_for`: whom it is for, where that is somebody else than the reader. `other`: where it was found in the other
    language alone, words of that text; empty otherwise.
    """

    frame: Frame
    written_for: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    other: tuple[Piece, ...]
    other_label: str
    other_html_lang: str


@dataclass(frozen=True)
class TrackOfModules:
    """A course, and its modules as documents with their titles."""

    title: str
    modules: tuple["ListedDocument", ...]


@dataclass(frozen=True)
class ListedDocument:
    """A module or a case in a list."""

    id: str
    title: str
    summary: str
    html_lang: str


@dataclass(frozen=True)
class Said:
    """The texts of an entry in a language: what it is called and what it says, plain and on one line each.

    `is_kept_back`: the text is a note of what may hurt, which stands in the place of the text.
    """

    title: str
    text: str
    is_kept_back: bool = False


@feature.page("/library", permission="read-course", menu=(N_("Library"), ROLES))
def search_library() -> str:
    """What was looked for, twenty results a page; without a query what there is."""
    language = page_language()
    text = _readable(request.args.get("q", "")[:LONGEST_QUERY])
    kind = next((one for one in KINDS if one == request.args.get("kind")), None)
    query = read_query(text)
    found = find_hits(catalogue().entries_holding(query), query, language)
    hits = put_first(found, lambda entry: not _written_for(entry))
    shown = [hit for hit in hits if kind in {None, hit.entry.kind}]
    pages = max(1, -(-len(shown) // ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "library/search.html",
        text=text,
        kinds=_kinds(text, kind, hits),
        count=len(shown),
        results=[_result(hit, query, language) for hit in shown[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]],
        page=page,
        pages=pages,
        page_url=lambda number: _url(text, kind, number),
        tracks=[] if text else list(_tracks(language)),
        cases=len(catalogue().library.cases),
        loose_cases=[] if text else _loose_cases(language),
        changes=latest_changes(language, SHOWN_CHANGES),
        may_see_results=may(actor(), "survey-results"),
    )


def _readable(typed: str) -> str:
    """What was typed on one line, without characters that nobody sees."""
    return " ".join("".join(one if one.isprintable() else " " for one in typed).split())


def _url(text: str, kind: FoundKind | None, page: int | None = None) -> str:
    return url_for("library.search_library", q=text, kind=kind, page=page)


def _kinds(text: str, kind: FoundKind | None, hits: Sequence[Hit]) -> list[KindLink]:
    """Everything, and each kind of which something was found, or that is asked for."""
    counts = {one: sum(hit.entry.kind == one for hit in hits) for one in KINDS}
    links = [KindLink(gettext("Everything"), len(hits), _url(text, None), kind is None)]
    return links + [
        KindLink(gettext(KIND_NAMES[one]), count, _url(text, one), one == kind)
        for one, count in counts.items()
        if count or one == kind
    ]


def _tracks(language: Language) -> Iterator[TrackOfModules]:
    shelf = catalogue().library.modules
    for track in catalogue().registers.tracks.values():
        modules = tuple(_listed(shelf[id_], language) for id_ in track.modules if id_ in shelf)
        if modules:
            yield TrackOfModules(track.title.in_(language), modules)


def _loose_cases(language: Language) -> list[ListedDocument]:
    """The cases that are played in no module: from nowhere else is one led to them."""
    in_modules = {case for one in catalogue().library.records if one.kind == "module" for case in one.cases}
    shelf = catalogue().library.cases
    return [_listed(shelf[id_], language) for id_ in shelf if id_ not in in_modules]


def _listed(document: Document[Module] | Document[Case], language: Language) -> ListedDocument:
    content = document.in_(language)
    html_lang = HTML_LANG[document.language_of(language, "title")]
    return ListedDocument(document.id, plain(content.title) or document.id, plain(content.summary), html_lang)


def _result(hit: Hit, query: Query, language: Language) -> Result:
    """The hit in the reader's language; where only the other one holds the words, those are shown beside it."""
    says, frame_of = RESULTS[hit.entry.kind]
    mine = says(hit, language)
    is_mine = hit.language == language
    theirs = says(hit, hit.language)
    is_shown = not is_mine and not theirs.is_kept_back
    return Result(
        frame=frame_of(hit, language),
        written_for=_written_for(hit.entry),
        title=pieces_of(mine.title or hit.entry.id, query),
        excerpt=excerpt_of(mine.text, query),
        other=excerpt_of(f"{theirs.title}. {theirs.text}", query) if is_shown else (),
        other_label=gettext(IN_LANGUAGE[hit.language]),
        other_html_lang=HTML_LANG[hit.language],
    )


def _written_for(entry: Entry) -> str:
    """For whom a module, its card or a case is written, where that is for others; empty for all else."""
    if entry.kind in {"modules", "cards"}:
        return written_for([entry.id], actor().audience)
    return written_for(catalogue().modules_of_case(entry.id), actor().audience) if entry.kind == "cases" else ""


def _says_module(hit: Hit, language: Language) -> Said:
    module = catalogue().module(hit.entry.id).in_(language)
    if not hit.entry.part:
        return Said(plain(module.title), plain(module.summary))
    section = module.sections[hit.entry.part]
    title = f"{plain(module.title)}: {plain(section.title)}"
    if section.content_note:
        return Said(title, plain(section.content_note), is_kept_back=True)
    return Said(title, plain(section.text or (section.chart.caption if section.chart else "")))


def _frame_of_module(hit: Hit, language: Language) -> Frame:
    document, part = catalogue().module(hit.entry.id), hit.entry.part
    if not part:
        html_lang = HTML_LANG[document.language_of(language, "title")]
        return Frame(gettext("Module"), html_lang, url_for("learn.show_module", module_id=document.id))
    section = document.in_(language).sections[part]
    minutes = section_minutes(section, catalogue().minutes_of_case(section.case))
    return Frame(
        gettext("Module, section %(number)s", number=list(document.reference.sections).index(part) + 1),
        HTML_LANG[document.language_of(language, "sections", part)],
        url_for("learn.read_section", module_id=document.id, section_id=part),
        meta=gettext("%(count)s min", count=minutes),
    )


def _says_case(hit: Hit, language: Language) -> Said:
    case = catalogue().case(hit.entry.id).in_(language)
    return Said(plain(case.title), plain(case.summary))


def _frame_of_case(hit: Hit, language: Language) -> Frame:
    document = catalogue().case(hit.entry.id)
    based_on = document.reference.based_on.source
    html_lang = HTML_LANG[document.language_of(language, "title")]
    url = url_for("learn.show_case", case_id=document.id)
    if based_on:
        return Frame(gettext("Case"), html_lang, url, source=_note(based_on, language))
    return Frame(gettext("Case"), html_lang, url, meta=origin_in_words(document.reference.based_on))


def _says_card(hit: Hit, language: Language) -> Said:
    card = catalogue().module(hit.entry.id).in_(language).card
    return Said(plain(card.title), " ".join(plain(line) for line in card.steps))


def _frame_of_card(hit: Hit, language: Language) -> Frame:
    html_lang = HTML_LANG[catalogue().module(hit.entry.id).language_of(language, "card")]
    url = url_for("library.show_card", module_id=hit.entry.id)
    return Frame(gettext("Card"), html_lang, url, meta=gettext("A6, to print"))


def _says_term(hit: Hit, language: Language) -> Said:
    term = catalogue().registers.glossary[hit.entry.id]
    return Said(plain(term.term.in_(language)), plain(term.definition.in_(language)))


def _frame_of_term(hit: Hit, language: Language) -> Frame:
    source = catalogue().registers.glossary[hit.entry.id].source
    url = url_for("library.show_term", term_id=hit.entry.id)
    return Frame(gettext("Glossary"), HTML_LANG[language], url, source=_note(source, language) if source else None)


def _says_source(hit: Hit, language: Language) -> Said:
    source = catalogue().registers.sources[hit.entry.id]
    texts = (source.brought, source.reference, source.now)
    return Said(plain(source.title.in_(language)), " ".join(plain(text.in_(language)) for text in texts if text))


def _frame_of_source(hit: Hit, language: Language) -> Frame:
    kind = gettext(KINDS_OF_SOURCE[catalogue().registers.sources[hit.entry.id].kind])
    note = _note(hit.entry.id, language)
    over = gettext("Source: %(kind)s", kind=kind.lower())
    return Frame(over, HTML_LANG[language], url_for("library.show_source", source_id=hit.entry.id), source=note)


def _note(source: str, language: Language) -> LawNote | None:
    return next(iter(list_notes(catalogue().registers, [source], language)), None)


RESULTS: Final[Mapping[FoundKind, tuple[Callable[[Hit, Language], Said], Callable[[Hit, Language], Frame]]]] = {
    "glossary": (_says_term, _frame_of_term),
    "modules": (_says_module, _frame_of_module),
    "cases": (_says_case, _frame_of_case),
    "cards": (_says_card, _frame_of_card),
    "sources": (_says_source, _frame_of_source),
}
"""What an entry of each kind says in a language, and what else a result of it shows."""
