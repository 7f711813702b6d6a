"""A quiz is re-scored after a correction: marks only rise, what was handed in stays, and nobody is named.

How many attempts rose is neither kept nor told: by the part that is void it would say how many had chosen it
(docs/decisions/0018).
"""

from collections.abc import Iterable, Iterator
from typing import Final

from course.acts.audit import log
from course.acts.correct import find_correction
from course.acts.desk import Desk
from course.acts.policy import demand
from course.base.calendar import lisbon_day
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.quiz import Quiz
from course.content.third_persons import find_third_persons
from course.scoring.quiz import Voids, voids_of
from course.storage import rescorings
from course.storage.models import CorrectedOutcome
from course.storage.rescorings import HandedIn

BATCH: Final = 200
"""Attempts that are in memory at once."""
LONGEST: Final = 400
"""Characters of a reason."""


def rescore(desk: Desk, quiz_id: str, reason: str) -> None:
    """Give every attempt at the quiz that was handed in what the void parts of the current text owe it.

    One transaction, in batches. The event is recorded once for that text, with its first day and reason; done again, by
    somebody else or at the same moment, it adds nothing where nothing more rises. Raises NotFound, Conflict where
    nothing is void, Invalid for a reason that says nothing, too much or whose.
    """
    demand(desk.actor, "rescore")
    document = desk.catalogue.quiz(quiz_id)
    voids = voids_of(document.reference)
    if not voids:
        raise Conflict(N_("Nothing is void in the current text of this quiz, so there is nothing to re-score."))
    read = _read_reason(reason)
    digest = desk.catalogue.pin(desk.session, document)
    rescorings.record(desk.session, digest=digest, quiz=quiz_id, done_on=lisbon_day(desk.now), reason=read)
    last, texts = None, dict[str, Quiz | None]()
    while batch := rescorings.lock_batch(desk.session, quiz_id, last, BATCH):
        rescorings.add_corrections(desk.session, _corrections(desk, batch, voids, digest, texts))
        last = batch[-1].attempt_id
    log(desk, "quiz-rescored", quiz=quiz_id, text=digest)


def _read_reason(reason: str) -> str:
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
    desk: Desk, batch: Iterable[HandedIn], voids: Voids, digest: str, texts: dict[str, Quiz | None]
) -> Iterator[CorrectedOutcome]:
    """Those of the attempts of which a mark rises. `texts` keeps what was read so far, by digest."""
    for attempt in batch:
        if attempt.digest not in texts:
            texts[attempt.digest] = _find_text(desk, attempt.digest)
        quiz = texts[attempt.digest]
        correction = find_correction(attempt, quiz, voids, digest, is_at_hand_in=False) if quiz else None
        if correction is not None:
            yield correction


def _find_text(desk: Desk, digest: str) -> Quiz | None:
    """None where it cannot be read any more: an attempt on it keeps its marks."""
    try:
        return desk.catalogue.quiz_at(desk.session, digest).reference
    except NotFound:
        return None
