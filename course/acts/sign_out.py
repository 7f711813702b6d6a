"""A person signs out."""

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.storage import sign_ins


def sign_out(desk: Desk) -> None:
    """End this sign-in; its token opens nothing any more."""
    demand(desk.actor, "account")
    sign_ins.close(desk.session, desk.actor.sign_in_id)
    log(desk, "sign-out")
