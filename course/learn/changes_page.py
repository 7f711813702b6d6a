"""What changed since 2018: for whoever was trained before, from the registers alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask import render_template, url_for

from course.base.calendar import lisbon_day
from course.base.languages import HTML_LANG, N_, Language
from course.content.changes import SINCE, News, What, news_since
from course.content.values import money
from course.learn.feature import library as feature
from course.learn.library_page import SourceEntry, source_entry
from course.web.house import catalogue, now
from course.web.i18n import day, page_language
from course.web.words import gettext

HAPPENED: Final[dict[What, str]] = {
    "in force": N_("In force since %(day)s"),
    "dated": N_("Of %(day)s"),
    "changed": N_("Changed on %(day)s"),
    "repealed": N_("Repealed on %(day)s"),
}


@dataclass(frozen=True)
class TaughtIn:
    """A module in which a source is taught."""

    title: str
    html_lang: str
    url: str


@dataclass(frozen=True)
class Change:
    """What happened to a source. `told` is what it changed, in a sentence; empty where the register does not say.

    `sums`: the values that it sets, in words.
    """

    entry: SourceEntry
    happened: str
    told: str
    sums: tuple[str, ...]
    taught_in: tuple[TaughtIn, ...]


@dataclass(frozen=True)
class YearOfChanges:
    """The changes of a year, the latest first."""

    year: int
    changes: tuple[Change, ...]


@feature.page("/library/changes", permission="read-course")
def list_changes() -> str:
    """Laws and judgments that came, changed or were repealed since 2018, year by year."""
    return render_template("library/changes.html", years=list(_years(page_language())), since=SINCE)


def latest_changes(language: Language, most: int) -> list[str]:
    """What the latest changes brought, in a sentence each; those of which the register says it."""
    registers = catalogue().registers
    told = [source.brought for one in _news() if (source := registers.sources[one.source]).brought]
    return [sentence.in_(language) for sentence in told[:most] if sentence]


def _news() -> tuple[News, ...]:
    return news_since(catalogue().registers, SINCE, lisbon_day(now()))


def _years(language: Language) -> Iterator[YearOfChanges]:
    citing = catalogue().modules_citing()
    for year, news in groupby(_news(), key=lambda one: one.day.year):
        yield YearOfChanges(year, tuple(_change(one, citing.get(one.source, ()), language) for one in news))


def _change(news: News, modules: tuple[str, ...], language: Language) -> Change:
    source = catalogue().registers.sources[news.source]
    sentence = source.now if news.what in {"changed", "repealed"} else source.brought
    return Change(
        entry=source_entry(catalogue().registers, news.source, language),
        happened=gettext(HAPPENED[news.what], day=day(news.day)),
        told=sentence.in_(language) if sentence else "",
        sums=tuple(_sums_of(news, language)),
        taught_in=tuple(_taught_in(id_, language) for id_ in modules),
    )


def _sums_of(news: News, language: Language) -> Iterator[str]:
    for value in catalogue().registers.values.values() if news.what != "repealed" else ():
        for year, known in value.years.items():
            if known.source == news.source:
                yield f"{value.title.in_(language)}, {year}: {money(known.amount, language)}"


def _taught_in(id_: str, language: Language) -> TaughtIn:
    document = catalogue().module(id_)
    return TaughtIn(
        document.in_(language).title,
        HTML_LANG[document.language_of(language, "title")],
        url_for("learn.show_module", module_id=id_),
    )
