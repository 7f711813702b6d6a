"""A form changes what it says and no other byte, and a text that it cannot hold is never touched."""

import pytest
from guided import changed, tree_of
from hypothesis import example, given
from hypothesis import strategies as st
from libraries import CASE

from course.content.guided.sent import wrong_text
from course.content.guided.tree import (
    as_line,
    as_prose,
    group_at,
    lines_at,
    put_text,
    read_case,
    rewritten,
    state_invented,
    take_out,
    text_at,
    words_at,
)
from course.content.writing import UnwritableError

COMMENTED = """\
# Um caso nosso.
title:   "O título, com aspas"\x20\x20
format: 1
language: pt
# de memória
heading:
  place: Posto
scenes:
  a:
    text: >
      Duas linhas
      que são uma.
    # a boa
    choices:
      go: {text: Ir, next: a}
"""


def test_nothing_changed_keeps_every_byte() -> None:
    for text in (CASE, COMMENTED, CASE.replace("\n", "\r\n"), "\ufeff" + CASE):
        assert rewritten(text, tree_of(text)) == text


def test_what_a_form_does_not_say_keeps_every_byte() -> None:
    text = changed(COMMENTED, lambda tree: put_text(tree, ("heading", "hour"), "11h00: ao balcão"))
    assert text == COMMENTED.replace("heading:\n", "heading:\n  hour: |\n    11h00: ao balcão\n")


def test_line_ends_and_the_mark_of_byte_order_stay() -> None:
    text = "\ufeff" + COMMENTED.replace("\n", "\r\n")
    after = changed(text, lambda tree: put_text(tree, ("heading", "place"), "Esquadra"))
    assert after == text.replace("Posto", "Esquadra")


def test_a_new_key_stands_where_it_belongs_and_no_other_moves() -> None:
    text = changed("language: pt\ntitle: T\n", lambda tree: put_text(tree, ("start",), "a"))
    text = changed(text, lambda tree: put_text(tree, ("summary",), "S"))
    assert changed(text, lambda tree: put_text(tree, ("format",), "1")) == (
        "format: 1\nlanguage: pt\ntitle: T\nsummary: S\nstart: a\n"
    )


def test_names_that_are_nobodys_are_stated_once() -> None:
    text = changed("title: T\n", lambda tree: state_invented(tree, ["Fátima Lopes"]))
    text = changed(text, lambda tree: state_invented(tree, ["Rui Sá", "Fátima Lopes"]))
    assert text == "title: T\ninvented_names: [Fátima Lopes, Rui Sá]\n"


def test_a_text_that_is_emptied_goes_with_its_group() -> None:
    assert changed("title: T\nheading:\n  place: Posto\n", lambda tree: take_out(tree, ("heading", "place"))) == (
        "title: T\n"
    )


def test_a_text_with_an_error_is_refused_as_it_is() -> None:
    for text in ("title: T\ntitle: U\n", "title: [\n", "", "title: T # com comentário\n"):
        assert read_case(text).problems
        with pytest.raises(UnwritableError):
            rewritten(text, {"title": "U"})


@pytest.mark.parametrize(
    ("text", "line", "path"),
    [
        ("title: T\nscenes:\n  - a\n", 2, "scenes"),
        ("title: T\nscenes:\n  a: Texto\n", 3, "scenes.a"),
        ("title: T\nscenes:\n  a:\n    choices:\n      go: [a, b]\n", 5, "scenes.a.choices.go"),
        ("title: T\nseats: [a, b]\n", 2, "seats"),
        ("title: T\nscales: legality\n", 2, "scales"),
        ("title: T\nscenes:\n  a:\n    text: [um, dois]\n", 4, "scenes.a.text"),
        ("title: T\nscenes:\n  a:\n    views:\n      x: {y: z}\n", 5, "scenes.a.views.x"),
    ],
)
def test_a_value_of_another_form_is_told_at_its_line(text: str, line: int, path: str) -> None:
    assert [(problem.line, problem.path) for problem in read_case(text).problems] == [(line, path)]


def test_what_is_only_missing_wrong_or_unknown_is_no_matter() -> None:
    text = "title:\nscenes:\nothers: [a]\nscales: [x]\nstart: nowhere\nbased_on:\n  strange: {a: b}\n"
    assert read_case(text).problems == ()


def test_what_stands_at_a_path_is_read_whatever_stands_there() -> None:
    tree = tree_of("title: T\nscales: [a, b]\nscenes:\n  a:\n    text: |\n      Um.\n")
    assert text_at(tree, "scenes", "a", "text") == "Um."
    assert words_at(tree, "scales") == ("a", "b")
    assert (text_at(tree, "scales"), words_at(tree, "title"), group_at(tree, "title")) == ("", (), {})


def test_a_line_and_a_prose_are_kept_without_what_nobody_sees() -> None:
    assert as_line("  Um \r\n dois\t") == "Um dois"
    assert as_prose(" Um  \r\n\r\ndois \n ") == "Um\n\ndois"


def test_the_lines_of_a_part_are_shown_out_to_the_margin() -> None:
    assert lines_at(COMMENTED, "scenes", "a", "text") == "text: >\n  Duas linhas\n  que são uma."
    assert lines_at(COMMENTED, "scenes", "b") == ""


@given(st.text(max_size=300), st.sampled_from([CASE, COMMENTED, CASE.replace("\n", "\r\n")]))
@example("- a: [x] # y", CASE)
@example("| >\n  'a' \"b\" \t \\ {c: d}", CASE)
@example("🚓\u0301 %(a)s {{ b }} <script>", CASE)
@example("não: sim", COMMENTED)
def test_any_text_is_kept_as_it_was_typed_or_told_to_be_mended(words: str, text: str) -> None:
    typed = as_prose(words)
    if list(wrong_text("outcome", typed)):
        return
    after = changed(text, lambda tree: put_text(tree, ("outcome",), typed))
    assert text_at(tree_of(after), "outcome") == typed
    assert changed(after, lambda tree: put_text(tree, ("outcome",), "")) == text
