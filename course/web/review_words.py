"""What parties say of texts, in the reader's words: the same for those who review and for those who wrote."""

import datetime as dt
from typing import Final

from course.base.languages import N_
from course.base.refusals import NotFound
from course.content.bundle import KINDS_OF_DOCUMENT, Kind
from course.storage.models import Position
from course.web.words import gettext, ngettext

POSITION_WORDS: Final[dict[Position, tuple[str, str]]] = {
    "agree": ("done", N_("Agrees")),
    "dissent": ("done", N_("Agrees, with a dissent")),
    "refuse": ("late", N_("Refuses")),
}
"""Position -> how its status is drawn and the word for it."""
SOMEBODY: Final = N_("somebody who is no longer here")


def kind_of(written: str) -> Kind:
    """The kind of document that an address names. Raises NotFound."""
    found = next((kind for kind in KINDS_OF_DOCUMENT if kind == written), None)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def fingerprint(digest: str) -> str:
    """The first eight digits, by which people speak of a text."""
    return f"{digest[:4]}\N{NO-BREAK SPACE}{digest[4:8]}"


def days_in_words(due_on: dt.date, today: dt.date) -> str:
    """How many days are left until that day, itself the last."""
    left = (due_on - today).days
    if left < 0:
        return gettext("the day has passed")
    if left == 0:
        return gettext("today is the last day")
    said: str = ngettext("%(num)s day left", "%(num)s days left", left)
    return said
