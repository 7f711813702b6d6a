"""What a trainer's file says is what is read, or the trainer is told where and why not."""

import sys

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.characters import REFUSED
from course.content.problem import MOST_PROBLEMS, Problem, did_you_mean
from course.content.source import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_NODES,
    Mark,
    Raw,
    Source,
    read_yaml,
)

WHERE = "quizzes/a/quiz.yaml"
USE_PIPE = "Write | after the colon, and the text on the lines below it, two spaces deeper than the key"
OR_PIPE = f"Where a text is meant, {USE_PIPE[0].lower()}{USE_PIPE[1:]}"
SAVE_AS = "In the editor, choose Save as and the encoding UTF-8"
LOST = "what follows # on this line is lost: a comment stands on a line of its own"
IN_BRACKETS = "a text stands in brackets here: between { } and [ ] stand only ids, numbers and lists of words"
NO_ANCHOR = "a text cannot begin with %(character)s as it stands: anchors and aliases are not allowed"
NO_TAG = "a text cannot begin with ! as it stands: tags are not allowed"
TWICE = "the key %(name)s stands twice, in line %(first)s and in line %(second)s: keep one of them"
EMPTY = "the file is empty: lines such as title: A title are expected"
NOT_A_GROUP = "the file begins with lines such as title: A title, not with a list or a text"
CONTROL = "the control character %(character)s stands here: take it out"
INVISIBLE = "an invisible character stands here, %(character)s, which hides what is read: take it out"
UNREADABLE = "%(character)s stands here, which means nothing outside the program it comes from: write it anew"
NO_SPACE = "a space is missing after the colon"
FIRST_CHARACTER = "a text cannot begin with %(character)s as it stands"
LEVEL = "this line does not stand at the level of those it belongs to: two spaces per level"
BRACKETS = "the brackets that open here are not closed, or a comma is missing or too many in them"
QUOTE_OPEN = "the quotation mark that opens here is not closed in its text"
QUOTE_MORE = "more text follows the closing quotation mark"
COLON = "a colon and a space stand in this text, which YAML takes for a key"
DASH = "a line that begins with - is expected here, like those above"
HASH_IN_BRACKETS = "a word that begins with # stands in quotation marks"
ODD_SPACE = "this line begins with another kind of space, copied from elsewhere: indent it with plain spaces"
TAB = "a tab stands here: lines are indented with two spaces per level"

NOT_ONLY_OF_TEXTS = {BRACKETS, DASH, HASH_IN_BRACKETS, LEVEL, ODD_SPACE, TAB}


def read(text: str) -> Source:
    return read_yaml(WHERE, text.encode())


def told(source: Source) -> list[tuple[int, int, str, str]]:
    return [(problem.line, problem.column, problem.path, problem.message) for problem in source.problems]


# What is read


@pytest.mark.parametrize(
    "scalar",
    [
        "no",
        "on",
        "true",
        "null",
        "~",
        "12:30",
        "012",
        "1_000",
        "2024-01-01",
        "9" * 5_000,
        ".inf",
        ".nan",
        "-0",
        "0.5",
        "=",
    ],
)
def test_a_scalar_stays_what_the_author_wrote(scalar: str) -> None:
    assert read(f"value: {scalar}\n") == Source(WHERE, {"value": scalar}, {(): Mark(1, 1), ("value",): Mark(1, 1)}, ())


def test_every_key_and_list_entry_remembers_its_place() -> None:
    source = read("título: Olá\nsteps:\n  first:\n    text: |\n      Um.\n  any_order:\n    - [b, c]\n    - d\n")

    assert source.tree == {
        "título": "Olá",
        "steps": {"first": {"text": "Um.\n"}, "any_order": [["b", "c"], "d"]},
    }
    assert dict(source.marks) == {
        (): Mark(1, 1),
        ("título",): Mark(1, 1),
        ("steps",): Mark(2, 1),
        ("steps", "first"): Mark(3, 3),
        ("steps", "first", "text"): Mark(4, 5),
        ("steps", "any_order"): Mark(6, 3),
        ("steps", "any_order", 0): Mark(7, 7),
        ("steps", "any_order", 0, 0): Mark(7, 8),
        ("steps", "any_order", 0, 1): Mark(7, 11),
        ("steps", "any_order", 1): Mark(8, 7),
    }


def test_a_path_that_is_not_there_has_the_place_of_its_nearest_ancestor() -> None:
    source = read("a: b\nc:\n  d: e\n")

    assert [source.mark(path) for path in [("c", "d"), ("c", "x", "y"), ("x",), ()]] == [
        Mark(3, 3),
        Mark(2, 1),
        Mark(1, 1),
        Mark(1, 1),
    ]
    assert Source(WHERE, {}, {}, ()).mark(("a",)) == Mark(0, 0)


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfa: |\n  b\n  c\nd: e\n",
        b"a: |\r\n  b\r\n  c\r\nd: e\r\n",
        b"a: |\r  b\r  c\rd: e\r",
        b"a: |\n  b\n  c\nd: e",
        "a: |\x85  b\u2028  c\u2029d: e".encode(),
    ],
    ids=["BOM", "CRLF", "CR", "no final line end", "NEL LS PS"],
)
def test_line_ends_and_byte_order_marks_make_no_difference(data: bytes) -> None:
    assert read_yaml(WHERE, data) == read("a: |\n  b\n  c\nd: e\n")


def test_a_tab_on_an_empty_line_is_no_fault() -> None:
    assert read("a: |\n  b\n\t\n \u00a0\n  c\n") == read("a: |\n  b\n\n\n  c\n")


def test_what_the_formats_write_in_brackets_is_read() -> None:
    source = read(
        'accept: ["10", dez, "6,7", art.]\n'
        "effect: {legality: +2, trust: -1.5}\n"
        "any_order: [[b, c]]\n"
        'behaviour: [vi, puxar*, "#h", cor da pele]\n'
        "none: []\n"
        "of: {}\n"
    )

    assert source.tree == {
        "accept": ["10", "dez", "6,7", "art."],
        "effect": {"legality": "+2", "trust": "-1.5"},
        "any_order": [["b", "c"]],
        "behaviour": ["vi", "puxar*", "#h", "cor da pele"],
        "none": [],
        "of": {},
    }
    assert source.problems == ()


SAMPLE = """\
format: 1
language: pt
title: Perfilamento étnico
pass_mark: 70
# um comentário em linha própria
questions:
  report:
    kind: highlight
    core: true
    prompt: Marque no relatório o que não deve lá estar.
    text: |
      Pelas 7h10, [na entrada norte da estação]{place}, observei [um indivíduo]{ethnic}
      que fugiu: «ladrão», disseram. # isto é texto
    phrases:
      place:
        why: O lugar concreto pertence ao relatório [@cpp-250].
  auto:
    kind: blanks
    gaps:
      days:
        accept: ["10", dez]
    sources: [cpp-243, cpp-250]
of:
  title: "802684e9"
"""


def test_a_document_as_trainers_write_it_has_no_problem() -> None:
    source = read(SAMPLE)

    assert source.problems == ()
    assert source.is_readable
    assert source.tree["questions"] == {
        "report": {
            "kind": "highlight",
            "core": "true",
            "prompt": "Marque no relatório o que não deve lá estar.",
            "text": "Pelas 7h10, [na entrada norte da estação]{place}, observei [um indivíduo]{ethnic}\n"
            "que fugiu: «ladrão», disseram. # isto é texto\n",
            "phrases": {"place": {"why": "O lugar concreto pertence ao relatório [@cpp-250]."}},
        },
        "auto": {
            "kind": "blanks",
            "gaps": {"days": {"accept": ["10", "dez"]}},
            "sources": ["cpp-243", "cpp-250"],
        },
    }


# What is refused, and the rest of the file is read


@pytest.mark.parametrize(
    ("text", "line", "column", "path", "message"),
    [
        ("a: &x b\n", 1, 4, "a", NO_ANCHOR),
        ("a: b\nc: *x\n", 2, 4, "c", NO_ANCHOR),
        ("a: &x [*x]\n", 1, 4, "a", NO_ANCHOR),
        ("a: !!python/object/apply:os.system [x]\n", 1, 4, "a", NO_TAG),
        ("a: !!binary eA==\n", 1, 4, "a", NO_TAG),
        ("a:\n  - !x y\n", 2, 5, "a.0", NO_TAG),
        ("a:\n  <<: b\n", 2, 3, "a.<<", "the key << is not allowed: write the lines out"),
        ("a:\n  b: c\n  d: e\n  b: f\n", 4, 3, "a.b", TWICE),
        ("é: c\ne\u0301: d\n", 2, 1, "e\u0301", TWICE),
        ("a:\n  ? [b]\n  : c\n  d: e\n", 2, 5, "a", "a key is one word; here it is a list or a group"),
        ("a: b # c\n", 1, 6, "", LOST),
        ('a: "b" # c\n', 1, 8, "", LOST),
        ("a: [b, c] # d\n", 1, 11, "", LOST),
        ("a: # b\n  c: d\n", 1, 4, "", LOST),
        ("a: | # b\n  # c\n", 1, 6, "", LOST),
        ("a: Só 2 #metoo\nb: c\n", 1, 9, "", LOST),
        ('a: "\\0"\n', 1, 4, "a", CONTROL),
        ('a: "x\\u202e"\n', 1, 4, "a", INVISIBLE),
        ('a: "\\u2028"\n', 1, 4, "a", INVISIBLE),
        ("a: b\nc: d\u202ee\n", 2, 5, "", INVISIBLE),
        ("a: zero\u200bwidth\n", 1, 8, "", INVISIBLE),
        ("a: hí\u00adfen\n", 1, 6, "", INVISIBLE),
        ("a: b\ufeffc\n", 1, 5, "", INVISIBLE),
        ("a: \uf0b7 item\n", 1, 4, "", UNREADABLE),
        ("a: n\ufffdo\n", 1, 5, "", UNREADABLE),
        ("a: {text: Sim, mas devagar}\n", 1, 16, "a", IN_BRACKETS),
        ("a: {text: Não.}\n", 1, 11, "a.text", IN_BRACKETS),
        ("a: {text: Nada mais}\n", 1, 11, "a.text", IN_BRACKETS),
        ("a: {authority}\n", 1, 5, "a.authority", IN_BRACKETS),
        ("a: {{ 7 }}\n", 1, 5, "a", "a key is one word; here it is a list or a group"),
        ("a: [Bairro. Rua]\n", 1, 5, "a.0", IN_BRACKETS),
        ('a: [x, "Sim, senhor"]\n', 1, 8, "a.1", IN_BRACKETS),
        (f"a: [{'b' * 41}]\n", 1, 5, "a.0", IN_BRACKETS),
        (
            "a:\n  text: Isto\n    why:Aquilo\n",
            3,
            9,
            "a.text",
            "a space is missing after the colon: this line became part of the text above it",
        ),
    ],
)
def test_what_yaml_would_change_in_silence_is_told_at_its_place(
    text: str, line: int, column: int, path: str, message: str
) -> None:
    source = read(text)

    assert told(source)[0] == (line, column, path, message)
    assert source.is_readable
    assert all(problem.fatal for problem in source.problems)


def test_a_key_that_stands_twice_names_both_lines_and_the_first_value_stays() -> None:
    source = read("a: b\nc: d\na: e\n")

    assert source.problems == (Problem(WHERE, 3, 1, "a", TWICE, {"name": "a", "first": "1", "second": "3"}),)
    assert source.tree == {"a": "b", "c": "d"}


def test_all_problems_of_a_file_are_told_at_once_in_its_order() -> None:
    source = read("a: b # lost\nc: {text: Sim, mas não}\nd: !x y\na: &z w\ne: [Um. Dois]\n")

    assert told(source) == [
        (1, 6, "", LOST),
        (2, 16, "c", IN_BRACKETS),
        (3, 4, "d", NO_TAG),
        (4, 1, "a", TWICE),
        (4, 4, "a", NO_ANCHOR),
        (5, 5, "e.0", IN_BRACKETS),
    ]


def test_prose_in_brackets_is_told_once_for_each_pair_of_brackets() -> None:
    source = read("a: {text: Sim. Não, mas, talvez, why: Porque sim}\nb: {text: Outra vez}\n")

    assert [(line, path) for line, _, path, _ in told(source)] == [(1, "a.text"), (2, "b.text")]


def test_a_hash_within_a_text_and_a_comment_on_its_own_line_are_meant() -> None:
    source = read(
        '# one\na: C# e b#c\n  # two\nb: \'x # y\'\nc: "x # y"\nd: |\n  # text\n  x # text\n# three\ne: ["#h"]\n'
    )

    assert source.problems == ()
    assert source.tree["d"] == "# text\nx # text\n"


def test_at_most_a_hundred_problems_of_a_file_are_told() -> None:
    assert len(read("a: b # c\n" * 500).problems) == MOST_PROBLEMS


# What ends the file


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("", 0, 0, EMPTY),
        ("# only a comment\n", 0, 0, EMPTY),
        ("---\n", 0, 0, EMPTY),
        ("{}\n", 0, 0, EMPTY),
        ("- a\n- b\n", 1, 1, NOT_A_GROUP),
        ("\nUm texto.\n", 2, 1, NOT_A_GROUP),
        ("a: b\n---\nc: d\n", 2, 1, "a second document begins here: a file holds one; take out the line ---"),
        ("a: b\n...\n---\n", 3, 1, "a second document begins here: a file holds one; take out the line ---"),
        (f"a: {'[' * DEEPEST}{']' * DEEPEST}", 1, 23, "lists and groups stand in one another more than %(most)s deep"),
        (f"a: {'[' * 100_000}", 1, 23, "lists and groups stand in one another more than %(most)s deep"),
        (f"a: {'{b: ' * 100_000}", 1, 80, "lists and groups stand in one another more than %(most)s deep"),
        (
            "".join(f"a{n:05}: b\n" for n in range(MOST_NODES // 2)),
            MOST_NODES // 2,
            9,
            "the file has more than %(most)s keys and texts: divide it",
        ),
    ],
)
def test_a_file_that_is_no_document_is_told_and_has_no_tree(text: str, line: int, column: int, message: str) -> None:
    source = read(text)

    assert [(problem.line, problem.column, problem.message) for problem in source.problems] == [(line, column, message)]
    assert (source.tree, source.is_readable) == ({}, False)


def test_the_deepest_and_longest_that_is_allowed_is_read() -> None:
    brackets = DEEPEST - 1
    assert read(f"a: {'[' * brackets}{']' * brackets}").problems == ()
    assert read(f"a: |\n  {'é' * (LONGEST_TEXT // 2)}").problems == ()
    assert told(read(f"a: |\n  {'é' * (LONGEST_TEXT // 2)}é")) == [
        (1, 4, "a", "this text has %(bytes)s bytes; at most %(most)s are read: divide it")
    ]


@pytest.mark.parametrize("size", [MOST_BYTES + 1, 50_000_000])
def test_a_file_above_the_limit_is_refused_before_it_is_parsed(size: int) -> None:
    assert read_yaml(WHERE, b"[" * size).problems == (
        Problem(
            WHERE,
            0,
            0,
            "",
            "the file has more than %(most)s bytes: divide it",
            {"most": "1000000"},
        ),
    )


NO_UTF_8 = "the byte %(byte)s here (number %(offset)s of the file) is no UTF-8 text"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ("a: ação".encode("latin-1"), (1, 5, NO_UTF_8, {"byte": "E7", "offset": "4"})),
        ("a: b\r\né: c".encode() + b"\x80", (2, 5, NO_UTF_8, {"byte": "80", "offset": "11"})),
        (b"a: \xc0\xaf", (1, 4, NO_UTF_8, {"byte": "C0", "offset": "3"})),
        (b"a: \xed\xa0\x80", (1, 4, NO_UTF_8, {"byte": "ED", "offset": "3"})),
        ("a: b".encode("utf-16"), (0, 0, "the file is UTF-16; UTF-8 is expected", {})),
        ("a: b".encode("utf-16-be"), (0, 0, "the file is UTF-16; UTF-8 is expected", {})),
    ],
    ids=["Latin-1", "in line 2", "overlong", "surrogate", "UTF-16", "UTF-16 without mark"],
)
def test_only_utf_8_is_read(data: bytes, problem: tuple[int, int, str, dict[str, str]]) -> None:
    line, column, message, values = problem

    assert read_yaml(WHERE, data) == Source(
        WHERE, {}, {}, (Problem(WHERE, line, column, "", message, values, SAVE_AS),)
    )


@pytest.mark.parametrize(
    ("character", "name"),
    [("\0", "U+0000"), ("\x1b", "U+001B"), ("\x0c", "U+000C"), ("\x9f", "U+009F"), ("\uffff", "U+FFFF")],
)
def test_a_control_character_ends_the_file(character: str, name: str) -> None:
    assert read(f"a: b\nccc: {character}d\n").problems == (Problem(WHERE, 2, 6, "", CONTROL, {"character": name}),)


def test_every_character_that_is_not_refused_is_one_that_the_parser_takes() -> None:
    allowed = [chr(code) for code in range(0x21, sys.maxunicode + 1) if not REFUSED.match(chr(code))]
    pages = ["".join(allowed[start : start + 200_000]) for start in range(0, len(allowed), 200_000)]

    assert [read(f"a: |\n  {page}").tree for page in pages] == [{"a": page} for page in pages]


# Errors of YAML's own: one problem, in plain words, with the way out


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: foo: bar\n", 1, 7, COLON),
        ("title: Nota: isto é\n", 1, 12, COLON),
        ("a: [b]: c\n", 1, 7, COLON),
        ("a: b\n  c: d\n", 2, 3, "this line is indented deeper than the line above, which has its text already"),
        ("a:Foo\nb: c\n", 1, 3, NO_SPACE),
        ("a: b\nc:d\n", 2, 3, NO_SPACE),
        ("a: b\nc:\u00a0d\n", 2, 3, NO_SPACE),
        ("a: b\nc:d\ne: f\n", 2, 3, NO_SPACE),
        ("title:Foo\n", 1, 7, NO_SPACE),
        ("a: b\nperdida\nc: d\n", 2, 1, "a key and a colon are expected on this line"),
        ('a: "foo\n', 1, 4, QUOTE_OPEN),
        ("a: 'foo\nb: c\n", 1, 4, QUOTE_OPEN),
        ('a: "foo\nb: "bar"\n', 1, 4, QUOTE_OPEN),
        ('a: "Sim" disse ele\n', 1, 10, QUOTE_MORE),
        ("a: 'd'água'\n", 1, 7, QUOTE_MORE),
        ('a: "C:\\dados"\n', 1, 7, "between quotation marks a \\ begins a code, and this is none"),
        ('a: "\\ud800"\n', 1, 7, "between quotation marks a \\ begins a code, and this is none"),
        ("a: b\n\tc: d\n", 2, 1, TAB),
        ("a:\n  \tb: c\n", 2, 3, TAB),
        ("a: |\n  b\n\tc\n", 3, 1, TAB),
        (
            "a:\n\u00a0\u00a0b: c\n",
            2,
            1,
            "this line begins with another kind of space, copied from elsewhere: indent it with plain spaces",
        ),
        ("a:\n  b: c\n d: e\n", 3, 2, LEVEL),
        ("a: |\n    b\n  c\n", 3, 3, LEVEL),
        ("a:\n  - b\n  c: d\n", 3, 3, "a line that begins with - is expected here, like those above"),
        ("a: @b\n", 1, 4, FIRST_CHARACTER),
        ("a: `b`\n", 1, 4, FIRST_CHARACTER),
        ("a: %b\n", 1, 4, FIRST_CHARACTER),
        ("%a\nb: c\n", 1, 1, FIRST_CHARACTER),
        ("a: !Olá a todos\n", 1, 4, FIRST_CHARACTER),
        ("a: - b\n", 1, 4, FIRST_CHARACTER),
        ("a: ? b\n", 1, 4, FIRST_CHARACTER),
        ("a: ] b\n", 1, 4, FIRST_CHARACTER),
        ("a: *Importante* ler\n", 1, 4, NO_ANCHOR),
        ("a: [@cpp-250] diz\n", 1, 5, FIRST_CHARACTER),
        ("a: [palavras]{id} e mais\n", 1, 4, "a text that begins with a bracket is taken for a list"),
        ("a: [b, c\nd: e\n", 1, 4, BRACKETS),
        ("a: {b: c,, d: e}\n", 1, 10, BRACKETS),
        ("a: [#h, hoje]\nb: c\n", 1, 5, "a word that begins with # stands in quotation marks"),
        ("a: foo #1 e\n  mais\n", 1, 8, "what follows # is lost, and with it the rest of this text"),
        ("a: |foo\n", 1, 5, "nothing stands after | or > on its line: the text begins on the line below"),
        ("a: > foo\n", 1, 6, "nothing stands after | or > on its line: the text begins on the line below"),
    ],
)
def test_a_syntax_error_is_one_problem_with_its_likely_cause_and_the_way_out(
    text: str, line: int, column: int, message: str
) -> None:
    source = read(text)

    hint = OR_PIPE if message in NOT_ONLY_OF_TEXTS else USE_PIPE
    assert [(*place, problem.hint) for place, problem in zip(told(source), source.problems, strict=True)] == [
        (line, column, "", message, hint)
    ]
    assert not source.is_readable


def test_a_syntax_error_is_told_alone() -> None:
    assert told(read("a: b # lost\na: !x c\nd: e: f\n")) == [(3, 5, "", COLON)]


def test_an_invisible_character_on_the_line_of_a_syntax_error_is_told_instead() -> None:
    assert told(read("a: b\n\u200b\nc: d\n")) == [(2, 1, "", INVISIBLE)]
    assert told(read("a: b\n\ufeffc: d\n")) == [(2, 1, "", INVISIBLE)]


def test_the_character_that_a_text_cannot_begin_with_is_named() -> None:
    (problem,) = read("a: @b\n").problems

    assert problem.in_words(str) == f"a text cannot begin with @ as it stands. {USE_PIPE}"


# Problems


def test_problems_sort_by_file_line_and_column_and_equal_ones_are_one() -> None:
    last, first = Problem("b", 1, 1, "", "m"), Problem("a", 9, 1, "", "m", {"x": "2"})
    earlier = Problem("a", 9, 1, "", "m", {"x": "1"})

    assert sorted({last, first, earlier, Problem("a", 9, 1, "", "m", {"x": "1"})}) == [earlier, first, last]


def test_a_problem_is_told_in_the_language_of_its_reader() -> None:
    problem = Problem("a", 1, 1, "", "no %(name)s here: 100 %", {"name": "50 % %(x)s"}, "Mend it")
    in_portuguese = {"no %(name)s here: 100 %": "aqui não há %(name)s nem %(nome)s: 100 %", "Mend it": "Corrija"}

    assert problem.in_words(in_portuguese.__getitem__) == "aqui não há 50 % %(x)s nem %(nome)s: 100 %. Corrija"
    assert Problem("a", 1, 1, "", "m").in_words({"m": "n"}.__getitem__) == "n"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("promt", "prompt"),
        ("Título", "titulo"),
        ("pass mark", "pass-mark"),
        ("pass_mark", "pass-mark"),
        ("zebra", None),
        ("", None),
    ],
)
def test_a_slip_is_met_with_the_word_that_was_meant(word: str, meant: str | None) -> None:
    assert did_you_mean(word, ["prompt", "titulo", "pass-mark"]) == meant


def test_nobody_means_a_word_of_a_thousand_letters() -> None:
    assert did_you_mean("a" * 1_000, ["a" * 999]) is None


# Properties

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).filter(lambda text: not REFUSED.search(text))
keys = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8})?", fullmatch=True)
trees: st.SearchStrategy[Raw] = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4), max_leaves=12
)
pieces = [*"a\n\"'[]{}é\t\\%@\r.\u0301\u200b\x00", "b: ", "c:", "- ", "  ", "    ", "|\n", ">-\n", ", ", "# ", " #"]
pieces += ["&x ", "*x", "!t ", "<<: ", "? ", "---\n", "...\n", "1.5"]
yaml_like = st.lists(st.sampled_from(pieces), max_size=40).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(keys, trees, min_size=1, max_size=5))
def test_a_tree_written_as_yaml_is_read_as_it_was(tree: dict[str, Raw]) -> None:
    written = yaml.safe_dump(tree, default_style='"', default_flow_style=False, allow_unicode=True, sort_keys=False)

    assert read(written).tree == tree


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=200),
        yaml_like.map(str.encode),
        st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")),
    )
)
def test_no_bytes_make_the_reader_raise_and_it_always_says_the_same(data: bytes) -> None:
    source = read_yaml(WHERE, data)

    assert source == read_yaml(WHERE, data)
    assert source.is_readable or source.problems
    assert list(source.problems) == sorted(source.problems)
    assert all("%(" not in problem.in_words(str) for problem in source.problems)


@settings(max_examples=300, deadline=None)
@given(yaml_like)
def test_every_problem_stands_in_the_file(text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    for problem in read(text).problems:
        assert 0 <= problem.line <= len(lines)
        assert problem.line == 0 or 1 <= problem.column <= len(lines[problem.line - 1]) + 1
