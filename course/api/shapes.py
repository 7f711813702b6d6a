"""What is sent and given, field by field: these make the description, and check what comes in."""

import datetime as dt
import re
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from course.storage.models import UnitKind

MOST: Final = 500
COLUMNS: Final = ("service_number", "module", "title", "state", "date")
"""Of completions as CSV: the allow-list, in the order of a file that names none."""
_ID: Final = "^[0-9a-f]{32}$"
_DOCUMENT: Final = "^[a-z0-9-]{1,80}$"
_TEXT: Final = r"^[^\x00-\x20\x7f-\xa0]([^\x00-\x1f\x7f-\x9f]*[^\x00-\x20\x7f-\xa0])?$"
_EMAIL: Final = r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,4}$"
_ONE_COLUMN: Final = f"({'|'.join(COLUMNS)})"


def _day(given: Any) -> Any:
    """The day that was written, and nothing else that could be read as one. Raises ValueError."""
    if not isinstance(given, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", given):
        raise ValueError("a day is written 2026-11-27")
    return dt.date.fromisoformat(given)


class Shape(BaseModel):
    """Frozen, and with no other fields than its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PageQuery(Shape):
    """Which page of a list."""

    limit: int = Field(100, ge=1, le=MOST, description="How many rows at most.")
    after: str = Field(
        "", pattern="^([0-9a-f]{2}){0,200}$", description="Where the page before ended: take it from `next`."
    )


class CompletionQuery(PageQuery):
    """Which completions, and as what."""

    module: str | None = Field(None, pattern=_DOCUMENT, description="Only this module.")
    track: str | None = Field(None, pattern=_DOCUMENT, description="Only modules of this track.")
    since: Annotated[dt.date, BeforeValidator(_day)] | None = Field(
        None, description="Only completed on this day or later."
    )
    format: Literal["json", "csv"] = Field("json", description="JSON, or CSV as a spreadsheet in Portugal opens it.")
    columns: str = Field(
        ",".join(COLUMNS),
        pattern=f"^{_ONE_COLUMN}(,{_ONE_COLUMN}){{0,{len(COLUMNS) - 1}}}$",
        description="Of the CSV: which columns, in which order, separated by commas.",
    )


class CompletionGiven(Shape):
    """That somebody completed a module, and on which day. Nothing else about how they did is given to anybody."""

    service_number: str
    module: str
    state: Literal["done"]
    date: dt.date


class PersonGiven(Shape):
    """Who somebody is."""

    service_number: str
    name: str
    email: str | None
    language: Literal["pt", "en"]
    unit: str = Field(pattern=_ID)
    active: bool = Field(description="Whether they may sign in.")


class PersonSent(Shape):
    """Who somebody is to be."""

    name: str = Field(min_length=1, max_length=200, pattern=_TEXT)
    email: str | None = Field(None, max_length=254, pattern=_EMAIL, description="Kept in small letters.")
    language: Literal["pt", "en"] = "pt"
    unit: str = Field(pattern=_ID, description="A unit of your organisation.")


class UnitGiven(Shape):
    """A unit and the one above it."""

    id: str = Field(pattern=_ID)
    parent: str | None = Field(description="None for the organisation itself.")
    name: str
    kind: UnitKind


class UnitSent(Shape):
    """What a unit is to be."""

    name: str = Field(min_length=1, max_length=200, pattern=_TEXT)
    kind: Literal["command", "division", "station"]
    parent: str = Field(pattern=_ID, description="The unit above, of your organisation.")


class CompletionPage(Shape):
    """Completions by service number and module."""

    items: list[CompletionGiven]
    next: str | None = Field(description="The address of the next page; none after the last.")


class PersonPage(Shape):
    """People by service number; those without one are not in this interface."""

    items: list[PersonGiven]
    next: str | None = Field(description="The address of the next page; none after the last.")


class UnitPage(Shape):
    """Units by id."""

    items: list[UnitGiven]
    next: str | None = Field(description="The address of the next page; none after the last.")


class Fault(Shape):
    """A field that cannot be used, and how to mend it."""

    field: str
    detail: str


class Problem(BaseModel):
    """What went wrong and what to do (RFC 9457)."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    errors: list[Fault] | None = None
    incident: str | None = None
