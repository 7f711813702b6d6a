import pytest
from databases import count_queries, race
from rows import WEEK, a_learner
from sqlalchemy.orm import Session

from course.storage import sections_seen
from course.storage.engine import Database


def test_a_section_is_seen_once_however_often_it_is_read(database: Database) -> None:
    with database.write() as session:
        new = [sections_seen.record(session, a_learner(), "stops", "law", WEEK) for _ in range(2)]

    with database.read() as session:
        assert sections_seen.of_module(session, a_learner(), "stops") == frozenset({"law"})
    assert new == [True, False]


def test_two_readings_at_once_are_one(database: Database) -> None:
    def read(session: Session) -> object:
        return sections_seen.record(session, a_learner(), "stops", "law", WEEK)

    assert sorted(map(str, race(database, read, read))) == ["False", "True"]


@pytest.mark.parametrize("count", [1, 3])
def test_sections_come_by_module_in_one_query(database: Database, count: int) -> None:
    sections = ["cases", "idea", "law"][:count]
    with database.write() as session:
        for section in sections:
            sections_seen.record(session, a_learner(), "stops", section, WEEK)
        sections_seen.record(session, a_learner(), "language", "law", WEEK)
        sections_seen.record(session, a_learner(2), "stops", "end", WEEK)

    with count_queries(database) as queries, database.read() as session:
        of_module = sections_seen.of_module(session, a_learner(), "stops")
        of_learner = sections_seen.of_learner(session, a_learner())

    assert of_module == frozenset(sections)
    assert of_learner == {"stops": frozenset(sections), "language": frozenset({"law"})}
    assert len(queries) == 2
