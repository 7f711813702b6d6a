from course.base.learner_key import check_value
from course.storage import meta
from course.storage.engine import Database


def test_the_check_value_of_the_learner_key_is_kept_once_and_for_all(database: Database) -> None:
    with database.write() as session:
        before = meta.find_learner_key_check(session)
        kept = [meta.set_learner_key_check(session, check_value(key * 32)) for key in (b"1", b"2")]

    with database.read() as session:
        assert meta.find_learner_key_check(session) == check_value(b"1" * 32)
    assert (before, kept) == (None, [True, False])
