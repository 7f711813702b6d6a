"""What is said of a place of a text under review, without signing, and the answer to it."""

from typing import Final

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.policy import demand, may
from course.acts.tell_authors import tell_authors
from course.acts.text_under_review import TextId, TextUnderReview, get_text
from course.acts.written_line import read_paragraphs
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.storage import drafts, submissions

LONGEST: Final = 2000
"""Characters of a comment, and of an answer."""
LONGEST_PATH: Final = 200


def comment_on(desk: Desk, wanted: TextId, path: str, remark: str) -> None:
    """Say something of that place (`scenes.platform`; empty: of the whole). Raises NotFound, Invalid about `remark`."""
    demand(desk.actor, "comment-drafts")
    text = get_text(desk, wanted)
    said = read_paragraphs(remark, LONGEST, "remark")
    if not said:
        raise Invalid(N_("Nothing was noted"), {"remark": N_("Write what should be looked at")})
    if not _has_unanswered(desk, text):  # of several in a row, one mail
        tell_authors(desk, "text-commented", text.kind, text.document, text.digest)
    submissions.add_comment(
        desk.session,
        text.kind,
        text.document,
        text.digest,
        path=path[:LONGEST_PATH],
        remark=said,
        body=desk.actor.body if may(desk.actor, "sign") else None,
        person_id=desk.actor.person_id,
        written_at=desk.now,
    )
    log(desk, "commented", kind=text.kind, document=text.document)


def _has_unanswered(desk: Desk, text: TextUnderReview) -> bool:
    """Whether a comment of the same person on that text still waits for its answer."""
    said = submissions.list_comments(desk.session, text.kind, text.document)
    waiting = {(one.digest, one.person_id) for one in said if one.reply is None}
    return (text.digest, desk.actor.person_id) in waiting


def answer_comment(desk: Desk, comment_id: bytes, reply: str) -> None:
    """Answer a comment on a text that one wrote.

    Raises NotFound for another's text too, Conflict where it is answered already, Invalid about `reply`.
    """
    demand(desk.actor, "write-drafts")
    found = submissions.find_comment(desk.session, comment_id)
    wrote = drafts.authors_of_text(desk.session, found.kind, found.digest) if found else frozenset()
    if found is None or desk.actor.person_id not in wrote:
        raise NotFound(N_("This page does not exist, or is not yours."))
    said = read_paragraphs(reply, LONGEST, "reply")
    if not said:
        raise Invalid(N_("Nothing was noted"), {"reply": N_("Write what you did about it, or why not")})
    if not submissions.answer_comment(desk.session, comment_id, said, desk.actor.person_id, desk.now):
        raise Conflict(N_("It is answered already. What was answered stays."))
