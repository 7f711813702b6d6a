"""Reviewers are told by mail that a text waits for their party."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from sqlalchemy.orm import Session

from course.acts.post import post
from course.catalogue import clearance_of
from course.storage import drafts, people, signatures
from course.storage.models import Body, Submission

Call = Literal["text-to-sign", "signature-due"]


def tell_reviewers(session: Session, keys: Path, submission: Submission, call: Call, now: dt.datetime) -> int:
    """Promise a mail to each active reviewer from whom something of that text is missing; how many.

    That is whoever signs for a party that said nothing yet; where all did, and nobody signed the English, whoever spoke
    for one that agrees. Invented reviewers are told of what invented people submitted, and nobody else is. Who wrote
    the text is told nothing: nobody signs their own.
    """
    kind, document = submission.kind, submission.document
    wrote = drafts.authors_of_text(session, kind, document, submission.digest, submission.reference_digest)
    is_demonstration = people.is_demonstration(session, submission.submitted_by)
    reviewers = people.reviewers(session, is_demonstration=is_demonstration)
    values = {"kind": kind, "document": document, "digest": submission.digest, "due_on": submission.due_on.isoformat()}
    called = [id_ for id_ in _to_call(session, submission, reviewers) if id_ not in wrote]
    for person_id in called:
        post(session, keys, to=person_id, kind=call, values=values, now=now)
    return len(called)


def _to_call(session: Session, submission: Submission, reviewers: Mapping[bytes, Body]) -> list[bytes]:
    rows = signatures.list_of_document(session, submission.kind, submission.document)
    reference = signatures.last_of(rows, submission.reference_digest, "reference")
    translation = signatures.last_of(rows, submission.digest, "translation")
    signed = clearance_of(reference.values(), translation.values(), has_translation=submission.has_translation)
    if signed.waiting or signed.is_translation_signed:
        return [id_ for id_, body in reviewers.items() if body in signed.waiting]
    speakers = {row.person_id for row in reference.values() if row.position != "refuse"}
    return [id_ for id_ in reviewers if id_ in speakers]
