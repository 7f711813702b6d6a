"""Of two who write in one draft the second is told, and loses nothing."""

import datetime as dt
from pathlib import Path

import pytest
from authors import CASE, Authors, changed
from desks import NOW

from course.acts.draft_files import get_own_draft
from course.acts.save_draft import KEPT_EVERY, save_draft
from course.acts.share_draft import share_draft
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.library import Library
from course.storage import drafts
from course.storage.engine import Database

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    return Authors(database, library, tmp_path / "keys")


def kept(authors: Authors, draft: bytes) -> list[int]:
    with authors.database.read() as session:
        return [one.version for one in drafts.list_versions(session, draft)]


def test_whoever_saw_the_version_that_stands_saves_the_next(authors: Authors) -> None:
    draft = authors.draft()

    with authors.desk(authors.author) as desk:
        assert save_draft(desk, draft, 1, changed("um"), keep=True) == 2

    with authors.desk(authors.author) as desk:
        found = get_own_draft(desk, draft)
        assert (found.version, found.files) == (2, changed("um"))
    assert kept(authors, draft) == [2, 1]


def test_whoever_saw_an_older_one_is_told_and_nothing_is_changed(authors: Authors) -> None:
    draft = authors.draft()
    with authors.desk(authors.author) as desk:
        share_draft(desk, draft, "outra@test.example")
        save_draft(desk, draft, 1, changed("um"), keep=True)

    with authors.desk(authors.other) as desk, pytest.raises(Conflict, match="saved this draft meanwhile"):
        save_draft(desk, draft, 1, changed("dois"), keep=True)

    with authors.desk(authors.author) as desk:
        assert get_own_draft(desk, draft).files == changed("um")
        assert drafts.authors_of_draft(desk.session, draft) == {authors.author.person_id}


def test_the_same_text_saved_again_is_no_new_version_whatever_version_was_seen(authors: Authors) -> None:
    """So that a form that was sent twice is not told that somebody else came between."""
    draft = authors.draft()
    with authors.desk(authors.author) as desk:
        saved = [save_draft(desk, draft, 1, changed("um"), keep=True) for _ in range(2)]

    assert (saved, kept(authors, draft)) == ([2, 2], [2, 1])


def test_who_saves_what_stands_already_is_no_author_of_it(authors: Authors) -> None:
    draft = authors.draft()
    with authors.desk(authors.author) as desk:
        share_draft(desk, draft, "outra@test.example")
    with authors.desk(authors.other) as desk:
        save_draft(desk, draft, 1, CASE, keep=True)
        assert drafts.authors_of_draft(desk.session, draft) == {authors.author.person_id}


def test_a_script_that_saves_by_itself_keeps_a_version_now_and_then(authors: Authors) -> None:
    draft = authors.draft()
    times = (SECOND, KEPT_EVERY - SECOND, KEPT_EVERY, KEPT_EVERY + SECOND)
    for number, after in enumerate(times, 1):
        with authors.desk(authors.author, NOW + after) as desk:
            save_draft(desk, draft, number, changed(str(number)), keep=False)

    assert kept(authors, draft) == [4, 1]


def test_the_first_save_of_somebody_else_can_be_gone_back_to(authors: Authors) -> None:
    draft = authors.draft()
    with authors.desk(authors.author) as desk:
        share_draft(desk, draft, "outra@test.example")
    with authors.desk(authors.other, NOW + SECOND) as desk:
        save_draft(desk, draft, 1, changed("dela"), keep=False)

    assert kept(authors, draft) == [2, 1]


def test_nobody_saves_in_a_draft_that_is_not_theirs(authors: Authors) -> None:
    draft = authors.draft()

    with authors.desk(authors.other) as desk, pytest.raises(NotFound):
        save_draft(desk, draft, 1, changed("um"), keep=True)


def test_a_draft_without_its_portuguese_is_not_saved(authors: Authors) -> None:
    draft = authors.draft()

    with authors.desk(authors.author) as desk, pytest.raises(Invalid, match="Nothing was saved"):
        save_draft(desk, draft, 1, {"case.en.yaml": "title: x\n"}, keep=True)
