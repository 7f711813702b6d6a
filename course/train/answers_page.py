"""After a session: which of its objections its trainer shows, with an answer, to those who had a seat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course import groups
from course.acts.said_in_session import Said, said_in
from course.acts.show_answer import LONGEST_ANSWER, is_over, show_answer, take_answer_back
from course.base.languages import HTML_LANG, Language
from course.base.refusals import Conflict, Invalid
from course.content.prose import Notes
from course.storage import sessions, shown_answers
from course.storage.models import ShownAnswer
from course.train.feature import feature
from course.web.errors import in_words
from course.web.forms import errors_of, shown_again, try_act
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor, desk
from course.web.transaction import session


@dataclass(frozen=True)
class Answerable:
    """A sentence of the session with the text of its answer; `is_shown` whether those who had a seat see it."""

    number: int
    key: str
    is_ready: bool
    words: str
    html_lang: str
    answer: str
    is_shown: bool


@dataclass(frozen=True)
class OfModule:
    """The sentences on one module."""

    title: str
    html_lang: str
    sentences: tuple[Answerable, ...]


@dataclass(frozen=True)
class Sent:
    """A form that was not taken: of which sentence, what was written, and what to mend."""

    key: str
    answer: str
    message: str


@feature.page("/train/sessions/<code>/answers", permission="show-answers")
def choose_answers(code: str) -> str:
    """The sentences of the brief, each with its answer, to be shown or taken back."""
    return _page(code)


@feature.act("/train/sessions/<code>/answers", permission="show-answers")
def show_with_answer(code: str) -> Response:
    """Show a sentence with the answer, or with another one."""
    key, answer = request.form.get("sentence", ""), request.form.get("answer", "")
    refusal = try_act(lambda: show_answer(desk(), code, key, answer, page_language()))
    if isinstance(refusal, Invalid | Conflict):
        found = errors_of(refusal) if isinstance(refusal, Invalid) else []
        message = found[0].message if found else in_words(refusal)
        return shown_again(_page(code, Sent(key, answer, message)), refusal)
    return redirect(url_for("train.choose_answers", code=code), 303)


@feature.act("/train/sessions/<code>/answers/taken-back", permission="show-answers")
def hide_answer(code: str) -> Response:
    """Show it no longer."""
    take_answer_back(desk(), code, request.form.get("sentence", ""))
    return redirect(url_for("train.choose_answers", code=code), 303)


def _page(code: str, sent: Sent | None = None) -> str:
    planned = sessions.get_led_session(session(), actor().person_id, code)
    language = page_language()
    picture = groups.read_picture(session(), code)
    said = said_in(session(), catalogue(), planned, picture, language)
    shown = {one.sentence: one for one in shown_answers.of_session(session(), code)}
    modules = list(_modules(said, shown, sent, language))
    can_show = is_over(planned, now())
    offered = [one for module in modules for one in module.sentences] if can_show else []
    place = next((one.number for one in offered if sent and one.key == sent.key), None)
    return render_template(
        "train/answers.html",
        planned=planned,
        can_show=can_show,
        modules=modules,
        longest=LONGEST_ANSWER,
        errors={f"answer-{place}" if place else "": sent.message} if sent else {},
        notes=Notes("n", language),
    )


def _modules(
    said: list[Said], shown: Mapping[str, ShownAnswer], sent: Sent | None, language: Language
) -> Iterator[OfModule]:
    """By module, in the order of the brief; a sentence that two people wrote stands once."""
    once = list({one.key: one for one in said}.values())
    for module in dict.fromkeys(one.module for one in once):
        document = catalogue().module(module)
        sentences = tuple(
            _answerable(number, one, shown.get(one.key), sent, HTML_LANG[document.language_of(language, "title")])
            for number, one in enumerate(once, 1)
            if one.module == module
        )
        title = document.in_(language).title
        yield OfModule(title, HTML_LANG[document.language_of(language, "title")], sentences)


def _answerable(number: int, said: Said, shown: ShownAnswer | None, sent: Sent | None, html_lang: str) -> Answerable:
    """With what was just written, else what is shown, else the prepared answer."""
    written = sent.answer if sent and sent.key == said.key else shown.answer if shown else said.answer
    return Answerable(number, said.key, said.is_ready, said.words, html_lang, written, shown is not None)
