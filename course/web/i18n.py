"""The language and the appearance of a page, and how hours and months are written in it."""

import datetime as dt
from functools import lru_cache
from typing import Final

from babel.dates import format_date, format_skeleton, format_time
from flask import Flask, request
from flask_babel import Babel

from course.base.calendar import LISBON
from course.base.config import ROOT
from course.base.languages import LANGUAGES, LOCALES, REFERENCE, Language, as_language
from course.web import words
from course.web.house import house
from course.web.identity import find_actor
from course.web.programs import is_from_program

LANGUAGE_COOKIE: Final = "language"
THEME_COOKIE: Final = "theme"
THEMES: Final = ("light", "dark")
TEXT_COOKIE: Final = "text"
TEXT_SIZES: Final = ("large", "larger")
_KEPT: Final = 2_048
"""Days in words: a page has some twenty, most of them the months in which sources were read."""


def install(app: Flask) -> None:
    """Translate pages into the reader's language."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "course" / "locale")
    Babel(app, locale_selector=lambda: LOCALES[page_language()], default_timezone="Europe/Lisbon")
    words.install(app)
    written = (
        date_in_words,
        day,
        day_number,
        full_day,
        full_moment,
        hour,
        long_day,
        month,
        month_name,
        weekday_hour,
        written_day,
    )
    app.jinja_env.filters |= {filter_.__name__: filter_ for filter_ in written}


def cookie_name(preference: str) -> str:
    """The cookie of that preference: in production no other host and no plain connection can set it."""
    return f"__Host-{preference}" if house().settings.is_production else preference


def page_language() -> Language:
    """The language chosen in this browser, else the person's own, else the browser's wish, else Portuguese."""
    chosen = as_language(request.cookies.get(cookie_name(LANGUAGE_COOKIE)))
    if chosen and not is_from_program():
        return chosen
    if actor := find_actor():
        return actor.language
    wished = request.accept_languages.best_match([*LANGUAGES, "pt-PT", "en-GB"]) or REFERENCE
    return as_language(wished[:2]) or REFERENCE


def page_theme() -> str:
    """`light`, `dark`, or empty to follow the system."""
    chosen = request.cookies.get(cookie_name(THEME_COOKIE), "")
    return chosen if chosen in THEMES else ""


def page_text_size() -> str:
    """`large`, `larger`, or empty for the size that the browser was set to."""
    chosen = request.cookies.get(cookie_name(TEXT_COOKIE), "")
    return chosen if chosen in TEXT_SIZES else ""


def day(date: dt.date) -> str:
    """19 nov. 2026"""
    return _written(date, "d MMM y", _locale())


def date_in_words(date: dt.date) -> str:
    """segunda-feira, 14 de dezembro de 2026"""
    return _written(date, "full", _locale())


def full_day(date: dt.date) -> str:
    """10 de dezembro de 2026"""
    return _written(date, "long", _locale())


def full_moment(moment: dt.datetime) -> str:
    """10 de dezembro de 2026, 18:00, in Lisbon"""
    return f"{full_day(moment.astimezone(LISBON).date())}, {hour(moment)}"


def written_day(written: str) -> str:
    """A day as authors write it, `2026-03-31`, in words: 31 de março de 2026."""
    return full_day(dt.date.fromisoformat(written))


def long_day(moment: dt.datetime) -> str:
    """segunda-feira, 7 de dezembro, in Lisbon"""
    return _written_by(moment.astimezone(LISBON).date(), "MMMMEEEEd", _locale())


def day_number(moment: dt.datetime) -> str:
    """10, in Lisbon"""
    return str(moment.astimezone(LISBON).day)


def month_name(moment: dt.datetime) -> str:
    """dezembro, in Lisbon"""
    return _written(moment.astimezone(LISBON).date(), "LLLL", _locale())


def hour(moment: dt.datetime) -> str:
    """18:00, in Lisbon"""
    return format_time(moment.astimezone(LISBON), "HH:mm", locale=_locale())


def weekday_hour(moment: dt.datetime) -> str:
    """quinta-feira, 09:30, in Lisbon"""
    local = moment.astimezone(LISBON)
    return f"{_written(local.date(), 'EEEE', _locale())}, {hour(moment)}"


def month(written: str) -> str:
    """março de 2026, of `2026-03`"""
    year, number = written.split("-")
    return _written_by(dt.date(int(year), int(number), 1), "yMMMM", _locale())


@lru_cache(maxsize=_KEPT)
def _written(date: dt.date, pattern: str, locale: str) -> str:
    return format_date(date, pattern, locale=locale)


@lru_cache(maxsize=_KEPT)
def _written_by(date: dt.date, skeleton: str, locale: str) -> str:
    return format_skeleton(skeleton, date, locale=locale)


def _locale() -> str:
    return LOCALES[page_language()]
