"""The moment a module becomes done: recorded once, with its date and digests, never taken back."""

from course.acts.desk import Desk
from course.base.calendar import lisbon_day
from course.scoring.completion import Done, is_done
from course.storage import completions, progress


def complete_if_done(desk: Desk, module_id: str) -> bool:
    """Record the completion of a module of which nothing is left to do; True only the first time.

    The date is Lisbon's. The digests are those of the module, its cases and its quiz as they are now.
    """
    document = desk.catalogue.module(module_id)
    learner = progress.learner_progress(desk.session, desk.actor.learner)
    done = Done(learner.seen.get(module_id, frozenset()), learner.played, learner.passed)
    if not is_done(document.reference, done):
        return False
    digests = {f"module/{module_id}": document.digest}
    digests |= {f"case/{id_}": desk.catalogue.case(id_).digest for id_ in document.reference.cases}
    digests[f"quiz/{document.reference.quiz}"] = desk.catalogue.quiz(document.reference.quiz).digest
    return completions.complete(desk.session, desk.actor.person_id, module_id, lisbon_day(desk.now), digests)
