"""What reasons of an apology are called."""

from collections.abc import Mapping
from typing import Final

from course.base.languages import N_
from course.storage.models import ApologyReason

REASON_WORDS: Final[Mapping[ApologyReason, str]] = {
    "service": N_("Service"),
    "leave": N_("Leave or absence"),
    "other": N_("Another reason"),
}
