"""Somebody signs out before the second step."""

from course.acts.audit import log_of
from course.acts.step_desk import StepDesk
from course.storage import sign_ins


def leave_step(desk: StepDesk) -> None:
    """End this sign-in; its token opens nothing any more."""
    sign_ins.close(desk.session, desk.who.sign_in_id)
    log_of(desk.session, desk.who, desk.now, "sign-out")
