"""The reader's language for the words of the pages themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations

from flask import Flask, g
from flask_babel import force_locale, get_translations

from course.base.languages import LOCALES, Language


def install(app: Flask) -> None:
    """Give templates the same words, in place of flask-babel's, which looks anew at each word whose language it is."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda message: _translations().gettext(message),
        lambda one, many, num: _translations().ngettext(one, many, num),
        newstyle=True,
    )


def gettext(message: str, **values: object) -> str:
    """The English message in the reader's language, its `%(name)s` places filled."""
    told = _translations().gettext(message)
    return told % values if values else told


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """The English message for so many in the reader's language; `num` is among its values."""
    return _translations().ngettext(one, many, num) % {"num": num, **values}


@contextmanager
def spoken(language: Language) -> Iterator[None]:
    """Have what is said inside in that language, whoever reads the page."""
    before = g.pop("translations", None)
    try:
        with force_locale(LOCALES[language]):
            yield
    finally:
        g.pop("translations", None)
        if before is not None:
            g.translations = before


def _translations() -> NullTranslations:
    """Those of this request's reader; outside of a request none."""
    if not g:
        return NullTranslations()
    found: NullTranslations | None = g.get("translations")
    if found is None:
        found = g.translations = get_translations()
    return found
