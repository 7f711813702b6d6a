"""A code by which a person sets a password once: made, written for reading aloud, recognised."""

import datetime as dt
import secrets
from typing import Final

ALPHABET: Final = "34679ACDEFHJKMNPRTWXY"
"""No two of these look alike or are taken for each other: neither 0 and O, 1, I and L, 2 and Z, 5 and S, 8 and B, nor U
and V."""
LENGTH: Final = 12
GROUP: Final = 4
VALID: Final = dt.timedelta(hours=24)
"""12 of 21 signs are 52.7 bits: a million guesses a second for all of the 24 hours find one in 80,000 codes."""


def make_code() -> str:
    """A new one, in groups: `H3KM-9TXA-PR7D`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))
