"""A document is begun in the browser; who wrote the text it begins from is an author of what is made of it."""

from pathlib import Path

import pytest
from authors import CASE, ENGLISH, SHIPPED, Authors, changed
from sqlalchemy import select

from course.acts.draft_files import get_own_draft
from course.acts.open_draft import open_copy, open_draft
from course.acts.share_draft import delete_draft, share_draft
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.content.library import Library
from course.storage import drafts
from course.storage.engine import Database
from course.storage.models import AuditEntry


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    return Authors(database, library, tmp_path / "keys")


@pytest.mark.parametrize("id_", ["", "Com Espaço", "ação", "-a", "a" * 61, "../x"])
def test_a_document_needs_an_id_that_a_folder_can_have(authors: Authors, id_: str) -> None:
    with pytest.raises(Invalid) as refused:
        authors.draft(id_)

    assert dict(refused.value.fields) == {"document": "Write small letters, digits and hyphens, without accents"}


def test_an_id_is_taken_by_a_document_of_its_kind_and_by_a_draft_of_one(authors: Authors) -> None:
    authors.draft("mine")

    for taken in (SHIPPED, "mine"):
        with pytest.raises(Invalid, match="Nothing was begun"):
            authors.draft(taken)

    authors.draft(SHIPPED, {"survey.yaml": "id: x\n"}, "survey")  # another kind has names of its own


def test_of_a_document_that_readers_are_not_shown_the_id_is_taken_too(
    database: Database, library: Library, tmp_path: Path
) -> None:
    authors = Authors(database, library, tmp_path / "keys", requires_signatures=True)
    assert SHIPPED not in authors.catalogue().library.cases

    with pytest.raises(Invalid):
        authors.draft(SHIPPED)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "The Portuguese file is missing"),
        ({"case.en.yaml": "title: x\n"}, "The Portuguese file is missing"),
        (CASE | {f"figure-{n}.svg": "<svg/>" for n in range(20)}, "too many files"),
        (CASE | {"../case.yaml": "x"}, "is no part of a document"),
        (CASE | {"page.html": "x"}, "is no part of a document"),
        (CASE | {"Figura.svg": "x"}, "is no part of a document"),
        (CASE | {"quiz.yaml": "x"}, "is no part of a document"),
        ({"case.yaml": "a\0b"}, "a character in it that cannot be kept"),
        ({"case.yaml": "a\ud800b"}, "a character in it that cannot be kept"),
        ({"case.yaml": "é" * 524_289}, "longer than a document may be"),
    ],
)
def test_a_draft_holds_the_files_of_a_document_and_no_others(
    authors: Authors, files: dict[str, str], said: str
) -> None:
    with authors.desk(authors.author) as desk, pytest.raises(Invalid) as refused:
        open_draft(desk, "case", "new-case", files)

    assert said in dict(refused.value.fields)["text"]


def test_a_draft_keeps_plain_line_ends_as_the_same_files_in_a_folder_would(authors: Authors) -> None:
    draft = authors.draft(files={"case.yaml": "\ufeffid: x\r\ntitle: y", "data.csv": "a,b\r\n"})

    with authors.desk(authors.author) as desk:
        assert get_own_draft(desk, draft).files == {"case.yaml": "id: x\ntitle: y\n", "data.csv": "a,b\n"}


def test_a_draft_is_nobody_else_s_until_it_is_shared(authors: Authors) -> None:
    draft = authors.draft()
    with authors.desk(authors.other) as desk, pytest.raises(NotFound):
        get_own_draft(desk, draft)

    with authors.desk(authors.author) as desk:
        share_draft(desk, draft, " OUTRA@test.example ")

    with authors.desk(authors.other) as desk:
        assert get_own_draft(desk, draft).id == draft
        assert drafts.authors_of_draft(desk.session, draft) == {authors.author.person_id}


@pytest.mark.parametrize("email", ["", "nobody@test.example", "police@test.example"])
def test_a_draft_is_shared_with_trainers_alone(authors: Authors, email: str) -> None:
    draft = authors.draft()

    with authors.desk(authors.author) as desk, pytest.raises(Invalid) as refused:
        share_draft(desk, draft, email)

    assert list(dict(refused.value.fields)) == ["email"]


def test_a_draft_is_deleted_by_who_may_open_it_until_it_was_submitted_once(authors: Authors) -> None:
    draft, submitted = authors.draft(), authors.draft("another-case")
    authors.submit(submitted)
    with authors.desk(authors.other) as desk, pytest.raises(NotFound):
        delete_draft(desk, draft)

    with authors.desk(authors.author) as desk:
        delete_draft(desk, draft)
        with pytest.raises(NotFound):
            delete_draft(desk, draft)
        with pytest.raises(Conflict, match="submitted once"):
            delete_draft(desk, submitted)


def test_a_copy_of_what_stands_may_take_its_place_or_another_name(authors: Authors) -> None:
    shipped = authors.catalogue().case(SHIPPED)
    with authors.desk(authors.author) as desk:
        same, new = (open_copy(desk, "case", shipped.digest, id_) for id_ in (SHIPPED, "another-case"))
        with pytest.raises(Invalid):
            open_copy(desk, "case", shipped.digest, "another-case")

    with authors.desk(authors.author) as desk:
        found = [get_own_draft(desk, one) for one in (same, new)]
        assert [(one.document, one.based_on) for one in found] == [
            (SHIPPED, shipped.digest),
            ("another-case", shipped.digest),
        ]
        assert [one.files for one in found] == [shipped.bundle.as_text()] * 2
        assert drafts.authors_of_draft(desk.session, same) == {authors.author.person_id}


def test_there_is_no_copy_of_what_nobody_submitted_or_of_a_text_of_another_kind(authors: Authors) -> None:
    shipped = authors.catalogue().case(SHIPPED)
    with authors.desk(authors.author) as desk:
        for kind, digest in (("case", "c" * 64), ("quiz", shipped.digest)):
            with pytest.raises(NotFound):
                open_copy(desk, kind, digest, "another-case")  # type: ignore[arg-type]


def test_who_wrote_the_text_that_was_copied_is_an_author_of_the_copy_and_does_not_see_it(authors: Authors) -> None:
    text = authors.published_case()
    with authors.desk(authors.other) as desk:
        copy = open_copy(desk, "case", text.digest, "another-case")

    both = {authors.author.person_id, authors.other.person_id}
    with authors.desk(authors.author) as desk:
        assert drafts.authors_of_draft(desk.session, copy) == both
        with pytest.raises(NotFound):
            get_own_draft(desk, copy)


def test_a_copy_of_a_copy_has_the_authors_of_both(authors: Authors) -> None:
    first = authors.submit(authors.draft())
    with authors.desk(authors.other) as desk:
        second = open_copy(desk, "case", first.digest, "second-case")
    authors.change(second, changed("dela"), authors.other)
    handed_in = authors.submit(second, by=authors.other)

    third_trainer = authors.trainer("terceira@test.example")
    with authors.desk(third_trainer) as desk:
        third = open_copy(desk, "case", handed_in.digest, "third-case")
        wrote = drafts.authors_of_draft(desk.session, third)

    assert wrote == {one.person_id for one in (authors.author, authors.other, third_trainer)}


def test_who_wrote_the_portuguese_is_an_author_of_a_copy_of_its_translation_too(authors: Authors) -> None:
    """Also where it was not copied by the button but pasted: a text is known by its digest."""
    authors.submit(authors.draft())
    with authors.desk(authors.other) as desk:
        pasted = open_draft(desk, "case", "second-case", CASE | ENGLISH)
    translated = authors.submit(pasted, by=authors.other)

    third_trainer = authors.trainer("terceira@test.example")
    with authors.desk(third_trainer) as desk:
        third = open_copy(desk, "case", translated.digest, "third-case")
        wrote = drafts.authors_of_draft(desk.session, third)

    assert wrote == {one.person_id for one in (authors.author, authors.other, third_trainer)}


@pytest.mark.parametrize("party", ["police", "equality-body", "civil-society"])
def test_reviewers_begin_nothing(authors: Authors, party: str) -> None:
    with authors.desk(authors.reviewers[party]) as desk:  # type: ignore[index]
        with pytest.raises(NotAllowed):
            open_draft(desk, "case", "new-case", CASE)
        with pytest.raises(NotAllowed):
            open_copy(desk, "case", authors.catalogue().case(SHIPPED).digest, "new-case")


def test_what_is_noted_names_the_document_and_no_word_of_it(authors: Authors) -> None:
    authors.draft()

    with authors.database.read() as session:
        [entry] = session.scalars(select(AuditEntry).where(AuditEntry.event == "draft-opened")).all()
        assert (entry.person_id, entry.detail) == (
            authors.author.person_id,
            {"kind": "case", "document": "new-case"},
        )
