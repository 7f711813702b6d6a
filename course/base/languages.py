"""The two languages of the course. Portuguese is the reference; its locale is `pt_PT` (plain `pt` means Brazil)."""

from typing import Final, Literal, get_args

Language = Literal["pt", "en"]
LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
REFERENCE: Final[Language] = "pt"
LOCALES: Final[dict[Language, str]] = {"pt": "pt_PT", "en": "en"}
HTML_LANG: Final[dict[Language, str]] = {"pt": "pt-PT", "en": "en"}


def as_language(text: str | None) -> Language | None:
    """The language of that code, or None."""
    return next((language for language in LANGUAGES if language == text), None)


def N_(text: str) -> str:  # noqa: N802 - the name gettext tools collect
    """Mark an English message for translation where it is written; it is translated where it is shown."""
    return text
