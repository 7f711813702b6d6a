"""Coming back to questions: what is due today, when the next dates are, and how to have none of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course.acts import refresh
from course.acts.desk import Desk
from course.acts.refresh import Outlook, read_refreshers
from course.acts.save_answer import CERTAINTY, find_certainty
from course.base.languages import HTML_LANG
from course.base.refusals import Conflict, Invalid
from course.content.prose import Notes
from course.content.questions.base import Answer
from course.learn.feature import feature
from course.scoring.draw import shown_order
from course.scoring.refreshers import Noted, dates_from
from course.storage import people, refresher_wishes
from course.web.certainty_words import level_options
from course.web.errors import in_words
from course.web.forms import errors_of, sent_fields, try_act
from course.web.house import catalogue
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.questions import Correction, QuestionView, correct
from course.web.sources import notes_of, rest_on, sources_of
from course.web.transaction import session
from course.web.words import gettext


@dataclass(frozen=True)
class Waiting:
    """The questions of a quiz that come back: how many, counting from which day, on which dates.

    `session_on_it`: the code of the session from which they count; empty where they count from a completion. `next_on`
    is None while the module is not completed, and after the last date.
    """

    title: str
    html_lang: str
    count: int
    counts_from: dt.date | None
    session_on_it: str
    dates: tuple[dt.date, ...]
    next_on: dt.date | None


@dataclass(frozen=True)
class Asked:
    """A question that is due, and where it is answered."""

    prompt: str
    html_lang: str
    url: str


@feature.page("/refreshers", permission="refreshers")
def show_refreshers() -> str:
    """What is due, the dates, and the ways to be told of them by mail or to have none."""
    return _page("")


@feature.act("/refreshers/stop", permission="refreshers")
def stop_refreshers() -> Response | tuple[str, int]:
    """No refreshers: what was noted goes at once."""
    return _done(refresh.stop_refreshers)


@feature.act("/refreshers/begin", permission="refreshers")
def begin_refreshers() -> Response | tuple[str, int]:
    """Have them again."""
    return _done(refresh.begin_refreshers)


@feature.act("/refreshers/mail", permission="refreshers")
def ask_for_mail() -> Response | tuple[str, int]:
    """A mail when a date has come."""
    return _done(refresh.ask_for_mail)


@feature.act("/refreshers/mail/end", permission="refreshers")
def end_mail() -> Response | tuple[str, int]:
    """No such mail any more."""
    return _done(refresh.end_mail)


@feature.page("/refreshers/<quiz_id>/<question_id>", permission="refreshers")
def show_refresher(quiz_id: str, question_id: str) -> str | Response:
    """A question that is due, with nothing chosen; any other leads to what is."""
    outlook = read_refreshers(desk())
    one = next((one for one in outlook.asked if (one.quiz, one.question) == (quiz_id, question_id)), None)
    return _question_page(outlook, one) if one else redirect(url_for("learn.show_refreshers"), 303)


@feature.act("/refreshers/<quiz_id>/<question_id>", permission="refreshers")
def answer_refresher(quiz_id: str, question_id: str) -> str | tuple[str, int]:
    """The correction at once. The answer is not kept, so nothing is redirected: sent twice, it is shown twice."""
    before = read_refreshers(desk())
    again = try_act(lambda: refresh.answer_again(desk(), quiz_id, question_id, sent_fields()))
    if isinstance(again, Conflict):
        raise again
    if isinstance(again, Invalid):
        question = catalogue().quiz(quiz_id).in_(page_language()).questions[question_id]
        one = Noted(quiz_id, question_id, "unsure-wrong")
        return _question_page(before, one, refusal=again, typed=question.as_typed(sent_fields())), 422
    question = catalogue().quiz(quiz_id).in_(page_language()).questions[question_id]
    correction = replace(correct(question, again.answer, page_language()), mark=again.mark)
    return _corrected_page(quiz_id, question_id, correction)


@feature.app_template_global("refreshers_due")
def count_due() -> int:
    """How many questions are due today, for the panel beside the path; in one query where nothing was noted."""
    return len(read_refreshers(desk()).asked)


def _done(act: Callable[[Desk], None]) -> Response | tuple[str, int]:
    refusal = try_act(lambda: act(desk()))
    if refusal is not None:
        return _page(in_words(refusal)), refusal.status
    return redirect(url_for("learn.show_refreshers"), 303)


def _page(refused: str) -> str:
    outlook = read_refreshers(desk())
    waiting = list_waiting(outlook)
    return render_template(
        "learn/refreshers.html",
        wish=refresher_wishes.find_wish(session(), actor().person_id),
        email=people.get_person(session(), actor().person_id).email,
        asked=[_asked(one) for one in outlook.asked],
        waiting=waiting,
        next_on=min((one.next_on for one in waiting if one.next_on), default=None),
        refused=refused,
    )


def list_waiting(outlook: Outlook) -> list[Waiting]:
    """What comes back by quiz, soonest first; what has no date yet at the end."""
    rows = [_waiting(outlook, quiz_id, count) for quiz_id, count in outlook.waiting.items()]
    return sorted(rows, key=lambda row: (row.next_on is None, row.next_on or dt.date.max, row.title))


def _waiting(outlook: Outlook, quiz_id: str, count: int) -> Waiting:
    document, language = catalogue().quiz(quiz_id), page_language()
    day, reached = outlook.days[quiz_id], outlook.reached[quiz_id]
    dates = dates_from(day) if day else ()
    return Waiting(
        title=document.in_(language).title,
        html_lang=HTML_LANG[document.language_of(language, "title")],
        count=count,
        counts_from=day,
        session_on_it=next((one.code for one in outlook.sessions if one.day == day), ""),
        dates=dates,
        next_on=next(iter(dates[reached:]), None),
    )


def _asked(one: Noted) -> Asked:
    document, language = catalogue().quiz(one.quiz), page_language()
    return Asked(
        document.in_(language).questions[one.question].prompt,
        HTML_LANG[document.language_of(language, "questions", one.question)],
        _url(one),
    )


def _url(one: Noted) -> str:
    return url_for("learn.show_refresher", quiz_id=one.quiz, question_id=one.question)


def _view(quiz_id: str, question_id: str, answer: Answer | None = None) -> QuestionView:
    """The question in an order of its own for each date."""
    question = catalogue().quiz(quiz_id).in_(page_language()).questions[question_id]
    order = shown_order(question.shuffled_parts(), "refresher", question_id)
    return QuestionView.of(question_id, question, order=order, prefix="answer", answer=answer)


def _question_page(outlook: Outlook, one: Noted, *, refusal: Invalid | None = None, typed: Answer | None = None) -> str:
    document, language = catalogue().quiz(one.quiz), page_language()
    notes = Notes("n", language)
    view = _view(one.quiz, one.question, typed)
    rest_on(view.question.sources)
    chosen = try_act(lambda: find_certainty(sent_fields())) if refusal else None
    return render_template(
        "learn/refresher.html",
        quiz=document.in_(language),
        action=url_for("learn.answer_refresher", quiz_id=one.quiz, question_id=one.question),
        view=view,
        question_language=document.language_of(language, "questions", one.question),
        left=len(outlook.asked),
        levels=level_options(),
        level=str(chosen) if isinstance(chosen, int) else "",
        certainty_field=CERTAINTY,
        errors=errors_of(refusal) if refusal else [],
        error_title=gettext(refusal.message) if refusal else "",
        notes=notes,
        margin=lambda: notes_of(catalogue().registers, notes, language),
    )


def _corrected_page(quiz_id: str, question_id: str, correction: Correction) -> str:
    document, language = catalogue().quiz(quiz_id), page_language()
    outlook = read_refreshers(desk())
    notes = Notes("n", language)
    return render_template(
        "learn/refresher_corrected.html",
        quiz=document.in_(language),
        question=document.in_(language).questions[question_id],
        question_language=document.language_of(language, "questions", question_id),
        correction=correction,
        following=_url(outlook.asked[0]) if outlook.asked else None,
        left=len(outlook.asked),
        next_on=min((one.next_on for one in list_waiting(outlook) if one.next_on), default=None),
        module=catalogue().module_of_quiz(quiz_id),
        language=language,
        notes=notes,
        margin=lambda: notes_of(catalogue().registers, notes, language),
        sources=lambda ids: sources_of(catalogue().registers, ids, language),
    )
