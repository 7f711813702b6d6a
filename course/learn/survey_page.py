"""A survey before, after and 90 days after one's session: what it is for, the sheet, and what was kept of it."""

from dataclasses import dataclass
from typing import Final

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.fill_in_survey import Asked, fill_in_survey, find_asked, has_sheet, withdraw_sheet
from course.acts.policy import may
from course.base.languages import HTML_LANG, N_
from course.base.refusals import Conflict, Invalid
from course.base.survey_code import draw_code, read_code
from course.content.prose import Notes
from course.content.questions.base import FIELD, Answer, Question
from course.content.reading_time import survey_minutes
from course.content.survey import Wave
from course.learn.feature import feature
from course.web.forms import FieldError, errors_of, shown_again, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.intake import AllFields
from course.web.words import gettext

WAVE_WORDS: Final[dict[Wave, str]] = {
    "before": N_("Before the session"),
    "after": N_("After the session"),
    "later": N_("90 days later"),
}
CODE_FROM: Final = ("drawn", "card", "none")
LONGEST_CODE: Final = 60


@dataclass(frozen=True)
class AskedQuestion:
    """A question on the sheet, and what is filled in of it."""

    id: str
    question: Question
    html_lang: str
    chosen: str


@dataclass(frozen=True)
class SentCode:
    """What was said of a code: where it is from, what was typed, and the one that the page had drawn."""

    source: str
    typed: str
    drawn: str

    @property
    def given(self) -> str | None:
        """The code that goes with the sheet, as it was typed; None without one."""
        if self.source == "drawn":
            return self.drawn
        return self.typed if self.source == "card" or (self.source == "" and self.typed.strip()) else None


@feature.page("/surveys/<survey_id>", permission="fill-in-survey")
def show_survey(survey_id: str) -> str:
    """What it is for, who sees what, and what one holds of it."""
    asked = find_asked(desk(), survey_id)
    survey = catalogue().survey(survey_id)
    return render_template(
        "learn/survey.html",
        survey_id=survey_id,
        survey=survey.in_(page_language()),
        html_lang_of_title=HTML_LANG[survey.language_of(page_language(), "title")],
        minutes=survey_minutes(survey.reference),
        asked=asked,
        wave=gettext(WAVE_WORDS[asked.wave]) if asked else "",
        is_held=asked is not None and has_sheet(desk(), asked),
        may_see_results=may(actor(), "survey-results"),
        said=request.args.get("said", ""),
    )


@feature.page("/surveys/<survey_id>/sheet", permission="fill-in-survey")
def show_survey_sheet(survey_id: str) -> str | Response:
    """The sheet, empty: what is held is shown to nobody, not even to who wrote it."""
    asked = find_asked(desk(), survey_id)
    if asked is None:
        return redirect(url_for("learn.show_survey", survey_id=survey_id), 303)
    return _sheet_page(asked, {}, SentCode("", "", draw_code()), [])


@feature.act("/surveys/<survey_id>/sheet", permission="fill-in-survey")
def fill_in(survey_id: str) -> Response:
    """Hold the sheet; the page of the survey says until when."""
    answers, code = _sent_answers(survey_id), _sent_code()
    refusal = try_act(lambda: fill_in_survey(desk(), survey_id, answers, code.given))
    if isinstance(refusal, Invalid | Conflict):
        asked = find_asked(desk(), survey_id)
        errors = errors_of(refusal) if isinstance(refusal, Invalid) else []
        page = _sheet_page(asked, answers, code, errors) if asked else show_survey(survey_id)
        return shown_again(page, refusal)
    return redirect(url_for("learn.show_survey", survey_id=survey_id, said="kept"), 303)


@feature.act("/surveys/<survey_id>/withdrawn", permission="fill-in-survey")
def withdraw(survey_id: str) -> Response:
    """Hold no sheet any more."""
    withdraw_sheet(desk(), survey_id)
    return redirect(url_for("learn.show_survey", survey_id=survey_id, said="withdrawn"), 303)


def _sheet_page(asked: Asked, answers: dict[str, Answer], code: SentCode, errors: list[FieldError]) -> str:
    language, survey = page_language(), asked.survey
    questions = [
        AskedQuestion(
            id=id_,
            question=question,
            html_lang=HTML_LANG[survey.language_of(language, "questions", id_)],
            chosen=next(iter(question.chosen(answers.get(id_, {}))), ""),
        )
        for id_, question in survey.in_(language).questions.items()
    ]
    return render_template(
        "learn/survey_sheet.html",
        asked=asked,
        survey_id=survey.id,
        survey=survey.in_(language),
        questions=questions,
        code=code,
        errors=errors,
        wave=gettext(WAVE_WORDS[asked.wave]),
        notes=Notes("n", language),
    )


def _sent_answers(survey_id: str) -> dict[str, Answer]:
    fields = AllFields(request.form)
    questions = catalogue().survey(survey_id).reference.questions
    return {id_: question.read({FIELD: fields.get(f"q-{id_}", [])}) for id_, question in questions.items()}


def _sent_code() -> SentCode:
    source = request.form.get("code_from", "")
    drawn = request.form.get("drawn", "")[:LONGEST_CODE]
    return SentCode(
        source=source if source in CODE_FROM else "",
        typed=request.form.get("code", "")[:LONGEST_CODE],
        drawn=drawn if read_code(drawn) else draw_code(),
    )
