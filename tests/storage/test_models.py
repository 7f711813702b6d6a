import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from databases import count_queries
from rows import (
    NOON,
    QUIZ_DIGEST,
    REGISTERS_DIGEST,
    a_learner,
    a_person,
    a_refresher,
    an_attempt,
    an_organisation,
    the_revisions,
)
from sqlalchemy import ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Table, UniqueConstraint, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session
from sqlalchemy.types import Date, DateTime, TypeDecorator

from course.base.ids import new_id
from course.storage.engine import Database
from course.storage.models import (
    AUTHORING,
    FIGURES,
    LEARNING,
    OPERATION,
    PEOPLE,
    RECORDS,
    ROOMS,
    VOICES,
    Answer,
    Attempt,
    Base,
    CaseRun,
    CaseStep,
    Completion,
    CourseSession,
    Moment,
    Outcome,
    Person,
    RefresherWish,
    Role,
    SignIn,
    Unit,
)

PEOPLE_TABLES = {model.__tablename__ for model in PEOPLE}
LEARNING_TABLES = {model.__tablename__ for model in LEARNING}
VOICES_TABLES = {model.__tablename__ for model in VOICES}
STORES = (PEOPLE, LEARNING, VOICES, FIGURES, ROOMS, AUTHORING, RECORDS, OPERATION)


def neighbours() -> dict[str, set[str]]:
    """The tables as an undirected graph: two are neighbours when a foreign key leads from one to the other."""
    graph: dict[str, set[str]] = {name: set() for name in Base.metadata.tables}
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            graph[table.name].add(key.column.table.name)
            graph[key.column.table.name].add(table.name)
    return graph


def reached_from(table: str) -> set[str]:
    graph, found, ahead = neighbours(), set[str](), [table]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead.extend(graph[here])
    return found


def test_every_table_is_of_one_store() -> None:
    assert sorted(Base.metadata.tables) == sorted(model.__tablename__ for store in STORES for model in store)


@pytest.mark.parametrize(
    "table", sorted(model.__tablename__ for store in (LEARNING, VOICES, FIGURES, ROOMS, RECORDS) for model in store)
)
def test_no_path_leads_to_people_from_learning_voices_figures_and_records(table: str) -> None:
    assert reached_from(table) & PEOPLE_TABLES == set()


@pytest.mark.parametrize("table", sorted(VOICES_TABLES | {model.__tablename__ for model in ROOMS}))
def test_a_voice_and_a_vote_are_tied_to_nothing(table: str) -> None:
    assert reached_from(table) == {table}


def test_learning_hangs_together_only_by_its_texts() -> None:
    assert reached_from("attempt") == {
        "attempt",
        "answer",
        "outcome",
        "corrected_outcome",
        "rescoring",
        "case_run",
        "case_step",
        "revision",
    }
    assert [reached_from(table) for table in ("section_seen", "refresher")] == [{"section_seen"}, {"refresher"}]


def test_learning_has_these_columns_and_no_unit_station_address_or_person_among_them() -> None:
    assert {model.__tablename__: [column.name for column in model.__table__.columns] for model in LEARNING} == {
        "attempt": [
            "id",
            "learner_key",
            "quiz",
            "digest",
            "registers_digest",
            "questions",
            "seed",
            "is_open",
            "opened_at",
            "cohort",
        ],
        "answer": ["attempt_id", "question", "seq", "client_key", "value", "saved_at", "certainty"],
        "outcome": ["attempt_id", "marks", "percent", "passed", "handed_in_at", "is_first"],
        "corrected_outcome": ["attempt_id", "seq", "digest", "is_at_hand_in", "marks", "percent", "passed", "nth"],
        "section_seen": ["learner_key", "module", "section", "week"],
        "case_run": [
            "id",
            "learner_key",
            "case_id",
            "digest",
            "registers_digest",
            "is_first",
            "ending",
            "opened_at",
            "cohort",
        ],
        "case_step": ["run_id", "n", "scene", "choice"],
        "refresher": ["learner_key", "quiz", "question", "reason", "done", "right_in_row", "week"],
        "counted": ["learner_key", "session"],
        "erasure": ["learner_key", "due_on"],
    }


def test_voices_have_these_columns_and_once_cut_loose_neither_learner_nor_hour() -> None:
    assert {model.__tablename__: [column.name for column in model.__table__.columns] for model in VOICES} == {
        "pending": ["learner_key", "place", "batch", "sealed"],
        "pooled": ["id", "quarter", "sealed"],
        "voice": ["id", "session", "quarter", "module", "text", "week"],
        "sheet": ["id", "wave", "arm", "code_hash", "cluster", "answers", "week", "survey", "quarter"],
        "shown_answer": ["session", "sentence", "module", "is_ready", "words", "answer", "language", "week"],
    }


def test_learning_has_these_times_and_no_other() -> None:
    times = {
        f"{model.__tablename__}.{column.name}"
        for model in LEARNING
        for column in model.__table__.columns
        if isinstance(column.type, Moment | Date | DateTime)
    }

    assert times == {
        "attempt.opened_at",
        "answer.saved_at",
        "outcome.handed_in_at",
        "case_run.opened_at",
        "section_seen.week",
        "refresher.week",
        "erasure.due_on",
    }


def test_a_completion_has_a_day_and_neither_score_nor_hour_nor_id() -> None:
    columns = Completion.__table__.columns

    assert [column.name for column in columns] == ["person_id", "module", "date", "digests"]
    assert type(columns["date"].type) is Date


def test_nothing_counts_rows_in_the_order_they_came() -> None:
    alone = [
        table.name
        for table in Base.metadata.tables.values()
        if table.autoincrement_column is not None or [type(c.type) for c in table.primary_key] == [Integer]
    ]

    # The place in the chain is given by the sealer and that in the record of publications by whoever decides, each as
    # what it is for: neither is counted by the database.
    assert alone == ["audit_seal", "publication"]


def test_sqlite_keeps_no_hidden_row_number_of_learning_and_completions(sqlite_database: Database) -> None:
    with sqlite_database.read() as session:
        rows = session.execute(text("SELECT name, wr FROM pragma_table_list WHERE schema = 'main'")).all()

    assert {name for name, without_rowid in rows if without_rowid} == (
        LEARNING_TABLES
        | VOICES_TABLES
        | {model.__tablename__ for model in (*FIGURES, *ROOMS)}
        | {"completion", "done_on_paper", "certificate", "mistake"}
    )


def test_every_time_is_in_utc() -> None:
    naive = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, DateTime) and not isinstance(column.type, TypeDecorator)
    ]

    assert naive == []


def test_a_moment_comes_back_in_utc_whatever_the_zone_it_was_given_in(database: Database) -> None:
    in_lisbon = dt.datetime(2026, 7, 1, 13, 30, 15, 250_000, tzinfo=ZoneInfo("Europe/Lisbon"))
    with database.write() as session:
        attempt = an_attempt(session)
        attempt.opened_at = in_lisbon
        id_ = attempt.id

    with database.read() as session:
        found = session.get_one(Attempt, id_).opened_at

    assert (found, found.tzinfo) == (dt.datetime(2026, 7, 1, 12, 30, 15, 250_000, tzinfo=dt.UTC), dt.UTC)


def test_a_moment_without_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with database.read() as session, pytest.raises(StatementError, match="has no time zone"):
        session.execute(select(Attempt).where(Attempt.opened_at == naive))


def a_bad_person(session: Session) -> Person:
    root = an_organisation(session)
    return Person(id=new_id(), organisation_id=root.id, unit_id=root.id, name="Ana Reis")


def a_person_of_two_organisations(session: Session) -> Person:
    psp, gnr = an_organisation(session, "PSP"), an_organisation(session, "GNR")
    return Person(id=new_id(), organisation_id=psp.id, unit_id=gnr.id, name="Ana Reis", service_number="1")


def a_capital_email(session: Session) -> Person:
    root = an_organisation(session)
    return Person(id=new_id(), organisation_id=root.id, unit_id=root.id, name="Ana", email="Ana@example.test")


def a_unit_below_another_organisation(session: Session) -> Unit:
    psp, gnr = an_organisation(session, "PSP"), an_organisation(session, "GNR")
    return Unit(
        id=new_id(),
        organisation_id=psp.id,
        parent_id=gnr.id,
        name="Porto",
        path="/x/",
        kind="command",
        audience="officers",
    )


def an_organisation_with_a_parent(session: Session) -> Unit:
    root = an_organisation(session)
    return Unit(
        id=new_id(),
        organisation_id=root.id,
        parent_id=root.id,
        name="PSP",
        path="/x/",
        kind="organisation",
        audience="officers",
    )


def a_sign_in_in_a_role_not_had(session: Session) -> SignIn:
    person = a_person(session, roles=["officer"])
    return SignIn(id=b"t" * 32, person_id=person.id, active_role="auditor", opened_at=NOON, last_seen_at=NOON)


def a_session_that_ends_first(_: Session) -> CourseSession:
    return CourseSession(code="A", track="t", place="Porto", starts_at=NOON, ends_at=NOON, due_at=NOON, seats=1)


def a_session_due_after_its_start(_: Session) -> CourseSession:
    hour = dt.timedelta(hours=1)
    return CourseSession(
        code="A", track="t", place="Porto", starts_at=NOON, ends_at=NOON + 2 * hour, due_at=NOON + hour, seats=1
    )


def an_outcome_over_the_top(session: Session) -> Outcome:
    attempt = an_attempt(session)
    return Outcome(attempt_id=attempt.id, marks={}, percent=101, passed=True, handed_in_at=NOON, is_first=True)


def an_answer_number_zero(session: Session) -> Answer:
    attempt = an_attempt(session)
    return Answer(attempt_id=attempt.id, question="q", seq=0, client_key="k", value="a", saved_at=NOON)


def an_answer_without_value(session: Session) -> Answer:
    attempt = an_attempt(session)
    return Answer(attempt_id=attempt.id, question="q", seq=1, client_key="k", value=None, saved_at=NOON)


def an_answer_without_attempt(_: Session) -> Answer:
    return Answer(attempt_id=new_id(), question="q", seq=1, client_key="k", value="a", saved_at=NOON)


def an_attempt_on_an_unknown_text(_: Session) -> Attempt:
    return Attempt(
        id=new_id(),
        learner_key=a_learner(),
        quiz="q",
        digest="c" * 64,
        registers_digest="c" * 64,
        questions=[],
        seed="1",
        opened_at=NOON,
    )


def a_second_first_run(session: Session) -> CaseRun:
    the_revisions(session)
    values = {"case_id": "c", "digest": QUIZ_DIGEST, "registers_digest": REGISTERS_DIGEST, "opened_at": NOON}
    session.add(CaseRun(id=new_id(), learner_key=a_learner(), is_first=True, **values))
    session.flush()
    return CaseRun(id=new_id(), learner_key=a_learner(), is_first=True, **values)


def a_step_number_zero(session: Session) -> CaseStep:
    run = a_second_first_run(session)
    run.is_first = False
    session.add(run)
    session.flush()
    return CaseStep(run_id=run.id, n=0, scene="s", choice="c")


@pytest.mark.parametrize(
    "bad",
    [
        a_bad_person,
        a_person_of_two_organisations,
        a_capital_email,
        a_unit_below_another_organisation,
        an_organisation_with_a_parent,
        lambda s: Role(person_id=a_person(s).id, name="reviewer", body=None),
        lambda s: Role(person_id=a_person(s).id, name="trainer", body="police"),
        lambda s: Role(person_id=a_person(s).id, name="king", body=None),
        lambda s: Completion(person_id=a_person(s).id, module="m", date=NOON.date(), digests=None),
        lambda s: Completion(person_id=a_person(s).id, module="m", date=None, digests={}),
        a_sign_in_in_a_role_not_had,
        a_session_that_ends_first,
        a_session_due_after_its_start,
        an_outcome_over_the_top,
        an_answer_number_zero,
        an_answer_without_value,
        an_answer_without_attempt,
        an_attempt_on_an_unknown_text,
        a_second_first_run,
        a_step_number_zero,
        lambda _: a_refresher(done=4),
        lambda _: a_refresher(right_in_row=-1),
        lambda _: a_refresher(reason="unknown"),
        lambda s: RefresherWish(person_id=a_person(s).id, wish="none", mailed_on=NOON.date()),
        lambda s: RefresherWish(person_id=a_person(s).id, wish="daily", mailed_on=None),
    ],
)
def test_the_database_refuses_what_cannot_be(database: Database, bad: Callable[[Session], Base]) -> None:
    with database.write() as session, session.begin_nested() as savepoint:
        session.add(bad(session))
        with pytest.raises(IntegrityError):
            session.flush()
        savepoint.rollback()


def test_values_of_every_shape_come_back_as_they_were(database: Database) -> None:
    values: list[object] = ["a", ["b", "a"], {"x": ["1"], "é": "ç"}, {"sure": 3, "option": None}, 0, False]
    with database.write() as session:
        id_ = an_attempt(session).id
        session.add_all(
            Answer(attempt_id=id_, question=str(n), seq=1, client_key=str(n), value=value, saved_at=NOON)
            for n, value in enumerate(values)
        )

    with count_queries(database) as queries, database.read() as session:
        found = session.scalars(select(Answer.value).order_by(Answer.question)).all()

    assert (found, len(queries)) == (values, 1)


def test_who_leaves_takes_roles_sign_ins_seats_and_completions_along(database: Database) -> None:
    with database.write() as session:
        person = a_person(session, roles=["officer"])
        session.add_all(
            [
                SignIn(id=b"t" * 32, person_id=person.id, active_role="officer", opened_at=NOON, last_seen_at=NOON),
                Completion(person_id=person.id, module="m", date=None, digests=None),
            ]
        )
        session.flush()
        session.delete(person)

    with database.read() as session:
        left = [session.scalars(select(model)).all() for model in (Person, Role, SignIn, Completion)]
    assert left == [[], [], [], []]


def test_an_attempt_that_goes_takes_its_answers_and_outcome_along(database: Database) -> None:
    with database.write() as session:
        attempt = an_attempt(session)
        session.add_all(
            [
                Answer(attempt_id=attempt.id, question="q", seq=1, client_key="k", value="a", saved_at=NOON),
                Outcome(attempt_id=attempt.id, marks={}, percent=0, passed=False, handed_in_at=NOON, is_first=True),
            ]
        )
        session.flush()
        session.delete(attempt)

    with database.read() as session:
        assert [session.scalars(select(model)).all() for model in (Attempt, Answer, Outcome)] == [[], [], []]


def test_what_goes_is_found_by_an_index_wherever_it_is_named() -> None:
    unfound = [
        (table.name, *(column.name for column in key.columns))
        for table in Base.metadata.sorted_tables
        for key in table.foreign_key_constraints
        if not _first_columns(table) & _telling(key)
    ]

    assert sorted(unfound) == [  # a text that somebody answered never goes
        ("attempt", "digest"),
        ("attempt", "registers_digest"),
        ("case_run", "digest"),
        ("case_run", "registers_digest"),
        ("corrected_outcome", "digest"),
    ]


def _telling(key: ForeignKeyConstraint) -> set[str]:
    """The columns of a key by which few rows are found: of two, not the organisation."""
    names = {column.name for column in key.columns}
    return names - {"organisation_id"} or names


def _first_columns(table: Table) -> set[str]:
    """The first column of each of its indexes, but those of some rows alone."""
    whole = [index.columns for index in table.indexes if index.dialect_options["sqlite"]["where"] is None]
    unique = [key.columns for key in table.constraints if isinstance(key, PrimaryKeyConstraint | UniqueConstraint)]
    return {next(iter(columns)).name for columns in (*whole, *unique)}
