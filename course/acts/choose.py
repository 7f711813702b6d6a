"""An officer plays a case: opens a run and decides, scene by scene."""

from course.acts.cohort import cohort_for
from course.acts.complete import complete_if_done
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import Conflict
from course.scoring.case import Step, take, walk
from course.storage import case_runs, completions


def open_run(desk: Desk, case_id: str) -> bytes:
    """The id of the learner's run that has not ended, opened now where there is none. Raises NotFound."""
    demand(desk.actor, "learn")
    document = desk.catalogue.case(case_id)
    already = case_runs.find_current_run(desk.session, desk.actor.learner, case_id)
    if already is not None:
        return already.id
    module = desk.catalogue.module_of_case(case_id, desk.actor.audience)
    if module:
        completions.start(desk.session, desk.actor.person_id, module.id)
    return case_runs.open_run(
        desk.session,
        learner_key=desk.actor.learner,
        case_id=case_id,
        digest=desk.catalogue.pin(desk.session, document),
        registers_digest=desk.catalogue.pin_registers(desk.session),
        cohort=cohort_for(desk, module.id if module else None),
        now=desk.now,
    ).id


def choose(desk: Desk, run_id: bytes, step: int, choice_id: str) -> None:
    """Take decision number `step` (from 1) of a run. The same decision sent twice is one.

    Raises NotFound for another's run, Conflict when that step was already decided otherwise or is not the next one,
    Invalid for a choice that is not offered. Reaching an ending closes the run and may complete the module.
    """
    demand(desk.actor, "learn")
    run = case_runs.get_run(desk.session, desk.actor.learner, run_id)
    case = desk.catalogue.case_at(desk.session, run.digest).reference
    steps = [Step(row.scene, row.choice) for row in case_runs.steps_of(desk.session, run_id)]
    if step <= len(steps) and steps[step - 1].choice == choice_id:
        return
    if step != len(steps) + 1:
        raise Conflict(
            N_("This decision was already taken, and the first one counts. Go on from where the case stands.")
        )
    moment = walk(case, steps)[-1]
    after = take(case, moment, choice_id)
    case_runs.append_step(desk.session, run_id, step, moment.scene, choice_id)
    if case.scenes[after.scene].ending:
        case_runs.end_run(desk.session, run_id, after.scene)
        for module_id in desk.catalogue.whole.modules_of_case(run.case_id):
            complete_if_done(desk, module_id)
