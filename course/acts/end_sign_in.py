"""A person ends sign-ins of theirs: one left open elsewhere, or all but this one."""

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.languages import N_
from course.base.refusals import NotFound
from course.storage import sign_ins


def end_sign_in(desk: Desk, id_: bytes) -> bool:
    """End that one: whether it was this very one. Raises NotFound for one that is somebody else's or has ended."""
    demand(desk.actor, "account")
    if not sign_ins.close_one_of(desk.session, desk.actor.person_id, id_):
        raise NotFound(N_("This sign-in has ended already, or is not yours. Open your account page again."))
    log(desk, "sign-in-ended", count=1)
    return id_ == desk.actor.sign_in_id


def end_other_sign_ins(desk: Desk) -> int:
    """End all but this one: how many there were."""
    demand(desk.actor, "account")
    ended = sign_ins.close_others(desk.session, desk.actor.person_id, desk.actor.sign_in_id)
    log(desk, "sign-in-ended", count=ended)
    return ended
