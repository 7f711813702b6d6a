"""A quiz is re-scored after a correction: marks only rise, what was handed in stays, and nobody is named.

How many attempts rose is neither kept nor told: by the part that is void it would say how many had chosen it
(docs/decisions/0018).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from course.acts.audit import log
from course.acts.correct import find_correction
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.voids import voided_in
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.document import Document
from course.content.quiz import Quiz
from course.content.third_persons import find_third_persons
from course.scoring.quiz import Voids, add_voided, voids_of
from course.storage import rescorings
from course.storage.models import CorrectedOutcome
from course.storage.rescorings import HandedIn

BATCH: Final = 200
"""Attempts that are in memory at once."""
LONGEST: Final = 400
"""Characters of a reason."""


@dataclass(frozen=True)
class _Text:
    """A text that attempts were opened on, and what is void for them."""

    quiz: Quiz
    voids: Voids


def rescore(desk: Desk, quiz_id: str, reason: str) -> None:
    """Give every attempt at the quiz that was handed in what the void parts of the current text owe it.

    One transaction, in batches. The event is recorded once for that text, with its first day and reason; done again, by
    somebody else or at the same moment, it adds nothing where nothing more rises. Raises NotFound, Conflict where
    nothing is void, Invalid for a reason that says nothing, too much or whose.
    """
    demand(desk.actor, "rescore")
    document = desk.catalogue.quiz(quiz_id)
    if not voids_of(document.reference):
        raise Conflict(N_("Nothing is void in the current text of this quiz, so there is nothing to re-score."))
    read = read_reason(reason)
    digest = desk.catalogue.pin(desk.session, document)
    rescorings.record(desk.session, digest=digest, quiz=quiz_id, done_on=lisbon_day(desk.now), reason=read)
    correct_attempts(desk, document, nth=0)
    log(desk, "quiz-rescored", quiz=quiz_id, text=digest)


def correct_attempts(desk: Desk, document: Document[Quiz], nth: int) -> None:
    """Give the attempts what is void in that text, and what trainers voided in it or in their own texts, in batches.

    `nth`: which re-scoring of the text it is.
    """
    by_text, voided = voids_of(document.reference), voided_in(desk, document.id)

    def voids_for(text: Document[Quiz]) -> Voids:
        return add_voided(by_text, voided, [document.written, text.written])

    last, texts = None, dict[str, _Text | None]()
    while batch := rescorings.lock_batch(desk.session, document.id, last, BATCH):
        for digest in {attempt.digest for attempt in batch} - set(texts):
            text = _find_text(desk, digest)
            texts[digest] = _Text(text.reference, voids_for(text)) if text else None
        rescorings.add_corrections(desk.session, _corrections(batch, texts, document.digest, nth))
        last = batch[-1].attempt_id


def read_reason(reason: str) -> str:
    """The reason in one line. It is read by trainers of all organisations."""
    read = " ".join(reason.split())
    if not read:
        raise Invalid(N_("The reason is missing"), {"reason": N_("Write in a sentence what was wrong")})
    if len(read) > LONGEST:
        raise Invalid(N_("The reason is too long"), {"reason": N_("Write at most 400 characters")})
    if find_third_persons(read):
        raise Invalid(
            N_("The reason names somebody"), {"reason": N_("Write it without names, numbers, addresses or stations")}
        )
    return read


def _corrections(
    batch: Iterable[HandedIn], texts: Mapping[str, _Text | None], digest: str, nth: int
) -> Iterator[CorrectedOutcome]:
    """Those of the attempts of which a mark rises. `texts`: what they were opened on, by digest."""
    for attempt in batch:
        text = texts[attempt.digest]
        if text is None:
            continue
        correction = find_correction(attempt, text.quiz, text.voids, digest, is_at_hand_in=False, nth=nth)
        if correction is not None:
            yield correction


def _find_text(desk: Desk, digest: str) -> Document[Quiz] | None:
    """None where it cannot be read any more: an attempt on it keeps its marks."""
    try:
        return desk.catalogue.quiz_at(desk.session, digest)
    except NotFound:
        return None
