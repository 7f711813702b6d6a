"""Each rule at its boundary: the row that may still stay, and the one that goes."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from rows import (
    DAY,
    NOON,
    a_comment,
    a_draft,
    a_handed_in_attempt,
    a_learner,
    a_person,
    a_publication,
    a_refresher,
    a_run,
    a_session,
    a_signature,
    a_submission,
    a_voiding,
    a_withdrawal,
    an_attempt,
    an_organisation,
    an_outcome,
)
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course.base.calendar import monday_of, week_of
from course.base.ids import new_id
from course.scoring.refreshers import DAYS, ENOUGH, Noted
from course.storage import api_clients, audit, meta
from course.storage.engine import Database
from course.storage.models import (
    AUTHORING,
    PEOPLE,
    Answer,
    ApiClient,
    Apology,
    Attempt,
    Attendance,
    AuditEntry,
    AuditSeal,
    Authenticator,
    Base,
    CalendarFeed,
    Certificate,
    Completion,
    CourseSession,
    DataRequest,
    Delegation,
    DoneOnPaper,
    Draft,
    DraftMember,
    DraftVersion,
    FinishReminder,
    Hindrance,
    KnownDevice,
    Mail,
    Mistake,
    Outcome,
    Passkey,
    PeopleFile,
    Person,
    ProgrammeTarget,
    Proposal,
    RecoveryCode,
    Refresher,
    RefresherWish,
    Reminder,
    ReminderRound,
    RoomRound,
    Seat,
    SectionSeen,
    SessionTrainer,
    Sheet,
    ShownAnswer,
    Signature,
    SignIn,
    SignInCode,
    SummaryWish,
    Supervision,
    Throttle,
    Unit,
    UnitCount,
    UnitTotal,
    Voice,
    Waiting,
)
from course.storage.retention import RULES, carry_out, count_due

RULE = {rule.name: rule for rule in RULES}
SECOND = dt.timedelta(seconds=1)
TODAY = NOON.date()
WEEK_END = dt.datetime(2026, 12, 7, tzinfo=dt.UTC)
"""The end of NOON's week: what is cut to the week may have been done as late as this."""

Add = Callable[[Session], object]


def left(on: dt.date) -> Add:
    def add(session: Session) -> None:
        a_person(session).left_on = on

    return add


def completed(on: dt.date) -> Add:
    return lambda s: s.add(Completion(person_id=a_person(s).id, module="m", date=on, digests={}))


def certified(on: dt.date) -> Add:
    return lambda s: s.add(Certificate(code="c", person_id=a_person(s).id, track="t", modules=["m"], date=on))


def sat(row: Callable[[str, bytes], Base]) -> Add:
    """That row of somebody, about a session from noon to three."""

    def add(session: Session) -> None:
        planned, person = a_session(session, starts_at=NOON), a_person(session)
        session.flush()
        session.add(row(planned.code, person.id))

    return add


def was_there(code: str, person_id: bytes) -> Attendance:
    return Attendance(session_code=code, person_id=person_id, seq=1, state="present", role="trainer", noted_at=NOON)


def apologised(code: str, person_id: bytes) -> Apology:
    return Apology(session_code=code, person_id=person_id, reason="leave", said_on=TODAY)


def waited(code: str, person_id: bytes) -> Waiting:
    return Waiting(session_code=code, person_id=person_id, seq=1)


def signed_in(at: dt.datetime) -> Add:
    return lambda s: s.add(
        SignIn(id=b"t" * 32, person_id=a_person(s).id, active_role="officer", opened_at=at, last_seen_at=at)
    )


def sent(at: dt.datetime) -> Add:
    """A file with people, sent at that moment."""
    return lambda s: s.add(
        PeopleFile(person_id=a_person(s).id, name="f", digest=b"d" * 32, packed=b"p", answers={}, sent_at=at)
    )


def a_proposal(person: Person, at: dt.datetime) -> Proposal:
    """One about a person, made by themselves."""
    return Proposal(
        id=new_id(),
        organisation_id=person.organisation_id,
        person_id=person.id,
        kind="give-administrator",
        proposed_by=person.id,
        proposed_at=at,
    )


def proposed(at: dt.datetime) -> Add:
    return lambda s: s.add(a_proposal(a_person(s), at))


def coded(until: dt.datetime) -> Add:
    return lambda s: s.add(
        SignInCode(person_id=a_person(s).id, code_hash=b"c" * 32, channel="mail", made_at=until - DAY, expires_at=until)
    )


def known(on: dt.date) -> Add:
    return lambda s: s.add(KnownDevice(person_id=a_person(s).id, device=b"d" * 32, last_on=on))


def hindered(said: dt.date, ended: dt.date | None = None) -> Add:
    return lambda s: s.add(
        Hindrance(person_id=a_person(s).id, lack="device", is_named=False, said_on=said, ended_on=ended)
    )


def lent(last: dt.date, ended: dt.date | None = None) -> Add:
    def add(session: Session) -> None:
        lender, borrower = a_person(session), a_person(session)
        pair = {"lender_id": lender.id, "borrower_id": borrower.id, "unit_id": lender.unit_id}
        session.add(Delegation(id=new_id(), **pair, lent_on=TODAY - 9 * DAY, last_on=last, ended_on=ended))

    return add


def mailed(*, made: dt.datetime, sent: dt.datetime | None, due: dt.datetime | None = None) -> Add:
    return lambda s: s.add(
        Mail(id=new_id(), person_id=a_person(s).id, kind="reminder", made_at=made, due_at=due, tries=1, sent_at=sent)
    )


def handed_in(at: dt.datetime) -> Add:
    return lambda s: a_handed_in_attempt(s, outcome=an_outcome(handed_in_at=at))


def opened(at: dt.datetime, answered: dt.datetime | None = None) -> Add:
    def add(session: Session) -> None:
        attempt = an_attempt(session)
        attempt.opened_at = at
        if answered:
            session.add(
                Answer(attempt_id=attempt.id, question="q", seq=1, client_key="k", value={"o": "a"}, saved_at=answered)
            )

    return add


def read(week: dt.date) -> Add:
    return lambda s: s.add(SectionSeen(learner_key=a_learner(), module="m", section="s", week=week))


def to_come_back(week: dt.date) -> Add:
    return lambda s: s.add(a_refresher(week=week))


def said(week: dt.date) -> Add:
    return lambda s: s.add(Voice(id=new_id(), session="S", module="m", text="t", week=week))


def filled_in(week: dt.date) -> Add:
    return lambda s: s.add(Sheet(id=new_id(), survey="s", wave="w", quarter="q", arm="a", answers={}, week=week))


def failed(window: dt.datetime) -> Add:
    return lambda s: s.add(Throttle(key=b"k" * 32, window=window, count=1))


def spoken(made: dt.date, expires: dt.date, revoked: dt.date | None = None) -> Add:
    def add(session: Session) -> None:
        id_ = api_clients.add(
            session,
            organisation_id=an_organisation(session).id,
            name="Pessoal",
            prefix="tc_",
            token_hash=b"t" * 32,
            scopes=["units:read"],
            made_on=made,
            expires_on=expires,
        )
        if revoked is not None:
            api_clients.revoke(session, id_, revoked)

    return add


def written(at: dt.datetime) -> Add:
    def add(session: Session) -> None:
        spoken(TODAY, TODAY + 90 * DAY)(session)
        client = session.scalars(select(ApiClient.id)).one()
        api_clients.begin_write(session, client, "nightly-1", b"d" * 32, at)

    return add


def noted(at: dt.datetime, seq: int = 1) -> Add:
    def add(session: Session) -> None:
        audit.append(session, audit.Entry(at=at, event="sign-in", person_id=new_id(), detail={}))
        entry = session.scalars(select(AuditEntry).where(AuditEntry.at == at)).one()
        session.add(AuditSeal(seq=seq, entry_id=entry.id, entry_digest=b"e" * 32, digest=b"d" * 32))

    return add


def shown(week: dt.date) -> Add:
    return lambda s: s.add(
        ShownAnswer(
            session="S", sentence="m/o", module="m", is_ready=True, words="w", answer="a", language="pt", week=week
        )
    )


def drafted(at: dt.datetime, *, is_submitted: bool = False) -> Add:
    def add(session: Session) -> None:
        author = a_person(session)
        draft = a_draft(session, author.id, now=at)
        if is_submitted:
            a_submission(session, draft, author.id, now=at)

    return add


def reported(on: dt.date, closed: dt.date | None = None) -> Add:
    return lambda s: s.add(
        Mistake(
            id=new_id(),
            shelf="module",
            document="m",
            part="s",
            digest="d",
            language="pt",
            kind="law",
            line="l",
            reported_on=on,
            closed_on=closed,
            outcome="corrected" if closed else None,
            note="" if closed else None,
        )
    )


def voted(week: dt.date) -> Add:
    at = {"session": "RD-2026-031", "case_id": "c", "scene": "s", "n": 1, "week": week}
    return lambda s: s.add(RoomRound(**at, is_open=False, is_spent=True, words=None))


def asked(ended: dt.date) -> Add:
    return lambda s: s.add(_a_request(a_person(s).id, ended))


def _a_request(person_id: bytes, ended: dt.date | None) -> DataRequest:
    return DataRequest(
        id=new_id(), person_id=person_id, kind="access", asked=b"s", asked_on=TODAY, due_on=TODAY, ended_on=ended
    )


CASES = [
    ("leavers", left(TODAY), NOON + 30 * DAY, NOON + 31 * DAY),
    ("completions", completed(TODAY), NOON.replace(year=2031), NOON.replace(year=2031) + DAY),
    ("completions", completed(dt.date(2024, 2, 28)), NOON.replace(2029, 2, 28), NOON.replace(2029, 3, 1)),
    ("certificates", certified(TODAY), NOON.replace(year=2031), NOON.replace(year=2031) + DAY),
    ("attendance", sat(was_there), NOON.replace(year=2031), NOON.replace(year=2031) + DAY),
    ("apologies", sat(apologised), NOON + 90 * DAY, NOON + 91 * DAY),
    ("requests", asked(TODAY), NOON + 365 * DAY, NOON + 366 * DAY),
    ("waiting-lists", sat(waited), NOON - SECOND, NOON),
    ("sign-ins", signed_in(NOON), NOON + DAY, NOON + DAY + SECOND),
    ("codes", coded(NOON), NOON, NOON + SECOND),
    ("files-with-people", sent(NOON), NOON + DAY, NOON + DAY + SECOND),
    ("proposals", proposed(NOON), NOON + 7 * DAY - SECOND, NOON + 7 * DAY),
    ("known-browsers", known(TODAY), NOON + 180 * DAY, NOON + 181 * DAY),
    ("hindrances", hindered(TODAY), NOON.replace(year=2027), NOON.replace(year=2027) + DAY),
    ("hindrances-ended", hindered(TODAY, TODAY), WEEK_END - SECOND, WEEK_END),
    ("delegations", lent(TODAY), NOON.replace(year=2027), NOON.replace(year=2027) + DAY),
    ("delegations", lent(TODAY + 9 * DAY, TODAY), NOON.replace(year=2027), NOON.replace(year=2027) + DAY),
    ("sent-mail", mailed(made=NOON - DAY, sent=NOON), NOON + 30 * DAY, NOON + 30 * DAY + SECOND),
    ("sent-mail", mailed(made=NOON, sent=None), NOON + 30 * DAY, NOON + 30 * DAY + SECOND),
    ("closed-attempts", handed_in(NOON), WEEK_END + 90 * DAY - SECOND, WEEK_END + 97 * DAY),
    ("closed-attempts", handed_in(week_of(NOON)), WEEK_END + 90 * DAY - SECOND, WEEK_END + 97 * DAY),
    ("open-attempts", opened(NOON), WEEK_END + 30 * DAY - SECOND, WEEK_END + 37 * DAY),
    ("open-attempts", opened(NOON - 60 * DAY, NOON), WEEK_END + 30 * DAY - SECOND, WEEK_END + 37 * DAY),
    ("case-runs", a_run, WEEK_END + 90 * DAY - SECOND, WEEK_END + 97 * DAY),
    ("sections", read(monday_of(TODAY)), WEEK_END + 90 * DAY - SECOND, WEEK_END + 97 * DAY),
    ("refreshers", to_come_back(monday_of(TODAY)), WEEK_END + 120 * DAY - SECOND, WEEK_END + 127 * DAY),
    ("voices", said(monday_of(TODAY)), WEEK_END + 90 * DAY - SECOND, WEEK_END + 97 * DAY),
    ("sheets", filled_in(monday_of(TODAY)), WEEK_END + 365 * DAY - SECOND, WEEK_END + 372 * DAY),
    ("shown-answers", shown(monday_of(TODAY)), WEEK_END + 90 * DAY - SECOND, WEEK_END + 97 * DAY),
    ("room-rounds", voted(monday_of(TODAY)), WEEK_END + 90 * DAY - SECOND, WEEK_END + 97 * DAY),
    ("closed-mistakes", reported(TODAY - 300 * DAY, TODAY), NOON + 90 * DAY, NOON + 91 * DAY),
    ("open-mistakes", reported(TODAY), NOON + 365 * DAY, NOON + 366 * DAY),
    ("drafts", drafted(NOON), NOON + 365 * DAY, NOON + 365 * DAY + SECOND),
    ("api-clients", spoken(TODAY - 90 * DAY, TODAY), NOON + 365 * DAY, NOON + 366 * DAY),
    ("api-clients", spoken(TODAY - 5 * DAY, TODAY + 85 * DAY, TODAY), NOON + 365 * DAY, NOON + 366 * DAY),
    ("api-writes", written(NOON), NOON + DAY, NOON + DAY + SECOND),
    ("throttles", failed(NOON), NOON + DAY, NOON + DAY + SECOND),
    ("audit-names", noted(NOON), NOON + 365 * DAY, NOON + 365 * DAY + SECOND),
    ("audit-entries", noted(NOON), NOON + 1095 * DAY, NOON + 1095 * DAY + SECOND),
]


def test_every_rule_has_its_boundary_tested() -> None:
    assert {name for name, *_ in CASES} == set(RULE) - {"refreshers-over"}


def test_a_question_that_never_comes_back_any_more_goes_at_the_next_run_and_no_other(database: Database) -> None:
    states = list(itertools.product(range(len(DAYS) + 1), range(ENOUGH + 1)))
    with database.write() as session:
        for done, right in states:
            session.add(a_refresher(question=f"{done}-{right}", done=done, right_in_row=right))

    with database.write() as session:
        carry_out(session, RULE["refreshers-over"], NOON, 100)
        left_over = set(session.scalars(select(Refresher.question)))

    assert left_over == {f"{d}-{r}" for d, r in states if not Noted("stops", "q", "sure-wrong", d, r).is_over}


@pytest.mark.parametrize(("name", "add", "stays", "goes"), CASES)
def test_a_row_stays_to_the_end_of_its_time_and_goes_after_it(
    database: Database, name: str, add: Add, stays: dt.datetime, goes: dt.datetime
) -> None:
    with database.write() as session:
        add(session)

    with database.write() as session:
        due = [count_due(session, RULE[name], now) for now in (stays, goes)]
        went = [carry_out(session, RULE[name], now, 100) for now in (stays, goes, goes)]

    assert (due, went) == ([0, 1], [0, 1, 0])


@pytest.mark.parametrize(
    ("name", "add"),
    [
        ("leavers", a_person),
        ("completions", lambda s: s.add(Completion(person_id=a_person(s).id, module="m", date=None, digests=None))),
        ("sent-mail", mailed(made=NOON, sent=None, due=NOON)),
        ("closed-attempts", an_attempt),
        ("drafts", drafted(NOON, is_submitted=True)),
    ],
    ids=[
        "who did not leave",
        "a module in progress",
        "mail still to be sent",
        "an attempt not handed in",
        "a draft handed in",
    ],
)
def test_what_has_not_ended_stays_whatever_its_age(database: Database, name: str, add: Add) -> None:
    with database.write() as session:
        add(session)
        assert count_due(session, RULE[name], NOON + 5000 * DAY) == 0


def test_with_an_attempt_go_its_answers_and_outcome(database: Database) -> None:
    with database.write() as session:
        attempt = a_handed_in_attempt(session)
        session.add(Answer(attempt_id=attempt.id, question="q", seq=1, client_key="k", value={}, saved_at=NOON))

    with database.write() as session:
        carry_out(session, RULE["closed-attempts"], NOON + 200 * DAY, 100)
        assert [session.scalars(select(model)).all() for model in (Attempt, Answer, Outcome)] == [[], [], []]


def everything_of_somebody(session: Session) -> None:
    person, planned = a_person(session), a_session(session)
    deputy = a_person(session)
    person.left_on = deputy.left_on = TODAY
    session.flush()
    for add in (
        SignIn(id=b"t" * 32, person_id=person.id, active_role="officer", opened_at=NOON, last_seen_at=NOON),
        PeopleFile(person_id=person.id, name="f", digest=b"d" * 32, packed=b"p", answers={}, sent_at=NOON),
        SignInCode(person_id=person.id, code_hash=b"c" * 32, channel="mail", made_at=NOON, expires_at=NOON),
        Authenticator(person_id=person.id, sealed=b"s", last_step=1, made_on=TODAY),
        RecoveryCode(person_id=person.id, code_hash=new_id() * 2),
        Passkey(
            id=new_id(),
            person_id=person.id,
            name="n",
            credential_id=new_id(),
            public_key=b"p",
            sign_count=0,
            made_on=TODAY,
        ),
        KnownDevice(person_id=person.id, device=b"d" * 32, last_on=TODAY),
        CalendarFeed(person_id=person.id, token_hash=b"f" * 32, made_on=TODAY),
        a_proposal(person, NOON),
        Supervision(person_id=person.id, unit_id=person.unit_id),
        Delegation(
            id=new_id(),
            lender_id=person.id,
            borrower_id=deputy.id,
            unit_id=person.unit_id,
            lent_on=TODAY,
            last_on=TODAY,
        ),
        SessionTrainer(session_code=planned.code, person_id=person.id),
        Seat(session_code=planned.code, person_id=person.id),
        Waiting(session_code=planned.code, person_id=person.id, seq=1),
        Apology(session_code=planned.code, person_id=person.id, reason="other", said_on=TODAY),
        Attendance(
            session_code=planned.code, person_id=person.id, seq=1, state="absent", role="trainer", noted_at=NOON
        ),
        ProgrammeTarget(organisation_id=person.organisation_id, track="t", year=2026, officers=9),
        Completion(person_id=person.id, module="m", date=TODAY, digests={}),
        DoneOnPaper(person_id=person.id, module="m", role="trainer", recorded_on=TODAY),
        Certificate(code="c", person_id=person.id, track="t", modules=["m"], date=TODAY),
        Reminder(person_id=person.id, session_code=planned.code, kind="day-before-due", sent_on=TODAY),
        RefresherWish(person_id=person.id, wish="mail", mailed_on=TODAY),
        SummaryWish(person_id=person.id, asked_on=TODAY),
        Hindrance(person_id=person.id, lack="time", is_named=True, said_on=TODAY),
        FinishReminder(person_id=person.id, sent_on=TODAY),
        _a_request(person.id, None),
        ReminderRound(id=new_id(), unit_id=person.unit_id, asked_at=NOON, sent=1),
        UnitCount(unit_id=person.unit_id, stage="done", deadline="none", people=1, counted_at=NOON),
        UnitTotal(unit_id=person.unit_id, stage="done", deadline="none", people=1, counted_at=NOON),
        Mail(id=new_id(), person_id=person.id, kind="reminder", sealed=b"s", made_at=NOON, due_at=NOON, tries=0),
    ):
        session.add(add)


def test_with_a_leaver_goes_every_row_of_theirs_and_nothing_else(database: Database) -> None:
    with database.write() as session:
        everything_of_somebody(session)

    def filled(session: Session) -> set[str]:
        return {m.__tablename__ for m in PEOPLE if session.scalar(select(func.count()).select_from(m))}

    with database.write() as session:
        before = filled(session)
        carry_out(session, RULE["leavers"], NOON + 31 * DAY, 100)
        after = filled(session)

    everything: set[str] = {model.__tablename__ for model in PEOPLE}
    assert (before, after) == (
        everything,
        {model.__tablename__ for model in (Unit, CourseSession, ProgrammeTarget, ReminderRound, UnitCount, UnitTotal)},
    )


def test_of_a_leaver_the_record_of_texts_keeps_every_word_and_no_name(database: Database) -> None:
    with database.write() as session:
        person = a_person(session)
        person.left_on = TODAY
        session.flush()
        draft = a_draft(session, person.id)
        a_submission(session, draft, person.id)
        a_signature(session, person.id)
        a_comment(session, person.id, remark="r", reply="a")
        a_publication(session, person.id)
        a_withdrawal(session, person.id, reason="w")
        a_voiding(session, person.id)

    with database.write() as session:
        carry_out(session, RULE["leavers"], NOON + 31 * DAY, 100)

    with database.read() as session:
        rows = {model: session.scalars(select(model)).all() for model in AUTHORING}
        assert {model.__tablename__: len(found) for model, found in rows.items()} == {
            "draft": 1,
            "draft_member": 0,
            "draft_version": 1,
            "submission": 1,
            "signature": 1,
            "review_comment": 1,
            "publication": 2,
            "voiding": 1,
        }
        names = [
            getattr(row, key.parent.name)
            for model, found in rows.items()
            for row in found
            for key in model.__table__.foreign_keys
            if key.column.table.name == "person"
        ]
        assert names == [None] * len(names)
        assert [(row.position, row.reason) for row in session.scalars(select(Signature))] == [
            ("dissent", "Demasiado curto.")
        ]


def test_with_a_draft_go_its_versions_and_who_is_on_it(database: Database) -> None:
    with database.write() as session:
        drafted(NOON)(session)

    with database.write() as session:
        carry_out(session, RULE["drafts"], NOON + 366 * DAY, 100)
        assert [session.scalars(select(model)).all() for model in (Draft, DraftMember, DraftVersion)] == [[], [], []]


def test_of_an_old_entry_the_names_go_and_what_stands_for_them_stays(database: Database) -> None:
    with database.write() as session:
        noted(NOON)(session)

    with database.write() as session:
        digest = session.scalars(select(AuditEntry.person_digest)).one()
        carry_out(session, RULE["audit-names"], NOON + 366 * DAY, 100)

    with database.read() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.person_id, entry.about_id, entry.salt) == (None, None, None)
        assert (entry.event, entry.at, entry.person_digest) == ("sign-in", NOON, digest)


def test_entries_go_from_the_beginning_of_the_chain_without_a_gap_and_their_seals_stay(database: Database) -> None:
    """The third entry is old too, but one before it is not: a clock that was wrong for a while tears no hole."""
    now = NOON + 1096 * DAY
    with database.write() as session:
        noted(NOON - DAY, 1)(session)
        noted(NOON, 2)(session)
        noted(NOON + 500 * DAY, 3)(session)
        noted(NOON - 2 * DAY, 4)(session)

    with database.write() as session:
        went = carry_out(session, RULE["audit-entries"], now, 100)

    with database.read() as session:
        left_over = session.scalars(select(AuditEntry.at).order_by(AuditEntry.at)).all()
        seals = session.scalars(select(AuditSeal.seq).order_by(AuditSeal.seq)).all()
        through = meta.find_value(session, meta.AUDIT_EXPIRED_THROUGH)
    assert (went, left_over) == (2, [NOON - 2 * DAY, NOON + 500 * DAY])
    assert (seals, through) == ([1, 2, 3, 4], b"2")


def test_an_entry_that_was_not_sealed_yet_stays(database: Database) -> None:
    with database.write() as session:
        audit.append(session, audit.Entry(at=NOON, event="sign-in", detail={}))
        assert count_due(session, RULE["audit-entries"], NOON + 5000 * DAY) == 0


@pytest.mark.parametrize("name", ["sections", "audit-names"])
def test_no_more_rows_go_at_once_than_was_said(database: Database, name: str) -> None:
    model: type[Base] = RULE[name].model
    with database.write() as session:
        for number in range(3):
            session.add(SectionSeen(learner_key=a_learner(number), module="m", section="s", week=TODAY))
            noted(NOON + number * SECOND, number + 1)(session)

    with database.write() as session:
        went = [carry_out(session, RULE[name], NOON + 900 * DAY, 2) for _ in range(3)]
        total = session.scalar(select(func.count()).select_from(model))
    assert (went, total) == ([2, 1, 0], 0 if not RULE[name].forgets else 3)
