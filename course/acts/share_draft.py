"""A draft is written together, or given up."""

from course.acts.audit import Subject, log
from course.acts.desk import Desk
from course.acts.draft_files import get_own_draft
from course.acts.lead_session import find_trainer
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.storage import drafts


def share_draft(desk: Desk, draft_id: bytes, email: str) -> None:
    """Let the trainer with that e-mail open it and write in it; one who may goes on.

    Raises NotFound, Invalid about the field `email` when there is no such trainer.
    """
    demand(desk.actor, "open-drafts")
    draft = get_own_draft(desk, draft_id)
    trainer = find_trainer(desk, desk.actor.is_demonstration, email)
    if trainer is None:
        raise Invalid(N_("The draft was not shared"), {"email": N_("Nobody with the role of trainer has this e-mail")})
    drafts.share(desk.session, draft_id, trainer.id, lisbon_day(desk.now))
    log(desk, "draft-shared", Subject("person", trainer.id), kind=draft.kind, document=draft.document)


def delete_draft(desk: Desk, draft_id: bytes) -> None:
    """Delete it with all its versions. Raises NotFound; Conflict for one that was ever submitted."""
    demand(desk.actor, "open-drafts")
    draft = get_own_draft(desk, draft_id)
    kind, document = draft.kind, draft.document
    if not drafts.remove(desk.session, draft_id):
        raise Conflict(N_("This draft was submitted once. It stays, as the record of what was signed."))
    log(desk, "draft-deleted", kind=kind, document=document)
