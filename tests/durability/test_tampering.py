"""Whatever is done by SQL to the audit log, the walk along its chain names the first bad row."""

import os
import random
from collections.abc import Callable
from typing import Final

from tampering import LENGTH, WAYS, note, seal_all, wrongly_told

from course.storage.engine import Database

TAMPERINGS: Final = 10 * int(os.environ.get("STORM", "0")) or 27
"""How many are tried on each database; `make storm` tries 1,000."""
SEED: Final = 17


def test_every_tampering_with_the_log_is_found(
    database: Database, record_property: Callable[[str, object], None]
) -> None:
    with database.write() as session:
        note(session, LENGTH)
        assert seal_all(session) == LENGTH

    chance = random.Random(SEED)  # noqa: S311 - the same tamperings each time
    wrong = wrongly_told(database, WAYS, chance, TAMPERINGS)

    record_property("tried", TAMPERINGS)
    assert wrong == []
