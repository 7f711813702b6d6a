"""How the questions of each quiz and the forks of each case work, by figures of closed quarters."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import render_template, url_for

from course import groups
from course.acts.audit import log_of
from course.acts.policy import may
from course.base.languages import HTML_LANG, N_, Language
from course.content.document import Document
from course.content.prose import Notes, plain
from course.content.quiz import Quiz
from course.groups import CaseAnalysis, QuizAnalysis
from course.scoring.analysis import ToldReliability
from course.train.feature import feature
from course.train.figure_words import (
    AUDIENCES,
    WHY_NOT,
    Advice,
    advice_on,
    facility_in_words,
    figure_in_words,
    quarters_in_words,
    told_share,
)
from course.web.documents import in_reading_order
from course.web.house import now, whole_catalogue
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.sources import notes_of
from course.web.transaction import note_apart, session
from course.web.whole import VERDICTS
from course.web.words import gettext


@dataclass(frozen=True)
class FigureLink:
    """A quiz or a case whose figures can be looked at."""

    kind: str
    title: str
    html_lang: str
    url: str


@dataclass(frozen=True)
class ItemLine:
    """A question in the table: its number in the quiz, what it asks, its figures and advice in words."""

    number: int
    url: str
    prompt: str
    html_lang: str
    is_core: bool
    facility: str
    discrimination: str
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class QuizFigures:
    """A quiz with one audience. `core` has what its core questions measure together, or why that is not told."""

    audience: str
    lines: tuple[ItemLine, ...]
    waiting: int
    core: ToldReliability | None
    core_words: str
    quarters: str


@dataclass(frozen=True)
class ChoiceLine:
    """A choice of a fork: what it says, its worth, and its share in words."""

    text: str
    verdict: str
    share: str


@dataclass(frozen=True)
class ForkFigures:
    """A fork with one audience. `text` is the scene."""

    id: str
    text: str
    html_lang: str
    quarters: str
    choices: tuple[ChoiceLine, ...]


@dataclass(frozen=True)
class CaseFigures:
    """A case with one audience: the forks that can be told, and how many cannot yet."""

    audience: str
    forks: tuple[ForkFigures, ...]
    waiting: int


@feature.page("/train/figures", permission="programme-figures", menu=(N_("Figures"), ("reviewer",)))
def list_figures() -> str:
    """Every quiz and case, in the order of reading."""
    language = page_language()
    links = [
        FigureLink(
            kind,
            document.in_(language).title,
            HTML_LANG[document.language_of(language, "title")],
            _url(kind, document.id),
        )
        for kind, document in in_reading_order()
        if kind in ("quiz", "case")
    ]
    return render_template("train/figures.html", links=links)


@feature.page("/train/figures/quizzes/<document_id>", permission="programme-figures")
def show_quiz_figures(document_id: str) -> str:
    """A quiz: how each question works, and what the core ones measure together."""
    document = whole_catalogue().quiz(document_id)
    note_reading()
    found = groups.analyse_quiz(session(), whole_catalogue(), document_id, now())
    return render_template(
        "train/quiz_figures.html",
        document_id=document_id,
        quiz_title=document.in_(page_language()).title,
        html_lang=HTML_LANG[document.language_of(page_language(), "title")],
        figures=[_quiz_figures(document, one) for one in found],
        words=figure_in_words,
        quiz_url=url_for("train.show_quiz", document_id=document_id) if may(actor(), "read-keys") else "",
    )


@feature.page("/train/figures/cases/<document_id>", permission="programme-figures")
def show_case_figures(document_id: str) -> str:
    """A case: what was chosen at each fork."""
    language = page_language()
    document = whole_catalogue().case(document_id)
    note_reading()
    found = groups.analyse_case(session(), whole_catalogue(), document_id, now())
    notes = Notes("n", language)
    return render_template(
        "train/case_figures.html",
        case_title=document.in_(language).title,
        html_lang=HTML_LANG[document.language_of(language, "title")],
        figures=[_case_figures(document_id, one, language) for one in found],
        case_url=url_for("train.show_case", document_id=document_id) if may(actor(), "read-keys") else "",
        notes=notes,
        margin=lambda: notes_of(whole_catalogue().registers, notes, language),
    )


def note_reading() -> None:
    """Have it noted that somebody looked at figures."""
    reader, moment = actor(), now()
    note_apart(lambda own: log_of(own, reader, moment, "figures-read"))


def _url(kind: str, document_id: str) -> str:
    return url_for(f"train.show_{kind}_figures", document_id=document_id)


def _quiz_figures(document: Document[Quiz], found: QuizAnalysis) -> QuizFigures:
    quarters = dict.fromkeys(quarter for one in found.items.values() for quarter in one.item.quarters)
    together = found.reliability
    return QuizFigures(
        audience=gettext(AUDIENCES[found.audience]),
        lines=tuple(_item_lines(document, found)),
        waiting=len(document.reference.scored) - len(found.items),
        core=together if isinstance(together, ToldReliability) else None,
        core_words=gettext(WHY_NOT[together]) if isinstance(together, str) else "",
        quarters=quarters_in_words(list(quarters)),
    )


def _item_lines(document: Document[Quiz], found: QuizAnalysis) -> Iterator[ItemLine]:
    language = page_language()
    for number, (id_, question) in enumerate(document.in_(language).questions.items(), 1):
        if id_ in found.items:
            one = found.items[id_]
            yield ItemLine(
                number=number,
                url=url_for("train.show_question_figures", document_id=document.id, question_id=id_),
                prompt=plain(question.prompt),
                html_lang=HTML_LANG[document.language_of(language, "questions", id_)],
                is_core=question.core,
                facility=facility_in_words(one),
                discrimination=figure_in_words(one.discrimination),
                advice=tuple(advice_on(one)),
            )


def _case_figures(case_id: str, found: CaseAnalysis, language: Language) -> CaseFigures:
    document = whole_catalogue().case(case_id)
    case = document.in_(language)
    forks = tuple(
        ForkFigures(
            id=id_,
            text=case.scenes[id_].text,
            html_lang=HTML_LANG[document.language_of(language, "scenes", id_)],
            quarters=quarters_in_words(item.quarters),
            choices=tuple(
                ChoiceLine(choice.text, gettext(VERDICTS[choice.verdict][1]), told_share(item, choice_id))
                for choice_id, choice in case.scenes[id_].choices.items()
            ),
        )
        for id_, item in found.forks.items()
    )
    all_forks = sum(len(scene.choices) > 1 for scene in case.scenes.values())
    return CaseFigures(gettext(AUDIENCES[found.audience]), forks, all_forks - len(forks))
