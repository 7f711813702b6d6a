"""Every table, by store. Between `learning` and `people` there is no path of foreign keys; a test walks them."""

from course.storage.models.answer import Answer
from course.storage.models.attempt import Attempt
from course.storage.models.base import Base, Moment
from course.storage.models.case_run import CaseRun, CaseStep
from course.storage.models.completion import Completion
from course.storage.models.course_session import CourseSession, Seat, SessionTrainer
from course.storage.models.meta import Meta
from course.storage.models.outcome import Outcome
from course.storage.models.person import Person
from course.storage.models.revision import Revision
from course.storage.models.role import ROLES, Body, Role, RoleName, Supervision
from course.storage.models.section_seen import SectionSeen
from course.storage.models.sign_in import SignIn
from course.storage.models.unit import Audience, Unit, UnitKind

PEOPLE = (Unit, Person, Role, Supervision, SignIn, CourseSession, SessionTrainer, Seat, Completion)
LEARNING = (Attempt, Answer, Outcome, SectionSeen, CaseRun, CaseStep)

__all__ = [
    "LEARNING",
    "PEOPLE",
    "ROLES",
    "Answer",
    "Attempt",
    "Audience",
    "Base",
    "Body",
    "CaseRun",
    "CaseStep",
    "Completion",
    "CourseSession",
    "Meta",
    "Moment",
    "Outcome",
    "Person",
    "Revision",
    "Role",
    "RoleName",
    "Seat",
    "SectionSeen",
    "SessionTrainer",
    "SignIn",
    "Supervision",
    "Unit",
    "UnitKind",
]
