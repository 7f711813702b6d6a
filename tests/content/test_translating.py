"""English is written into its file text by text: what was not given keeps every byte, and what was is what is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import CASE, CASE_EN, stamped

from course.content.document import MODELS
from course.content.fields import Part
from course.content.library import Library
from course.content.skeleton import OF_COMMENT
from course.content.source import read_yaml
from course.content.translating import Unit, side_by_side, with_english
from course.content.translation import strings_of
from course.content.typed import read_part
from course.content.writing import UnwritableError

DONE = stamped(CASE, CASE_EN, "case").replace("of:\n", f"{OF_COMMENT}\nof:\n")


def case(text: str = CASE) -> Part:
    """The case in that text."""
    source = read_yaml("case.yaml", text.encode())
    found, problems = read_part(MODELS["case"], source, source.tree)
    assert found is not None
    assert problems == []
    return found


def said(units: tuple[Unit, ...]) -> dict[tuple[str, ...], str]:
    """What is English in them, by path."""
    return {pair.path: pair.english for unit in units for pair in unit.pairs}


def test_both_languages_stand_side_by_side_scene_by_scene(library: Library) -> None:
    units = side_by_side(case(), DONE.encode())

    scenes = list(read_yaml("", CASE.encode()).tree["scenes"])
    assert [unit.name for unit in units] == ["", *(f"scenes.{scene}" for scene in scenes)]
    assert units[0].pairs[0].name == "title"
    assert (units[0].pairs[0].portuguese, units[0].pairs[0].is_line) == (case().title, True)  # type: ignore[attr-defined]
    assert sum(unit.to_do for unit in units) == 0


def test_a_text_without_english_is_missing_and_one_whose_portuguese_changed_is_behind() -> None:
    title = case().title  # type: ignore[attr-defined]
    changed = CASE.replace(f"title: {title}", "title: Outro nome")
    units = side_by_side(case(changed), DONE.encode())
    fresh = side_by_side(case(), None)

    assert [(pair.name, pair.state) for unit in units for pair in unit.pairs if pair.state != "done"] == [
        ("title", "outdated")
    ]
    assert {pair.state for unit in fresh for pair in unit.pairs} == {"missing"}


def test_what_is_given_as_it_stands_changes_no_byte(library: Library) -> None:
    for kind, document in library.documents():
        overlay = document.bundle.files[f"{kind}.en.yaml"]
        units = side_by_side(document.reference, overlay)

        assert with_english(document.reference, overlay, said(units)) == (overlay.decode(), frozenset())


def test_one_text_is_written_and_stamped_and_the_others_stay() -> None:
    written, changed = with_english(case(), DONE.encode(), {("title",): " A new name \r\n"})

    before, after = DONE.splitlines(), written.splitlines()
    assert [line for line in after if line not in before] == ["title: A new name"]
    assert changed == {("title",)}
    assert sum(unit.to_do for unit in side_by_side(case(), written.encode())) == 0


def test_what_was_behind_is_true_again_once_it_is_given() -> None:
    title = case().title  # type: ignore[attr-defined]
    changed = case(CASE.replace(f"title: {title}", "title: Outro nome"))
    english = said(side_by_side(changed, DONE.encode()))[("title",)]

    written, different = with_english(changed, DONE.encode(), {("title",): english})

    assert different == frozenset()
    assert sum(unit.to_do for unit in side_by_side(changed, written.encode())) == 0


def test_a_file_that_is_not_there_is_begun() -> None:
    written, _ = with_english(case(), None, {("title",): "A name"}, modeline="# first\n")

    assert written.startswith("# first\nformat: 1\nlanguage: en\n")
    assert said(side_by_side(case(), written.encode()))[("title",)] == "A name"


def test_what_is_given_empty_waits_again() -> None:
    written, _ = with_english(case(), DONE.encode(), {("title",): "  "})

    states = {pair.name: pair.state for unit in side_by_side(case(), written.encode()) for pair in unit.pairs}
    assert {name for name, state in states.items() if state != "done"} == {"title"}
    assert states["title"] == "missing"


def test_a_path_that_is_no_text_of_the_document_is_passed_over() -> None:
    assert with_english(case(), DONE.encode(), {("scenes", "nowhere", "text"): "x", ("of",): "y"}) == (
        DONE,
        frozenset(),
    )


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab :#'\"|>{}[]&*!%@`,-?\n\t\\éñ😀<script>"), max_size=60))
def test_whatever_is_given_is_what_the_file_says_or_is_refused(english: str) -> None:
    try:
        written, _ = with_english(case(), DONE.encode(), {("summary",): english})
    except UnwritableError:
        return
    source = read_yaml("", written.encode())
    assert source.problems == ()
    assert str(dict(strings_of(source.tree))[("summary",)]).strip() == english.strip()


def test_a_text_that_no_file_may_hold_is_refused() -> None:
    with pytest.raises(UnwritableError):
        with_english(case(), DONE.encode(), {("summary",): "x" * 20_001})
