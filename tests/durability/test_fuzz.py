"""Requests drawn by chance, by everybody: none makes the application fail or tell of itself, and no reading changes
anything."""

import hashlib
import os
import random
from collections.abc import Callable
from typing import Final

import pytest
from fuzzing import READING, Fuzzer, Sent, recorded
from hostile_requests import EVERYBODY, Who, faults, let_in, let_in_again
from site_of_tests import Site, Visitor
from sqlalchemy import text

REQUESTS: Final = 1_000 * int(os.environ.get("STORM", "0")) or 490
"""How many are sent; `make storm` sends 100,000."""
SEED: Final = 12
BATCH: Final = min(500, REQUESTS // 7)
"""Requests, half of them reading, after which whoever was signed out meanwhile is let in anew."""
PAGES: Final = 6 if REQUESTS < 1_000 else 60
"""Of which the real requests are taken."""
APART: Final = frozenset({"audit", "sign_in", "throttle"})
"""What reading may change: who looked, when somebody was last seen, how often somebody tried a secret address."""


def tables_of(site: Site) -> dict[str, str]:
    """A digest of the rows of each table, but for those of APART."""
    with site.house.database.read() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        rows = {name: session.execute(text(f'SELECT * FROM "{name}"')).all() for name in set(names) - APART}  # noqa: S608
    return {name: hashlib.sha256(repr(sorted(map(repr, found))).encode()).hexdigest() for name, found in rows.items()}


def path_of(sent: Sent) -> str:
    """The address that a browser may keep, where it is read; what else is said of a fault stands before it."""
    return sent.path if sent.method in READING[:2] else ""


@pytest.mark.timeout(300 + REQUESTS // 10)
@pytest.mark.parametrize("who", EVERYBODY)
def test_no_request_makes_a_page_fail_or_tell_and_no_reading_changes_anything(
    site: Site, who: Who, record_property: Callable[[str, object], None]
) -> None:
    chance = random.Random(f"{SEED} {who}")  # noqa: S311 - the same requests each time
    count, found = REQUESTS // len(EVERYBODY), list[str]()
    client, token = let_in(site, who)
    real = recorded(Visitor(client, "pt"), PAGES)

    for done in range(0, count, BATCH):
        client, token = let_in_again(site, who)
        fuzzer, before = Fuzzer(site.app, chance, real, token), tables_of(site)
        for number in range(min(BATCH, count - done)):
            if number == BATCH // 2:
                assert tables_of(site) == before
            sent = fuzzer.reading() if number < BATCH // 2 else fuzzer.writing()
            found += [f"{sent}: {fault}" for fault in faults(path_of(sent), sent.to(client))]

    record_property("tried", count)
    assert found == []
