"""What a form sent: its texts cleaned as they are kept, and what must be mended before they can be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from course.base.languages import N_
from course.content.characters import typed_wrongly
from course.content.guided.tree import as_line, as_prose
from course.content.source import LONGEST_TEXT

Sent = Mapping[str, str]
"""The fields of a form: name -> its value, as the browser sent it."""

LONGEST_LINE: Final = 1_000
"""Characters of a title, a seat, an option: what is shown as one line."""
_TOO_LONG: Final = N_("This text has %(bytes)s bytes, and at most %(most)s are kept: shorten it, or divide it.")
_LONG_LINE: Final = N_("This is shown as one line, and has %(count)s characters: shorten it to %(most)s.")


@dataclass(frozen=True)
class Wrong:
    """What to mend in a field. The message, and the hint where there is one, are English msgids with `values`."""

    name: str
    """The name of the field."""
    message: str
    values: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


def line_in(sent: Sent, name: str, kept: str) -> str:
    """What was typed as one line; `kept`, where the form has no such field."""
    return as_line(sent[name]) if name in sent else kept


def prose_in(sent: Sent, name: str, kept: str) -> str:
    """What was typed as text of any length; `kept`, where the form has no such field."""
    return as_prose(sent[name]) if name in sent else kept


def word_in(sent: Sent, name: str, kept: str) -> str:
    """What was chosen; `kept`, where the form has no such field."""
    return sent[name].strip() if name in sent else kept


def wrong_line(name: str, text: str) -> Iterator[Wrong]:
    """What must be mended in a line."""
    if len(text) > LONGEST_LINE:
        yield Wrong(name, _LONG_LINE, {"count": str(len(text)), "most": str(LONGEST_LINE)})
    else:
        yield from wrong_text(name, text)


def wrong_text(name: str, text: str) -> Iterator[Wrong]:
    """What must be mended in a text: characters that no text may hold, and more than is kept."""
    size = len(text.encode(errors="replace"))
    if size > LONGEST_TEXT:
        yield Wrong(name, _TOO_LONG, {"bytes": str(size), "most": str(LONGEST_TEXT)})
    elif found := typed_wrongly(text):
        _, message, hint, values = found
        yield Wrong(name, message, values, hint)
