"""Many rows at once: those that stand stay, and it is told how many were new."""

from databases import count_queries
from sqlalchemy import func, select

from course.storage.engine import Database
from course.storage.inserts import insert_all_new
from course.storage.models import Counted


def rows(numbers: range, session: str) -> list[dict[str, object]]:
    return [{"learner_key": number.to_bytes(32), "session": session} for number in numbers]


def test_of_rows_that_stand_already_none_is_changed_and_the_others_are_counted(database: Database) -> None:
    with database.write() as session:
        first = insert_all_new(session, Counted, rows(range(5), "A"))
        second = insert_all_new(session, Counted, rows(range(3, 9), "B"))
        none = insert_all_new(session, Counted, [])
    with database.read() as session:
        found = session.execute(select(Counted.session, func.count()).group_by(Counted.session)).all()

    assert (first, second, none) == (5, 4, 0)
    assert sorted(map(tuple, found)) == [("A", 5), ("B", 4)]


def test_nine_and_nine_hundred_rows_are_one_statement_each(database: Database) -> None:
    with database.write() as session, count_queries(database) as statements:
        made = [insert_all_new(session, Counted, rows(range(start, end), "A")) for start, end in ((0, 9), (9, 909))]

    assert made == [9, 900]
    assert len(statements) == 2
