"""How often Python looks for garbage in a process that serves pages.

A page makes thousands of objects that are gone when it is sent; the process keeps hundreds of thousands for its whole
life, most of them documents. With its own thresholds Python looks through all of these every few pages, which took two
fifths of the time of a page (docs/performance.md).
"""

import gc
from typing import Final

THRESHOLDS: Final = (20_000, 20, 50)
"""How many more objects are made than let go of before it looks at the youngest, and how often before at older ones."""


def settle() -> None:
    """Call once, when what is made for the whole life of the process is there: it is not looked through any more."""
    gc.set_threshold(*THRESHOLDS)
    gc.freeze()
