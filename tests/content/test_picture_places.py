"""A picture is written into a text and taken out of it again, and all else keeps every byte."""

import pytest
from libraries import CASE, CASE_EN, MODULE

from course.content.picture import Picture
from course.content.picture_places import parts_of, shown_in, with_picture, without_picture
from course.content.writing import UnwritableError

PICTURE = Picture.model_validate({"file": "rua.webp", "alt": "Uma rua: «vazia».", "credit": "CC BY 4.0"})
DATA = CASE.encode()


def test_the_parts_are_the_scenes_and_the_sections() -> None:
    case, module = parts_of("case", DATA), parts_of("module", MODULE.encode())

    assert case is not None
    assert module is not None
    assert next(iter(case)) == "platform"
    assert next(iter(module)) == "definition"


@pytest.mark.parametrize("text", ["title: a: b\n", "", CASE.replace("title:", "titel:", 1)])
def test_a_text_with_errors_has_no_parts_and_takes_no_picture(text: str) -> None:
    assert parts_of("case", text.encode()) is None
    assert shown_in("case", text.encode()) == {}
    with pytest.raises(UnwritableError):
        with_picture("case", text.encode(), "platform", PICTURE)


def test_a_picture_is_written_into_its_scene_and_nothing_else_changes() -> None:
    text = "# Fica.\n" + CASE
    written = with_picture("case", text.encode(), "platform", PICTURE).decode()

    assert shown_in("case", written.encode()) == {"rua.webp": ("platform", PICTURE)}
    added = [line for line in written.splitlines() if line not in text.splitlines()]
    left = written.splitlines()
    for line in added:
        left.remove(line)
    assert left == text.splitlines()
    assert added[0] == "    picture:"


def test_a_picture_that_is_taken_out_leaves_the_text_as_it_was() -> None:
    shown = with_picture("case", DATA, "platform", PICTURE)
    english = CASE_EN.replace("  platform:\n", "  platform:\n    picture:\n      alt: A street\n", 1).encode()

    left = without_picture("case", {"case.yaml": shown, "case.en.yaml": english, "rua.webp": b""}, "rua.webp")

    assert left == {"case.yaml": DATA, "case.en.yaml": CASE_EN.encode(), "rua.webp": b""}


def test_a_picture_that_nothing_shows_changes_no_text() -> None:
    files = {"case.yaml": DATA, "case.en.yaml": b"not: [read", "rua.webp": b""}

    assert without_picture("case", files, "rua.webp") == files


def test_a_translation_that_cannot_be_read_is_not_written() -> None:
    shown = with_picture("case", DATA, "platform", PICTURE)

    with pytest.raises(UnwritableError):
        without_picture("case", {"case.yaml": shown, "case.en.yaml": b"not: [read"}, "rua.webp")
