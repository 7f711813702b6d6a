"""The kinds of value that authored documents are made of.

YAML scalars arrive as text and are typed here, so that `no`, `22:15` and `012` stay what the author wrote. Whatever a
reader sees is a `Text`: the walker of translations and the counter of words find it by that.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from course.base.languages import Language

SLUG: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
LONGEST_NAME: Final = 60
"""Characters of a name that is no text: the same in both languages."""


class Text(str):
    """Words that a person reads, in one language, without white space at the ends."""

    __slots__ = ()

    @classmethod
    def accept(cls, value: str) -> "Text":
        """The text, trimmed. Raises for nothing but white space."""
        trimmed = value.strip()
        if not trimmed:
            raise PydanticCustomError("empty_text", "empty text")
        return cls(trimmed)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.accept, core_schema.str_schema(strict=True))


class Prose(Text):
    """Markdown of any length."""

    __slots__ = ()


class Line(Text):
    """One line of Markdown: a title, an option."""

    __slots__ = ()

    @classmethod
    def accept(cls, value: str) -> "Line":
        """The line, trimmed. Raises when there is more than one."""
        trimmed = super().accept(value)
        if "\n" in trimmed:
            raise PydanticCustomError("more_than_a_line", "more than a line")
        return cls(trimmed)


def _flag(value: object) -> object:
    if isinstance(value, str) and value in {"true", "false"}:
        return value == "true"
    if isinstance(value, bool):
        return value
    raise PydanticCustomError("true_or_false", "true or false")


def _whole(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"[+-]?[0-9]{1,9}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise PydanticCustomError("whole_number", "whole number")


def _file_name(name: str) -> str:
    if len(name) > 60 or not re.fullmatch(r"[a-z0-9]+([.-][a-z0-9]+)*", name):
        raise PydanticCustomError("file_name", "file name")
    return name


def _day(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise PydanticCustomError("day", "day")
    try:
        dt.date.fromisoformat(text)
    except ValueError as error:
        raise PydanticCustomError("no_such_day", "no such day") from error
    return text


def _name(words: str) -> str:
    if not 2 <= len(words.strip()) <= LONGEST_NAME or "\n" in words:
        raise PydanticCustomError("name", "name")
    return words.strip()


class Figure(str):
    """A number as it was written, or so many times a value of a year (`4 ias 2026`) until that is put in."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema(strict=True))


Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_whole)]
Slug = Annotated[str, StringConstraints(pattern=rf"^{SLUG}$", max_length=60)]
FileName = Annotated[str, AfterValidator(_file_name)]
Day = Annotated[str, AfterValidator(_day)]
Name = Annotated[str, AfterValidator(_name)]


class Part(BaseModel):
    """A frozen piece of a document; a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False, use_attribute_docstrings=True)


class Both(Part):
    """A line in both languages, as the registers hold it."""

    pt: Line
    """The Portuguese."""
    en: Line
    """The English."""

    def in_(self, language: Language) -> Line:
        """The line in that language."""
        return self.en if language == "en" else self.pt


Path = tuple[str, ...]
Texts = list[tuple[Path, Text | tuple[Text, ...]]]


_PLAIN: Final = frozenset({str, int, bool, float, type(None), dt.date})
"""Types of values that are no text and hold none, which most values of a document have."""


def texts_of(part: object, path: Path = ()) -> Texts:
    """Every text of a document with its path, in the order written. A list of words counts as one text."""
    found: Texts = []
    _gather_texts(part, path, found)
    return found


def _gather_texts(part: object, path: Path, found: Texts) -> None:
    if type(part) in _PLAIN:
        return
    if isinstance(part, Text):
        found.append((path, part))
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            _gather_texts(getattr(part, name), (*path, name), found)
    elif isinstance(part, Mapping):
        for key, value in part.items():
            _gather_texts(value, (*path, key), found)
    elif isinstance(part, tuple) and part and all(isinstance(word, Text) for word in part):
        found.append((path, part))
