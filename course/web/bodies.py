"""The three parties for which reviewers read, in words."""

from typing import Final

from flask_babel import gettext

from course.base.languages import N_

_NAMES: Final[dict[str, str]] = {
    "police": N_("the police"),
    "equality-body": N_("the equality body"),
    "civil-society": N_("civil society"),
}


def body_in_words(body: str) -> str:
    """The party in the reader's language."""
    words: str = gettext(_NAMES[body])
    return words
