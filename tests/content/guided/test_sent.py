"""What a form sent is cleaned, and what cannot be kept is told at its field."""

from course.content.characters import CONTROL
from course.content.guided.sent import LONGEST_LINE, Wrong, line_in, prose_in, word_in, wrong_line, wrong_text
from course.content.source import LONGEST_TEXT


def test_what_a_form_does_not_have_stays() -> None:
    assert (line_in({}, "a", "x"), prose_in({}, "a", "x"), word_in({}, "a", "x")) == ("x", "x", "x")


def test_a_line_loses_its_line_breaks_and_a_prose_keeps_them() -> None:
    sent = {"a": " Um\r\ndois "}
    assert (line_in(sent, "a", ""), prose_in(sent, "a", ""), word_in(sent, "a", "")) == (
        "Um dois",
        "Um\ndois",
        "Um\r\ndois",
    )


def test_a_character_that_no_text_may_hold_is_told_at_its_field() -> None:
    told = [Wrong("a", CONTROL, {"character": "U+0000"})]
    assert list(wrong_text("a", "Um\0dois")) == told
    assert list(wrong_line("a", "Um\0dois")) == told


def test_a_text_has_as_many_bytes_as_are_kept_and_no_more() -> None:
    assert list(wrong_text("a", "é" * (LONGEST_TEXT // 2))) == []
    assert [wrong.values for wrong in wrong_text("a", "é" * (LONGEST_TEXT // 2) + "e")] == [
        {"bytes": "20001", "most": "20000"}
    ]


def test_a_line_is_short() -> None:
    assert list(wrong_line("a", "e" * LONGEST_LINE)) == []
    assert [wrong.values for wrong in wrong_line("a", "e" * 1001)] == [{"count": "1001", "most": "1000"}]
