"""A quiz whole, with its keys; what is void in it, and its re-scoring after a correction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course.acts.policy import may
from course.acts.rescore import LONGEST
from course.acts.rescore import rescore as rescore_attempts
from course.acts.voids import voids_today
from course.base.languages import HTML_LANG, Language
from course.base.refusals import Conflict, Invalid
from course.content.document import Document
from course.content.prose import plain
from course.content.quiz import Quiz
from course.scoring.quiz import Voids, voids_of
from course.storage import rescorings
from course.storage.models import Rescoring
from course.train.feature import feature
from course.train.library_page import whole_document
from course.web.errors import in_words
from course.web.forms import errors_of, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.transaction import session

CORRECTION = "correction"
"""The id of the panel: what a refusal without a field points to."""


@dataclass(frozen=True)
class VoidLine:
    """A question with something void: its number and id, and the words of its void parts; none where it is all void."""

    number: int
    id: str
    parts: tuple[str, ...]
    html_lang: str


@dataclass(frozen=True)
class QuizCorrection:
    """What is void in the current text or was voided from here, and the re-scorings so far, the last first.

    `done_because` is the reason given when the current text re-scored the quiz; empty where it did not, or where one
    may not re-score.
    """

    lines: tuple[VoidLine, ...]
    events: Sequence[Rescoring]
    can_rescore: bool
    done_because: str


@feature.page("/train/quizzes/<document_id>", permission="read-keys")
def show_quiz(document_id: str) -> str:
    """A quiz with its keys, and what was corrected."""
    return _page(document_id, None)


@feature.act("/train/quizzes/<document_id>/rescoring", permission="rescore")
def rescore(document_id: str) -> tuple[str, int] | Response:
    """Re-score the attempts that were handed in."""
    reason = request.form.get("reason", "")[: LONGEST + 1]
    refusal = try_act(lambda: rescore_attempts(desk(), document_id, reason))
    if refusal is not None:
        return _page(document_id, refusal), refusal.status
    return redirect(url_for("train.show_quiz", document_id=document_id, _anchor=CORRECTION), 303)


def _page(document_id: str, refusal: Invalid | Conflict | None) -> str:
    errors = {error.field: error.message for error in errors_of(refusal)} if isinstance(refusal, Invalid) else {}
    return render_template(
        "train/quiz.html",
        **whole_document("quiz", document_id),
        correction=_correction(document_id),
        errors=errors or ({"": in_words(refusal)} if refusal else {}),
        error_title=in_words(refusal) if isinstance(refusal, Invalid) else "",
        typed=request.form.get("reason", ""),
    )


def _correction(quiz_id: str) -> QuizCorrection:
    document = catalogue().quiz(quiz_id)
    by_text, today = voids_of(document.reference), voids_today(desk(), document)
    lines = tuple(_void_lines(document, today, page_language()))
    events = rescorings.list_rescorings(session(), quiz_id)
    can_rescore = bool(by_text) and may(actor(), "rescore")
    done = next((event.reason for event in events if (event.digest, event.nth) == (document.digest, 0)), "")
    return QuizCorrection(lines, events, can_rescore, done if can_rescore else "")


def _void_lines(document: Document[Quiz], voids: Voids, language: Language) -> Iterator[VoidLine]:
    for number, (id_, question) in enumerate(document.in_(language).questions.items(), 1):
        html_lang = HTML_LANG[document.language_of(language, "questions", id_)]
        if id_ in voids.questions:
            yield VoidLine(number, id_, (), html_lang)
        elif id_ in voids.parts:
            void = [part for part in question.compared() if part in voids.parts[id_]]
            yield VoidLine(number, id_, tuple(plain(question.words_of(part)) for part in void), html_lang)
