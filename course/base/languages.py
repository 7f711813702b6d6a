"""The two languages of the course. Portuguese is the reference; its locale is `pt_PT` (plain `pt` means Brazil)."""

import gettext
from collections.abc import Callable
from typing import Final, Literal, get_args

from course.base.config import ROOT

Language = Literal["pt", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
REFERENCE: Final[Language] = "pt"
LOCALES: Final[dict[Language, str]] = {"pt": "pt_PT", "en": "en_GB"}
HTML_LANG: Final[dict[Language, str]] = {"pt": "pt-PT", "en": "en"}


def as_language(text: str | None) -> Language | None:
    """The language of that code, or None."""
    return next((language for language in LANGUAGES if language == text), None)


def translator(language: Language) -> Callable[[str], str]:
    """What gives an English message in that language, where there is no page: for commands and mails."""
    return gettext.translation("messages", str(ROOT / "course" / "locale"), [LOCALES[language]], fallback=True).gettext


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools collect
    """Mark an English message for translation where it is written; it is translated where it is shown."""
    return text
