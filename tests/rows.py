"""Rows that tests start from: each function adds one that is right, and takes what the test is about."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from course.base.ids import new_id
from course.scoring.hours import hours_of
from course.storage import (
    attempts,
    case_runs,
    drafts,
    people,
    publications,
    revisions,
    sessions,
    signatures,
    submissions,
    units,
)
from course.storage.models import (
    Attempt,
    Body,
    CaseRun,
    CourseSession,
    Outcome,
    Person,
    Position,
    Publication,
    Refresher,
    RoleName,
    Unit,
    Voiding,
)
from course.storage.modules_before import Before

NOON = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
WEEK = dt.date(2026, 11, 30)
"""The Monday of NOON's week."""
QUIZ_DIGEST = "a" * 64
REGISTERS_DIGEST = "b" * 64


def a_learner(number: int = 1) -> bytes:
    """A learner key: 32 bytes."""
    return number.to_bytes(32, "big")


def an_organisation(session: Session, name: str = "PSP", *, is_demonstration: bool = False) -> Unit:
    """The root of a unit tree."""
    return units.add_unit(session, name=name, kind="organisation", is_demonstration=is_demonstration)


def a_person(
    session: Session,
    unit: Unit | None = None,
    *,
    name: str = "Ana Reis",
    email: str | None = None,
    service_number: str | None = None,
    roles: Sequence[RoleName] = ("officer",),
) -> Person:
    """A person, in an organisation of their own unless a unit is given; with a random number unless told otherwise."""
    return people.add_person(
        session,
        unit=unit or an_organisation(session),
        name=name,
        email=email,
        service_number=service_number or new_id().hex(),
        roles=roles,
    )


def a_session(
    session: Session,
    code: str = "RD-2026-031",
    *,
    track: str = "everyone",
    place: str = "Porto",
    starts_at: dt.datetime = NOON,
    seats: int = 18,
    organisation_id: bytes | None = None,
    district: str | None = "porto",
) -> CourseSession:
    """A session of three hours, due three days before; of an organisation of its own unless one is given."""
    return sessions.add_session(
        session,
        code=code,
        organisation_id=organisation_id or an_organisation(session, f"Organização de {code}").id,
        track=track,
        place=place,
        starts_at=starts_at,
        ends_at=starts_at + 3 * HOUR,
        due_days=3,
        **asdict(hours_of(starts_at, 3)),
        seats=seats,
        district=district,
    )


def usually(modules: Mapping[str, Sequence[str]]) -> Before:
    """These modules are done before sessions of those tracks, which have no others."""
    of_tracks = {track: tuple(ids) for track, ids in modules.items()}
    return Before(of_tracks, of_tracks)


def the_revisions(session: Session) -> None:
    """The two texts that attempts and runs are opened on; again and again is fine."""
    revisions.record(session, QUIZ_DIGEST, "quiz", "stops", {"quiz.yaml": "format: 1\n"})
    revisions.record(session, REGISTERS_DIGEST, "registers", "registers", {"sources.yaml": "format: 1\n"})


def an_attempt(
    session: Session, learner_key: bytes | None = None, *, quiz: str = "stops", cohort: str | None = None
) -> Attempt:
    """An open attempt at three questions."""
    the_revisions(session)
    return attempts.open_attempt(
        session,
        learner_key=learner_key or a_learner(),
        quiz=quiz,
        digest=QUIZ_DIGEST,
        registers_digest=REGISTERS_DIGEST,
        questions=["hunch", "grounds", "record"],
        seed="7",
        cohort=cohort,
        now=NOON,
    )


def an_outcome(*, percent: int = 80, passed: bool = True, handed_in_at: dt.datetime = NOON + HOUR) -> Outcome:
    """How an attempt was marked; not in the database yet."""
    return Outcome(marks={"hunch": "1", "grounds": "1/2"}, percent=percent, passed=passed, handed_in_at=handed_in_at)


def a_handed_in_attempt(
    session: Session,
    learner_key: bytes | None = None,
    *,
    quiz: str = "stops",
    outcome: Outcome | None = None,
) -> Attempt:
    """An attempt with its outcome."""
    attempt = an_attempt(session, learner_key, quiz=quiz)
    attempts.hand_in(session, attempt, outcome or an_outcome())
    return attempt


def a_run(
    session: Session,
    learner_key: bytes | None = None,
    *,
    case_id: str = "looked-away",
    cohort: str | None = None,
    now: dt.datetime = NOON,
) -> CaseRun:
    """A run of a case, at its beginning."""
    the_revisions(session)
    return case_runs.open_run(
        session,
        learner_key=learner_key or a_learner(),
        case_id=case_id,
        digest=QUIZ_DIGEST,
        registers_digest=REGISTERS_DIGEST,
        cohort=cohort,
        now=now,
    )


def a_refresher(
    learner_key: bytes | None = None, *, quiz: str = "stops", question: str = "hunch", **others: Any
) -> Refresher:
    """A question to come back to that was noted in NOON's week; not in the database yet."""
    values: dict[str, Any] = {"reason": "sure-wrong", "done": 0, "right_in_row": 0, "week": WEEK}
    return Refresher(learner_key=learner_key or a_learner(), quiz=quiz, question=question, **(values | others))


def a_draft(session: Session, person_id: bytes, document: str = "new-case", *, now: dt.datetime = NOON) -> bytes:
    """The id of a draft of a case, which that person began."""
    return drafts.add(
        session,
        "case",
        document,
        {"case.yaml": "id: new\n"},
        based_on=None,
        person_id=person_id,
        earlier_authors=(),
        now=now,
        today=now.date(),
    )


def a_submission(
    session: Session,
    draft_id: bytes,
    person_id: bytes,
    *,
    digest: str = "c" * 64,
    note: str = "",
    now: dt.datetime = NOON,
) -> bytes | None:
    """The id of a submission of that draft, without a translation."""
    draft = drafts.find(session, draft_id)
    assert draft is not None
    return submissions.add(
        session,
        draft_id,
        draft.kind,
        draft.document,
        digest=digest,
        reference_digest=digest,
        has_translation=False,
        record={},
        names_nobody=[],
        note=note,
        submitted_by=person_id,
        submitted_at=now,
        due_on=(now + 14 * DAY).date(),
    )


def a_signature(
    session: Session,
    person_id: bytes,
    *,
    digest: str = "c" * 64,
    body: Body = "police",
    seq: int | None = None,
    position: Position = "dissent",
    reason: str = "Demasiado curto.",
    document: str = "new-case",
) -> bool:
    """Whether that was added: the next word of a party on a text."""
    before = signatures.list_of_document(session, "case", document)
    last = max((row.seq for row in before if (row.text_digest, row.body) == (digest, body)), default=0)
    return signatures.add(
        session,
        "case",
        document,
        digest,
        part="reference",
        body=body,
        seq=seq or last + 1,
        person_id=person_id,
        position=position,
        reason=reason,
        signed_at=NOON,
    )


def a_comment(
    session: Session, person_id: bytes, *, remark: str, reply: str = "", replied_by: bytes | None = None
) -> bytes:
    """The id of a comment on a scene, answered where there is a reply."""
    id_ = submissions.add_comment(
        session,
        "case",
        "new-case",
        "c" * 64,
        path="scenes.platform",
        remark=remark,
        body="police",
        person_id=person_id,
        written_at=NOON,
    )
    if reply:
        submissions.answer_comment(session, id_, reply, replied_by or person_id, NOON + HOUR)
    return id_


def a_withdrawal(
    session: Session, person_id: bytes, *, reason: str, document: str = "new-case", now: dt.datetime = NOON
) -> Publication:
    """A line of the record that takes a case back."""
    return publications.append(
        session,
        "case",
        document,
        "withdraw",
        digest=None,
        record=None,
        visible_from=now,
        shipped_digest=None,
        reason=reason,
        person_id=person_id,
        at=now,
    )


def a_publication(
    session: Session,
    person_id: bytes,
    digest: str = "c" * 64,
    *,
    document: str = "new-case",
    visible_from: dt.datetime = NOON,
) -> Publication:
    """A line of the record that shows a text of a case."""
    return publications.append(
        session,
        "case",
        document,
        "publish",
        digest=digest,
        record={},
        visible_from=visible_from,
        shipped_digest=None,
        reason="",
        person_id=person_id,
        at=NOON,
    )


def a_voiding(session: Session, person_id: bytes) -> Voiding:
    """A part of a question that this person proposed to void."""
    row = Voiding(
        quiz="q", question="a", part="*", core_digest="d", reason="r", proposed_by=person_id, proposed_at=NOON
    )
    session.add(row)
    session.flush()
    return row
