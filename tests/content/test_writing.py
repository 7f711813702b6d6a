"""What is written reads back as it was, and what is not changed keeps every byte."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from libraries import CASE, MODULE, QUIZ

from course.content.case import Case
from course.content.document import MODELS
from course.content.fields import Part
from course.content.library import Library
from course.content.module import Module
from course.content.quiz import Quiz
from course.content.registers import ENTRIES
from course.content.source import read_yaml, with_plain_lines
from course.content.typed import read_part
from course.content.writing import UnwritableError, as_yaml, tree_of, written


def read(model: type[Part], data: bytes | str) -> Any:
    """The part in that file."""
    source = read_yaml("file", data if isinstance(data, bytes) else data.encode())
    part, problems = read_part(model, source, source.tree)
    assert (problems, source.problems) == ([], ())
    return part


def with_(part: Part, path: str, value: object) -> Any:
    """The part with another value at that path."""
    tree: Any = part.model_dump(mode="json", exclude_defaults=True)
    at, keys = tree, path.split(".")
    for key in keys[:-1]:
        at = at[key]
    if value is None:
        del at[keys[-1]]
    else:
        at[keys[-1]] = value
    return type(part).model_validate(_bare(tree))


def _bare(value: Any) -> Any:
    """Scalars as the reader gives them."""
    if isinstance(value, dict):
        return {key: _bare(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_bare(inner) for inner in value]
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that only one of them has, in order."""
    old, new = before.splitlines(), after.splitlines()
    return [line for line in old if line not in new], [line for line in new if line not in old]


@pytest.mark.parametrize(("model", "text"), [(Module, MODULE), (Case, CASE), (Quiz, QUIZ)])
def test_an_unchanged_part_keeps_every_byte(model: type[Part], text: str) -> None:
    odd = f"# no topo\r\n\r\n{text}   \r\n# no fim".encode()

    assert as_yaml(read(model, odd), odd) == odd


def test_all_that_is_shipped_reads_back_as_it_was_when_written_anew(library: Library) -> None:
    for kind, document in library.documents():
        model = MODELS[kind]
        anew = as_yaml(document.reference)

        assert tree_of(read(model, anew)) == tree_of(document.reference)
        assert (
            as_yaml(document.reference, document.bundle.files[f"{kind}.yaml"])
            == (document.bundle.files[f"{kind}.yaml"])
        )


def test_every_register_entry_reads_back_as_it_was(library: Library) -> None:
    for name, model in ENTRIES.items():
        for entry in getattr(library.registers, name).values():
            assert tree_of(read(model, as_yaml(entry))) == tree_of(entry)


ANNOTATED = """\
# yaml-language-server: $schema=../../schemas/case.json
format: 1
language: pt

# o título
title: "Desviou o olhar"
summary: |
  Uma estação cheia.
based_on:
  # invenção nossa
  changed: Tudo
    o que se lê.
seats:
  officer: Agente
  # quem espera
  stopped: Pessoa abordada
scales: [legality]
start: platform
scenes:
  # a primeira
  platform:
    text: Um homem passa.
    choices:
      # certa
      observe:
        text: Observar.
        next: end
        effect: {legality: +2}
        verdict: best
        why: Um olhar não chega.

      # errada
      stop:
        text: Parar.
        next: end
        verdict: poor
        why: Não chega.
  # a última
  end:
    text: Ninguém.
    ending: good
# acabou
"""


@pytest.mark.parametrize(
    ("path", "value", "gone", "new"),
    [
        ("title", "Não: olhou", ['title: "Desviou o olhar"'], ['title: "Não: olhou"']),
        ("summary", "Curto.", ["  Uma estação cheia."], ["  Curto."]),
        ("based_on.changed", "Nada.", ["  changed: Tudo", "    o que se lê."], ["  changed: Nada."]),
        ("based_on.source", "cpp-250", [], ["  source: cpp-250"]),
        ("scales", ["legality", "trust"], ["scales: [legality]"], ["scales: [legality, trust]"]),
        (
            "scenes.platform.choices.observe.effect",
            {"legality": 1},
            ["        effect: {legality: +2}"],
            ["        effect: {legality: 1}"],
        ),
        (
            "scenes.platform.choices.stop.effect",
            {"legality": -1},
            [],
            ["        effect: {legality: -1}"],
        ),
        (
            "scenes.platform.text",
            "Passa: e olha.\n\n- outra",
            ["    text: Um homem passa."],
            ["    text: |", "      Passa: e olha.", "      - outra"],
        ),
        (
            "scenes.platform.choices.stop",
            None,
            [
                "      # errada",
                "      stop:",
                "        text: Parar.",
                "        verdict: poor",
                "        why: Não chega.",
            ],
            [],
        ),
        (
            "scenes.later",
            {"text": "Depois.", "ending": "bad"},
            [],
            ["  later:", "    text: Depois.", "    ending: bad"],
        ),
        ("seats", {"officer": "Agente"}, ["  # quem espera", "  stopped: Pessoa abordada"], []),
        ("outcome", "Houve violação.", [], ["outcome: Houve violação."]),
        (
            "scenes.platform.choices.observe.effect",
            None,
            ["        effect: {legality: +2}"],
            [],
        ),
    ],
)
def test_a_change_touches_only_its_lines(path: str, value: object, gone: list[str], new: list[str]) -> None:
    case = read(Case, ANNOTATED)
    changed = with_(case, path, value)

    after = as_yaml(changed, ANNOTATED.encode()).decode()

    assert changed_lines(ANNOTATED, after) == (gone, new)
    assert tree_of(read(Case, after)) == tree_of(changed)


def test_a_new_order_takes_the_comments_along() -> None:
    case = read(Case, ANNOTATED)
    choices = tree_of(case)["scenes"]["platform"]["choices"]  # type: ignore[index,call-overload]
    changed = with_(case, "scenes.platform.choices", dict(reversed(choices.items())))  # type: ignore[union-attr]

    after = as_yaml(changed, ANNOTATED.encode()).decode()

    assert re.findall(r"^ {6}\S.*$", after, re.MULTILINE) == [
        "      # errada",
        "      stop:",
        "      # certa",
        "      observe:",
    ]
    assert sorted(line for line in after.splitlines() if line) == sorted(
        line for line in ANNOTATED.splitlines() if line
    )


def test_a_default_that_the_author_wrote_out_stays() -> None:
    text = QUIZ.replace("    core: true\n", "    core: true\n    level: easy\n")
    changed = with_(read(Quiz, text), "title", "Outra")

    after = as_yaml(changed, text.encode()).decode()

    assert changed_lines(text, after) == (["title: Prova"], ["title: Outra"])


def test_a_file_keeps_its_line_ends_when_it_is_changed() -> None:
    text = b"\xef\xbb\xbf" + CASE.replace("\n", "\r\n").encode()

    after = as_yaml(with_(read(Case, text), "title", "Outro"), text)

    assert after == text.replace(b"Desviou o olhar", b"Outro")


NASTY = st.one_of(
    st.sampled_from(
        [
            "no",
            "12:30",
            "012",
            "~",
            "- traço",
            "# cardinal",
            "a # b",
            "sim: não",
            "«aspas»",
            '"aspas"',
            "it's",
            "👮🏽 emoji",
            "{a: b}",
            "[x]",
            "| pau",
            "> maior",
            "& e",
            "*a*",
            "!a",
            "%a",
            "@a",
            "`a`",
            "?",
            "---",
            "...",
            "a\n\n\n  b  \nc",
            "a  \n\tb",
            "a\n \t\nb",
            "fim:",
            "a\r\nb\rc",
            "x" * 400,
            "palavra " * 300,
            "<<",
            "a\n# b",
            "\\n",
            "a\u00a0b\n\u00a0c",
        ]
    ),
    st.text(alphabet=st.sampled_from("ab:#-'\"|>[]{},&*!%@`?~ \n\t\\é€👮"), min_size=1, max_size=40),
).filter(lambda text: bool(text.strip()))


@given(NASTY, NASTY, st.booleans())
def test_whatever_is_written_reads_back(text: str, other: str, from_original: bool) -> None:
    line = " ".join(with_plain_lines(other).split("\n"))
    case = with_(read(Case, ANNOTATED), "scenes.platform.text", with_plain_lines(text))
    case = with_(case, "scenes.platform.choices.observe.text", line)

    data = as_yaml(case, ANNOTATED.encode() if from_original else None)

    assert tree_of(read(Case, data)) == tree_of(case)


@given(st.lists(NASTY, min_size=1, max_size=4))
def test_a_line_end_of_another_system_becomes_a_plain_one(texts: list[str]) -> None:
    case = with_(read(Case, CASE), "summary", " ".join(" ".join(texts).split()))
    case = with_(case, "outcome", "\r\n".join(texts))

    assert tree_of(read(Case, as_yaml(case)))["outcome"] == with_plain_lines("\r\n".join(texts)).strip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\x00b", "the control character U+0000 stands here: take it out"),
        ("x" * 20_001, "this text has 20001 bytes; at most 20000 are read: divide it"),
    ],
)
def test_what_no_file_may_hold_is_refused(text: str, words: str) -> None:
    with pytest.raises(UnwritableError) as refused:
        as_yaml(with_(read(Case, CASE), "outcome", text))

    assert refused.value.problems[0].in_words(str) == words


def test_a_file_with_errors_is_not_written_over() -> None:
    with pytest.raises(UnwritableError):
        as_yaml(read(Case, CASE), b"title: a: b")


def test_lists_and_groups_are_written_by_the_habits() -> None:
    tree = {
        "words": ["sim", "#h", "22h15", "a b"],
        "pairs": [["b", "c"]],
        "effect": {"legality": "-2"},
        "none": {},
        "long": ["Uma frase inteira, que não cabe entre parênteses retos porque tem mais do que quarenta letras."],
    }

    assert written(tree) == (  # type: ignore[arg-type]
        'words: [sim, "#h", 22h15, a b]\n'
        "pairs: [[b, c]]\n"
        "effect: {legality: -2}\n"
        "none: {}\n"
        "long:\n"
        "  - Uma frase inteira, que não cabe entre parênteses retos porque tem mais do que quarenta letras.\n"
    )
