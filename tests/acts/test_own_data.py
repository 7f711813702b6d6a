"""What is kept about oneself is all of it, and nobody else's."""

import dataclasses
from pathlib import Path

import pytest
from desks import KEY, NOW, a_desk, an_officer, do_module
from rows import a_comment, a_draft, a_person, a_refresher, a_session, a_signature, a_submission, a_withdrawal
from sqlalchemy import select
from sqlalchemy.orm import Session

from course.acts.actor import Actor, actor_of
from course.acts.ask_data_protection import ask_restriction
from course.acts.audit import Event, Subject, log_of
from course.acts.open_attempt import open_attempt
from course.acts.own_data import TABLES, OwnData, export_own_data, read_own_data
from course.acts.save_answer import Sent, save_answer
from course.acts.sign_in import id_of, open_sign_in
from course.base.ids import new_id
from course.catalogue import Catalogue
from course.content.library import Library
from course.content.questions.single import Single
from course.storage import people, sign_ins, units, voidings
from course.storage.engine import Database
from course.storage.kept_of_author import KeptOfAuthor
from course.storage.models import (
    About,
    Apology,
    Attendance,
    AuditEntry,
    Authenticator,
    Base,
    CalendarFeed,
    Certificate,
    Counted,
    Delegation,
    DoneOnPaper,
    Erasure,
    FinishReminder,
    Hindrance,
    KnownDevice,
    Mail,
    Passkey,
    Pending,
    PeopleFile,
    Proposal,
    RecoveryCode,
    RefresherWish,
    Reminder,
    Revision,
    RoleName,
    Seat,
    SessionTrainer,
    SignInCode,
    SummaryWish,
    Unit,
    Waiting,
)

MODULE = "ethnic-profiling"


def tables_about_a_person() -> set[str]:
    """Every table that names a person or a learner, and every table below one of those."""
    found = {
        table.name
        for table in Base.metadata.tables.values()
        if table.name == "person"
        or {"person_id", "learner_key"} & set(table.columns.keys())
        or any(key.column.table.name == "person" for key in table.foreign_keys)
    }
    while True:
        below = {
            table.name
            for table in Base.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table.name in found and key.ondelete == "CASCADE"
        }
        if below <= found:
            return found
        found |= below


def write_everything(session: Session, person_id: bytes, prefix: str) -> None:
    """What somebody can leave in the record of texts, each word of it theirs."""
    draft = a_draft(session, person_id, f"{prefix}-case")
    a_submission(session, draft, person_id, note=f"{prefix}-note")
    a_signature(session, person_id, reason=f"{prefix}-reason")
    a_comment(session, person_id, remark=f"{prefix}-remark", reply=f"{prefix}-reply")
    a_withdrawal(session, person_id, reason=f"{prefix}-withdrawn")
    place = (f"{prefix}-quiz", f"{prefix}-question", "*", "d" * 64)
    voidings.propose(session, place, reason=f"{prefix}-void", person_id=person_id, now=NOW)


def everything_of(database: Database, catalogue: Catalogue, me: Actor, prefix: str) -> None:
    """A row of oneself in every table about a person."""
    with a_desk(database, me, catalogue) as desk:
        do_module(desk, MODULE)
        ask_restriction(desk, "claims", f"{prefix}-asked")
        s, id_ = desk.session, me.person_id
        planned = a_session(s, f"{prefix}-SESSION", place=f"{prefix}-place")
        unit_id = people.get_person(s, id_).unit_id
        people.add_supervision(s, id_, unit_id)
        deputy = a_person(s, name=f"{prefix}-deputy").id
        s.add_all(
            [
                Delegation(
                    id=new_id(),
                    lender_id=id_,
                    borrower_id=deputy,
                    unit_id=unit_id,
                    lent_on=NOW.date(),
                    last_on=NOW.date(),
                ),
                Seat(session_code=planned.code, person_id=id_),
                SessionTrainer(session_code=planned.code, person_id=id_),
                Waiting(session_code=planned.code, person_id=id_, seq=1),
                Apology(session_code=planned.code, person_id=id_, reason="leave", said_on=NOW.date()),
                Attendance(
                    session_code=planned.code,
                    person_id=id_,
                    seq=1,
                    state="present",
                    role="administrator",
                    noted_at=NOW,
                    reason=f"{prefix}-reason",
                ),
                SignInCode(person_id=id_, code_hash=b"c" * 32, channel="mail", made_at=NOW, expires_at=NOW),
                CalendarFeed(person_id=id_, token_hash=new_id() * 2, made_on=NOW.date()),
                PeopleFile(
                    person_id=id_, name=f"{prefix}-file", digest=b"d" * 32, packed=b"p", answers={}, sent_at=NOW
                ),
                Proposal(
                    id=new_id(),
                    organisation_id=me.organisation_id,
                    person_id=id_,
                    kind="email",
                    email=f"{prefix}-proposed@test.example",
                    proposed_by=id_,
                    proposed_at=NOW,
                    confirmed_by=None,
                    confirmed_at=None,
                ),
                Authenticator(person_id=id_, sealed=b"s", last_step=1, made_on=NOW.date()),
                RecoveryCode(person_id=id_, code_hash=new_id() * 2),
                Passkey(
                    id=new_id(),
                    person_id=id_,
                    name=f"{prefix}-passkey",
                    credential_id=new_id(),
                    public_key=b"p",
                    sign_count=0,
                    made_on=NOW.date(),
                ),
                KnownDevice(person_id=id_, device=new_id() * 2, last_on=NOW.date()),
                Mail(id=new_id(), person_id=id_, kind="reminder", sealed=b"s", made_at=NOW, due_at=NOW, tries=0),
                DoneOnPaper(person_id=id_, module=MODULE, role="trainer", recorded_on=NOW.date()),
                Certificate(code=f"{prefix}-code", person_id=id_, track="t", modules=[MODULE], date=NOW.date()),
                Reminder(person_id=id_, session_code=planned.code, kind="day-before-due", sent_on=NOW.date()),
                FinishReminder(person_id=id_, sent_on=NOW.date()),
                Counted(learner_key=me.learner, session=planned.code),
                Erasure(learner_key=me.learner, due_on=NOW.date()),
                a_refresher(me.learner, quiz=f"{prefix}-quiz"),
                Hindrance(person_id=id_, lack="both", is_named=False, said_on=NOW.date()),
                SummaryWish(person_id=id_, asked_on=NOW.date()),
                RefresherWish(person_id=id_, wish="mail", mailed_on=NOW.date()),
                Pending(learner_key=me.learner, place=f"{prefix}-held", batch="b", sealed=b"s"),
            ]
        )
        write_everything(s, id_, prefix)
        log_of(s, None, NOW, "code-issued", Subject("person", id_))
        log_of(s, me, NOW, "sign-in")


def read(database: Database, catalogue: Catalogue, me: Actor) -> OwnData:
    with a_desk(database, me, catalogue) as desk:
        return read_own_data(desk, "en")


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The desks here have their keys where they stand."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def catalogue(library: Library) -> Catalogue:
    return Catalogue(library)


def test_every_table_about_a_person_has_its_place_in_what_is_shown() -> None:
    assert set(TABLES) == tables_about_a_person()
    assert set(TABLES.values()) <= {field.name for field in dataclasses.fields(OwnData)}


def test_a_row_in_any_table_is_shown(database: Database, catalogue: Catalogue) -> None:
    me = an_officer(database)
    everything_of(database, catalogue, me, "mine")

    own = read(database, catalogue, me)

    authored = own.authored or KeptOfAuthor(
        drafts=(), saves=(), submissions=(), signatures=(), remarks=(), publications=(), voidings=()
    )
    empty = [
        field.name for kept in (own, authored) for field in dataclasses.fields(kept) if not getattr(kept, field.name)
    ]
    assert empty == []


def test_of_texts_one_is_shown_what_one_wrote_said_and_decided_and_no_word_of_anybody_else(
    database: Database, catalogue: Catalogue
) -> None:
    me, other = an_officer(database, "me@test.example"), an_officer(database, "other@test.example")
    with database.write() as session:
        write_everything(session, me.person_id, "mine")
        write_everything(session, other.person_id, "other")
        a_comment(session, other.person_id, remark="other-question", reply="mine-answer", replied_by=me.person_id)

    authored = read(database, catalogue, me).authored

    assert authored is not None
    assert [(one.document, one.may_open, one.has_written) for one in authored.drafts] == [("mine-case", True, True)]
    assert [(one.document, one.version) for one in authored.saves] == [("mine-case", 1)]
    assert [(one.document, one.note) for one in authored.submissions] == [("mine-case", "mine-note")]
    assert [(one.body, one.position, one.reason) for one in authored.signatures] == [
        ("police", "dissent", "mine-reason")
    ]
    assert [(one.words, one.is_answer) for one in authored.remarks] == [
        ("mine-remark", False),
        ("mine-answer", True),
        ("mine-reply", True),
    ]
    assert [(one.action, one.reason) for one in authored.publications] == [("withdraw", "mine-withdrawn")]
    assert [(one.question, one.is_confirmation, one.reason) for one in authored.voidings] == [
        ("mine-question", False, "mine-void")
    ]
    assert "other" not in str(dataclasses.asdict(authored))


def test_nothing_of_anybody_else_is_in_it(database: Database, catalogue: Catalogue) -> None:
    me, other = an_officer(database, "me@test.example"), an_officer(database, "other@test.example")
    everything_of(database, catalogue, other, "other")

    own = read(database, catalogue, me)

    kept = {field.name for field in dataclasses.fields(own) if getattr(own, field.name)}
    assert kept == {"written_at", "account", "roles", "sign_ins", "goes"}
    assert "other" not in str(dataclasses.asdict(own))


def test_an_answer_is_shown_with_the_question_as_it_was_asked_and_what_it_was_worth(
    database: Database, catalogue: Catalogue
) -> None:
    me = an_officer(database)
    with a_desk(database, me, catalogue) as desk:
        do_module(desk, MODULE)

    [attempt] = read(database, catalogue, me).attempts

    quiz = catalogue.quiz(MODULE).english
    assert (attempt.title, attempt.percent, attempt.passed, attempt.is_open) == (quiz.title, 100, True, False)
    assert {q.id: q.text for q in attempt.questions} == {q.id: quiz.questions[q.id].prompt for q in attempt.questions}
    assert {q.mark for q in attempt.questions} == {"1"}
    for question in attempt.questions:
        [answer] = question.answers
        said = [r.given for r in quiz.questions[question.id].remarks(answer.value) if r.given]
        assert said
        assert all(any(words in line for line in answer.given) for words in said)


def test_every_answer_given_is_shown_not_the_last_alone(database: Database, catalogue: Catalogue) -> None:
    me = an_officer(database)
    with a_desk(database, me, catalogue) as desk:
        id_ = open_attempt(desk, MODULE)
        quiz = catalogue.quiz(MODULE).reference
        asked, options = next(
            (q, list(question.options))
            for q, question in quiz.questions.items()
            if isinstance(question, Single) and question.core
        )
        for number, option in enumerate(options[:2]):
            save_answer(desk, id_, asked, Sent({"answer": [option]}, number, f"k{number}"))

    [attempt] = read(database, catalogue, me).attempts

    [question] = [q for q in attempt.questions if q.id == asked]
    assert [answer.value for answer in question.answers] == [{"option": options[0]}, {"option": options[1]}]
    assert (attempt.is_open, question.mark, attempt.percent) == (True, None, None)


def test_what_is_kept_is_shown_even_where_its_text_cannot_be_read_any_more(
    database: Database, catalogue: Catalogue
) -> None:
    me = an_officer(database)
    with a_desk(database, me, catalogue) as desk:
        do_module(desk, MODULE)
    with database.write() as session:
        for revision in session.scalars(select(Revision).where(Revision.kind.in_(["quiz", "case"]))):
            revision.bundle = {}

    own = read(database, Catalogue(Library()), me)

    [attempt], [run] = own.attempts, own.runs
    assert (attempt.title, {q.text for q in attempt.questions}) == (MODULE, {None})
    assert all(question.answers[0].value for question in attempt.questions)
    assert [(step.text, bool(step.choice)) for step in run.steps] == [(None, True)] * len(run.steps)


class House:
    """A command with two stations, its supervisor, an officer in each station; and another organisation."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            self.psp = units.add_unit(session, name="PSP", kind="organisation")
            self.command = units.add_unit(session, name="Comando", kind="command", parent=self.psp)
            self.station = units.add_unit(session, name="Esquadra", kind="station", parent=self.command)
            self.beside = units.add_unit(session, name="Outra", kind="station", parent=self.command)
            self.gnr = units.add_unit(session, name="GNR", kind="organisation")
        self.me = self.actor("me@test.example", self.station)
        self.chief = self.actor("chief@test.example", self.command, "supervisor")
        self.foreign = self.actor("foreign@test.example", self.gnr, "administrator")

    def actor(self, email: str, unit: Unit, role: RoleName = "officer") -> Actor:
        with self.database.write() as session:
            name = email.partition("@")[0]
            person = people.add_person(session, unit=unit, name=name, email=email, roles=(role,))
            signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, person.id, NOW)))
            assert signed_in
            return actor_of(signed_in, KEY)

    def note(self, who: Actor | None, event: Event, kind: About, id_: bytes) -> None:
        with self.database.write() as session:
            log_of(session, who, NOW, event, Subject(kind, id_))

    def looks(self, catalogue: Catalogue) -> list[tuple[str, str | None, str | None, str | None]]:
        own = read(self.database, catalogue, self.me)
        return [(entry.event, entry.who, entry.role, entry.organisation) for entry in own.looks]


def test_who_looked_is_named_with_role_and_organisation(database: Database, catalogue: Catalogue) -> None:
    house = House(database)
    house.note(house.chief, "completion-read", "unit", house.station.id)

    assert house.looks(catalogue) == [("completion-read", "chief", "supervisor", "PSP")]


def test_somebody_of_another_organisation_is_told_by_role_and_organisation_without_a_name(
    database: Database, catalogue: Catalogue
) -> None:
    house = House(database)
    house.note(house.foreign, "code-issued", "person", house.me.person_id)

    assert house.looks(catalogue) == [("code-issued", None, "administrator", "GNR")]


@pytest.mark.parametrize(
    ("event", "unit", "is_about_me"),
    [
        ("completion-read", "station", True),
        ("completion-read", "command", False),  # it shows the people of that unit alone
        ("completion-read", "beside", False),
        ("people-read", "station", True),
        ("people-read", "psp", True),  # it shows everybody below
        ("people-read", "beside", False),
        ("people-read", "gnr", False),
    ],
)
def test_a_look_counts_where_i_stood_in_what_was_shown(
    database: Database, catalogue: Catalogue, event: Event, unit: str, is_about_me: bool
) -> None:
    house = House(database)
    house.note(house.chief, event, "unit", getattr(house, unit).id)

    assert bool(house.looks(catalogue)) is is_about_me


@pytest.mark.parametrize(("event", "is_about_me"), [("door-list-read", True), ("session-changed", False)])
def test_a_door_list_counts_for_those_who_have_a_seat(
    database: Database, catalogue: Catalogue, event: Event, is_about_me: bool
) -> None:
    house = House(database)
    with database.write() as session:
        code = a_session(session).code
        a_session(session, "RD-OTHER")
        session.add(Seat(session_code=code, person_id=house.me.person_id))
    house.note(house.chief, event, "session", code.encode())
    house.note(house.chief, event, "session", b"RD-OTHER")

    assert bool(house.looks(catalogue)) is is_about_me


def test_what_i_did_myself_stands_apart_from_who_looked(database: Database, catalogue: Catalogue) -> None:
    house = House(database)
    house.note(house.me, "password-set", "person", house.me.person_id)

    own = read(database, catalogue, house.me)

    assert (own.looks, [entry.event for entry in own.own_acts]) == ((), ["password-set"])


def test_a_copy_is_noted_with_its_form_and_reading_one_s_own_is_not(database: Database, catalogue: Catalogue) -> None:
    me = an_officer(database)
    with a_desk(database, me, catalogue) as desk:
        read_own_data(desk, "en")
        export_own_data(desk, "en", "json")

    with database.read() as session:
        [entry] = session.scalars(select(AuditEntry)).all()
    assert (entry.event, entry.person_id, entry.about_id, entry.detail) == (
        "own-data-exported",
        me.person_id,
        me.person_id,
        {"form": "json"},
    )
