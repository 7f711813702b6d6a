from pathlib import Path

import pytest
from authors import Authors, text_of

from course.base.refusals import Conflict, NotAllowed
from course.content.clearance import PARTIES
from course.content.library import Library
from course.storage.engine import Database


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    return Authors(database, library, tmp_path / "keys")


def test_a_case_written_here_is_shown_to_readers_once_three_parties_signed_it_and_another_trainer_published_it(
    authors: Authors,
) -> None:
    text = text_of(authors.submit(authors.draft()))
    assert "new-case" not in authors.catalogue().library.cases

    authors.sign_all(text)
    authors.publish(text)

    shown = authors.catalogue()
    assert shown.case("new-case").digest == text.digest
    assert shown.clearance("case", "new-case").is_signed


@pytest.mark.parametrize("missing", PARTIES)
def test_without_one_of_the_three_signatures_nothing_is_published(authors: Authors, missing: str) -> None:
    text = text_of(authors.submit(authors.draft()))
    for party in PARTIES:
        if party != missing:
            authors.sign(text, party)

    with pytest.raises(Conflict, match="not signed by all three"):
        authors.publish(text)

    assert "new-case" not in authors.catalogue().library.cases


def test_an_author_does_not_publish_what_they_wrote(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    authors.sign_all(text)

    with pytest.raises(NotAllowed):
        authors.publish(text, authors.author)
