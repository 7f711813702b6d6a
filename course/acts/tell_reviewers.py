"""Reviewers are told by mail that a text waits for their party."""

import datetime as dt
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from course.acts.post import post
from course.catalogue import clearance_of
from course.content.clearance import PARTIES, Clearance, Party
from course.storage import drafts, people, signatures
from course.storage.models import Submission

Call = Literal["text-to-sign", "signature-due"]


def tell_reviewers(session: Session, keys: Path, submission: Submission, call: Call, now: dt.datetime) -> int:
    """Promise a mail to each active reviewer of a party from which something of that text is missing; how many.

    Invented reviewers are told of what invented people submitted, and nobody else is. Who wrote the text is told
    nothing: nobody signs their own.
    """
    missing = parties_to_call(clearance_of_submission(session, submission))
    kind, document = submission.kind, submission.document
    wrote = drafts.authors_of_text(session, kind, document, submission.digest)
    is_demonstration = people.is_demonstration(session, submission.submitted_by)
    values = {
        "kind": kind,
        "document": document,
        "digest": submission.digest,
        "due_on": submission.due_on.isoformat(),
    }
    told = 0
    for person_id, body in people.reviewers(session, is_demonstration=is_demonstration).items():
        if body in missing and person_id not in wrote:
            post(session, keys, to=person_id, kind=call, values=values, now=now)
            told += 1
    return told


def clearance_of_submission(session: Session, submission: Submission) -> Clearance:
    """What is signed of the text that was submitted."""
    rows = signatures.list_of_document(session, submission.kind, submission.document)
    return clearance_of(
        signatures.last_of(rows, submission.reference_digest, "reference").values(),
        signatures.last_of(rows, submission.digest, "translation").values(),
        has_translation=submission.has_translation,
    )


def parties_to_call(signed: Clearance) -> tuple[Party, ...]:
    """The parties that said nothing yet; where all did and nobody signed the English, any of those that agree."""
    if signed.waiting or signed.is_translation_signed:
        return signed.waiting
    return tuple(party for party in PARTIES if party not in signed.refused)
