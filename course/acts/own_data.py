"""All that is kept about the signed-in person, gathered once for page and copy, so that the two cannot differ.

It is the only place where what is kept of a person and what is kept of a learner stand side by side, and only for the
two keys of one signed-in actor (tests/architecture/test_purposes.py).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from course.acts.audit import Subject, log
from course.acts.data_requests import open_request
from course.acts.desk import Desk
from course.acts.held import Content, opened
from course.acts.policy import demand
from course.base.languages import Language
from course.base.refusals import NotFound
from course.content.case import Case
from course.content.questions.base import Amount, Question
from course.content.quiz import Quiz
from course.storage import data_requests
from course.storage.data_requests import KeptRequest, RequestState
from course.storage.inventory import retention_of
from course.storage.kept_of_author import KeptOfAuthor, read_of_author
from course.storage.kept_of_learner import KeptOfLearner, KeptRefresher, read_of_learner
from course.storage.kept_of_person import (
    Account,
    KeptCertificate,
    KeptCode,
    KeptCompletion,
    KeptDelegation,
    KeptEntry,
    KeptFactor,
    KeptFile,
    KeptHindrance,
    KeptMail,
    KeptProposal,
    KeptReminder,
    KeptRole,
    KeptSession,
    KeptSignIn,
    KeptSummary,
    KeptWish,
    read_looks,
    read_of_person,
    read_own_acts,
)
from course.storage.kept_of_sessions import KeptApology, KeptAttendance, KeptWait
from course.storage.models import Answer, Attempt, CaseRun, CaseStep, Ground, RequestDecision, RequestKind

TABLES: Final[Mapping[str, str]] = {
    "person": "account",
    "role": "roles",
    "supervision": "units_in_charge",
    "delegation": "delegations",
    "seat": "seats",
    "session_trainer": "sessions_led",
    "waiting": "waits",
    "apology": "apologies",
    "attendance": "attendance",
    "completion": "completions",
    "done_on_paper": "completions",
    "certificate": "certificates",
    "sign_in": "sign_ins",
    "sign_in_code": "code",
    "known_device": "known_browsers",
    "authenticator": "second_factor",
    "recovery_code": "second_factor",
    "passkey": "second_factor",
    "calendar_feed": "calendar_address_made_on",
    "people_file": "file_with_people",
    "proposal": "proposals",
    "outbox": "mail",
    "reminder": "reminders",
    "finish_reminder": "reminded_to_finish_on",
    "refresher_wish": "refresher_wish",
    "hindrance": "hindrance",
    "summary_wish": "summary",
    "data_request": "requests",
    "section_seen": "sections",
    "attempt": "attempts",
    "answer": "attempts",
    "outcome": "attempts",
    "corrected_outcome": "attempts",
    "case_run": "runs",
    "case_step": "runs",
    "refresher": "refreshers",
    "counted": "counted_in",
    "erasure": "erasure_due_on",
    "pending": "pending",
    "draft_member": "authored",
    "draft_version": "authored",
    "submission": "authored",
    "signature": "authored",
    "review_comment": "authored",
    "publication": "authored",
    "voiding": "authored",
    "audit": "looks",
}
"""Where each table with something about a person is found in `OwnData`; a test compares it with the schema."""


@dataclass(frozen=True, kw_only=True)
class OwnAnswer:
    """An answer as it is kept, and in the words of the question where its text can still be read."""

    given: tuple[str, ...]
    value: Any
    certainty: int | None
    saved_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class OwnQuestion:
    """A question that was asked: its text as it was seen, all answers from the first, what it was worth."""

    id: str
    text: str | None
    answers: tuple[OwnAnswer, ...]
    mark: str | None


@dataclass(frozen=True, kw_only=True)
class OwnCorrection:
    """What an attempt counts since a correction of the text; `on` is None where it was made at hand-in."""

    digest: str
    on: dt.date | None
    marks: Mapping[str, str]
    percent: int
    passed: bool


@dataclass(frozen=True, kw_only=True)
class OwnAttempt:
    """An attempt at a quiz; without a result while it is open. The result is that of the hand-in."""

    quiz: str
    title: str
    digest: str
    opened_at: dt.datetime
    is_open: bool
    session_code: str | None
    questions: tuple[OwnQuestion, ...]
    percent: int | None
    passed: bool | None
    handed_in_at: dt.datetime | None
    is_first: bool | None
    corrections: tuple[OwnCorrection, ...]


@dataclass(frozen=True, kw_only=True)
class OwnStep:
    """A decision in a case, with its words where they can still be read."""

    scene: str
    choice: str
    text: str | None


@dataclass(frozen=True, kw_only=True)
class OwnRun:
    """A way through a case; without an ending while it is open."""

    case: str
    title: str
    digest: str
    opened_at: dt.datetime
    session_code: str | None
    is_first: bool
    steps: tuple[OwnStep, ...]
    ending: str | None


@dataclass(frozen=True, kw_only=True)
class OwnSection:
    """A section that was read, and the Monday of the week."""

    module: str
    section: str
    week: dt.date


@dataclass(frozen=True, kw_only=True)
class OwnPending:
    """What one holds until its hour, opened for its author alone. `batch` says with which others it will be cut loose.

    An objection has its module, the ready sentences ticked and one's own line; a survey sheet has none of them (nobody
    reads one singly); and of what can no longer be opened nothing is known but that it is there (`is_lost`).
    """

    module: str | None
    ticked: tuple[str, ...]
    line: str
    batch: str
    is_lost: bool


@dataclass(frozen=True, kw_only=True)
class OwnRequest:
    """What one asked about one's data, and what was answered; `end` is why a restriction ends."""

    kind: RequestKind
    ground: Ground | None
    state: RequestState
    text: str
    asked_on: dt.date
    due_on: dt.date
    decision: RequestDecision | None
    answer: str
    answered_on: dt.date | None
    end: str
    ends_on: dt.date | None
    ended_on: dt.date | None


@dataclass(frozen=True, kw_only=True)
class OwnData:
    """Everything about one person at one moment. `goes` says by table when its rows go, in English msgids."""

    written_at: dt.datetime
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
    requests: tuple[OwnRequest, ...]
    sections: tuple[OwnSection, ...]
    attempts: tuple[OwnAttempt, ...]
    runs: tuple[OwnRun, ...]
    refreshers: tuple[KeptRefresher, ...]
    counted_in: str | None
    erasure_due_on: dt.date | None
    pending: tuple[OwnPending, ...]
    authored: KeptOfAuthor | None
    looks: tuple[KeptEntry, ...]
    own_acts: tuple[KeptEntry, ...]
    goes: Mapping[str, tuple[str, ...]]


def read_own_data(desk: Desk, language: Language) -> OwnData:
    """Everything about the actor, texts in that language. Reading one's own is not noted (docs/decisions/0014)."""
    demand(desk.actor, "own-data")
    person = read_of_person(desk.session, desk.actor.person_id)
    learner = read_of_learner(desk.session, desk.actor.learner)
    return OwnData(
        written_at=desk.now,
        account=person.account,
        roles=person.roles,
        units_in_charge=person.units_in_charge,
        delegations=person.delegations,
        seats=person.seats,
        sessions_led=person.sessions_led,
        waits=person.waits,
        apologies=person.apologies,
        attendance=person.attendance,
        completions=person.completions,
        certificates=person.certificates,
        sign_ins=person.sign_ins,
        code=person.code,
        known_browsers=person.known_browsers,
        second_factor=person.second_factor,
        calendar_address_made_on=person.calendar_address_made_on,
        file_with_people=person.file_with_people,
        proposals=person.proposals,
        mail=person.mail,
        reminders=person.reminders,
        reminded_to_finish_on=person.reminded_to_finish_on,
        refresher_wish=person.refresher_wish,
        hindrance=person.hindrance,
        summary=person.summary,
        requests=tuple(_request(desk, row) for row in data_requests.of_person(desk.session, desk.actor.person_id)),
        sections=tuple(OwnSection(module=s.module, section=s.section, week=s.week) for s in learner.sections),
        attempts=tuple(_attempt(desk, learner, row, language) for row in learner.attempts),
        runs=tuple(_run(desk, learner, row, language) for row in learner.runs),
        refreshers=learner.refreshers,
        counted_in=learner.counted_in,
        erasure_due_on=learner.erasure_due_on,
        pending=tuple(_pending(row.batch, content) for row, content in opened(desk.keys, learner.pending)),
        authored=read_of_author(desk.session, desk.actor.person_id) or None,
        looks=read_looks(desk.session, desk.actor.person_id),
        own_acts=read_own_acts(desk.session, desk.actor.person_id),
        goes={table: retention_of(table) for table in TABLES},
    )


def export_own_data(desk: Desk, language: Language, form: str) -> OwnData:
    """The same, to be handed over as a file of that form; noted. Who asks has shown the password again."""
    demand(desk.actor, "export-own-data")
    own = read_own_data(desk, language)
    log(desk, "own-data-exported", Subject("person", desk.actor.person_id), form=form)
    return own


def _request(desk: Desk, row: KeptRequest) -> OwnRequest:
    said = open_request(desk.keys, row)
    return OwnRequest(
        kind=row.kind,
        ground=row.ground,
        state=row.state,
        text=said.text,
        asked_on=row.asked_on,
        due_on=row.due_on,
        decision=row.decision,
        answer=said.answer,
        answered_on=row.answered_on,
        end=said.end,
        ends_on=row.ends_on,
        ended_on=row.ended_on,
    )


def _pending(batch: str, content: Content | None) -> OwnPending:
    said = content or {}
    return OwnPending(
        module=said.get("module"),
        ticked=tuple(said.get("ticked", ())),
        line=said.get("line", ""),
        batch=batch,
        is_lost=content is None,
    )


def _attempt(desk: Desk, learner: KeptOfLearner, row: Attempt, language: Language) -> OwnAttempt:
    quiz = _quiz_at(desk, row.digest, language)
    outcome = learner.outcomes.get(row.id)
    answers = learner.answers.get(row.id, ())
    return OwnAttempt(
        quiz=row.quiz,
        title=quiz.title if quiz else row.quiz,
        digest=row.digest,
        opened_at=row.opened_at,
        is_open=row.is_open,
        session_code=row.cohort,
        questions=tuple(
            _question(
                id_,
                quiz.questions.get(id_) if quiz else None,
                [answer for answer in answers if answer.question == id_],
                outcome.marks.get(id_) if outcome else None,
                language,
            )
            for id_ in row.questions
        ),
        percent=outcome.percent if outcome else None,
        passed=outcome.passed if outcome else None,
        handed_in_at=outcome.handed_in_at if outcome else None,
        is_first=outcome.is_first if outcome else None,
        corrections=tuple(
            OwnCorrection(
                digest=correction.digest,
                on=None if correction.is_at_hand_in else learner.rescored_on.get((correction.digest, correction.nth)),
                marks=correction.marks,
                percent=correction.percent,
                passed=correction.passed,
            )
            for correction in learner.corrections.get(row.id, ())
        ),
    )


def _question(
    id_: str, question: Question | None, answers: Sequence[Answer], mark: str | None, language: Language
) -> OwnQuestion:
    return OwnQuestion(
        id=id_,
        text=question.prompt if question else None,
        answers=tuple(
            OwnAnswer(
                given=_in_words(question, answer.value, language) if question else (),
                value=answer.value,
                certainty=answer.certainty,
                saved_at=answer.saved_at,
            )
            for answer in answers
        ),
        mark=mark,
    )


def _in_words(question: Question, value: Mapping[str, str], language: Language) -> tuple[str, ...]:
    """What was answered, a line for each part."""
    given = [(remark.about, remark.given) for remark in question.remarks(value) if remark.given]
    written = [(about, words.in_(language) if isinstance(words, Amount) else words) for about, words in given]
    return tuple(f"{about} → {words}" if about else words for about, words in written)


def _run(desk: Desk, learner: KeptOfLearner, row: CaseRun, language: Language) -> OwnRun:
    case = _case_at(desk, row.digest, language)
    return OwnRun(
        case=row.case_id,
        title=case.title if case else row.case_id,
        digest=row.digest,
        opened_at=row.opened_at,
        session_code=row.cohort,
        is_first=row.is_first,
        steps=tuple(_step(case, step) for step in learner.steps.get(row.id, ())),
        ending=row.ending,
    )


def _step(case: Case | None, step: CaseStep) -> OwnStep:
    scene = case.scenes.get(step.scene) if case else None
    choice = scene.choices.get(step.choice) if scene else None
    return OwnStep(scene=step.scene, choice=step.choice, text=choice.text if choice else None)


def _quiz_at(desk: Desk, digest: str, language: Language) -> Quiz | None:
    """None where the text cannot be read any more: what is kept is shown all the same."""
    try:
        return desk.catalogue.quiz_at(desk.session, digest).in_(language)
    except NotFound:
        return None


def _case_at(desk: Desk, digest: str, language: Language) -> Case | None:
    try:
        return desk.catalogue.case_at(desk.session, digest).in_(language)
    except NotFound:
        return None
