"""A flawed part of a question is voided from its page: one trainer proposes it, another confirms it.

So an account in other hands changes nothing alone. From the confirmation on the part counts against nobody, in new
attempts and in old ones, as long as the question reads as it does: a later text takes its place. Nobody is told how
many results rise (docs/decisions/0018, 0042).
"""

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.rescore import correct_attempts, read_reason
from course.acts.voids import voids_today
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.content.core_digest import core_digest
from course.content.document import Document
from course.content.questions.base import WHOLE
from course.content.quiz import Quiz
from course.storage import rescorings, voidings
from course.storage.models import Voiding
from course.storage.voidings import Place


def propose_voiding(desk: Desk, quiz_id: str, question_id: str, part: str, reason: str) -> None:
    """Propose that this part count against nobody; WHOLE is the question itself.

    Raises NotFound for a question that the quiz does not score; Invalid about the fields `part` and `reason`; Conflict
    where it is proposed or void already, by the text or from here.
    """
    demand(desk.actor, "void")
    document = _document(desk, quiz_id, question_id)
    question = document.reference.questions[question_id]
    if part != WHOLE and part not in question.compared():
        raise Invalid(N_("It was not proposed"), {"part": N_("Choose what is to be void")})
    read = read_reason(reason)
    if _is_void(desk, document, question_id, part):
        raise Conflict(N_("It is void already, so there is nothing to propose."))
    place = _place(document, question_id, part)
    if not voidings.propose(desk.session, place, reason=read, person_id=desk.actor.person_id, now=desk.now):
        raise Conflict(N_("It is proposed already. Another trainer confirms it on this page."))
    log(desk, "voiding-proposed", quiz=quiz_id, question=question_id, part=part)


def confirm_voiding(desk: Desk, quiz_id: str, question_id: str, part: str) -> None:
    """Let what another trainer proposed be in force, and re-score what was handed in. All in one transaction.

    Raises NotFound where it is not proposed for the question as it reads today; NotAllowed for one's own proposal;
    Conflict where it is in force already.
    """
    demand(desk.actor, "void")
    document = _document(desk, quiz_id, question_id)
    place = _place(document, question_id, part)
    proposal = _proposal(desk, place)
    if proposal.proposed_by == desk.actor.person_id:
        raise NotAllowed(N_("You proposed it yourself. Another trainer has to confirm it."))
    if not voidings.confirm(desk.session, place, person_id=desk.actor.person_id, now=desk.now):
        raise Conflict(N_("Somebody has confirmed or dropped it meanwhile. Look at the page again."))
    rescorings.lock_open(desk.session, quiz_id)  # before the text is pinned, as hand-ins do
    digest = desk.catalogue.pin(desk.session, document)
    day = lisbon_day(desk.now)
    nth = rescorings.record_voiding(desk.session, digest=digest, quiz=quiz_id, done_on=day, reason=proposal.reason)
    correct_attempts(desk, document, nth)
    log(desk, "voiding-confirmed", quiz=quiz_id, question=question_id, part=part, text=digest)


def drop_voiding(desk: Desk, quiz_id: str, question_id: str, part: str) -> None:
    """Take a proposal away, one's own or another's; what is confirmed stays, since results rose by it.

    Raises NotFound where nothing is proposed, Conflict where it is confirmed.
    """
    demand(desk.actor, "void")
    place = _place(_document(desk, quiz_id, question_id), question_id, part)
    _proposal(desk, place)
    if not voidings.drop(desk.session, place):
        raise Conflict(N_("Somebody has confirmed or dropped it meanwhile. Look at the page again."))
    log(desk, "voiding-dropped", quiz=quiz_id, question=question_id, part=part)


def _document(desk: Desk, quiz_id: str, question_id: str) -> Document[Quiz]:
    document = desk.catalogue.whole.quiz(quiz_id)
    if question_id not in document.reference.scored:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return document


def _place(document: Document[Quiz], question_id: str, part: str) -> Place:
    return document.id, question_id, part, core_digest(document.written.questions[question_id])


def _proposal(desk: Desk, place: Place) -> Voiding:
    found = voidings.find(desk.session, place)
    if found is None:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return found


def _is_void(desk: Desk, document: Document[Quiz], question_id: str, part: str) -> bool:
    voids = voids_today(desk, document)
    return question_id in voids.questions or part in voids.parts.get(question_id, frozenset())
