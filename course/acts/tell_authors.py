"""Those who wrote a text are told by mail what became of it."""

from typing import Literal

from course.acts.desk import Desk
from course.acts.post import post
from course.base.ids import as_text
from course.content.bundle import Kind
from course.storage import drafts, people, submissions
from course.storage.models import Submission

TextEvent = Literal["text-signed", "text-refused", "text-commented", "text-published", "text-withdrawn"]
"""What became of a text."""


def tell_authors(desk: Desk, event: TextEvent, kind: Kind, document: str, digest: str | None = None) -> None:
    """Promise a mail to each who may open a draft from which the text was submitted and wrote in it, but for the actor.

    `digest` names the text; without it, it is about all texts of the document. Each person is told once, of the draft
    that was submitted last. Nobody is told of a shipped text, which nobody wrote here.
    """
    handed_in = submissions.list_of_document(desk.session, kind, document)
    drafts_of: dict[bytes, Submission] = {}
    for one in handed_in:
        if digest is None or one.digest == digest:
            drafts_of.setdefault(one.draft_id, one)
    told = {desk.actor.person_id}
    for draft_id in drafts_of:
        for member in drafts.list_members(desk.session, draft_id):
            if member.may_open and member.has_written and member.person_id not in told:
                told.add(member.person_id)
                values = {"kind": kind, "document": document, "draft": as_text(draft_id)}
                post(desk.session, desk.keys, to=member.person_id, kind=event, values=values, now=desk.now)


def tell_trainers(desk: Desk, event: Literal["text-withdrawn"], kind: Kind, document: str) -> None:
    """Promise a mail to every active trainer but the actor; of a demonstration person, to invented ones only."""
    for person_id in people.trainers(desk.session, is_demonstration=desk.actor.is_demonstration):
        if person_id != desk.actor.person_id:
            values = {"kind": kind, "document": document}
            post(desk.session, desk.keys, to=person_id, kind=event, values=values, now=desk.now)
