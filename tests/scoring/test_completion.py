"""When a module is done."""

import pytest
from samples import a_module

from course.scoring.completion import Done, is_done

EVERYTHING = Done(seen={"read", "play"}, played={"a-case"}, passed={"a-quiz"})


def test_a_module_is_done_when_all_is_seen_played_and_passed() -> None:
    assert is_done(a_module(), EVERYTHING)


@pytest.mark.parametrize(
    "done",
    [
        Done(seen={"read"}, played={"a-case"}, passed={"a-quiz"}),
        Done(seen={"read", "play"}, played=set(), passed={"a-quiz"}),
        Done(seen={"read", "play"}, played={"a-case"}, passed=set()),
        Done(seen=set(), played=set(), passed=set()),
    ],
)
def test_a_module_is_not_done_while_anything_is_missing(done: Done) -> None:
    assert not is_done(a_module(), done)


@pytest.mark.parametrize(("seen", "played"), [({"read", "play"}, set()), ({"read"}, {"a-case"})])
def test_an_optional_case_is_played_or_passed(seen: set[str], played: set[str]) -> None:
    assert is_done(a_module(), Done(seen, played, {"a-quiz"}, optional={"a-case"}))


def test_an_optional_case_neither_played_nor_passed_is_missing() -> None:
    assert not is_done(a_module(), Done({"read"}, set(), {"a-quiz"}, optional={"a-case"}))
