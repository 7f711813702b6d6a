"""The library that is shipped, of which several pages tell."""

from functools import cache

from course.base.config import ROOT
from course.content.library import Library, read_library


@cache
def shipped_library() -> Library:
    """Read once for all pages that are made together."""
    return read_library(ROOT)
