"""The exercises beside a quiz: what somebody writes is looked at and shown back, and kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template

from course.base.languages import HTML_LANG, N_
from course.base.refusals import Invalid, NotFound, Refusal
from course.content.document import Document
from course.content.prose import Notes
from course.content.questions.base import Answer, Question
from course.content.quiz import Quiz
from course.web.forms import FieldError, errors_of, sent_fields, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.player.addresses import QuizAddresses
from course.web.questions import Correction, QuestionView, correct
from course.web.sources import notes_of
from course.web.words import gettext


@dataclass(frozen=True)
class ExerciseLink:
    """An exercise in a list: what it asks, in which language, and where it is."""

    prompt: str
    html_lang: str
    url: str


def list_exercises(document: Document[Quiz], at: QuizAddresses) -> list[ExerciseLink]:
    """The exercises of a quiz, in the reader's language."""
    language = page_language()
    return [
        ExerciseLink(
            question.prompt,
            HTML_LANG[document.language_of(language, "questions", id_)],
            at.exercise(id_),
        )
        for id_, question in document.in_(language).unscored.items()
    ]


def exercise_page(document: Document[Quiz], question_id: str, at: QuizAddresses, **own: Any) -> str:
    """The exercise, empty. Raises NotFound."""
    _get_exercise(document, question_id)
    return _page(document, question_id, at, **own)


def exercise_done(document: Document[Quiz], question_id: str, at: QuizAddresses, **own: Any) -> tuple[str, int]:
    """The exercise again with what was found in what was sent. Raises NotFound, and Refusal for what no page offers."""
    question = _get_exercise(document, question_id)
    typed = question.as_typed(sent_fields())
    answer = try_act(lambda: question.read(sent_fields()))
    if isinstance(answer, Invalid):
        return _page(document, question_id, at, typed, errors=errors_of(answer), **own), 422
    if isinstance(answer, Refusal):
        raise answer
    if not answer:
        errors = [FieldError("answer", gettext("Write something first"))]
        return _page(document, question_id, at, errors=errors, **own), 422
    correction = correct(question, answer, page_language())
    return _page(document, question_id, at, typed, correction=correction, **own), 200


def _get_exercise(document: Document[Quiz], question_id: str) -> Question:
    question = document.in_(page_language()).unscored.get(question_id)
    if question is None:
        raise NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    return question


def _page(
    document: Document[Quiz],
    question_id: str,
    at: QuizAddresses,
    typed: Answer | None = None,
    *,
    errors: Sequence[FieldError] = (),
    correction: Correction | None = None,
    **own: Any,
) -> str:
    language = page_language()
    quiz = document.in_(language)
    notes = Notes("n", language)
    return render_template(
        "player/exercise.html",
        at=at,
        quiz=quiz,
        view=QuestionView.of(question_id, quiz.questions[question_id], order=(), prefix="answer", answer=typed),
        question_language=document.language_of(language, "questions", question_id),
        errors=errors,
        correction=correction,
        notes=notes,
        margin=lambda: notes_of(catalogue().registers, notes, language),
        **own,
    )
