"""An entry of a register is whole and right, or it is told and left out."""

from pathlib import Path
from typing import Any

import pytest
from libraries import IDEAS, library_in, told, write_library
from pydantic import ValidationError
from samples import Tree

from course.content.library import read_registers
from course.content.registers import ENTRIES, Idea, Registers, Source, Track

BOTH = {"pt": "Olá", "en": "Hello"}


def a_source(**others: Any) -> Tree:
    tree = {"kind": "law", "title": BOTH, "seen": "law", "seen_on": "2026-03", "text_seen": "true"}
    return tree | {"check_by": "2027-03-31"} | others


def refusals(tree: Tree) -> list[tuple[tuple[int | str, ...], str]]:
    """Where and why the source is refused."""
    with pytest.raises(ValidationError) as refused:
        Source.model_validate(tree)
    return [(reason["loc"], reason["type"]) for reason in refused.value.errors()]


def test_a_source_needs_no_more_than_what_was_seen_and_when() -> None:
    source = Source.model_validate(a_source())

    assert (source.text_seen, source.confirm, source.url, source.reference, source.in_force) == (
        True,
        False,
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    "month", ["2026-00", "2026-13", "2026-3", "2026", "2026-03-01", "2026/03", "março", "20२6-03", "2026-03\n"]
)
def test_a_month_is_a_month(month: str) -> None:
    assert refusals(a_source(seen_on=month)) == [(("seen_on",), "month")]


@pytest.mark.parametrize(
    ("day", "refused"),
    [(day, "no_such_day") for day in ("2026-02-29", "2026-04-31", "2026-13-01")]
    + [(day, "day") for day in ("2026-3-1", "20260301", "2026-W01-1", "amanhã", "")],
)
@pytest.mark.parametrize("field", ["check_by", "in_force"])
def test_a_day_is_in_the_calendar(field: str, day: str, refused: str) -> None:
    assert refusals(a_source(**{field: day})) == [((field,), refused)]


def test_a_law_may_be_older_than_this_century() -> None:
    assert Source.model_validate(a_source(in_force="1987-06-01", check_by="2028-02-29")).in_force == "1987-06-01"


@pytest.mark.parametrize(
    "address", ["http://a.pt", "javascript:alert(1)", "HTTPS://a.pt", "a.pt", "https://a.pt/x y", ""]
)
def test_an_address_is_https_without_spaces(address: str) -> None:
    assert refusals(a_source(url=address)) == [(("url",), "https_address")]


@pytest.mark.parametrize(("field", "value"), [("kind", "blog"), ("seen", "dreamt"), ("kind", ["law"])])
def test_what_was_seen_is_one_of_what_can_be_seen(field: str, value: object) -> None:
    assert refusals(a_source(**{field: value})) == [((field,), "literal_error")]


def test_an_idea_says_what_is_held_and_what_to_answer_in_both_languages() -> None:
    with pytest.raises(ValidationError) as refused:
        Idea.model_validate({"statement": {"pt": "Só em português."}})

    assert [(reason["loc"], reason["type"]) for reason in refused.value.errors()] == [
        (("statement", "en"), "missing"),
        (("answer",), "missing"),
    ]


def test_a_track_is_for_officers_or_for_the_equality_body() -> None:
    tree = {"title": BOTH, "audience": "everyone", "modules": (), "before": ()}

    with pytest.raises(ValidationError) as refused:
        Track.model_validate(tree)

    assert [reason["loc"] for reason in refused.value.errors()] == [("audience",)]


def test_every_register_has_its_file() -> None:
    assert list(ENTRIES) == list(Registers.model_fields)


def test_the_registers_are_read_by_id(tmp_path: Path) -> None:
    registers, bundle, record = read_registers(write_library(tmp_path) / "registers")

    assert record.problems == ()
    assert (list(registers.sources), list(registers.ideas), list(registers.glossary), list(registers.tracks)) == (
        ["cpp-250", "echr-wa-baile"],
        ["avoids-eyes"],
        ["founded-suspicion"],
        ["racial-discrimination"],
    )
    assert (bundle.kind, sorted(bundle.files)) == (
        "registers",
        ["glossary.yaml", "ideas.yaml", "sources.yaml", "tracks.yaml"],
    )


def test_an_entry_with_a_problem_is_left_out_and_takes_no_other_down(tmp_path: Path) -> None:
    library = library_in(tmp_path, sources=("  seen: judgment\n", "  seen: gossip\n"))

    assert list(library.registers.sources) == ["cpp-250"]
    assert list(library.registers.ideas) == ["avoids-eyes"]
    assert told(library.problems) == [
        (
            "registers/sources.yaml",
            16,
            3,
            "echr-wa-baile.seen",
            "gossip is not one of those known: law, judgment, report, bill, press, research, recalled",
            True,
        )
    ]


def test_an_entry_has_an_id(tmp_path: Path) -> None:
    library = library_in(tmp_path, ideas=IDEAS + IDEAS.replace("avoids-eyes", "Evita_o_olhar"))

    assert list(library.registers.ideas) == ["avoids-eyes"]
    assert told(library.problems) == [
        (
            "registers/ideas.yaml",
            8,
            1,
            "Evita_o_olhar",
            "Evita_o_olhar has the wrong form: ids are small letters, digits and hyphens, without accents",
            True,
        )
    ]


@pytest.mark.parametrize("text", ["cpp-250: uma lei\n", "- cpp-250\n", "uma lei\n", ""])
def test_a_register_that_is_no_register_is_told_and_never_raised(tmp_path: Path, text: str) -> None:
    library = library_in(tmp_path, sources=text)

    assert library.registers.sources == {}
    assert [problem.where for problem in library.problems] == ["registers/sources.yaml"]
    assert [problem.fatal for problem in library.problems] == [True]


def test_a_register_without_its_file_is_empty(tmp_path: Path) -> None:
    library = library_in(tmp_path, glossary=None)

    assert (library.registers.glossary, library.problems) == ({}, ())


def test_a_folder_without_registers_has_empty_ones(tmp_path: Path) -> None:
    registers, bundle, record = read_registers(tmp_path / "registers")

    assert (registers.sources, dict(bundle.files), record.problems) == ({}, {}, ())


def test_words_of_grounds_are_of_a_language_of_the_course(tmp_path: Path) -> None:
    words = "".join(f"  {name}: [x]\n" for name in ("behaviour", "place", "time", "legal-ground", "avoid"))
    root = write_library(tmp_path)
    (root / "registers" / "grounds.yaml").write_text(f"pt:\n{words}fr:\n{words}", encoding="utf-8")

    registers, _, record = read_registers(root / "registers")

    assert list(registers.grounds) == ["pt"]
    assert told(record.problems) == [
        (
            "registers/grounds.yaml",
            7,
            1,
            "fr",
            "fr is no language of the course: write the words under pt, en, or take them out",
            True,
        )
    ]
