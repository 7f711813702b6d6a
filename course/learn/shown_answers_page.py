"""After a session: what was objected in it and what was answered, as its trainer chose, for those who had a seat."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template

from course.base.languages import HTML_LANG, N_, as_language
from course.base.refusals import NotFound
from course.content.prose import Notes
from course.learn.feature import feature
from course.storage import seats, sessions, shown_answers
from course.storage.models import ShownAnswer
from course.storage.seats import PastSeat
from course.web.house import catalogue, now
from course.web.i18n import page_language
from course.web.identity import actor
from course.web.sources import LawNote, notes_of
from course.web.transaction import session


@dataclass(frozen=True)
class AnswerView:
    """A sentence and what was answered; own words stand as they were written, in a language that nobody noted."""

    is_ready: bool
    words: str
    answer: str
    html_lang: str


@dataclass(frozen=True)
class OfModule:
    """What was shown on one module. `url` is None where it is gone."""

    title: str
    html_lang: str
    answers: tuple[AnswerView, ...]


@feature.page("/sessions/<code>/answers", permission="shown-objections")
def show_answers(code: str) -> str:
    """What is shown of a session in which one had a seat. Raises NotFound, for any other session too."""
    if not seats.has_seat(session(), code, actor().person_id):
        raise NotFound(N_("This page does not exist, or is not yours."))
    planned = sessions.get_session(session(), code)
    language, registers = page_language(), catalogue().registers
    notes = Notes("n", language)

    def margin() -> list[LawNote]:
        return notes_of(registers, notes, language)

    return render_template(
        "learn/shown_answers.html",
        planned=planned,
        modules=list(_modules(shown_answers.of_session(session(), code))),
        notes=notes,
        margin=margin,
    )


def _modules(rows: Sequence[ShownAnswer]) -> Iterator[OfModule]:
    language = page_language()
    for module in dict.fromkeys(row.module for row in rows):
        document = catalogue().library.modules.get(module)
        answers = tuple(
            AnswerView(row.is_ready, row.words, row.answer, HTML_LANG[as_language(row.language) or "pt"])
            for row in rows
            if row.module == module
        )
        title = document.in_(language).title if document else module
        html_lang = HTML_LANG[document.language_of(language, "title") if document else language]
        yield OfModule(title, html_lang, answers)


@feature.context_processor
def _shown_answers() -> dict[str, Callable[..., list[PastSeat]]]:
    """For pages that lead there: `sessions_answered()`, asked only where a page does."""
    return {"sessions_answered": sessions_answered}


def sessions_answered(module_id: str | None = None) -> list[PastSeat]:
    """The past sessions in which the signed-in person had a seat and of which something is shown, the last first.

    With `module_id` only those with something on that module. One query where the person had no seat, else two.
    """
    past = seats.list_past_seats(session(), actor().person_id, now(), now() - seats.ANSWERS_KEPT)
    if not past:
        return []
    shown: Any = shown_answers.modules_of(session(), [one.code for one in past])
    return [one for one in past if any(code == one.code and module_id in {None, module} for code, module in shown)]
