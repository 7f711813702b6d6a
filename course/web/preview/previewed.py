"""The text that a preview shows, the day it pretends, and where its pages are."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from flask import request, url_for

from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import NotFound
from course.content.bundle import Kind
from course.content.case import Case, is_open_on
from course.content.document import Document
from course.content.proof import Proof
from course.web.house import now
from course.web.i18n import full_day
from course.web.signatures import SignedBy
from course.web.words import gettext

ON: Final = "on"
"""The field of the address that names the day."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOTHING_THERE: Final = N_("This page does not exist, or is not yours.")


@dataclass(frozen=True)
class Text:
    """A text to be previewed.

    `document` is None where nothing of it can be shown yet. `which` says in words what text it is; `note` what else is
    to be said of it, or nothing. `back`: where somebody came from, and the words that lead there. `signed`: by whom it
    is; None of what nobody was asked to sign.
    """

    kind: Kind
    document: Document[Any] | None
    proof: Proof | None
    which: str
    note: str
    back: tuple[str, str]
    signed: SignedBy | None = None


@dataclass(frozen=True)
class Previewed:
    """A text with the endpoint of its pages and what that is given; what is in the address of the page in view."""

    text: Text
    endpoint: str
    given: Mapping[str, str]

    @property
    def document(self) -> Document[Any]:
        """The text. Raises NotFound where nothing of it can be shown."""
        if self.text.document is None:
            raise NotFound(NOTHING_THERE)
        return self.text.document

    @cached_property
    def day(self) -> dt.date:
        """The day that the pages pretend; today where the address names none, or none that there is."""
        return self._named_day or lisbon_day(now())

    @property
    def is_day_wrong(self) -> bool:
        """Whether the address names a day that there is not."""
        return bool(self.asked_day) and self._named_day is None

    @property
    def asked_day(self) -> str:
        """The day as the address has it; empty for today."""
        return request.args.get(ON, "").strip()[:20]

    @cached_property
    def _named_day(self) -> dt.date | None:
        try:
            return dt.date.fromisoformat(self.asked_day) if _DAY.fullmatch(self.asked_day) else None
        except ValueError:
            return None

    def url(self, place: str = "", **asked: Any) -> str:
        """A page of this preview, on the same day."""
        values: dict[str, Any] = {
            **self.given,
            **{name: value for name, value in asked.items() if value not in (None, "")},
        }
        if self._named_day:
            values[ON] = self._named_day.isoformat()
        return url_for(f"{self.endpoint}_page", place=place, **values) if place else url_for(self.endpoint, **values)

    @property
    def here(self) -> str:
        """The page in view: to come back to it in another language; the beginning after a form was sent."""
        return request.full_path.rstrip("?") if request.method == "GET" else self.url()

    @property
    def asked_beside_day(self) -> list[tuple[str, str]]:
        """What the address of the page in view asks for beside the day."""
        if request.method != "GET":
            return []
        return [(name, value) for name, value in request.args.items(multi=True) if name != ON]

    def number(self, name: str = "number") -> int:
        """The number that the address names. Raises NotFound where it names none."""
        written = request.args.get(name, "")
        if not re.fullmatch("[0-9]{1,3}", written):
            raise NotFound(NOTHING_THERE)
        return int(written)

    def around(self) -> dict[str, Any]:
        """What every page of the preview is given beside its own."""
        return {"previewed": self, "leads_home": self.text.back[0], "signed": self.text.signed}

    def context(self) -> dict[str, Any]:
        """The same with the address of the page, where the page does not know it."""
        return {**self.around(), "here": self.here}

    def said_of_day(self) -> str:
        """That officers are not shown the text on that day, and when they are; empty where they are."""
        content = self.text.document.reference if self.text.document else None
        if not isinstance(content, Case):
            return ""
        embargo, expires = content.based_on.embargo or "", content.based_on.expires or ""
        if is_open_on(embargo, expires, self.day):
            return ""
        if self.day.isoformat() < embargo:
            first = full_day(dt.date.fromisoformat(embargo))
            return gettext("On that day officers do not see it yet: they see it from %(day)s.", day=first)
        gone = full_day(dt.date.fromisoformat(expires))
        return gettext("On that day officers see it no longer: they do not since %(day)s.", day=gone)
