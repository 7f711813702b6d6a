"""The exercises beside a quiz: what somebody writes is looked at and shown back, and kept nowhere."""

from dataclasses import dataclass

from flask import render_template, url_for

from course.base.languages import HTML_LANG, N_
from course.base.refusals import Invalid, NotFound, Refusal
from course.content.document import Document
from course.content.prose import Notes
from course.content.questions.base import Answer, Question
from course.content.quiz import Quiz
from course.learn.feature import feature
from course.web.forms import FieldError, errors_of, sent_fields, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.questions import Correction, QuestionView, correct
from course.web.sources import notes_of
from course.web.words import gettext


@dataclass(frozen=True)
class ExerciseLink:
    """An exercise in a list: what it asks, in which language, and where it is."""

    prompt: str
    html_lang: str
    url: str


def exercises_of(quiz_id: str) -> list[ExerciseLink]:
    """The exercises of a quiz as it stands now, in the reader's language; none of a quiz that was withdrawn."""
    document = catalogue().library.quizzes.get(quiz_id)
    language = page_language()
    unscored = document.in_(language).unscored if document else {}
    return [
        ExerciseLink(
            question.prompt,
            HTML_LANG[document.language_of(language, "questions", id_)],
            url_for("learn.show_exercise", quiz_id=quiz_id, question_id=id_),
        )
        for id_, question in unscored.items()
        if document
    ]


@feature.page("/quizzes/<quiz_id>/exercises/<question_id>", permission="learn")
def show_exercise(quiz_id: str, question_id: str) -> str:
    """The exercise, empty."""
    document, _ = _exercise(quiz_id, question_id)
    return _page(document, question_id)


@feature.act("/quizzes/<quiz_id>/exercises/<question_id>", permission="learn")
def do_exercise(quiz_id: str, question_id: str) -> str | tuple[str, int]:
    """The exercise again with what was found. Nothing of it is kept, so nothing is redirected."""
    document, question = _exercise(quiz_id, question_id)
    typed = question.as_typed(sent_fields())
    answer = try_act(lambda: question.read(sent_fields()))
    if isinstance(answer, Invalid):
        return _page(document, question_id, typed, errors=errors_of(answer)), 422
    if isinstance(answer, Refusal):
        raise answer
    if not answer:
        return _page(document, question_id, errors=[FieldError("answer", gettext("Write something first"))]), 422
    return _page(document, question_id, typed, correction=correct(question, answer, page_language()))


def _exercise(quiz_id: str, question_id: str) -> tuple[Document[Quiz], Question]:
    document = catalogue().quiz(quiz_id)
    question = document.in_(page_language()).unscored.get(question_id)
    if question is None:
        raise NotFound(N_("This part has moved or was withdrawn. What you have done is kept."))
    return document, question


def _page(
    document: Document[Quiz],
    question_id: str,
    typed: Answer | None = None,
    *,
    errors: list[FieldError] | None = None,
    correction: Correction | None = None,
) -> str:
    language = page_language()
    quiz = document.in_(language)
    notes = Notes("n", language)
    view = QuestionView.of(question_id, quiz.questions[question_id], order=(), prefix="answer", answer=typed)
    return render_template(
        "learn/exercise.html",
        quiz=quiz,
        quiz_id=document.id,
        view=view,
        question_language=document.language_of(language, "questions", question_id),
        errors=errors or [],
        correction=correction,
        notes=notes,
        margin=lambda: notes_of(catalogue().registers, notes, language),
    )
