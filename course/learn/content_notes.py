"""What is told before a text that may hurt: what is in it, a way past it, and whom to talk to."""

from dataclasses import dataclass

from course.base.languages import Language
from course.web.house import catalogue


@dataclass(frozen=True)
class Helper:
    """Somebody to talk to. `url` is where more is said, if anywhere."""

    name: str
    offer: str
    url: str | None


@dataclass(frozen=True)
class ContentNote:
    """`past` is the address to which the form of the way past it is sent; None where there is nothing to pass."""

    text: str
    past: str | None
    helpers: tuple[Helper, ...]


def content_note(text: str | None, past: str | None, language: Language) -> ContentNote | None:
    """The note as a page shows it; None for a text that has none."""
    if text is None:
        return None
    known = catalogue().registers.support.values()
    return ContentNote(
        text, past, tuple(Helper(one.name.in_(language), one.offer.in_(language), one.url) for one in known)
    )
