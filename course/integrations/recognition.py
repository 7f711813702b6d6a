"""What the house is told by an organisation's own sign-in, whatever it speaks: where to send whom, and who came back.

Apart from what does it, so that an instance without such a sign-in loads nothing for it.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from course.base.providers import ProviderSettings


class NoAnswer(Exception):  # noqa: N818 - what came of asking, no error of ours
    """The provider is not there, or does not speak as it should."""


class NotTrusted(Exception):  # noqa: N818 - what came of asking, no error of ours
    """What came back does not prove who somebody is; the message is a word for the log."""


@dataclass(frozen=True)
class Departure:
    """Where a browser is sent, and what must be known when it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


class Recogniser(Protocol):
    """The sign-in of one organisation."""

    @property
    def settings(self) -> ProviderSettings:
        """What the operator wrote of it."""

    def depart(self, *, asks_again: bool) -> Departure:
        """A new way there. `asks_again`: whoever signed in there before is asked once more. Raises NoAnswer."""

    def claim_of(self, code: str, departure: Departure, now: dt.datetime) -> str:
        """What the provider says of who signed in there: the value of the claim that was agreed on.

        Raises NoAnswer, and NotTrusted for a token that is not whole, ours, of this way and of this hour.
        """

    def is_issuer(self, issuer: str | None) -> bool:
        """Whether an answer is this provider's; one that does not say whose it is is known by its state."""

    def sign_out_url(self, back: str) -> str:
        """Where to end the sign-in there too; empty where the provider has no such place or does not answer."""
