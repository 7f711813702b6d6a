"""An officer goes back to a decision and takes another road; the first one stays as it is."""

from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict
from course.storage import case_runs


def decide_differently(desk: Desk, run_id: bytes, step: int) -> bytes:
    """The id of a new run that stands before decision `step` (from 1) of a run, on the same texts.

    It is never the learner's first run of the case, which alone is counted anywhere. The same wish sent twice opens one
    run: one that waits at that very decision is gone on with. Raises NotFound for another's run, Conflict for a
    decision that was not taken, and of a case that is not shown any more.
    """
    demand(desk.actor, "learn")
    source = case_runs.get_run(desk.session, desk.actor.learner, run_id)
    if source.case_id not in desk.catalogue.library.cases:
        raise Conflict(N_("This case was withdrawn. Nobody begins it anew; what you have done stays."))
    steps = case_runs.steps_of(desk.session, run_id)
    if not 1 <= step <= len(steps):
        raise Conflict(N_("This decision was not taken yet. Go on from where the case stands."))
    kept = steps[: step - 1]
    waiting = case_runs.find_branch(desk.session, source, kept)
    return waiting or case_runs.branch_run(desk.session, source, kept, desk.now).id
