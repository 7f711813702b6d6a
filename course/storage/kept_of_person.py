"""All that the people store and the records keep about one person, read for that person alone."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session, aliased

from course.base.languages import Language
from course.storage import calendar_feeds, delegations, factors
from course.storage.kept_of_sessions import (
    KeptApology,
    KeptAttendance,
    KeptWait,
    read_apologies,
    read_attendance,
    read_waits,
)
from course.storage.models import (
    About,
    Apology,
    AuditEntry,
    Body,
    Certificate,
    Channel,
    Completion,
    CourseSession,
    Delegation,
    DoneOnPaper,
    FinishReminder,
    Hindrance,
    KnownDevice,
    Lack,
    Mail,
    PaperDecision,
    PeopleFile,
    Person,
    Proposal,
    ProposalKind,
    RefresherWish,
    Reminder,
    ReminderKind,
    Role,
    RoleName,
    Seat,
    SessionTrainer,
    SignIn,
    SignInCode,
    SummaryWish,
    Supervision,
    Unit,
    Waiting,
    Wish,
)


@dataclass(frozen=True, kw_only=True)
class Account:
    """Who the person is to the course."""

    name: str
    email: str | None
    service_number: str | None
    organisation: str
    unit: str
    language: Language
    has_password: bool
    is_active: bool
    is_demonstration: bool
    notice_version: int
    left_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class KeptRole:
    """A role, and for which body where it is a reviewer's."""

    name: RoleName
    body: Body | None


@dataclass(frozen=True, kw_only=True)
class KeptDelegation:
    """A unit that one lent to another supervisor or was lent by one, through `last_on`, or until it was ended."""

    unit: str
    is_lender: bool
    last_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class KeptSession:
    """A session in which one has a seat, or which one leads."""

    code: str
    place: str
    starts_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptPaper:
    """That somebody in that role recorded a completion, what one said of it and what was decided, with its reason."""

    role: RoleName
    recorded_on: dt.date
    objected_on: dt.date | None
    decided_on: dt.date | None
    decision: PaperDecision | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class KeptCompletion:
    """A module begun, or completed on that day with those texts; `on_paper` where somebody else recorded it."""

    module: str
    date: dt.date | None
    digests: Mapping[str, str] | None
    on_paper: KeptPaper | None = None


@dataclass(frozen=True, kw_only=True)
class KeptCertificate:
    """A certificate, with the code by which whoever has it can verify it."""

    track: str
    code: str
    modules: tuple[str, ...]
    date: dt.date


@dataclass(frozen=True, kw_only=True)
class KeptSignIn:
    """A sign-in that has not ended."""

    opened_at: dt.datetime
    last_seen_at: dt.datetime
    active_role: RoleName


@dataclass(frozen=True, kw_only=True)
class KeptPasskey:
    """A passkey under its owner's word for it, and how often its device says that it was used."""

    name: str
    made_on: dt.date
    sign_count: int


@dataclass(frozen=True, kw_only=True)
class KeptFactor:
    """What is shown after the password: when the app was set up, the passkeys, how many recovery codes are left."""

    app_made_on: dt.date | None
    passkeys: tuple[KeptPasskey, ...]
    recovery_codes: int


@dataclass(frozen=True, kw_only=True)
class KeptCode:
    """That there is a one-time code; which one, nobody can read."""

    channel: Channel
    made_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptFile:
    """A file with people that one has sent as an administrator and not confirmed."""

    name: str
    sent_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class KeptMail:
    """A mail that waits, or was sent."""

    kind: str
    made_at: dt.datetime
    sent_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class KeptReminder:
    """A reminder that was sent."""

    session_code: str
    kind: ReminderKind
    sent_on: dt.date


@dataclass(frozen=True, kw_only=True)
class KeptWish:
    """That one wants no questions to come back to, or a mail on their dates; and when the last mail was sent."""

    wish: Wish
    mailed_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class KeptSummary:
    """That one wants a weekly summary of one's units, since when, and when the last one was sent."""

    asked_on: dt.date
    mailed_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class KeptHindrance:
    """What one said that one lacks, whether with one's name, and until when it stood."""

    lack: Lack
    is_named: bool
    said_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class KeptEntry:
    """An entry of the audit log. `who` is named only within one's own organisation; `unit` is the one it is about;
    `in_place_of` who lent the charge under which it was done."""

    at: dt.datetime
    event: str
    role: RoleName | None
    organisation: str | None
    who: str | None
    about: About | None
    unit: str | None
    session_code: str | None
    in_place_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class KeptProposal:
    """A proposal for two administrators, about oneself (then with the address) or in which one had a hand."""

    kind: ProposalKind
    is_about_me: bool
    email: str | None
    proposed_at: dt.datetime
    confirmed_at: dt.datetime | None


@dataclass(frozen=True, kw_only=True)
class KeptOfPerson:
    """Every row of the people store about a person."""

    account: Account
    roles: tuple[KeptRole, ...]
    units_in_charge: tuple[str, ...]
    delegations: tuple[KeptDelegation, ...]
    seats: tuple[KeptSession, ...]
    sessions_led: tuple[KeptSession, ...]
    waits: tuple[KeptWait, ...]
    apologies: tuple[KeptApology, ...]
    attendance: tuple[KeptAttendance, ...]
    completions: tuple[KeptCompletion, ...]
    certificates: tuple[KeptCertificate, ...]
    sign_ins: tuple[KeptSignIn, ...]
    code: KeptCode | None
    known_browsers: tuple[dt.date, ...]
    second_factor: KeptFactor | None
    calendar_address_made_on: dt.date | None
    file_with_people: KeptFile | None
    proposals: tuple[KeptProposal, ...]
    mail: tuple[KeptMail, ...]
    reminders: tuple[KeptReminder, ...]
    reminded_to_finish_on: dt.date | None
    refresher_wish: KeptWish | None
    hindrance: KeptHindrance | None
    summary: KeptSummary | None


def read_of_person(session: Session, person_id: bytes) -> KeptOfPerson:
    """Everything, in as many queries as there are tables. Raises NoResultFound for nobody."""
    code = session.get(SignInCode, person_id)
    wish = session.get(RefresherWish, person_id)
    finish = session.get(FinishReminder, person_id)
    said = session.get(Hindrance, person_id)
    summary = session.get(SummaryWish, person_id)
    file = session.get(PeopleFile, person_id)
    devices = select(KnownDevice.last_on).where(KnownDevice.person_id == person_id).order_by(KnownDevice.last_on)
    return KeptOfPerson(
        account=_account(session, person_id),
        roles=tuple(
            KeptRole(name=role.name, body=role.body)
            for role in session.scalars(select(Role).where(Role.person_id == person_id).order_by(Role.name))
        ),
        units_in_charge=tuple(
            session.scalars(
                select(Unit.name)
                .join(Supervision, Supervision.unit_id == Unit.id)
                .where(Supervision.person_id == person_id)
                .order_by(Unit.name)
            )
        ),
        delegations=_delegations(session, person_id),
        seats=_sessions(session, Seat, person_id),
        sessions_led=_sessions(session, SessionTrainer, person_id),
        waits=read_waits(session, person_id),
        apologies=read_apologies(session, person_id),
        attendance=read_attendance(session, person_id),
        completions=_completions(session, person_id),
        certificates=tuple(
            KeptCertificate(track=row.track, code=row.code, modules=tuple(row.modules), date=row.date)
            for row in session.scalars(
                select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.track)
            )
        ),
        sign_ins=tuple(
            KeptSignIn(opened_at=row.opened_at, last_seen_at=row.last_seen_at, active_role=row.active_role)
            for row in session.scalars(select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.opened_at))
        ),
        code=KeptCode(channel=code.channel, made_at=code.made_at, expires_at=code.expires_at) if code else None,
        known_browsers=tuple(session.scalars(devices)),
        second_factor=_factor(session, person_id),
        calendar_address_made_on=calendar_feeds.find_day(session, person_id),
        file_with_people=KeptFile(name=file.name, sent_at=file.sent_at) if file else None,
        proposals=_proposals(session, person_id),
        mail=tuple(
            KeptMail(kind=row.kind, made_at=row.made_at, sent_at=row.sent_at)
            for row in session.scalars(select(Mail).where(Mail.person_id == person_id).order_by(Mail.made_at, Mail.id))
        ),
        reminders=tuple(
            KeptReminder(session_code=row.session_code, kind=row.kind, sent_on=row.sent_on)
            for row in session.scalars(
                select(Reminder).where(Reminder.person_id == person_id).order_by(Reminder.sent_on, Reminder.kind)
            )
        ),
        reminded_to_finish_on=finish.sent_on if finish else None,
        refresher_wish=KeptWish(wish=wish.wish, mailed_on=wish.mailed_on) if wish else None,
        hindrance=KeptHindrance(lack=said.lack, is_named=said.is_named, said_on=said.said_on, ended_on=said.ended_on)
        if said
        else None,
        summary=KeptSummary(asked_on=summary.asked_on, mailed_on=summary.mailed_on) if summary else None,
    )


def _factor(session: Session, person_id: bytes) -> KeptFactor | None:
    app, codes = factors.find_app(session, person_id), factors.count_recovery_codes(session, person_id)
    passkeys = tuple(
        KeptPasskey(name=row.name, made_on=row.made_on, sign_count=row.sign_count)
        for row in factors.passkeys_of(session, person_id)
    )
    if app is None and not passkeys:
        return None
    return KeptFactor(app_made_on=app.made_on if app else None, passkeys=passkeys, recovery_codes=codes)


def _delegations(session: Session, person_id: bytes) -> tuple[KeptDelegation, ...]:
    rows = session.execute(
        select(Delegation, Unit.name)
        .join(Unit, Unit.id == Delegation.unit_id)
        .where(or_(Delegation.lender_id == person_id, Delegation.borrower_id == person_id))
        .order_by(Delegation.lent_on, Delegation.id)
    )
    return tuple(
        KeptDelegation(unit=unit, is_lender=row.lender_id == person_id, last_on=row.last_on, ended_on=row.ended_on)
        for row, unit in rows
    )


def _completions(session: Session, person_id: bytes) -> tuple[KeptCompletion, ...]:
    on_paper = {
        row.module: KeptPaper(
            role=row.role,
            recorded_on=row.recorded_on,
            objected_on=row.objected_on,
            decided_on=row.decided_on,
            decision=row.decision,
            reason=row.reason,
        )
        for row in session.scalars(select(DoneOnPaper).where(DoneOnPaper.person_id == person_id))
    }
    rows = session.scalars(select(Completion).where(Completion.person_id == person_id).order_by(Completion.module))
    return tuple(
        KeptCompletion(module=row.module, date=row.date, digests=row.digests, on_paper=on_paper.get(row.module))
        for row in rows
    )


def _proposals(session: Session, person_id: bytes) -> tuple[KeptProposal, ...]:
    is_mine = or_(
        *(column == person_id for column in (Proposal.person_id, Proposal.proposed_by, Proposal.confirmed_by))
    )
    return tuple(
        KeptProposal(
            kind=row.kind,
            is_about_me=row.person_id == person_id,
            email=row.email if row.person_id == person_id else None,
            proposed_at=row.proposed_at,
            confirmed_at=row.confirmed_at,
        )
        for row in session.scalars(select(Proposal).where(is_mine).order_by(Proposal.proposed_at, Proposal.id))
    )


def _account(session: Session, person_id: bytes) -> Account:
    organisation = aliased(Unit)
    person, unit, root = session.execute(
        select(Person, Unit.name, organisation.name)
        .join(Unit, Unit.id == Person.unit_id)
        .join(organisation, organisation.id == Person.organisation_id)
        .where(Person.id == person_id)
    ).one()
    return Account(
        name=person.name,
        email=person.email,
        service_number=person.service_number,
        organisation=root,
        unit=unit,
        language=person.language,
        has_password=person.password_hash is not None,
        is_active=person.is_active,
        is_demonstration=person.is_demonstration,
        notice_version=person.notice_version,
        left_on=person.left_on,
    )


def _sessions(session: Session, link: type[Seat | SessionTrainer], person_id: bytes) -> tuple[KeptSession, ...]:
    rows = session.scalars(
        select(CourseSession)
        .join(link, link.session_code == CourseSession.code)
        .where(link.person_id == person_id)
        .order_by(CourseSession.starts_at, CourseSession.code)
    )
    return tuple(KeptSession(code=row.code, place=row.place, starts_at=row.starts_at) for row in rows)


LOOKS_AT_ALL_BELOW = frozenset(
    {
        "people-read",
        "people-imported",
        "people-exported",
        "unit-moved",
        "api-read",
        "audit-read",
        "charge-lent",
        "charge-ended",
    }
)
"""Looking at a unit, its log, moving it, importing its people or lending the charge over it is about the units below it
too; any other look, about it alone."""
LENDING = frozenset({"charge-lent", "charge-ended"})
LOOKS_AT_A_ROOM = frozenset({"door-list-read"})
NAMED_IN_A_ROOM = (Seat, Waiting, Apology)
"""Looking at a session shows who has a seat in it, who waits for one and who is excused."""


def read_looks(session: Session, person_id: bytes) -> tuple[KeptEntry, ...]:
    """Who looked at or changed what is kept about the person, or looked at a list in which they stand; newest first."""
    own = session.execute(
        select(Unit.id, Unit.path).join(Person, Person.unit_id == Unit.id).where(Person.id == person_id)
    ).one()
    above = [bytes.fromhex(part) for part in own.path.strip("/").split("/")]
    lists = union(*(select(model.session_code).where(model.person_id == person_id) for model in NAMED_IN_A_ROOM))
    rooms = [code.encode() for code in session.scalars(lists)]
    about_me = or_(
        (AuditEntry.about_kind == "person") & (AuditEntry.about_id == person_id),
        (AuditEntry.about_kind == "unit") & (AuditEntry.about_id == own.id),
        (AuditEntry.about_kind == "unit") & AuditEntry.about_id.in_(above) & AuditEntry.event.in_(LOOKS_AT_ALL_BELOW),
        (AuditEntry.about_kind == "session") & AuditEntry.about_id.in_(rooms) & AuditEntry.event.in_(LOOKS_AT_A_ROOM),
    )
    by_others = AuditEntry.person_id.is_distinct_from(person_id)
    return _entries(session, person_id, _newest(session, about_me & by_others))


def read_own_acts(session: Session, person_id: bytes) -> tuple[KeptEntry, ...]:
    """What the person did that was noted; newest first."""
    return _entries(session, person_id, _newest(session, AuditEntry.person_id == person_id))


def _newest(session: Session, condition: Any) -> Sequence[AuditEntry]:
    return session.scalars(select(AuditEntry).where(condition).order_by(AuditEntry.at.desc(), AuditEntry.id)).all()


def _entries(session: Session, person_id: bytes, rows: Sequence[AuditEntry]) -> tuple[KeptEntry, ...]:
    """The entries in words, names by two more queries (one more where a charge was lent), of the person's own
    organisation only."""
    own = session.scalars(select(Person.organisation_id).where(Person.id == person_id)).one()
    actors = {row.person_id for row in rows if row.person_id}
    named = select(Person.id, Person.name).where(Person.id.in_(actors), Person.organisation_id == own)
    names = dict(session.execute(named).all())
    unit_ids = {row.about_id for row in rows if row.about_kind == "unit"} | {row.organisation_id for row in rows}
    units = dict(session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids - {None}))).all())
    lent = {row.id: bytes.fromhex(row.detail["delegation"]) for row in rows if "delegation" in row.detail}
    lenders = delegations.lenders(session, set(lent.values()), own)
    return tuple(
        KeptEntry(
            at=row.at,
            event=row.event,
            role=row.role,
            organisation=units.get(row.organisation_id) if row.organisation_id else None,
            who=names.get(row.person_id) if row.person_id else None,
            about=row.about_kind,
            unit=units.get(row.about_id) if row.about_kind == "unit" and row.about_id else None,
            session_code=row.about_id.decode() if row.about_kind == "session" and row.about_id else None,
            in_place_of=lenders.get(lent[row.id]) if row.id in lent and row.event not in LENDING else None,
        )
        for row in rows
    )
