"""The page of a question of a quiz, with the answer that stands or what was sent on a form that was refused."""

from typing import Any

from flask import render_template

from course.acts.save_answer import CERTAINTY
from course.base.languages import N_
from course.base.refusals import Invalid
from course.content.prose import Notes
from course.content.questions.base import FIELD, Answer, Form, Question
from course.web.certainty_words import level_options
from course.web.forms import errors_of
from course.web.house import catalogue
from course.web.player.sheet import Sheet
from course.web.sources import notes_of, rest_on
from course.web.words import gettext


def question_page(
    sheet: Sheet,
    number: int,
    *,
    level: int | None = None,
    refusal: Invalid | None = None,
    typed: Answer | None = None,
    template: str = "player/question.html",
    **own: Any,
) -> str:
    """Question `number`, filled in with `typed` or else with what stands. `level`: how sure that is, if it was said."""
    id_ = sheet.question_id(number)
    rest_on(sheet.quiz.questions[id_].sources)
    return render_template(
        template,
        sheet=sheet,
        number=number,
        view=sheet.view(id_, typed),
        question_language=sheet.document.language_of(sheet.language, "questions", id_),
        levels=level_options(),
        level=str(level or ""),
        certainty_field=CERTAINTY,
        squares=sheet.squares(number),
        errors=errors_of(refusal) if refusal else [],
        error_title=gettext(refusal.message) if refusal else "",
        previous=sheet.at.question(number - 1) if number > 1 else None,
        later=sheet.url_after(number),
        notes=Notes("n", sheet.language),
        margin=lambda notes: notes_of(catalogue().registers, notes, sheet.language),
        here=sheet.at.question(number),
        **own,
    )


def read_answer(question: Question, fields: Form) -> Answer:
    """The answer on the form of a question. Raises Invalid where it is blank, and for what no page offers."""
    answer = question.read(fields)
    if not answer:
        typed, chosen = (
            N_("Write an answer, or leave the question for later"),
            N_("Choose an answer, or leave the question for later"),
        )
        raise Invalid(N_("An answer is missing"), {FIELD: typed if question.is_typed else chosen})
    return answer
