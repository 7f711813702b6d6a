import datetime as dt

from databases import count_queries, race
from rows import DAY, HOUR, NOON, a_draft, a_person, a_submission
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.storage import drafts, submissions
from course.storage.engine import Database
from course.storage.models import Draft, DraftMember, DraftVersion

TODAY = NOON.date()


def files(words: str) -> dict[str, str]:
    return {"case.yaml": f"id: {words}\n"}


def begun(database: Database) -> tuple[bytes, bytes]:
    """A draft and the person who began it."""
    with database.write() as session:
        author = a_person(session, name="Autora").id
        return a_draft(session, author), author


def save(
    session: Session,
    draft: bytes,
    person: bytes,
    words: str,
    *,
    based_on: int = 1,
    keep: bool = False,
    now: dt.datetime = NOON,
) -> int | None:
    return drafts.save(session, draft, based_on, files(words), person_id=person, keep=keep, now=now, today=now.date())


def test_a_draft_begins_as_version_one_which_can_be_gone_back_to(database: Database) -> None:
    draft, author = begun(database)

    with database.read() as session:
        found = drafts.find_for(session, draft, author)
        assert found is not None
        assert (found.kind, found.document, found.version, found.files) == ("case", "new-case", 1, files("new"))
        assert (found.opened_on, found.changed_at, found.based_on) == (TODAY, NOON, None)
        assert drafts.find_version(session, draft, 1) == files("new")
        assert drafts.list_versions(session, draft) == [drafts.KeptVersion(version=1, saved_at=NOON, by="Autora")]


def test_of_two_who_save_the_same_version_at_once_one_saves_and_the_other_is_told(database: Database) -> None:
    draft, author = begun(database)
    saves = [lambda s, n=n: save(s, draft, author, f"words-{n}") for n in range(4)]

    results = race(database, *saves)

    assert sorted(map(str, results)) == ["2", "None", "None", "None"]
    with database.read() as session:
        assert drafts.find(session, draft).files == files(f"words-{results.index(2)}")  # type: ignore[union-attr]


def test_who_saw_an_older_version_changes_nothing(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        other = a_person(session).id
        save(session, draft, author, "second")

    with database.write() as session:
        assert save(session, draft, other, "third", based_on=1, keep=True, now=NOON + HOUR) is None

    with database.read() as session:
        found = drafts.find(session, draft)
        assert found is not None
        assert (found.version, found.files, found.changed_at) == (2, files("second"), NOON)
        assert [kept.version for kept in drafts.list_versions(session, draft)] == [1]
        assert drafts.authors_of_draft(session, draft) == {author}


def test_whoever_saves_is_an_author_from_then_on_and_whoever_only_opens_it_is_none(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        writer, reader = a_person(session, name="Bruno").id, a_person(session, name="Carla").id
        for person in (writer, reader):
            drafts.share(session, draft, person, TODAY)
        before = drafts.authors_of_draft(session, draft)
        save(session, draft, writer, "words")

    with database.read() as session:
        assert [before, drafts.authors_of_draft(session, draft)] == [{author}, {author, writer}]
        assert [(m.name, m.may_open, m.has_written) for m in drafts.list_members(session, draft)] == [
            ("Autora", True, True),
            ("Bruno", True, True),
            ("Carla", True, False),
        ]


def test_shared_again_an_author_stays_an_author(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        drafts.share(session, draft, author, TODAY + DAY)
        member = session.get_one(DraftMember, (draft, author))
        assert (member.may_open, member.has_written, member.since) == (True, True, TODAY)


def test_a_draft_is_found_by_those_who_may_open_it_and_by_nobody_else(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        stranger, ancestor = a_person(session).id, a_person(session).id
        session.add(DraftMember(draft_id=draft, person_id=ancestor, may_open=False, has_written=True, since=TODAY))

    with database.read() as session:
        found = {person: drafts.find_for(session, draft, person) for person in (author, stranger, ancestor)}
        assert [one is not None for one in found.values()] == [True, False, False]
        lists = [len(drafts.list_of_person(session, person)) for person in found]
        assert lists == [1, 0, 0]


def test_versions_are_kept_when_it_is_asked_and_each_once(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        save(session, draft, author, "second")
        save(session, draft, author, "third", based_on=2, keep=True, now=NOON + HOUR)
        found = drafts.find(session, draft)
        assert found is not None
        drafts.keep(session, found, author, NOON + 2 * HOUR)  # kept already: as it was

    with database.read() as session:
        assert [(k.version, k.saved_at) for k in drafts.list_versions(session, draft)] == [(3, NOON + HOUR), (1, NOON)]
        assert drafts.find_version(session, draft, 2) is None
        last = drafts.find_last_kept(session, draft)
        assert last is not None
        assert (last.version, last.files) == (3, files("third"))


def test_files_come_back_whatever_the_order_in_which_a_database_keeps_them(database: Database) -> None:
    given = {"z.svg": "<svg/>\n", "case.yaml": "id: x\n", "case.en.yaml": "title: é\n", "a.csv": "1,2\n"}
    draft, author = begun(database)
    with database.write() as session:
        drafts.save(session, draft, 1, given, person_id=author, keep=True, now=NOON, today=TODAY)

    with database.read() as session:
        found = drafts.find(session, draft)
        assert found is not None
        assert (found.files, drafts.find_version(session, draft, 2)) == (given, given)


def test_the_list_of_a_person_is_one_query_whatever_its_length_and_carries_no_text(database: Database) -> None:
    _, author = begun(database)
    with database.write() as session:
        for number in (1, 2, 3):
            a_draft(session, author, f"case-{number}", now=NOON + number * HOUR)

    with count_queries(database) as queries, database.read() as session:
        listed = drafts.list_of_person(session, author)

    assert [one.document for one in listed] == ["case-3", "case-2", "case-1", "new-case"]
    assert (len(queries), "files" in queries[0]) == (1, False)


def test_who_wrote_a_text_is_known_by_the_digest_of_any_of_its_submissions(database: Database) -> None:
    draft, author = begun(database)
    with database.write() as session:
        second, ancestor = a_person(session).id, a_person(session).id
        other = drafts.add(
            session,
            "case",
            "new-case",
            files("other"),
            based_on="c" * 64,
            person_id=second,
            earlier_authors=[ancestor],
            now=NOON,
            today=TODAY,
        )
        a_submission(session, draft, author, digest="c" * 64)
        a_submission(session, other, second, digest="d" * 64)

        def wrote(*digests: str) -> frozenset[bytes]:
            return drafts.authors_of_text(session, "case", *digests)

        assert [wrote("c" * 64), wrote("d" * 64), wrote("e" * 64)] == [{author}, {second, ancestor}, set()]
        assert wrote("c" * 64, "d" * 64) == {author, second, ancestor}
        assert drafts.authors_of_text(session, "quiz", "c" * 64) == set()


def test_a_draft_goes_with_all_of_it_unless_it_was_ever_submitted(database: Database) -> None:
    draft, author = begun(database)
    kept, _ = begun(database)
    with database.write() as session:
        a_submission(session, kept, author)
        submissions.end_open_of_draft(session, kept, "taken-back", NOON)

    with database.write() as session:
        assert [drafts.remove(session, one) for one in (draft, kept, draft)] == [True, False, False]

    with database.read() as session:
        assert session.scalars(select(Draft.id)).all() == [kept]
        assert {row.draft_id for row in session.scalars(select(DraftVersion))} == {kept}
        assert {row.draft_id for row in session.scalars(select(DraftMember))} == {kept}


def test_a_document_of_a_draft_is_named_by_its_kind_too(database: Database) -> None:
    begun(database)
    with database.read() as session:
        assert [drafts.is_named(session, kind, "new-case") for kind in ("case", "quiz")] == [True, False]
