import pytest
from databases import count_queries, race
from rows import DAY, HOUR, NOON, a_person, a_publication, a_withdrawal
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course.storage import publications
from course.storage.engine import Database
from course.storage.models import Publication

ONE, TWO = "c" * 64, "d" * 64


def in_force(session: Session, now: object = NOON) -> dict[str, str | None]:
    """Of each document the text that is shown; None where it is withdrawn."""
    return {line.document: line.digest for line in publications.list_in_force(session, now)}  # type: ignore[arg-type]


def test_of_a_document_the_last_line_counts(database: Database) -> None:
    with database.write() as session:
        who = a_person(session).id
        a_publication(session, who, ONE)
        a_publication(session, who, TWO)
        a_publication(session, who, ONE, document="another-case")
        a_withdrawal(session, who, reason="Erro", document="another-case")

        assert in_force(session) == {"new-case": TWO, "another-case": None}
        record = publications.list_of_document(session, "case", "new-case")
        assert [(line.seq, line.digest) for line in record] == [(2, TWO), (1, ONE)]


def test_a_line_for_a_later_hour_counts_from_that_hour_on(database: Database) -> None:
    with database.write() as session:
        who = a_person(session).id
        a_publication(session, who, ONE)
        a_publication(session, who, TWO, visible_from=NOON + DAY)

        assert [in_force(session, now) for now in (NOON + DAY - HOUR, NOON + DAY)] == [
            {"new-case": ONE},
            {"new-case": TWO},
        ]
        assert publications.next_hour(session, NOON) == NOON + DAY
        assert publications.next_hour(session, NOON + DAY) is None


def test_what_was_decided_later_counts_also_over_what_waited_for_its_hour(database: Database) -> None:
    with database.write() as session:
        who = a_person(session).id
        a_publication(session, who, ONE, visible_from=NOON + DAY)
        a_withdrawal(session, who, reason="Erro", now=NOON + HOUR)

        assert in_force(session, NOON + 2 * DAY) == {"new-case": None}


def test_two_who_decide_at_once_each_have_a_place_of_their_own(database: Database) -> None:
    with database.write() as session:
        who = a_person(session).id

    def decide(number: int) -> object:
        return lambda s: a_publication(s, who, str(number) * 64, document=f"case-{number}").seq

    assert sorted(race(database, *[decide(n) for n in range(4)])) == [1, 2, 3, 4]  # type: ignore[arg-type, type-var]
    with database.read() as session:
        assert in_force(session) == {f"case-{n}": str(n) * 64 for n in range(4)}


def test_each_line_tells_the_workers_that_the_catalogue_is_another_one(database: Database) -> None:
    with database.write() as session:
        who = a_person(session).id
        versions = [publications.find_version(session)]
        a_publication(session, who)
        versions.append(publications.find_version(session))
        a_withdrawal(session, who, reason="Erro")
        versions.append(publications.find_version(session))

    assert versions[0] is None
    assert len(set(versions)) == 3


def test_what_was_rolled_back_tells_nobody(database: Database) -> None:
    with database.write() as session:
        who = a_person(session).id
        a_publication(session, who)
        before = publications.find_version(session)

    def refused(session: Session) -> None:
        a_withdrawal(session, who, reason="Erro")
        raise RuntimeError

    assert race(database, refused) == [RuntimeError]

    with database.read() as session:
        assert (publications.find_version(session), in_force(session)) == (before, {"new-case": ONE})


def test_the_record_in_force_is_one_query_however_long_it_is(database: Database) -> None:
    with database.write() as session:
        who = a_person(session).id
        for number in range(5):
            a_publication(session, who, document=f"case-{number % 2}")

    with count_queries(database) as queries, database.read() as session:
        lines = publications.list_in_force(session, NOON)

    assert ([line.seq for line in lines], len(queries)) == ([4, 5], 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"action": "publish", "digest": None, "record": {}},
        {"action": "publish", "digest": ONE, "record": None},
        {"action": "withdraw", "digest": ONE, "record": None, "reason": "r"},
        {"action": "withdraw", "digest": None, "record": None, "reason": ""},
        {"action": "hide", "digest": None, "record": None, "reason": "r"},
        {"action": "publish", "digest": ONE, "record": {}, "seq": 0},
    ],
    ids=["no text", "not judged", "a text withdrawn", "no reason", "an unknown act", "no place"],
)
def test_the_record_refuses_what_cannot_be(database: Database, wrong: dict[str, object]) -> None:
    right = {"seq": 1, "kind": "case", "document": "x", "visible_from": NOON, "at": NOON, "reason": ""}
    with database.write() as session, session.begin_nested() as savepoint:
        session.add(Publication(**right | wrong))
        with pytest.raises(IntegrityError):
            session.flush()
        savepoint.rollback()
