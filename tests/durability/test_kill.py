"""An answer that was acknowledged is kept, whenever the server dies.

Officers answer as fast as they can over real connections. The server is killed (SIGKILL, the whole process group) at
moments drawn beforehand, in the middle of their requests, and started again: in turn when so many answers were
acknowledged, and when so many pages were shown to others while an attempt was being handed in. Dying is the only way it
ever stops, so every start is a recovery.
"""

import os
import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from ledger import Ledger, compare, stored_of
from officers import finish, learners_at, work_together
from prepared import Prepared
from served import Server
from walks import MODULE

from course.content.library import Library

STORM: Final = int(os.environ.get("STORM", "3"))
"""How often the server is killed on each database: `make storm` for the measure of a release."""
SEED: Final = 2016
LEARNERS: Final = 20
ACKNOWLEDGED_BETWEEN: Final = (15, 60)
"""The fewest and the most answers acknowledged between two kills."""
PAGES_MEANWHILE: Final = (1, 3)
"""The fewest and the most pages shown to others between sending a hand-in and a kill."""


@pytest.mark.timeout(300 + 20 * STORM)
def test_an_acknowledged_answer_is_kept_when_the_server_is_killed(
    server_on_each: Server,
    prepared: Prepared,
    library: Library,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    server = server_on_each
    quiz, chance, cut_off = library.quizzes[MODULE].reference, random.Random(SEED), 0  # noqa: S311 - drawn, not secret
    with (
        closing(Ledger(tmp_path / "ledger")) as ledger,
        learners_at(server, prepared, ledger, SEED, LEARNERS) as learners,
    ):
        for number in range(STORM):
            ledger.call_once((_after_answers, _in_a_hand_in)[number % 2](ledger, chance), server.kill)
            work_together(learners)
            in_doubt = sum(learner.in_doubt is not None for learner in learners)
            found = compare(ledger.promised(), stored_of(server), quiz)
            assert found.faults == ((), (), ())
            assert found.unannounced <= in_doubt
            cut_off += in_doubt
            server.start()
        finish(learners)
    server.kill()

    found = compare(ledger.promised(), stored_of(server), quiz)
    assert (found.faults, found.unannounced) == (((), (), ()), 0)
    assert cut_off >= STORM  # the storm did blow: every kill left forms without an answer
    for name, figure in (("survives", "S1, S16"), ("blows", STORM), ("acknowledged", ledger.count)):
        record_property(name, figure)
    record_property("in doubt", cut_off)


def _after_answers(ledger: Ledger, chance: random.Random) -> Callable[[], bool]:
    """When so many more are acknowledged."""
    count = ledger.count + chance.randint(*ACKNOWLEDGED_BETWEEN)
    return lambda: ledger.count >= count


def _in_a_hand_in(ledger: Ledger, chance: random.Random) -> Callable[[], bool]:
    """When so many pages were shown to others since an attempt was sent to be closed."""
    shown = chance.randint(*PAGES_MEANWHILE)
    return lambda: shown in ledger.shown_meanwhile.values()
