"""Every event that the log knows is brought about by a test."""

from collections import Counter
from typing import get_args

from made_docs.test_security import is_there
from noted import EVENTS

from course.acts.audit import Event


def test_each_event_is_brought_about_by_a_test_that_is_there() -> None:
    brought = Counter(event for events in EVENTS.values() for event in events)

    assert brought == Counter(get_args(Event))
    assert [test for test in EVENTS if not is_there(test)] == []
