"""The three parties for which reviewers read, in words."""

from typing import Final

from course.base.languages import N_
from course.web.words import gettext

_NAMES: Final[dict[str, str]] = {
    "police": N_("the police"),
    "equality-body": N_("the equality body"),
    "civil-society": N_("civil society"),
}


def body_in_words(body: str) -> str:
    """The party in the reader's language."""
    return gettext(_NAMES[body])
