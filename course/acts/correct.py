"""What a correction of a quiz makes of an attempt that was handed in, at hand-in as at a re-scoring."""

from fractions import Fraction

from course.content.quiz import Quiz
from course.scoring.quiz import Voids, correct_score
from course.storage.models import CorrectedOutcome
from course.storage.rescorings import HandedIn


def find_correction(
    attempt: HandedIn, quiz: Quiz, voids: Voids, digest: str, *, is_at_hand_in: bool, nth: int = 0
) -> CorrectedOutcome | None:
    """The row to be added, its marks by `voids` of the text with that digest; None where no mark rises.

    `quiz` is the text that the attempt was opened on, `nth` which re-scoring of the correcting text it is.
    """
    standing = {id_: Fraction(mark) for id_, mark in attempt.marks.items()}
    corrected = correct_score(quiz, standing, attempt.answers, voids)
    if corrected.marks == standing:
        return None
    return CorrectedOutcome(
        attempt_id=attempt.attempt_id,
        seq=attempt.corrections + 1,
        digest=digest,
        nth=nth,
        is_at_hand_in=is_at_hand_in,
        marks={id_: str(mark) for id_, mark in corrected.marks.items()},
        percent=corrected.percent,
        passed=corrected.passed,
    )
