"""A form whose answer was lost on the way is one answer, however often it is sent again.

A door of ours stands between the officers and the server; it cuts every second answer to a form, once the server gave
it. What was sent again gets the very answer that was lost.
"""

import itertools
import os
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from cutting import CuttingDoor
from ledger import Ledger, compare, stored_of
from officers import GONE, Learner, learners_at
from prepared import Prepared
from served import Server
from walks import MODULE

from course.content.library import Library

STORM: Final = int(os.environ.get("STORM", "2"))
SUBMISSIONS: Final = 10 * STORM
"""Answers that reach each database."""
SEED: Final = 2019
LEARNERS: Final = 4


@pytest.mark.timeout(300 + 10 * STORM)
def test_a_form_whose_answer_was_lost_is_one_answer_when_it_is_sent_again(
    server_on_each: Server,
    prepared: Prepared,
    library: Library,
    tmp_path: Path,
    record_property: Callable[[str, object], None],
) -> None:
    numbers = itertools.count(1)
    door = CuttingDoor(
        server_on_each.port, lambda request: request.startswith(b"POST /attempts/") and next(numbers) % 2 == 0
    )
    with (
        closing(Ledger(tmp_path / "ledger")) as ledger,
        learners_at(server_on_each, prepared, ledger, SEED, LEARNERS, port=door.port) as learners,
    ):
        for learner in itertools.cycle(learners):
            if ledger.count >= SUBMISSIONS:
                break
            _insist(learner, learner.step)
        for learner in learners:
            _insist(learner, learner.settle)
    door.close()
    server_on_each.kill()

    found = compare(ledger.promised(), stored_of(server_on_each), library.quizzes[MODULE].reference)
    answers = defaultdict(set)
    for request, answer, _ in door.carried:
        if request.startswith(b"POST /attempts/"):
            answers[request].add(_told(answer))
    lost = sum(is_lost for _, _, is_lost in door.carried)
    assert (found.faults, found.unannounced) == (((), (), ()), 0)
    assert {request: told for request, told in answers.items() if len(told) > 1} == {}
    assert lost >= SUBMISSIONS // 3
    noted = {"survives": "S5", "blows": lost, "acknowledged": ledger.count, "in doubt": lost}
    for name, figure in noted.items():
        record_property(name, figure)


def _insist(learner: Learner, act: Callable[[], None]) -> None:
    """Do it, and send it again as it was for as long as nothing is heard of it."""
    try:
        act()
    except GONE:
        learner.client.close()
        _insist(learner, learner.settle)


def _told(answer: bytes) -> tuple[bytes, bytes, bytes]:
    """The status, where it leads and the page; not the hour, nor the cookie."""
    head, _, body = answer.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    return lines[0], next((line for line in lines if line.lower().startswith(b"location:")), b""), body
