"""The moment a module becomes done: recorded once, with its date and digests, never taken back."""

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.catalogue import Catalogue
from course.content.document import Document
from course.content.module import Module
from course.scoring.completion import Done, is_done
from course.storage import completions, progress
from course.storage.progress import Progress


def complete_if_done(desk: Desk, module_id: str) -> bool:
    """Record the completion of a module of which nothing is left to do; True only the first time.

    One that was withdrawn meanwhile counts for whoever was in the middle of it.
    The date is Lisbon's. The digests are those of the module, its cases and its quiz as they are now.
    """
    document = desk.catalogue.whole.module(module_id)
    return _complete_if_done(desk, document, progress.learner_progress(desk.session, desk.actor.learner))


def complete_what_is_done(desk: Desk) -> None:
    """Record what became complete without an act of the person's own, such as by a re-scoring.

    Only the person's own sign-in or press knows both who they are and what they learned, so it is done then. Two
    queries where something is in progress, else one.
    """
    demand(desk.actor, "learn")
    dates = completions.of_person(desk.session, desk.actor.person_id)
    shelf = desk.catalogue.whole.library.modules
    begun = [shelf[id_] for id_, day in dates.items() if day is None and id_ in shelf]
    if not begun:
        return
    learner = progress.learner_progress(desk.session, desk.actor.learner)
    for document in begun:
        _complete_if_done(desk, document, learner)


def done_of(document: Document[Module], learner: Progress, documents: Catalogue) -> Done:
    """What the learner has done of that module. A case that learners are not shown need not be played."""
    shown = documents.library.cases
    optional = [id_ for id_ in document.reference.cases if id_ not in shown or documents.may_leave_out(id_)]
    return Done(learner.seen.get(document.id, frozenset()), learner.played, learner.passed, optional)


def digests_of(documents: Catalogue, document: Document[Module]) -> dict[str, str]:
    """What a completion keeps of its texts: the digests of module, cases and quiz as they are now; of a case that
    learners are not shown, nothing."""
    shown, quiz = documents.library.cases, document.reference.quiz
    digests = {f"module/{document.id}": document.digest}
    digests |= {f"case/{id_}": shown[id_].digest for id_ in document.reference.cases if id_ in shown}
    digests[f"quiz/{quiz}"] = documents.whole.quiz(quiz).digest
    return digests


def _complete_if_done(desk: Desk, document: Document[Module], learner: Progress) -> bool:
    if not is_done(document.reference, done_of(document, learner, desk.catalogue)):
        return False
    digests = digests_of(desk.catalogue, document)
    return completions.complete(desk.session, desk.actor.person_id, document.id, lisbon_day(desk.now), digests)
