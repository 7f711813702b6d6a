"""How one question works: each option, and whether certainty went with being right."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, url_for

from course import groups
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.document import Document
from course.content.prose import plain
from course.content.questions.base import FIELD, Question
from course.content.quiz import Quiz
from course.groups import ItemAnalysis
from course.scoring.analysis import Calibration
from course.train.feature import feature
from course.train.figure_words import (
    AUDIENCES,
    Advice,
    advice_on,
    calibration_in_words,
    facility_in_words,
    figure_in_words,
    quarters_in_words,
    told_share,
)
from course.train.figures_page import note_reading
from course.train.voiding_view import voiding_panel
from course.web.charts import Bar, ChartView, Series
from course.web.house import now, whole_catalogue
from course.web.i18n import page_language
from course.web.transaction import session
from course.web.whole import Whole
from course.web.words import gettext


@dataclass(frozen=True)
class OptionLine:
    """Something that could be chosen: what it says, whether it is right, and how many chose it, in words."""

    number: int
    text: str
    is_right: bool
    share: str
    surely: str


@dataclass(frozen=True)
class QuestionFigures:
    """A question with one audience; all but the audience is empty while there are no figures."""

    audience: str
    quarters: str = ""
    facility: str = ""
    discrimination: str = ""
    advice: tuple[Advice, ...] = ()
    options: tuple[OptionLine, ...] = ()
    chart: ChartView | None = None
    calibration: Calibration | None = None
    calibration_words: str = ""


@feature.page("/train/figures/quizzes/<document_id>/<question_id>", permission="programme-figures")
def show_question_figures(document_id: str, question_id: str) -> str:
    """A question of a quiz with its keys, and its figures."""
    return question_page(document_id, question_id)


def question_page(document_id: str, question_id: str, refusal: Invalid | Conflict | None = None) -> str:
    """The page, with what is to be mended after a refusal. Raises NotFound for a question that is not scored."""
    document = _scored(document_id, question_id)
    note_reading()
    panel = voiding_panel(document, question_id, refusal)
    found = groups.analyse_quiz(session(), whole_catalogue(), document_id, now())
    return render_template(
        "train/question_figures.html",
        **_question_texts(document, question_id),
        void=panel,
        errors=panel.errors,
        figures=[
            _figures(document, question_id, one.items.get(question_id), gettext(AUDIENCES[one.audience]))
            for one in found
        ],
    )


def _scored(document_id: str, question_id: str) -> Document[Quiz]:
    """The quiz. Raises NotFound for it or for a question that it does not score."""
    document = whole_catalogue().quiz(document_id)
    if question_id not in document.reference.scored:
        raise NotFound(N_("This page does not exist, or is not yours."))
    return document


def _question_texts(document: Document[Quiz], question_id: str) -> dict[str, object]:
    """What the page shows of the question itself."""
    whole = Whole.of("train", "quiz", document.id, page_language())
    passage, text = next((passage, text) for passage, text in whole.questions() if text.id == question_id)
    return {
        "document_id": document.id,
        "question_id": question_id,
        "number": list(document.reference.questions).index(question_id) + 1,
        "quiz_title": document.in_(page_language()).title,
        "passage": passage,
        "text": text,
        "back_url": url_for("train.show_quiz_figures", document_id=document.id),
    }


def _figures(document: Document[Quiz], id_: str, found: ItemAnalysis | None, audience: str) -> QuestionFigures:
    if found is None:
        return QuestionFigures(audience)
    options = tuple(_option_lines(document.in_(page_language()).questions[id_], found))
    return QuestionFigures(
        audience=audience,
        quarters=quarters_in_words(found.item.quarters),
        facility=facility_in_words(found),
        discrimination=figure_in_words(found.discrimination),
        advice=tuple(advice_on(found)),
        options=options,
        chart=_chart(options, found, _parts_of(document.reference.questions[id_], found)),
        calibration=found.calibration,
        calibration_words=calibration_in_words(found.calibration) if found.calibration else "",
    )


def _parts_of(question: Question, found: ItemAnalysis) -> list[str]:
    """What could be chosen, in the order of the text; where a part gets one of several, what is told of these."""
    whole = [part for part in question.compared() if "/" not in part]
    nested = [part for part in found.item.shares if part not in whole]
    return nested or whole


def _option_lines(question: Question, found: ItemAnalysis) -> Iterator[OptionLine]:
    right = question.key().get(FIELD, ())
    for number, part in enumerate(_parts_of(question, found), 1):
        surely = found.surely.get(part)
        yield OptionLine(
            number=number,
            text=plain(question.words_of_chosen(part)),
            is_right=part in right,
            share=told_share(found.item, part),
            surely="" if surely is None else gettext(N_("%(share)s%%"), share=str(surely)),
        )


def _chart(options: tuple[OptionLine, ...], found: ItemAnalysis, parts: list[str]) -> ChartView | None:
    """A bar for each option that is told; none where fewer than two are."""
    told = [
        (line, found.item.shares[part]) for line, part in zip(options, parts, strict=True) if part in found.item.shares
    ]
    if len(told) < 2:
        return None
    bars = tuple(
        Bar(
            gettext(N_("Option %(number)s"), number=str(line.number)),
            gettext(N_("%(share)s%%"), share=str(share)),
            share / 100,
        )
        for line, share in told
    )
    label = gettext(N_("Share that chose each option"))
    return ChartView(
        "bar",
        gettext(N_("Of a hundred people who were asked.")),
        gettext(N_("Option")),
        (Series("share", label, bars),),
        (),
        "",
    )
