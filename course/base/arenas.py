"""How the C library hands out memory to the threads of a server."""

import ctypes
from typing import Final

ARENAS: Final = 2
M_ARENA_MAX: Final = -8
"""mallopt(3)."""


def share_arenas() -> bool:
    """Have all threads share two arenas; whether the C library does it (glibc: yes; another has nothing to share).

    glibc gives each thread a heap of its own, up to eight a core, and what one freed the others do not take: eight
    threads held 30 MB more. Python lets one thread run at a time, so that they seldom wait for each other.
    """
    try:
        return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS))
    except (AttributeError, OSError):
        return False
