"""The code by which an officer's sheets of a survey belong together: kept by the officer alone, never by us.

Sixteen signs of 5 bits each are drawn (80 bits); a seventeenth tells a mistyped one. The signs are Crockford's base 32
(https://www.crockford.com/base32.html), which has no I, L, O or U: who reads a 1 as an l, or a 0 as an O, is
understood.
"""

import secrets
from typing import Final

SIGNS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DRAWN: Final = 16
_READ_AS: Final = str.maketrans("ILO", "110", " -\t")
_FIELD: Final = 0b100101
"""x^5 + x^2 + 1, which makes a field of the 32 signs: powers of 2 are all different in it for 31 places."""


def draw_code() -> str:
    """A new code, as it is written down: `7K3Q-M2VX-9TRB-H4ND-C`."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(DRAWN))
    return written(drawn + _check_sign(drawn))


def read_code(typed: str) -> str | None:
    """The signs of a code that somebody typed, with spaces, hyphens and small letters as they like.

    None where it is none: any one wrong sign is told, and any two that changed places.
    """
    signs = typed.upper().translate(_READ_AS)
    if len(signs) != DRAWN + 1 or not set(signs) <= set(SIGNS) or _check_sign(signs[:DRAWN]) != signs[DRAWN]:
        return None
    return signs


def written(signs: str) -> str:
    """The signs in groups of four, as people read them."""
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def _check_sign(signs: str) -> str:
    """Each place weighs another power of 2 in the field, so neither an error nor an exchange leaves it as it was."""
    total = 0
    for sign in signs:
        total = _doubled(total ^ SIGNS.index(sign))
    return SIGNS[total]


def _doubled(value: int) -> int:
    shifted = value << 1
    return shifted ^ _FIELD if shifted & 0b100000 else shifted
