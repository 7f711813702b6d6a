"""Where a case comes from, in a sentence of the pages."""

from collections.abc import Mapping
from typing import Final

from course.base.languages import N_
from course.content.case import BasedOn, Origin
from course.web.words import gettext

ORIGINS: Final[Mapping[Origin, str]] = {
    "judgment": N_("It comes from a judgment."),
    "decision": N_("It comes from a decision that is not a court's."),
    "complaint": N_("It comes from a complaint, told with consent."),
    "press": N_("It comes from what the press told."),
    "composite": N_("It is composite, and tells no single real case."),
    "invented": N_("It is invented, and tells no real case."),
}
"""Origin -> what readers are told of it."""


def origin_in_words(based_on: BasedOn) -> str:
    """The sentence; empty where the author does not say it and names a source, which is shown."""
    if based_on.origin:
        return gettext(ORIGINS[based_on.origin])
    return "" if based_on.source else gettext("Composite or invented: it tells no single real case.")
