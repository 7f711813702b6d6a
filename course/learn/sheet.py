"""An attempt of one's own: the quiz it was opened on, the answers that stand, and where its pages are."""

from dataclasses import dataclass

from flask import url_for

from course.base.ids import as_id
from course.learn.standing import Standing, standing_of
from course.storage import attempts
from course.storage.models import Answer as StandingAnswer
from course.storage.models import Attempt
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.player.addresses import QuizAddresses
from course.web.player.sheet import Sheet
from course.web.transaction import session


@dataclass(frozen=True)
class AttemptAddresses(QuizAddresses):
    """The pages of an attempt; of a quiz that nobody began yet only those that name no attempt."""

    quiz_id: str
    attempt_id: str = ""

    @property
    def opening(self) -> str:
        """The quiz."""
        return url_for("learn.show_quiz", quiz_id=self.quiz_id)

    @property
    def start(self) -> str:
        """An attempt is opened, or gone on with."""
        return url_for("learn.start_quiz", quiz_id=self.quiz_id)

    def question(self, number: int) -> str:
        """The page of question `number`."""
        return url_for("learn.show_question", attempt_id=self.attempt_id, number=number)

    @property
    def review(self) -> str:
        """The page before handing in."""
        return url_for("learn.review_answers", attempt_id=self.attempt_id)

    @property
    def result(self) -> str:
        """The page of the result."""
        return url_for("learn.show_result", attempt_id=self.attempt_id)

    def exercise(self, question_id: str) -> str:
        """The page of an exercise."""
        return url_for("learn.show_exercise", quiz_id=self.quiz_id, question_id=question_id)

    def mistake(self, number: int) -> str:
        """The page on which a mistake is reported."""
        return url_for("learn.show_report_on_question", attempt_id=self.attempt_id, number=number)


@dataclass(frozen=True)
class AttemptSheet(Sheet):
    """One's own, whose answers are kept under an id. The answers are rows."""

    id: str
    row: Attempt
    rows: dict[str, StandingAnswer]

    @property
    def standing(self) -> Standing:
        """What became of its text since it was opened."""
        return standing_of("quiz", self.row.quiz, self.row.digest)


def open_sheet(attempt_id: str) -> AttemptSheet:
    """The signed-in officer's attempt. Raises NotFound, for another's too."""
    row = attempts.get_attempt(session(), actor().learner, as_id(attempt_id))
    document = catalogue().quiz_at(session(), row.digest)
    answers = attempts.last_answers(session(), row.id)
    at = AttemptAddresses(row.quiz, attempt_id)
    return AttemptSheet(
        document, page_language(), row.questions, row.seed, answers, at, id=attempt_id, row=row, rows=answers
    )
