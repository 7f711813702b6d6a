"""The notice on privacy has a version: who was shown an older one is shown what changed before their next page."""

from typing import Final

from course.base.languages import N_

VERSION: Final = 10
"""Of the texts in learn/pages/privacy.*.md, which say it too: a test compares them."""
CHANGES: Final[dict[int, str]] = {
    10: N_(
        "What is kept of a second step at sign-in is said: an app, passkeys and recovery codes, in a form in "
        "which a copy opens nothing."
    ),
    9: N_("It is kept which version of the notice you were shown last, so that each change is shown to you once."),
    8: N_(
        "You can say that you lack a device or the time, have the use of your data restricted, and ask the data "
        "protection officer on a page of your own."
    ),
}
"""What was new in a version, in a sentence. Who has seen an older one than all of these is shown all of them."""


def changes_since(version: int) -> tuple[str, ...]:
    """What changed since that version, the newest first; nothing for who was never shown any."""
    return tuple(words for number, words in sorted(CHANGES.items(), reverse=True) if number > version > 0)
