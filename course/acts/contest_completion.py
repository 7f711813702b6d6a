"""A person says of a completion that somebody recorded for them: this is not so."""

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.post import post
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, NotFound
from course.storage import audit, paper, people


def contest_completion(desk: Desk, module: str) -> None:
    """Have one's own record looked at. It is said once: what was decided stands here.

    Whoever recorded it is told, and every administrator of one's organisation; the mail names nobody. Raises NotFound
    where nothing was recorded, Conflict where it was contested or decided before.
    """
    demand(desk.actor, "contest-completion")
    who = desk.actor.person_id
    if module not in paper.of_person(desk.session, who):
        raise NotFound(N_("This page does not exist, or is not yours."))
    if not paper.contest(desk.session, who, module, lisbon_day(desk.now)):
        raise Conflict(N_("This was contested or decided already. Open the page again to see how it stands."))
    log(desk, "paper-contested", Subject("person", who), module=module)
    for person_id in sorted(_to_be_told(desk, module) - {who}):
        post(desk.session, desk.keys, to=person_id, kind="paper-contested", values={}, now=desk.now)


def _to_be_told(desk: Desk, module: str) -> set[bytes]:
    """Who last recorded it, as the log says for as long as it keeps names, and the administrators."""
    entries = audit.about(desk.session, [desk.actor.person_id])
    recorders = [
        entry.person_id
        for entry in entries
        if entry.event == "done-on-paper" and entry.detail.get("module") == module and entry.person_id
    ]
    known = people.existing(desk.session, recorders[:1])
    return known | people.ids_with_role(desk.session, desk.actor.organisation_id, "administrator")
