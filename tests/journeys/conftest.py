"""Of a journey that is made in several looks (width, language, scripts), every day one; `make journeys` makes all.

Which one is drawn from its name, so that it is the same everywhere, and over all journeys each look has its share. What
is sent without scripts, and in which language it is answered, has tests of its own that need no browser.
"""

from collections import defaultdict
from zlib import crc32

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that takes all looks."""
    parser.addoption("--all-looks", action="store_true", help="make each journey in all of its looks")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other looks of each journey that is marked so."""
    if config.getoption("all_looks", default=False):
        return
    journeys = defaultdict[str, list[pytest.Item]](list)
    for item in items:
        if item.get_closest_marker("looks"):
            journeys[item.nodeid.partition("[")[0]].append(item)
    left_out = {item for name, looks in journeys.items() for item in looks if item is not chosen(name, looks)}
    if left_out:
        config.hook.pytest_deselected(items=sorted(left_out, key=lambda item: item.nodeid))
        items[:] = [item for item in items if item not in left_out]


def chosen(name: str, looks: list[pytest.Item]) -> pytest.Item:
    """The look of every day."""
    in_order = sorted(looks, key=lambda item: item.nodeid)
    return in_order[crc32(name.encode()) % len(in_order)]
