"""Made parts of pages that are written by hand: what stands between `<!-- made: NAME -->` and `<!-- end -->`."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

TEXTS: Final = Path(__file__).with_name("texts")
"""Pages whose words are written by hand and whose tables are made."""

_PART: Final = re.compile(r"^<!-- made: (?P<name>[a-z-]+) -->\n.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)


def names_of_parts(text: str) -> tuple[str, ...]:
    """The names of the made parts of a page, in their order."""
    return tuple(found["name"] for found in _PART.finditer(text))


def fill(text: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """The page with each made part written anew. Raises KeyError for a name that nothing makes."""
    return _PART.sub(lambda found: f"<!-- made: {found['name']} -->\n{parts[found['name']]()}\n<!-- end -->", text)


def written(name: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """The page of that name in `TEXTS` with its made parts."""
    return fill((TEXTS / name).read_text(encoding="utf-8"), parts)
