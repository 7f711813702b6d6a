import datetime as dt

from databases import race
from rows import DAY, HOUR, NOON, a_comment, a_draft, a_person, a_submission

from course.storage import submissions
from course.storage.engine import Database

TODAY = NOON.date()


def begun(database: Database) -> tuple[bytes, bytes]:
    with database.write() as session:
        author = a_person(session).id
        return a_draft(session, author), author


def test_a_draft_has_one_text_under_review_and_the_one_before_is_replaced(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        first = a_submission(session, draft, author, digest="c" * 64)
        second = a_submission(session, draft, author, digest="d" * 64, now=NOON + HOUR)

    with database.read() as session:
        rows = submissions.list_of_draft(session, draft)
        assert [(row.id, row.ended, row.ended_at) for row in rows] == [
            (second, None, None),
            (first, "replaced", NOON + HOUR),
        ]
        assert [row.id for row in submissions.list_open(session)] == [second]
        assert submissions.list_of_document(session, "case", "new-case") == rows
        open_one = submissions.find_open_of_draft(session, draft)
        assert open_one is not None
        assert open_one.id == second


def test_of_two_who_submit_one_draft_at_once_one_text_is_under_review(database: Database) -> None:
    draft, author = begun(database)

    race(database, *[lambda s, n=n: a_submission(s, draft, author, digest=str(n) * 64) for n in range(4)])

    with database.read() as session:
        rows = submissions.list_of_draft(session, draft)
        assert [row.ended for row in rows].count(None) == 1
        assert {row.ended for row in rows} <= {None, "replaced"}


def test_what_is_under_review_ends_once(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        a_submission(session, draft, author)
        ended = [
            submissions.end_open_of_draft(session, draft, how, NOON + number * HOUR)  # type: ignore[arg-type]
            for number, how in enumerate(("taken-back", "published"))
        ]

    with database.read() as session:
        [row] = submissions.list_of_draft(session, draft)
        assert (ended, row.ended, row.ended_at) == ([True, False], "taken-back", NOON)
        assert submissions.list_open(session) == []


def test_what_is_due_first_is_listed_first(database: Database) -> None:
    with database.write() as session:
        author = a_person(session).id
        for number in (2, 0, 1):
            a_submission(session, a_draft(session, author, f"case-{number}"), author, now=NOON + number * DAY)

    with database.read() as session:
        assert [row.document for row in submissions.list_open(session)] == ["case-0", "case-1", "case-2"]


def test_the_parties_are_reminded_once_a_day_while_it_is_under_review(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        id_ = a_submission(session, draft, author)
        assert id_ is not None
        days = (TODAY, TODAY, TODAY + DAY, TODAY)
        noted = [submissions.note_reminded(session, id_, day) for day in days]
        submissions.end_open_of_draft(session, draft, "published", NOON)
        noted.append(submissions.note_reminded(session, id_, TODAY + 2 * DAY))

    assert noted == [True, False, True, False, False]


def test_a_comment_is_answered_once_and_the_first_answer_stays(database: Database) -> None:
    _, author = begun(database)
    with database.write() as session:
        reader = a_person(session).id
        id_ = a_comment(session, reader, remark="Quem?")

    answers = race(
        database,
        *[lambda s, n=n: submissions.answer_comment(s, id_, f"A {n}", author, NOON + HOUR) for n in range(3)],
    )

    with database.read() as session:
        [comment] = submissions.list_comments(session, "case", "new-case")
        assert sorted(map(str, answers)) == ["False", "False", "True"]
        assert (comment.remark, comment.reply) == ("Quem?", f"A {answers.index(True)}")
        assert (comment.person_id, comment.replied_by) == (reader, author)


def test_comments_are_of_their_document_alone(database: Database) -> None:
    with database.write() as session:
        a_comment(session, a_person(session).id, remark="Quem?")
        assert submissions.list_comments(session, "case", "another-case") == []
        assert submissions.list_comments(session, "quiz", "new-case") == []
        assert submissions.find_comment(session, b"x" * 16) is None


def test_a_day_to_sign_by_is_kept_as_it_was_given(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        a_submission(session, draft, author)

    with database.read() as session:
        [row] = submissions.list_open(session)
        assert (row.due_on, row.submitted_at.tzinfo) == (TODAY + dt.timedelta(days=14), dt.UTC)
