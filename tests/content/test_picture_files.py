"""What is said of the pictures of a document: those that are named, and those that are there."""

from collections.abc import Mapping

import pytest
from libraries import CASE, CASE_EN
from pictures import ALT, photograph, webp, with_picture

from course.content.bundle import bundle_of
from course.content.case import Case
from course.content.core_digest import core_digest
from course.content.document import examine
from course.content.picture import MOST_PICTURE_BYTES, MOST_PICTURES, Size, digest_of

SHOWN = with_picture(CASE)
PICTURE = webp()


def told(files: Mapping[str, bytes]) -> list[tuple[str, int, str, bool]]:
    """The problems of the case: file, line, message in English, whether it is fatal; not that it has no English."""
    found = examine("case", bundle_of("case", "looked-away", files)).problems
    return [
        (one.where.rpartition("/")[2], one.line, one.in_words(str), one.fatal)
        for one in found
        if not one.where.endswith(".en.yaml")
    ]


def case_with(text: str = SHOWN, **pictures: bytes) -> dict[str, bytes]:
    """The files of a case with those pictures."""
    return {"case.yaml": text.encode(), **{f"{name}.webp": data for name, data in pictures.items()}}


def test_a_picture_that_is_there_is_shown_with_its_size() -> None:
    document = examine("case", bundle_of("case", "looked-away", case_with(rua=PICTURE))).document

    assert told(case_with(rua=PICTURE)) == []
    assert document is not None
    assert dict(document.pictures) == {"rua.webp": (Size(40, 20), digest_of(PICTURE))}
    assert isinstance(document.reference, Case)
    shown = document.reference.scenes[document.reference.start].picture
    assert shown is not None
    assert (shown.file, shown.alt, shown.caption, shown.credit) == ("rua.webp", ALT, "A rua.", "CC BY 4.0")


def test_a_picture_that_is_not_there_is_told_at_its_line() -> None:
    line = next(number for number, text in enumerate(SHOWN.splitlines(), 1) if "file: rua.webp" in text)

    assert told(case_with()) == [
        ("case.yaml", line, "there is no picture rua.webp in this folder: add it, or name one that is there", True)
    ]


def test_a_file_of_another_kind_is_no_picture() -> None:
    text = with_picture(CASE, "rua.svg")
    files = {"case.yaml": text.encode(), "rua.svg": b"<svg/>"}

    assert [(message, fatal) for _, _, message, fatal in told(files)] == [
        ("a picture is a file that ends in .webp, and rua.svg does not: name one that does", True),
        ("nothing in this document names this file: name it, or take the file out", False),
    ]


def test_a_picture_that_nothing_shows_is_told() -> None:
    assert told(case_with(CASE, other=PICTURE)) == [
        ("other.webp", 0, "no scene and no section shows this picture: name it in one, or take the file out", False)
    ]


@pytest.mark.parametrize(
    ("data", "beginning"),
    [
        (photograph("WEBP"), "this picture holds more than the picture"),
        (photograph("PNG"), "this is no WebP picture"),
        (webp(1281, 1), "a picture has at most 1280 pixels a side, and this one has 1281"),
        (b"x" * (MOST_PICTURE_BYTES + 1), "a picture has at most 200000 bytes, and this one has 200001"),
    ],
    ids=["as a camera makes it", "PNG", "too wide", "too large"],  # not by content: a profile holds its second
)
def test_a_picture_that_is_not_as_the_course_makes_it_is_an_error(data: bytes, beginning: str) -> None:
    assert [
        (where, message.startswith(beginning), fatal) for where, _, message, fatal in told(case_with(rua=data))
    ] == [("rua.webp", True, True)]


def test_more_pictures_than_a_document_may_have_are_an_error() -> None:
    files = case_with(rua=PICTURE) | {f"p{number}.webp": PICTURE for number in range(MOST_PICTURES)}

    assert [message for where, _, message, fatal in told(files) if fatal] == [
        "a document has at most 6 pictures, and this one has 7: take some out"
    ]


@pytest.mark.parametrize("line", ["      alt: ''\n", "      alt: ' '\n", ""])
def test_what_is_seen_must_be_said(line: str) -> None:
    text = SHOWN.replace(f"      alt: {ALT}\n", line)

    assert [fatal for *_, fatal in told(case_with(text, rua=PICTURE))] == [True]


def test_the_english_says_what_is_seen_in_english() -> None:
    said = "    picture:\n      alt: A street\n      caption: The street\n      credit: CC\n"
    english = CASE_EN.replace("  platform:\n", f"  platform:\n{said}", 1)
    bundle = bundle_of("case", "looked-away", {**case_with(rua=PICTURE), "case.en.yaml": english.encode()})
    document = examine("case", bundle).document

    assert document is not None
    assert isinstance(document.english, Case)
    shown = document.english.scenes[document.english.start].picture
    assert shown is not None
    assert (shown.file, shown.alt) == ("rua.webp", "A street")


def test_a_scene_without_a_picture_is_named_as_before() -> None:
    document = examine("case", bundle_of("case", "looked-away", case_with(CASE))).document

    assert document is not None
    assert isinstance(document.reference, Case)
    scene = document.reference.scenes[document.reference.start]
    assert "picture" not in scene.model_dump(exclude_defaults=True)
    assert core_digest(scene) == core_digest(scene.model_copy(update={"picture": None}))
