"""Every table, by store. Between `learning` or `voices` and `people` there is no path of foreign keys;
a test walks them."""

from course.storage.models.access import Channel, KnownDevice, SignInCode
from course.storage.models.answer import Answer
from course.storage.models.api import ApiClient, ApiScope, ApiWrite
from course.storage.models.attempt import Attempt
from course.storage.models.attendance import Apology, ApologyReason, Attendance, NoterRole, PresenceState, Waiting
from course.storage.models.audit import About, AuditEntry, AuditSeal
from course.storage.models.base import Base, Moment
from course.storage.models.calendar_feed import CalendarFeed
from course.storage.models.case_run import CaseRun, CaseStep
from course.storage.models.certificate import Certificate
from course.storage.models.completion import Completion
from course.storage.models.course_session import CourseSession, Seat, SessionTrainer
from course.storage.models.data_request import DataRequest, Ground, RequestDecision, RequestKind
from course.storage.models.delegation import Delegation
from course.storage.models.draft import DocumentKind, Draft, DraftMember, DraftVersion
from course.storage.models.erasure import Erasure
from course.storage.models.factor import Authenticator, Passkey, RecoveryCode
from course.storage.models.figures import Counted, Picture, Share, SurveyFigure, Tally, TallyKind
from course.storage.models.finish_reminder import FinishReminder, ReminderRound
from course.storage.models.hindrance import Hindrance, Lack
from course.storage.models.meta import Meta
from course.storage.models.mistake import Mistake, MistakeEnd, MistakeKind, Shelf
from course.storage.models.operation import JobRow, Mail, Throttle
from course.storage.models.outcome import CorrectedOutcome, Outcome, Rescoring
from course.storage.models.paper import DoneOnPaper, PaperDecision
from course.storage.models.people_file import PeopleFile
from course.storage.models.person import Person
from course.storage.models.programme_target import ProgrammeTarget
from course.storage.models.proposal import Proposal, ProposalKind
from course.storage.models.publication import Publication, PublicationAction
from course.storage.models.refresher import Refresher, RefresherReason
from course.storage.models.refresher_wish import RefresherWish, Wish
from course.storage.models.reminder import Reminder, ReminderKind
from course.storage.models.review import Position, ReviewComment, Signature, SignedPart, Submission, SubmissionEnd
from course.storage.models.revision import Revision
from course.storage.models.role import BODIES, ROLES, Body, Role, RoleName, Supervision
from course.storage.models.room import Room, RoomBallot, RoomRound
from course.storage.models.section_seen import SectionSeen
from course.storage.models.setting import LARGEST_LEAST, LEAST_GROUP, OrganisationSetting
from course.storage.models.sign_in import SignIn
from course.storage.models.summary_wish import SummaryWish
from course.storage.models.unit import AUDIENCES, Audience, Unit, UnitKind
from course.storage.models.unit_count import Deadline, Stage, UnitCount, UnitTotal
from course.storage.models.voice import Pending, Pooled, Sheet, ShownAnswer, Voice
from course.storage.models.voiding import Voiding

PEOPLE = (
    Unit,
    UnitCount,
    UnitTotal,
    Person,
    Role,
    Supervision,
    Delegation,
    SignIn,
    SignInCode,
    KnownDevice,
    Authenticator,
    RecoveryCode,
    Passkey,
    CalendarFeed,
    PeopleFile,
    Proposal,
    CourseSession,
    SessionTrainer,
    Seat,
    ProgrammeTarget,
    Waiting,
    Apology,
    Attendance,
    Completion,
    DoneOnPaper,
    Certificate,
    Reminder,
    FinishReminder,
    ReminderRound,
    RefresherWish,
    Hindrance,
    SummaryWish,
    DataRequest,
    Mail,
)
LEARNING = (Attempt, Answer, Outcome, CorrectedOutcome, SectionSeen, CaseRun, CaseStep, Refresher, Counted, Erasure)
VOICES = (Pending, Pooled, Voice, Sheet, ShownAnswer)
FIGURES = (Picture, Tally, Share, SurveyFigure)
ROOMS = (Room, RoomRound, RoomBallot)
RECORDS = (AuditEntry, AuditSeal)
AUTHORING = (Draft, DraftMember, DraftVersion, Submission, Signature, ReviewComment, Publication, Voiding)
OPERATION = (Meta, Revision, Rescoring, Mistake, JobRow, Throttle, ApiClient, ApiWrite, OrganisationSetting)

__all__ = [
    "AUDIENCES",
    "AUTHORING",
    "BODIES",
    "FIGURES",
    "LARGEST_LEAST",
    "LEARNING",
    "LEAST_GROUP",
    "OPERATION",
    "PEOPLE",
    "RECORDS",
    "ROLES",
    "ROOMS",
    "VOICES",
    "About",
    "Answer",
    "ApiClient",
    "ApiScope",
    "ApiWrite",
    "Apology",
    "ApologyReason",
    "Attempt",
    "Attendance",
    "Audience",
    "AuditEntry",
    "AuditSeal",
    "Authenticator",
    "Base",
    "Body",
    "CalendarFeed",
    "CaseRun",
    "CaseStep",
    "Certificate",
    "Channel",
    "Completion",
    "CorrectedOutcome",
    "Counted",
    "CourseSession",
    "DataRequest",
    "Deadline",
    "Delegation",
    "DocumentKind",
    "DoneOnPaper",
    "Draft",
    "DraftMember",
    "DraftVersion",
    "Erasure",
    "FinishReminder",
    "Ground",
    "Hindrance",
    "JobRow",
    "KnownDevice",
    "Lack",
    "Mail",
    "Meta",
    "Mistake",
    "MistakeEnd",
    "MistakeKind",
    "Moment",
    "NoterRole",
    "OrganisationSetting",
    "Outcome",
    "PaperDecision",
    "Passkey",
    "Pending",
    "PeopleFile",
    "Person",
    "Picture",
    "Pooled",
    "Position",
    "PresenceState",
    "ProgrammeTarget",
    "Proposal",
    "ProposalKind",
    "Publication",
    "PublicationAction",
    "RecoveryCode",
    "Refresher",
    "RefresherReason",
    "RefresherWish",
    "Reminder",
    "ReminderKind",
    "ReminderRound",
    "RequestDecision",
    "RequestKind",
    "Rescoring",
    "ReviewComment",
    "Revision",
    "Role",
    "RoleName",
    "Room",
    "RoomBallot",
    "RoomRound",
    "Seat",
    "SectionSeen",
    "SessionTrainer",
    "Share",
    "Sheet",
    "Shelf",
    "ShownAnswer",
    "SignIn",
    "SignInCode",
    "Signature",
    "SignedPart",
    "Stage",
    "Submission",
    "SubmissionEnd",
    "SummaryWish",
    "Supervision",
    "SurveyFigure",
    "Tally",
    "TallyKind",
    "Throttle",
    "Unit",
    "UnitCount",
    "UnitKind",
    "UnitTotal",
    "Voice",
    "Voiding",
    "Waiting",
    "Wish",
]
