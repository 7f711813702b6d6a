"""Whoever may read a text sees its pictures, and nobody else."""

from dataclasses import replace
from pathlib import Path

import pytest
from authors import Authors, text_of
from libraries import CASE
from pictures import photograph

from course.acts.actor import Actor
from course.acts.add_picture import ToBeShown, add_picture
from course.acts.choose import open_run
from course.acts.clean_picture import clean_picture
from course.acts.publish import withdraw
from course.acts.see_picture import SeenPicture, see_picture
from course.base.refusals import NotFound
from course.content.library import Library
from course.content.picture import digest_of
from course.storage.engine import Database

CLEAN = clean_picture(photograph())
DIGEST = digest_of(CLEAN.data)
NAME = "rua.webp"
OF_COURSE, NOT_KEPT = SeenPicture(CLEAN.data, is_of_course=True), SeenPicture(CLEAN.data, is_of_course=False)


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    """People who write, on a library that shows signed texts alone."""
    return Authors(database, library, tmp_path)


@pytest.fixture
def officer(authors: Authors) -> Actor:
    """Somebody who learns."""
    return replace(authors.trainer("ana@test.example"), role="officer")


def seen(
    authors: Authors, who: Actor, name: str = NAME, digest: str = DIGEST, kind: str = "case"
) -> SeenPicture | None:
    """The picture as that person is shown it; None where it is not found."""
    with authors.desk(who) as desk:
        try:
            return see_picture(desk, kind, "new-case", digest, name)
        except NotFound:
            return None


def drafted(authors: Authors) -> bytes:
    """A draft of the author with a picture."""
    draft = authors.draft(files={"case.yaml": CASE})
    with authors.desk(authors.author) as desk:
        add_picture(desk, draft, CLEAN, NAME, ToBeShown("platform", "Uma rua."))
    return draft


def test_a_draft_shows_its_picture_to_its_authors_alone(authors: Authors, officer: Actor) -> None:
    drafted(authors)

    assert seen(authors, authors.author) == NOT_KEPT
    assert [seen(authors, who) for who in (authors.other, officer, *authors.reviewers.values())] == [None] * 5


def test_what_is_under_review_is_seen_by_those_who_review_and_publish(authors: Authors, officer: Actor) -> None:
    authors.submit(drafted(authors))

    assert [seen(authors, who) for who in (authors.other, *authors.reviewers.values())] == [NOT_KEPT] * 4
    assert seen(authors, officer) is None


def test_what_is_published_is_seen_by_everybody_and_kept(authors: Authors, officer: Actor) -> None:
    text = text_of(authors.submit(drafted(authors)))
    authors.sign_all(text)
    authors.publish(text)

    assert [seen(authors, who) for who in (officer, authors.other, authors.reviewers["police"])] == [OF_COURSE] * 3


def test_whoever_plays_a_case_sees_its_picture_to_the_end(authors: Authors, officer: Actor) -> None:
    text = text_of(authors.submit(drafted(authors)))
    authors.sign_all(text)
    authors.publish(text)
    with authors.desk(officer) as desk:
        open_run(desk, "new-case")
    with authors.desk(authors.other) as desk:
        withdraw(desk, "case", "new-case", "Um erro.")

    newcomer = replace(authors.trainer("eva@test.example"), role="officer")
    assert (seen(authors, officer), seen(authors, newcomer)) == (NOT_KEPT, None)


@pytest.mark.parametrize(
    ("name", "digest", "kind"),
    [
        ("other.webp", DIGEST, "case"),
        ("case.yaml", DIGEST, "case"),
        ("../case/rua.webp", DIGEST, "case"),
        (NAME, "0" * 64, "case"),
        (NAME, "", "case"),
        (NAME, DIGEST, "module"),
        (NAME, DIGEST, "quiz"),
        (NAME, DIGEST, "registers"),
        (NAME, DIGEST, ""),
    ],
)
def test_nothing_else_is_found(authors: Authors, name: str, digest: str, kind: str) -> None:
    drafted(authors)

    assert seen(authors, authors.author, name, digest, kind) is None


def test_no_text_is_given_as_a_picture(authors: Authors) -> None:
    drafted(authors)

    assert seen(authors, authors.author, "case.yaml", digest_of(CASE.encode())) is None
