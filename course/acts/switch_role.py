"""A person with several roles chooses the one that is active."""

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.sign_in import id_of, new_token
from course.base.languages import N_
from course.base.refusals import NotAllowed
from course.storage import sign_ins


def switch_role(desk: Desk, role: str) -> str:
    """Make `role` the active one of this sign-in, which goes on under the new token that is returned.

    Raises NotAllowed for a role that the person does not have.
    """
    demand(desk.actor, "account")
    held = next((name for name in desk.actor.roles if name == role), None)
    if held is None:
        raise NotAllowed(N_("You do not have this role. Ask an administrator of your organisation."))
    sign_ins.set_active_role(desk.session, desk.actor.sign_in_id, held)
    token = new_token()
    sign_ins.renew(desk.session, desk.actor.sign_in_id, id_of(token))
    log(desk, "role-switched", to=held)
    return token
