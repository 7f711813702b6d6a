"""When an option is offered, as plain choices."""

import pytest

from course.content.guided.conditions import MOST_GATES, Gate, gates_in, gates_sent, when_of


@pytest.mark.parametrize(
    "when",
    [
        "trust >= -3",
        "trust <= 2 and legality >= 0",
        "after search",
        "not after search and after names",
        "",
    ],
)
def test_a_when_is_shown_and_written_as_it_was(when: str) -> None:
    found = gates_in(when)
    assert found is not None
    assert when_of(found) == when


def test_a_when_that_no_form_can_show_is_left_to_the_text() -> None:
    assert gates_in("trust > 3 or so") is None
    assert gates_in(" and ".join(["after a"] * (MOST_GATES + 1))) is None


def test_what_was_sent_is_read_and_empty_rows_are_none() -> None:
    sent = {
        "w-1-kind": "",
        "w-2-kind": "not-after",
        "w-2-scene": "search",
        "w-3-kind": "trust:at-most",
        "w-3-number": " −2 ",
    }
    assert when_of(gates_sent(sent, "w", ())) == "not after search and trust <= -2"
    assert gates_sent({}, "w", (Gate("after", "x"),)) == (Gate("after", "x"),)


@pytest.mark.parametrize("number", ["", "x", "11", "-11", "1.5", "٣"])
def test_a_number_is_one_that_a_scale_can_have(number: str) -> None:
    assert [wrong.name for wrong in Gate("trust:at-least", number=number).wrongs("w")] == ["w-number"]


def test_a_scene_is_chosen() -> None:
    assert [wrong.name for wrong in Gate("after").wrongs("w")] == ["w-scene"]
