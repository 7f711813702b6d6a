import sqlite3
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from databases import count_queries
from sqlalchemy import delete, event, insert, select, text
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError, SQLAlchemyError

from course.serve import THREADS
from course.storage.engine import SQLITE_SETTINGS, Database, ReadOnlyError
from course.storage.inserts import insert_new
from course.storage.models import Meta, Revision


def names(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(select(Meta.name).order_by(Meta.name)))


def without_patience(file: Path) -> Database:
    """A database whose connections do not wait for SQLite's lock: whoever waits, waits in our queue."""
    database = Database(f"sqlite:///{file}")

    @event.listens_for(database.engine, "connect")
    def hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 0")

    return database


def test_every_database_of_ours_has_the_settings_we_promise(database: Database) -> None:
    database.assert_settings()


def test_sqlite_settings_are_these(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SQLITE_SETTINGS}

    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
    }


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("synchronous = NORMAL", "SQLite's synchronous is 1, not 2"),
        ("foreign_keys = OFF", "SQLite's foreign_keys is 0, not 1"),
        ("busy_timeout = 10", "SQLite's busy_timeout is 10, not 5000"),
        ("secure_delete = OFF", "SQLite's secure_delete is 0, not 1"),
        ("journal_mode = DELETE", "SQLite's journal_mode is 'delete', not 'wal'"),
    ],
)
def test_the_setting_that_differs_is_named(sqlite_database: Database, setting: str, message: str) -> None:
    @event.listens_for(sqlite_database.engine, "connect")
    def spoil(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(f"PRAGMA {setting}")

    with pytest.raises(RuntimeError) as raised:
        sqlite_database.assert_settings()

    assert str(raised.value) == message


@pytest.mark.postgres
def test_postgres_that_loses_commits_is_refused(postgres_database: Database) -> None:
    with postgres_database.engine.connect() as connection, connection.begin():
        connection.execute(text(f"ALTER DATABASE {postgres_database.url.database} SET synchronous_commit = off"))
    postgres_database.close()

    with pytest.raises(RuntimeError) as raised:
        postgres_database.assert_settings()

    assert str(raised.value) == (
        "PostgreSQL's synchronous_commit is 'off'; it must be local or on or remote_apply or remote_write"
    )


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^mysql: the database is sqlite:///file or postgresql://\.\.\.$"):
        Database("mysql://localhost/course")


def test_a_plain_postgres_address_means_psycopg() -> None:
    assert Database("postgresql://course@localhost/course").engine.driver == "psycopg"


def test_what_was_written_is_there_and_what_failed_is_not(database: Database) -> None:
    with database.write() as session:
        session.add(Meta(name="kept", value=b"1"))
    with pytest.raises(IntegrityError), database.write() as session:
        session.add_all([Meta(name="lost", value=b"1"), Meta(name="kept", value=b"2")])

    assert names(database) == ["kept"]


def test_a_session_that_reads_refuses_to_write_and_says_why(database: Database) -> None:
    with database.read() as session:
        session.add(Meta(name="new", value=b""))
        with pytest.raises(ReadOnlyError, match="nothing can be added"):
            session.flush()
    with pytest.raises(ReadOnlyError, match="only SELECT"), database.read() as session:
        session.execute(insert(Meta).values(name="new", value=b""))
    with pytest.raises(ReadOnlyError, match="only SELECT"), database.read() as session:
        session.execute(delete(Meta))
    with pytest.raises(ReadOnlyError, match="only SELECT"), database.read() as session:
        insert_new(session, Meta, name="new", value=b"")

    assert names(database) == []


def test_the_database_itself_refuses_to_write_in_a_read_transaction(database: Database) -> None:
    with pytest.raises(SQLAlchemyError, match=r"readonly database|read-only transaction"), database.read() as session:
        session.execute(text("DELETE FROM meta"))


def test_a_connection_that_read_can_write_again(database: Database) -> None:
    for name in ("first", "second"):
        assert name not in names(database)
        with database.write() as session:
            session.add(Meta(name=name, value=b""))

    assert names(database) == ["first", "second"]


def test_a_read_sees_one_moment_while_others_write(database: Database) -> None:
    with database.read() as reading:
        before = reading.scalars(select(Meta.name)).all()
        with database.write() as writing:
            writing.add(Meta(name="new", value=b""))
        after = reading.scalars(select(Meta.name)).all()

    assert (before, after, names(database)) == ([], [], ["new"])


def test_eight_writers_at_once_lose_nothing_and_are_never_told_that_it_is_locked(sqlite_database: Database) -> None:
    database = without_patience(Path(str(sqlite_database.url.database)))
    failures: list[Exception] = []

    def write(writer: int) -> None:
        try:
            for number in range(10):
                with database.write() as session:
                    session.add(Meta(name=f"{writer}-{number}", value=b""))
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written = names(database)
    database.close()

    assert (failures, written) == ([], sorted(f"{writer}-{number}" for writer in range(8) for number in range(10)))


def test_a_writer_that_another_process_keeps_out_leaves_the_queue(sqlite_database: Database) -> None:
    ours = without_patience(Path(str(sqlite_database.url.database)))
    theirs = sqlite_database.begin(write=True)
    with pytest.raises(OperationalError, match="database is locked"):
        ours.begin(write=True)
    theirs.rollback()

    with ours.write() as session:
        session.add(Meta(name="after", value=b""))
    ours.close()

    assert names(sqlite_database) == ["after"]


def test_a_write_inside_a_write_says_so_instead_of_waiting_for_itself(sqlite_database: Database) -> None:
    with (
        pytest.raises(RuntimeError, match=r"^This thread is writing already: .*"),
        sqlite_database.write(),
        sqlite_database.write(),
    ):
        pass

    with sqlite_database.write() as session:
        session.add(Meta(name="after", value=b""))
    assert names(sqlite_database) == ["after"]


@pytest.mark.postgres
def test_writers_of_postgres_do_not_wait_for_each_other(postgres_database: Database) -> None:
    with postgres_database.write() as first, postgres_database.write() as second:
        first.add(Meta(name="first", value=b""))
        second.add(Meta(name="second", value=b""))
        first.flush()
        second.flush()

    assert names(postgres_database) == ["first", "second"]


def test_a_transaction_ends_once(database: Database) -> None:
    transaction = database.begin(write=True)
    transaction.session.add(Meta(name="kept", value=b""))

    transaction.commit()
    transaction.commit()
    transaction.rollback()

    assert names(database) == ["kept"]


def test_nobody_takes_for_saved_what_was_rolled_back(database: Database) -> None:
    transaction = database.begin(write=True)
    transaction.session.add(Meta(name="lost", value=b""))
    transaction.rollback()
    transaction.rollback()

    with pytest.raises(RuntimeError, match=r"^This transaction was rolled back; there is nothing left to commit$"):
        transaction.commit()
    assert names(database) == []


def test_the_end_of_a_transaction_that_reads_is_no_more_than_that(database: Database) -> None:
    transaction = database.begin(write=False)
    transaction.commit()
    transaction.rollback()
    transaction.commit()

    with pytest.raises(InvalidRequestError):
        transaction.session.scalars(select(Meta))


def test_a_session_is_of_no_use_after_its_transaction(database: Database) -> None:
    with database.write() as session:
        session.add(Meta(name="kept", value=b"1"))
        kept = session.get_one(Meta, "kept")

    with pytest.raises(InvalidRequestError):
        session.execute(select(Meta))
    assert kept.value == b"1"  # but its rows can still be shown


@pytest.mark.postgres
def test_threads_that_work_at_once_open_their_connections_once(postgres_database: Database) -> None:
    postgres_database.close()
    opened: list[object] = []
    event.listen(postgres_database.engine, "connect", lambda connection, _: opened.append(connection))

    for _ in range(2):
        with ExitStack() as at_once:
            for _thread in range(THREADS):
                at_once.enter_context(postgres_database.write())

    assert len(opened) == THREADS


def test_a_failing_commit_is_told_and_lets_the_next_writer_in(sqlite_database: Database) -> None:
    transaction = sqlite_database.begin(write=True)
    transaction.session.execute(text("PRAGMA defer_foreign_keys = ON"))
    transaction.session.execute(text("INSERT INTO role (person_id, name) VALUES (x'00', 'officer')"))
    with pytest.raises(IntegrityError):
        transaction.commit()

    with pytest.raises(RuntimeError, match="rolled back"):
        transaction.commit()
    with sqlite_database.write() as session:
        assert session.execute(text("SELECT count(*) FROM role")).scalar() == 0


@pytest.mark.postgres
def test_a_failure_that_was_caught_does_not_pass_for_a_commit(postgres_database: Database) -> None:
    transaction = postgres_database.begin(write=True)
    transaction.session.execute(insert(Meta).values(name="lost", value=b""))
    with pytest.raises(SQLAlchemyError):
        transaction.session.execute(text("SELECT 1 / 0"))

    with pytest.raises(InvalidRequestError, match="PostgreSQL would keep nothing of it"):
        transaction.commit()
    assert names(postgres_database) == []


def test_what_is_erased_is_gone_from_the_file(sqlite_database: Database) -> None:
    secret = b"a sentence that nobody should find again"
    file = Path(str(sqlite_database.url.database))
    with sqlite_database.write() as session:
        session.add(Meta(name="secret", value=secret))
    sqlite_database.close()
    assert file.read_bytes().count(secret) == 1

    with sqlite_database.write() as session:
        session.execute(delete(Meta))
    sqlite_database.close()

    assert file.read_bytes().count(secret) == 0


def files_of(database: Database) -> bytes:
    """All bytes that the database keeps on the disk, PostgreSQL's journal apart."""
    if database.is_sqlite:
        return b"".join(path.read_bytes() for path in sorted(Path(str(database.url.database)).parent.iterdir()))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("CHECKPOINT")
        folder = connection.exec_driver_sql("SELECT pg_relation_filepath('meta')").scalar_one()
    data = Path(str(database.url.query["host"])) / "data"
    return b"".join(path.read_bytes() for path in sorted((data / folder).parent.iterdir()))


def test_what_was_deleted_is_in_no_file_once_it_was_forgotten(database: Database) -> None:
    for name in ("gone", "kept"):
        with database.write() as session:
            session.add(Meta(name=name, value=f"a sentence that is {name}".encode()))
    with database.write() as session:
        session.execute(delete(Meta).where(Meta.name == "gone"))
    before = files_of(database).count(b"a sentence that is gone")

    is_done = database.forget_deleted(["meta"])

    found = files_of(database)
    assert (before >= 1, is_done) == (True, True)
    assert (found.count(b"a sentence that is gone"), found.count(b"a sentence that is kept")) == (0, 1)
    assert names(database) == ["kept"]


def test_sqlite_says_when_a_reader_kept_it_from_forgetting_and_can_later(sqlite_database: Database) -> None:
    database = without_patience(Path(str(sqlite_database.url.database)))
    with database.write() as session:
        session.add(Meta(name="kept", value=b"1"))
    with sqlite_database.read() as reading:
        reading.scalars(select(Meta)).all()
        while_reading = database.forget_deleted(["meta"])
    with sqlite_database.write():
        while_writing = database.forget_deleted(["meta"])
    afterwards = database.forget_deleted(["meta"])
    database.close()

    assert (while_reading, while_writing, afterwards) == (False, False, True)


def test_json_keeps_portuguese_readable_in_the_database(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        session.add(Revision(digest="a", kind="module", document="stops", bundle={"não": "ação"}))

    with sqlite_database.read() as session:
        assert session.execute(text("SELECT bundle FROM revision")).scalar() == '{"não":"ação"}'


def test_counting_queries_counts_no_transaction(database: Database) -> None:
    with count_queries(database) as queries, database.write() as session:
        session.scalars(select(Meta)).all()
        session.scalars(select(Meta)).all()

    assert len(queries) == 2


@pytest.mark.postgres
def test_of_several_addresses_the_one_that_answers_is_found(postgres_database: Database) -> None:
    socket = postgres_database.url.query["host"]
    url = f"postgresql://course@/{postgres_database.url.database}?host=127.0.0.1:1&host={socket}:5432"
    several = Database(f"{url}&target_session_attrs=read-write")

    several.assert_settings()
    several.close()
