"""An officer starts a module, and leaves its sections behind."""

from course.acts.complete import complete_if_done
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day, monday_of
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage import completions, sections_seen


def start_module(desk: Desk, module_id: str) -> str:
    """Mark the module *in progress*, without a time. Gives the id of its first section. Raises NotFound."""
    demand(desk.actor, "learn")
    module = desk.catalogue.module(module_id).reference
    completions.start(desk.session, desk.actor.person_id, module_id)
    return next(iter(module.sections))


def record_seen(desk: Desk, module_id: str, section_id: str) -> None:
    """Mark a section seen; marking it again changes nothing. Raises NotFound."""
    demand(desk.actor, "learn")
    module = desk.catalogue.module(module_id).reference
    if section_id not in module.sections:
        raise NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    completions.start(desk.session, desk.actor.person_id, module_id)
    sections_seen.record(desk.session, desk.actor.learner, module_id, section_id, monday_of(lisbon_day(desk.now)))
    complete_if_done(desk, module_id)
