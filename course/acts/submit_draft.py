"""A draft is handed in for review: its text is frozen under a digest, which the three parties sign."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from course.acts.audit import log
from course.acts.desk import Desk
from course.acts.draft_files import bundle_of_draft, get_own_draft
from course.acts.policy import demand
from course.acts.tell_reviewers import tell_reviewers
from course.acts.written_line import read_paragraphs
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid
from course.catalogue import Judged
from course.content.kept import as_kept_record
from course.content.private_persons import Finding, Public
from course.content.registers import Registers
from course.storage import drafts, revisions, submissions

LONGEST_NOTE: Final = 2000
"""Characters of what an author says to the reviewers."""
DAYS_TO_SIGN: Final = 14
"""How long the parties are given where the author names no day."""
SHORTEST: Final = 3
LONGEST: Final = 90
"""Days that an author may give them."""


def submit_draft(
    desk: Desk,
    draft_id: bytes,
    judged: Judged,
    *,
    note: str,
    due_on: dt.date | None,
    names_nobody: Sequence[str] = (),
) -> bytes:
    """The id of the submission of that text, in place of an earlier one that is still under review.

    `judged` is the text as it was judged outside of this transaction, for a proof takes time; `names_nobody` are words
    that look like names, of which the author says that they are nobody's. Raises NotFound; Conflict where the draft
    has another text by now, or two submit at once; Invalid for a text with errors or with what identifies somebody
    (field `text`), a word that looks like a name and of which nothing is said (`names`), a day that is too near or too
    far (`due_on`), a note that is too long or names somebody (`note`).
    """
    demand(desk.actor, "submit")
    draft = get_own_draft(desk, draft_id)
    if bundle_of_draft(draft).digest != judged.bundle.digest:
        raise Conflict(N_("The draft was changed meanwhile. Look at it once more, then submit it."))
    if judged.errors or judged.document is None:
        raise Invalid(N_("It was not submitted"), {"text": N_("There are errors to mend first")})
    stated = _demand_about_nobody(judged, desk.catalogue.registers, names_nobody)
    said = read_paragraphs(note, LONGEST_NOTE, "note")
    record = judged.record
    proof = record.proof.to_json() if record.proof else None
    earlier = submissions.list_of_document(desk.session, draft.kind, draft.document)
    revisions.record(desk.session, record.digest, draft.kind, draft.document, judged.bundle.as_text(), proof=proof)
    _demand_own_text(desk, judged)
    drafts.keep(desk.session, draft, desk.actor.person_id, desk.now)
    id_ = submissions.add(
        desk.session,
        draft_id,
        draft.kind,
        draft.document,
        digest=record.digest,
        reference_digest=record.reference_digest,
        has_translation=record.has_translation,
        record=as_kept_record(record),
        names_nobody=stated,
        note=said,
        submitted_by=desk.actor.person_id,
        submitted_at=desk.now,
        due_on=_due_day(desk, due_on),
    )
    if id_ is None:
        raise Conflict(N_("Somebody else submitted this draft at the same moment."))
    if record.digest not in {one.digest for one in earlier}:
        _call_reviewers(desk, id_)
    log(desk, "submitted", kind=draft.kind, document=draft.document, text=record.digest)
    return id_


def _call_reviewers(desk: Desk, submission_id: bytes) -> None:
    """Tell those whose party has something to sign; of one text once, however often it is submitted."""
    submission = submissions.find(desk.session, submission_id)
    if submission is not None:
        tell_reviewers(desk.session, desk.keys, submission, "text-to-sign", desk.now)


def _demand_own_text(desk: Desk, judged: Judged) -> None:
    """Raise Invalid for a text that stands, word for word, under another name: its digest would name two documents."""
    kept = revisions.find(desk.session, judged.record.digest)
    others = {one.id for one in desk.catalogue.whole.library.records if one.digest == judged.record.digest}
    if {kept.document if kept else judged.bundle.id, *others} - {judged.bundle.id}:
        raise Invalid(
            N_("It was not submitted"),
            {"text": N_("This is, word for word, the text of another document. Change what should be different first")},
        )


def take_back(desk: Desk, draft_id: bytes) -> None:
    """End the review of that draft; what was signed stays. Raises NotFound, Conflict where there is none."""
    demand(desk.actor, "submit")
    draft = get_own_draft(desk, draft_id)
    if not submissions.end_open_of_draft(desk.session, draft_id, "taken-back", desk.now):
        raise Conflict(N_("Nothing of this draft is under review."))
    log(desk, "taken-back", kind=draft.kind, document=draft.document)


def private_in(judged: Judged, registers: Registers) -> tuple[Finding, ...]:
    """What in the text may name a private person: neither in the registers nor in its own list of invented names."""
    public = Public(registers)
    return tuple(finding for finding in judged.record.private if not public.knows(finding))


def _demand_about_nobody(judged: Judged, registers: Registers, names_nobody: Sequence[str]) -> list[str]:
    """The words of which the author says, here or in the text itself, that they are nobody's: reviewers see them.

    Raises Invalid for what must be taken out, and for words of which nothing is said.
    """
    found = private_in(judged, registers)
    if any(finding.is_certain for finding in found):
        raise Invalid(N_("It was not submitted"), {"text": N_("There is something in it that identifies somebody")})
    words = {finding.words for finding in found}
    if words - set(names_nobody):
        raise Invalid(
            N_("It was not submitted"),
            {"names": N_("Take out the words that look like names, or tick those that are nobody's")},
        )
    listed = judged.document.reference.invented_names if judged.document else ()
    return sorted(words | set(listed))


def _due_day(desk: Desk, wished: dt.date | None) -> dt.date:
    today = lisbon_day(desk.now)
    if wished is None:
        return today + dt.timedelta(days=DAYS_TO_SIGN)
    if not SHORTEST <= (wished - today).days <= LONGEST:
        raise Invalid(
            N_("It was not submitted"), {"due_on": N_("Choose a day that is between 3 and 90 days from today")}
        )
    return wished
