from databases import race
from sqlalchemy.orm import Session

from course.storage import revisions
from course.storage.engine import Database

BUNDLE = {"quiz.yaml": "title: Não\n", "quiz.en.yaml": "title: No\n"}


def test_a_text_is_kept_once_and_never_changed(database: Database) -> None:
    with database.write() as session:
        first = revisions.record(session, "a" * 64, "quiz", "stops", BUNDLE)
        again = revisions.record(session, "a" * 64, "case", "other", {})

    with database.read() as session:
        kept = revisions.find(session, "a" * 64)
        assert revisions.find(session, "b" * 64) is None
    assert kept is not None
    assert (kept.kind, kept.document, kept.bundle) == ("quiz", "stops", BUNDLE)
    assert (first, again) == (True, False)


def test_two_that_keep_a_text_at_once_keep_it_once(database: Database) -> None:
    def record(session: Session) -> object:
        return revisions.record(session, "a" * 64, "quiz", "stops", BUNDLE)

    assert sorted(map(str, race(database, record, record))) == ["False", "True"]
