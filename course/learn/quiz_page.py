"""A quiz: its opening, a question a page, what is left before handing in, and the result with its reasons."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.hand_in import hand_in as close_attempt
from course.acts.open_attempt import open_attempt
from course.acts.save_answer import CERTAINTY, Sent, StaleAnswer, find_certainty
from course.acts.save_answer import save_answer as keep_answer
from course.base.calendar import week_of
from course.base.ids import as_id, as_text
from course.base.languages import N_, Language
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.document import Document
from course.content.prose import Notes
from course.content.questions.base import Answer, Question
from course.content.quiz import Quiz
from course.learn.exercise_page import exercises_of
from course.learn.feature import feature
from course.learn.progress import module_progress, my_completions, my_progress
from course.learn.sureness import answered_of, find_sureness
from course.scoring.certainty import Answered
from course.scoring.draw import shown_order
from course.storage import attempts
from course.storage.attempts import Result
from course.storage.models import Answer as StandingAnswer
from course.storage.models import Attempt
from course.web.certainty_words import level_options, words_of_level
from course.web.forms import errors_of, new_client_key, sent_fields, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.own_device import is_copy_to_keep
from course.web.questions import Correction, QuestionView, correct
from course.web.sources import notes_of, rest_on, sources_of
from course.web.transaction import session
from course.web.words import gettext


@dataclass(frozen=True)
class Sheet:
    """An attempt as its pages need it: the quiz it was opened on, and the answers that stand."""

    id: str
    row: Attempt
    document: Document[Quiz]
    language: Language
    answers: dict[str, StandingAnswer]

    @property
    def quiz(self) -> Quiz:
        """In the reader's language."""
        return self.document.in_(self.language)

    def question_id(self, number: int) -> str:
        """The id of question `number`, from 1. Raises NotFound."""
        if not 1 <= number <= len(self.row.questions):
            raise NotFound(N_("This page does not exist, or is not yours."))
        return self.row.questions[number - 1]

    def answer(self, question_id: str) -> Answer:
        """The answer that stands; blank where there is none."""
        last = self.answers.get(question_id)
        return last.value if last else {}

    def certainty(self, question_id: str) -> int | None:
        """How sure the answer is that stands."""
        last = self.answers.get(question_id)
        return last.certainty if last else None

    def view(self, question_id: str, answer: Answer | None = None) -> QuestionView:
        """The question in the order drawn, filled in with what stands (or with `answer`)."""
        question = self.quiz.questions[question_id]
        order = shown_order(question.shuffled_parts(), self.row.seed, question_id)
        filled = self.answer(question_id) if answer is None else answer
        return QuestionView.of(question_id, question, order=order, prefix="answer", answer=filled)


@dataclass(frozen=True)
class Square:
    """A question in the row of numbered squares."""

    number: int
    url: str
    state: str


@dataclass(frozen=True)
class Reviewed:
    """A question on the page of the result; `level` is how sure the answer was, in words; None where not said."""

    number: int
    question: Question
    correction: Correction
    language: Language
    level: str | None
    is_misconception: bool


@feature.page("/quizzes/<quiz_id>", permission="read-course")
def show_quiz(quiz_id: str) -> str:
    """What is asked and how it counts; to start, or to go on."""
    document = catalogue().quiz(quiz_id)
    begun = attempts.find_open(session(), actor().learner, quiz_id)
    return render_template(
        "learn/quiz.html",
        quiz_id=quiz_id,
        quiz=document.in_(page_language()),
        asked=len(begun.questions) if begun else document.reference.asked,
        open_attempt=begun,
        best=attempts.best_result(session(), actor().learner, quiz_id),
        module=catalogue().module_of_quiz(quiz_id),
        language=page_language(),
    )


@feature.act("/quizzes/<quiz_id>/attempts", permission="learn")
def start_quiz(quiz_id: str) -> Response:
    """Open an attempt, or go on with the open one at its first question without an answer."""
    attempt_id = as_text(open_attempt(desk(), quiz_id))
    sheet = _sheet(attempt_id)
    waiting = [number for number, id_ in enumerate(sheet.row.questions, 1) if id_ not in sheet.answers]
    return redirect(_url(attempt_id, waiting[0]) if waiting else _review_url(attempt_id), 303)


@feature.page("/attempts/<attempt_id>/<int:number>", permission="learn")
def show_question(attempt_id: str, number: int) -> str | Response:
    """A question, filled in with the answer that stands; blank on the copy that one's own device keeps."""
    sheet = _sheet(attempt_id)
    if not sheet.row.is_open:
        return redirect(url_for("learn.show_result", attempt_id=attempt_id), 303)
    return _question_page(sheet, number, is_blank=is_copy_to_keep())


@feature.act("/attempts/<attempt_id>/<int:number>", permission="learn")
def save_answer(attempt_id: str, number: int) -> str | tuple[str, int] | Response:
    """Keep the answer, and go on. A stale page is shown both answers; a blank one asks for an answer."""
    sheet = _sheet(attempt_id)
    question_id = sheet.question_id(number)
    sent = Sent(sent_fields(), _based_on(), request.form.get("client_key", "")[:64])
    refusal = try_act(lambda: _save(attempt_id, question_id, sheet.quiz.questions[question_id], sent))
    if isinstance(refusal, StaleAnswer):
        return _stale_page(sheet, number, refusal), 409
    if isinstance(refusal, Conflict):
        return redirect(url_for("learn.show_result", attempt_id=attempt_id), 303)
    if isinstance(refusal, Invalid):
        typed = sheet.quiz.questions[question_id].as_typed(sent.fields)
        return _question_page(sheet, number, certainty=_certainty_sent(), refusal=refusal, typed=typed), 422
    is_last = number == len(sheet.row.questions)
    return redirect(_review_url(attempt_id) if is_last else _url(attempt_id, number + 1), 303)


@feature.page("/attempts/<attempt_id>/review", permission="learn")
def review_answers(attempt_id: str) -> str | Response:
    """What is answered and what is not, before handing in."""
    sheet = _sheet(attempt_id)
    if not sheet.row.is_open:
        return redirect(url_for("learn.show_result", attempt_id=attempt_id), 303)
    waiting = [square for square in _squares(sheet, None) if square.state in {"todo", "skipped"}]
    return render_template(
        "learn/review.html",
        sheet=sheet,
        squares=_squares(sheet, None),
        waiting=waiting,
        exercises=exercises_of(sheet.row.quiz),
    )


@feature.act("/attempts/<attempt_id>/hand-in", permission="learn")
def hand_in(attempt_id: str) -> Response:
    """Close the attempt; it is scored on the text it was opened on."""
    close_attempt(desk(), as_id(attempt_id))
    return redirect(url_for("learn.show_result", attempt_id=attempt_id), 303)


@feature.page("/attempts/<attempt_id>/result", permission="learn")
def show_result(attempt_id: str) -> str | Response:
    """The result, with the reason and the sources of each answer: confident errors first, then what lost most."""
    sheet = _sheet(attempt_id)
    result = attempts.find_result(session(), sheet.row.id)
    if result is None:
        return redirect(_review_url(attempt_id), 303)
    registers, language = catalogue().registers, sheet.language
    module = catalogue().module_of_quiz(sheet.row.quiz)
    answered = answered_of(sheet.row.questions, sheet.answers, result.marks)
    return render_template(
        "learn/result.html",
        sheet=sheet,
        outcome=result,
        got=_as_decimal(sum((Fraction(mark) for mark in result.marks.values()), Fraction(0)), language),
        reviewed=_reviewed(sheet, result, answered),
        raised=_raised(sheet, result),
        sureness=find_sureness(sheet.row.questions, answered),
        notes=Notes("n", language),
        margin=lambda notes: notes_of(registers, notes, language),
        sources=lambda ids: sources_of(registers, ids, language),
        progress=module_progress(module, my_progress(), my_completions(), language) if module else None,
        module=module,
        exercises=exercises_of(sheet.row.quiz),
    )


def _save(attempt_id: str, question_id: str, question: Question, sent: Sent) -> None:
    if not question.read(sent.fields):
        typed, chosen = (
            N_("Write an answer, or leave the question for later"),
            N_("Choose an answer, or leave the question for later"),
        )
        raise Invalid(N_("An answer is missing"), {"answer": typed if question.is_typed else chosen})
    keep_answer(desk(), as_id(attempt_id), question_id, sent)


def _sheet(attempt_id: str) -> Sheet:
    row = attempts.get_attempt(session(), actor().learner, as_id(attempt_id))
    document = catalogue().quiz_at(session(), row.digest)
    return Sheet(attempt_id, row, document, page_language(), attempts.last_answers(session(), row.id))


def _certainty_sent() -> int | None:
    certainty = try_act(lambda: find_certainty(sent_fields()))
    return certainty if isinstance(certainty, int) else None


def _based_on() -> int:
    written = request.form.get("based_on", "")
    return int(written) if written.isdigit() and len(written) < 6 else 0


def _question_page(
    sheet: Sheet,
    number: int,
    *,
    certainty: int | None = None,
    refusal: Invalid | None = None,
    typed: Answer | None = None,
    is_blank: bool = False,
) -> str:
    """The page of a question; `certainty` and `typed` are what was sent on a form that was refused."""
    id_ = sheet.question_id(number)
    standing = sheet.answers.get(id_)
    rest_on(sheet.quiz.questions[id_].sources)
    return render_template(
        "learn/question.html",
        sheet=sheet,
        number=number,
        view=sheet.view(id_, {} if is_blank else typed or None),
        question_language=sheet.document.language_of(sheet.language, "questions", id_),
        levels=level_options(),
        level="" if is_blank else str(certainty or sheet.certainty(id_) or ""),
        certainty_field=CERTAINTY,
        squares=_squares(sheet, number),
        based_on=standing.seq if standing else 0,
        saved_at=None if is_blank else _saved_at(sheet),
        client_key=new_client_key(),
        errors=errors_of(refusal) if refusal else [],
        error_title=gettext(refusal.message) if refusal else "",
        previous=_url(sheet.id, number - 1) if number > 1 else None,
        later=_url(sheet.id, number + 1) if number < len(sheet.row.questions) else _review_url(sheet.id),
        notes=Notes("n", sheet.language),
        margin=lambda notes: notes_of(catalogue().registers, notes, sheet.language),
        here=_url(sheet.id, number),
    )


def _saved_at(sheet: Sheet) -> dt.datetime | None:
    """When the last answer was saved; None where that was cut to the week, since no hour is known then."""
    last = max((answer.saved_at for answer in sheet.answers.values()), default=None)
    return None if last is None or last == week_of(last) else last


def _stale_page(sheet: Sheet, number: int, stale: StaleAnswer) -> str:
    id_ = sheet.question_id(number)
    question = sheet.quiz.questions[id_]
    return render_template(
        "learn/stale.html",
        sheet=sheet,
        number=number,
        question=question,
        standing=question.remarks(stale.standing.answer),
        standing_level=_level_in_words(stale.standing.certainty),
        sent=question.remarks(stale.sent.answer),
        sent_level=_level_in_words(stale.sent.certainty),
        sent_fields=[(name, value) for name, values in sent_fields().items() for value in values],
        seq=stale.seq,
        client_key=new_client_key(),
        keep_url=_url(sheet.id, number),
        notes=Notes("n", sheet.language),
        here=_url(sheet.id, number),
    )


def _level_in_words(level: int | None) -> str | None:
    return None if level is None else words_of_level(level)


def _squares(sheet: Sheet, current: int | None) -> list[Square]:
    def state(number: int, id_: str) -> str:
        if number == current:
            return "now"
        if id_ not in sheet.answers:
            return "todo"
        return "done" if sheet.quiz.questions[id_].is_complete(sheet.answer(id_)) else "skipped"

    return [
        Square(number, _url(sheet.id, number), state(number, id_)) for number, id_ in enumerate(sheet.row.questions, 1)
    ]


def _reviewed(sheet: Sheet, result: Result, answered: Mapping[str, Answered]) -> list[Reviewed]:
    """Each question with its correction and the mark kept: confident errors first, then by what it lost."""
    rows = [
        _review(sheet, number, Fraction(result.marks[id_]), answered.get(id_))
        for number, id_ in enumerate(sheet.row.questions, 1)
    ]
    return sorted(rows, key=lambda row: (not row.is_misconception, row.correction.mark))


def _review(sheet: Sheet, number: int, mark: Fraction, answered: Answered | None) -> Reviewed:
    id_ = sheet.question_id(number)
    question = sheet.quiz.questions[id_]
    return Reviewed(
        number,
        question,
        replace(correct(question, sheet.answer(id_), sheet.language), mark=mark),
        sheet.document.language_of(sheet.language, "questions", id_),
        _level_in_words(answered.level) if answered else None,
        is_misconception=answered is not None and answered.finding == "sure-wrong",
    )


def _raised(sheet: Sheet, result: Result) -> dict[int, Fraction]:
    """By number, what the questions whose mark a correction raised were worth when they were handed in."""
    first = result.outcome.marks
    return {
        number: Fraction(first[id_])
        for number, id_ in enumerate(sheet.row.questions, 1)
        if first[id_] != result.marks[id_]
    }


def _as_decimal(amount: Fraction, language: Language) -> str:
    """The sum cut to two decimals: 7,41."""
    text = f"{int(amount * 100) / 100:g}"
    return text.replace(".", ",") if language == "pt" else text


def _url(attempt_id: str, number: int) -> str:
    return url_for("learn.show_question", attempt_id=attempt_id, number=number)


def _review_url(attempt_id: str) -> str:
    return url_for("learn.review_answers", attempt_id=attempt_id)
