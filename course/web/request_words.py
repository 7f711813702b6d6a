"""What people may ask about their data, in words."""

from typing import Final

from course.base.languages import N_
from course.storage.models import Ground, RequestKind
from course.web.words import gettext

KINDS: Final[dict[RequestKind, str]] = {
    "restriction": N_("Restriction"),
    "objection": N_("An objection"),
    "access": N_("Access that the page does not give"),
    "rectification": N_("A correction"),
    "erasure": N_("An erasure that the button does not do"),
}
HINTS: Final[dict[RequestKind, str]] = {
    "objection": N_("You do not want something about you to be used, for reasons of your own situation."),
    "access": N_("You miss something in “What is kept about me”, or want it explained."),
    "rectification": N_("Something that is kept about you is wrong or not whole."),
    "erasure": N_("Something should go that you cannot erase yourself, such as a completion."),
}
GROUNDS: Final[dict[Ground, str]] = {
    "inaccurate": N_("Something that is kept about me is wrong"),
    "unlawful": N_("It may not be kept or used so, but I do not want it erased"),
    "claims": N_("It is no longer needed here, but I need it for a legal claim"),
    "objected": N_("I objected to its use, and that is not decided yet"),
}
"""The four points of article 18(1) of the GDPR, in their order."""
GROUND_HINTS: Final[dict[Ground, str]] = {
    "inaccurate": N_("For as long as it takes to check it."),
    "unlawful": N_("It stays as it is, and nobody uses it."),
    "claims": N_("It is kept until you no longer need it, also where its time would be over."),
    "objected": N_("Until it is decided whose reasons weigh more."),
}


def kind_in_words(kind: RequestKind) -> str:
    """What is asked for, in the reader's language."""
    return gettext(KINDS[kind])


def ground_in_words(ground: Ground) -> str:
    """Why a restriction is asked for, as its person would say it."""
    return gettext(GROUNDS[ground])
