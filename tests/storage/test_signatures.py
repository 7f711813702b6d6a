from databases import count_queries, race
from rows import NOON, a_person, a_signature

from course.storage import signatures
from course.storage.engine import Database

ONE, TWO = "c" * 64, "d" * 64


def test_of_a_party_the_last_word_on_a_text_counts_and_those_before_stay(database: Database) -> None:
    with database.write() as session:
        person = a_person(session).id
        a_signature(session, person, position="refuse", reason="Falta a lei.")
        a_signature(session, person, position="agree", reason="")
        a_signature(session, person, body="civil-society", digest=TWO)

    with database.read() as session:
        in_force = {(row.text_digest, row.body): row.position for row in signatures.list_in_force(session)}
        assert in_force == {(ONE, "police"): "agree", (TWO, "civil-society"): "dissent"}
        record = signatures.list_of_document(session, "case", "new-case")
        assert {(row.text_digest, row.body, row.seq, row.position) for row in record} == {
            (ONE, "police", 1, "refuse"),
            (ONE, "police", 2, "agree"),
            (TWO, "civil-society", 1, "dissent"),
        }
        assert {body: row.seq for body, row in signatures.last_of(record, ONE, "reference").items()} == {"police": 2}
        assert signatures.last_of(record, ONE, "translation") == {}


def test_of_two_who_sign_for_one_party_at_once_one_signs_and_the_other_is_told(database: Database) -> None:
    with database.write() as session:
        people = [a_person(session).id for _ in range(3)]

    signed = race(database, *[lambda s, who=who: a_signature(s, who, seq=1) for who in people])

    assert sorted(map(str, signed)) == ["False", "False", "True"]
    with database.read() as session:
        [row] = signatures.list_in_force(session)
        assert row.person_id == people[signed.index(True)]


def test_what_is_signed_of_one_document_is_not_signed_of_another_with_the_same_text(database: Database) -> None:
    with database.write() as session:
        person = a_person(session).id
        a_signature(session, person)
        a_signature(session, person, document="another-case", position="refuse")

    with database.read() as session:
        assert [row.position for row in signatures.list_of_document(session, "case", "new-case")] == ["dissent"]
        assert [row.position for row in signatures.list_of_document(session, "case", "another-case")] == ["refuse"]
        assert signatures.list_of_document(session, "quiz", "new-case") == []


def test_what_is_in_force_is_one_query_however_much_was_signed(database: Database) -> None:
    with database.write() as session:
        person = a_person(session).id
        for digest in (ONE, TWO, "e" * 64):
            for _ in range(3):
                a_signature(session, person, digest=digest)

    with count_queries(database) as queries, database.read() as session:
        found = signatures.list_in_force(session)

    assert ([row.seq for row in found], len(queries)) == ([3, 3, 3], 1)
    assert {row.signed_at for row in found} == {NOON}
