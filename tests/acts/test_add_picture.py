"""Trainers add pictures to their drafts and take them out; no picture comes in by another way."""

from pathlib import Path

import pytest
from authors import Authors, text_of
from libraries import CASE
from pictures import photograph, webp

from course.acts.add_picture import LONGEST_LINE, ToBeShown, add_picture, remove_picture
from course.acts.clean_picture import clean_picture
from course.acts.draft_files import bundle_of_draft
from course.acts.open_draft import open_copy, open_draft
from course.acts.save_draft import save_draft
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound, Refusal
from course.content.bundle import Bundle
from course.content.library import Library
from course.content.picture_places import shown_in
from course.content.starters import quiz_starter
from course.storage import drafts
from course.storage.engine import Database

CLEAN = clean_picture(photograph())
HERE = ToBeShown("platform", "Uma rua.", "A rua.", "CC BY 4.0")
FILES = {"case.yaml": CASE}


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    """People who write."""
    return Authors(database, library, tmp_path)


def add(authors: Authors, draft: bytes, name: str = "Rua.JPG", shown: ToBeShown = HERE) -> str:
    """The author adds a picture."""
    with authors.desk(authors.author) as desk:
        return add_picture(desk, draft, CLEAN, name, shown)


def files_of(authors: Authors, draft: bytes) -> dict[str, str]:
    """The files of the draft as they are kept."""
    with authors.database.read() as session:
        found = drafts.find(session, draft)
        assert found is not None
        return dict(found.files)


def bundle_of(authors: Authors, draft: bytes) -> Bundle:
    """The document that the draft would be."""
    with authors.database.read() as session:
        found = drafts.find(session, draft)
        assert found is not None
        return bundle_of_draft(found)


def test_a_picture_is_in_the_draft_and_in_its_text(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    name = add(authors, draft)
    found = bundle_of(authors, draft)

    assert name == "rua.webp"
    assert found.files["rua.webp"] == CLEAN.data
    part, picture = shown_in("case", found.files["case.yaml"])["rua.webp"]
    assert (part, picture.alt, picture.caption, picture.credit) == ("platform", "Uma rua.", "A rua.", "CC BY 4.0")
    assert authors.judged(draft).errors == ()


def test_a_picture_taken_out_leaves_the_draft_as_it_was(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    before = files_of(authors, draft)
    name = add(authors, draft)
    with authors.desk(authors.author) as desk:
        remove_picture(desk, draft, name)

    assert files_of(authors, draft) == before


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("Rua do Mercado (2).JPG", "rua-do-mercado-2.webp"),
        ("../../../etc/passwd", "passwd.webp"),
        ("C:\\Users\\ana\\Praça.png", "praca.webp"),
        ("case.yaml", "case.webp"),
        ("<script>alert(1)</script>.webp", "script.webp"),
        ("a\r\nSet-Cookie: x.png", "a-set-cookie-x.webp"),
        ("", "picture.webp"),
        (".png", "png.webp"),
        ("写真.png", "picture.webp"),
        ("\u202egnp.exe", "gnp.webp"),
        ("x" * 300 + ".png", "x" * 40 + ".webp"),
        ("-" * 50, "picture.webp"),
    ],
)
def test_the_name_of_the_file_is_the_courses_own(authors: Authors, given: str, made: str) -> None:
    assert add(authors, authors.draft(files=FILES), given) == made


def test_two_pictures_of_one_name_are_two_files(authors: Authors) -> None:
    draft = authors.draft(files=FILES)

    assert [add(authors, draft), add(authors, draft, shown=ToBeShown("end", "Outra."))] == ["rua.webp", "rua-2.webp"]


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        (ToBeShown("platform", ""), "alt"),
        (ToBeShown("platform", " \n "), "alt"),
        (ToBeShown("platform", "x" * (LONGEST_LINE + 1)), "alt"),
        (ToBeShown("platform", "Uma rua.", "x" * (LONGEST_LINE + 1)), "caption"),
        (ToBeShown("platform", "Uma rua.", "", "x" * (LONGEST_LINE + 1)), "credit"),
        (ToBeShown("nowhere", "Uma rua."), "part"),
        (ToBeShown("platform", "a\x07b"), "alt"),
    ],
)
def test_what_is_said_wrongly_is_told_at_its_field_and_adds_nothing(
    authors: Authors, shown: ToBeShown, field: str
) -> None:
    draft = authors.draft(files=FILES)
    before = files_of(authors, draft)

    with pytest.raises(Invalid) as refused:
        add(authors, draft, shown=shown)
    assert list(refused.value.fields) == [field]
    assert files_of(authors, draft) == before


def test_a_scene_shows_one_picture(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    add(authors, draft)

    with pytest.raises(Invalid) as refused:
        add(authors, draft)
    assert list(refused.value.fields) == ["part"]


def test_a_draft_that_has_as_many_as_it_may_takes_no_more(authors: Authors) -> None:
    scenes = "".join(f"  end-{n}:\n    text: Fim.\n    ending: good\n" for n in range(7))
    draft = authors.draft(files={"case.yaml": CASE + scenes})
    for n in range(6):
        add(authors, draft, shown=ToBeShown(f"end-{n}", "Uma rua."))

    with pytest.raises(Invalid) as refused:
        add(authors, draft, shown=ToBeShown("end-6", "Uma rua."))
    assert list(refused.value.fields) == ["picture"]


def test_a_text_with_errors_is_mended_first(authors: Authors) -> None:
    draft = authors.draft(files={"case.yaml": "title: a: b\n"})

    with pytest.raises(Conflict):
        add(authors, draft)


def test_a_quiz_shows_no_pictures(authors: Authors) -> None:
    draft = authors.draft(files={"quiz.yaml": quiz_starter("some", ("a",))}, kind="quiz")

    with pytest.raises(Invalid):
        add(authors, draft)
    with authors.desk(authors.author) as desk, pytest.raises(Conflict):
        remove_picture(desk, draft, "rua.webp")


@pytest.mark.parametrize("name", ["case.yaml", "other.webp", "../rua.webp", ""])
def test_only_a_picture_of_the_draft_is_taken_out(authors: Authors, name: str) -> None:
    draft = authors.draft(files=FILES)
    add(authors, draft)

    with authors.desk(authors.author) as desk, pytest.raises(Conflict):
        remove_picture(desk, draft, name)


def test_only_who_may_open_the_draft_changes_its_pictures(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    name = add(authors, draft)

    for who, refusal in ((authors.other, NotFound), (authors.reviewers["police"], NotAllowed)):
        expected: type[Refusal] = refusal
        with authors.desk(who) as desk, pytest.raises(expected):
            add_picture(desk, draft, CLEAN, "x.png", ToBeShown("end", "Uma rua."))
        with authors.desk(who) as desk, pytest.raises(expected):
            remove_picture(desk, draft, name)


# No other way in


def as_kept(data: bytes) -> str:
    """A picture as a draft keeps it."""
    return Bundle("case", "x", {"x.webp": data}).as_text()["x.webp"]


def test_no_picture_comes_in_with_a_text(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    smuggled = {**FILES, "x.webp": as_kept(webp())}

    with authors.desk(authors.author) as desk:
        with pytest.raises(Invalid):
            save_draft(desk, draft, 1, smuggled, keep=True)
        with pytest.raises(Invalid):
            open_draft(desk, "case", "another", smuggled)


def test_no_picture_is_changed_with_a_text(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    name = add(authors, draft)
    files = files_of(authors, draft)

    with authors.desk(authors.author) as desk, pytest.raises(Invalid):
        save_draft(desk, draft, 2, {**files, name: as_kept(webp())}, keep=True)


def test_a_text_is_saved_beside_its_pictures(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    add(authors, draft)
    files = files_of(authors, draft)
    changed = files["case.yaml"].replace("Um homem passa.", "Uma mulher passa.")
    with authors.desk(authors.author) as desk:
        save_draft(desk, draft, 2, {**files, "case.yaml": changed}, keep=True)

    assert files_of(authors, draft) == {**files, "case.yaml": changed}


def test_a_kept_version_comes_back_with_its_pictures(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    name = add(authors, draft)
    with_it = files_of(authors, draft)
    with authors.desk(authors.author) as desk:
        save_draft(desk, draft, 2, with_it, keep=True)
    with authors.desk(authors.author) as desk:
        remove_picture(desk, draft, name)
    with authors.desk(authors.author) as desk:
        save_draft(desk, draft, 3, with_it, keep=True)

    assert files_of(authors, draft) == with_it


def test_a_copy_of_a_published_text_has_its_pictures(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    name = add(authors, draft)
    text = text_of(authors.submit(draft))
    with authors.desk(authors.other) as desk:
        copy = open_copy(desk, "case", text.digest, "another-case")

    assert bundle_of(authors, copy).files[name] == CLEAN.data
    assert text.digest == bundle_of(authors, draft).digest


def test_a_published_case_has_its_picture(authors: Authors) -> None:
    draft = authors.draft(files=FILES)
    name = add(authors, draft)
    text = text_of(authors.submit(draft))
    authors.sign_all(text)
    authors.publish(text)

    shown = authors.catalogue().case(text.document)
    assert shown.bundle.files[name] == CLEAN.data
    assert list(shown.pictures) == [name]
