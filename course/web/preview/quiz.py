"""The preview of a quiz: question by question with what each answer is worth, and the result as an officer sees it.

The answers stand in the address: `3.answer=b` is a field of question 3, as its form sends it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from flask import redirect, request
from werkzeug.wrappers import Response

from course.acts.save_answer import CERTAINTY, find_certainty
from course.base.refusals import Invalid, NotFound
from course.content.document import Document
from course.content.questions.base import FIELD, Answer, Form
from course.content.quiz import Quiz
from course.scoring.draw import draw_questions
from course.scoring.quiz import score
from course.web.forms import sent_fields, try_act
from course.web.house import whole_catalogue
from course.web.i18n import page_language
from course.web.intake import LONGEST_QUERY
from course.web.player.addresses import QuizAddresses
from course.web.player.exercise import exercise_done, exercise_page, list_exercises
from course.web.player.question import question_page, read_answer
from course.web.player.quiz_opening import quiz_page
from course.web.player.result import Outcome, result_page
from course.web.player.sheet import Sheet
from course.web.preview.previewed import NOTHING_THERE, Previewed
from course.web.questions import correct
from course.web.whole import Passage, QuestionText, keys_of
from course.web.words import gettext

EVERY: Final = "all"
"""The draw in which every question is asked, in the order written."""
FIRST_DRAW: Final = "1"
LAST_DRAW: Final = 99
_DRAW: Final = re.compile("[1-9][0-9]?|all")
_FIELD: Final = re.compile("([1-9][0-9]{0,2})[.](.+)")
ROOM: Final = LONGEST_QUERY - 600
"""Characters of the answers in an address; with more, those given first are left out."""
Shown = str | tuple[str, int] | Response
Given = Mapping[int, Form]
"""By number of the question, the fields that were sent."""


@dataclass(frozen=True)
class Standing:
    """An answer that the address holds."""

    value: Answer
    certainty: int | None
    seq: int = 1


@dataclass(frozen=True)
class QuizPreview(QuizAddresses):
    """The pages of a quiz in that draw, with those answers."""

    previewed: Previewed
    draw: str
    given: Given

    @property
    def opening(self) -> str:
        """The beginning of the preview, in the same draw."""
        return self.previewed.url(draw=self._draw)

    @property
    def start(self) -> str:
        """Leads to the first question."""
        return self.previewed.url("start", draw=self._draw)

    def question(self, number: int) -> str:
        """A question."""
        return self._url("question", number=number)

    @property
    def review(self) -> str:
        """The result at once: here nothing is handed in."""
        return self.result

    @property
    def result(self) -> str:
        """The result of these answers."""
        return self._url("result")

    def exercise(self, question_id: str) -> str:
        """An exercise."""
        return self._url("exercise", exercise=question_id)

    def ways(self) -> list[tuple[str, str]]:
        """Other draws than this one: their addresses and what they are."""
        if self.draw == EVERY:
            return [(self.previewed.url(), gettext("Only what one officer is asked"))]
        another = self.previewed.url(draw=int(self.draw) % LAST_DRAW + 1)
        return [
            (another, gettext("What another officer is asked")),
            (self.previewed.url(draw=EVERY), gettext("All questions, as written")),
        ]

    @property
    def _draw(self) -> str | None:
        return None if self.draw == FIRST_DRAW else self.draw

    def _url(self, place: str, **asked: str | int) -> str:
        fields = {f"{number}.{name}": values for number, form in self.given.items() for name, values in form.items()}
        return self.previewed.url(place, **asked, draw=self._draw, **fields)


def show_opening(previewed: Previewed) -> Shown:
    """What is asked and how it counts, as somebody finds it who never answered."""
    sheet, at = _read_sheet(previewed, {})
    module = whole_catalogue().module_of_quiz(previewed.document.id)
    words = gettext("Back to the module") if module else gettext("Back to my path")
    return quiz_page(
        previewed.document,
        at,
        len(sheet.asked),
        back=(previewed.text.back[0], words),
        open_attempt=None,
        best=None,
        ways=at.ways(),
        **previewed.context(),
    )


def _show_question(previewed: Previewed) -> Shown:
    sheet, _ = _read_sheet(previewed, _given())
    return _question(previewed, sheet, None, {})


def _answer_question(previewed: Previewed) -> Shown:
    given, number = _given(), previewed.number()
    sheet, at = _read_sheet(previewed, given)
    question = sheet.quiz.questions[sheet.question_id(number)]
    refusal = try_act(lambda: (read_answer(question, sent_fields()), find_certainty(sent_fields())))
    if isinstance(refusal, Invalid) and refusal.fields:
        return _question(previewed, sheet, refusal, question.as_typed(sent_fields())), 422
    if isinstance(refusal, Exception):
        raise refusal
    others = {other: form for other, form in given.items() if other != number}
    fitting = _fitting({**others, number: _fields_sent()})
    return redirect(f"{QuizPreview(previewed, at.draw, fitting).question(number)}#found", 303)


def _question(previewed: Previewed, sheet: Sheet, refusal: Invalid | None, typed: Answer) -> str:
    number = previewed.number()
    id_ = sheet.question_id(number)
    question, answer = sheet.quiz.questions[id_], sheet.answer(id_)
    module = whole_catalogue().library.modules.get(sheet.quiz.objectives_of)
    objectives = module.in_(sheet.language).objectives if module else {}
    objective = objectives.get(question.objective, question.objective) if question.objective else ""
    return question_page(
        sheet,
        number,
        level=sheet.certainty(id_),
        refusal=refusal,
        typed=typed or None,
        template="preview/question.html",
        correction=correct(question, answer, sheet.language) if answer and not refusal else None,
        passage=Passage(sheet.document, sheet.language, "questions", id_),
        keys=QuestionText(id_, question, objective, tuple(keys_of(question, sheet.language))),
        **previewed.around(),
    )


def _show_result(previewed: Previewed) -> Shown:
    sheet, at = _read_sheet(previewed, _given())
    marked = score(sheet.document.reference, sheet.asked, {id_: one.value for id_, one in sheet.answers.items()})
    return result_page(
        sheet,
        Outcome(marked.marks, marked.percent, marked.passed, marks_before={}),
        None,
        list_exercises(sheet.document, at),
        template="preview/result.html",
        **previewed.context(),
    )


def _show_exercise(previewed: Previewed) -> Shown:
    _, at = _read_sheet(previewed, _given())
    return exercise_page(previewed.document, request.args.get("exercise", ""), at, **previewed.context())


def _do_exercise(previewed: Previewed) -> Shown:
    _, at = _read_sheet(previewed, _given())
    return exercise_done(previewed.document, request.args.get("exercise", ""), at, **previewed.context())


def _start(previewed: Previewed) -> Shown:
    _, at = _read_sheet(previewed, {})
    return redirect(at.question(1), 303)


PAGES: Final[Mapping[str, Callable[[Previewed], Shown]]] = {
    "question": _show_question,
    "result": _show_result,
    "exercise": _show_exercise,
}
FORMS: Final[Mapping[str, Callable[[Previewed], Shown]]] = {
    "start": _start,
    "question": _answer_question,
    "exercise": _do_exercise,
}


def _given() -> Given:
    """The answers in the address, in the order given."""
    given: dict[int, dict[str, list[str]]] = {}
    for name, value in request.args.items(multi=True):
        if field := _FIELD.fullmatch(name):
            given.setdefault(int(field[1]), {}).setdefault(field[2], []).append(value)
    return given


def _read_sheet(previewed: Previewed, given: Given) -> tuple[Sheet, QuizPreview]:
    """The questions of the draw that the address names, with those answers. Raises NotFound for a draw that is none,
    and for an answer that no page offers."""
    document: Document[Quiz] = previewed.document
    draw = request.args.get("draw", FIRST_DRAW)
    if not _DRAW.fullmatch(draw):
        raise NotFound(NOTHING_THERE)
    asked, at = _asked(document.reference, draw), QuizPreview(previewed, draw, given)
    if any(number > len(asked) for number in given):
        raise NotFound(NOTHING_THERE)
    answers = {
        asked[number - 1]: _standing(document.reference, asked[number - 1], form) for number, form in given.items()
    }
    return Sheet(document, page_language(), asked, f"preview:{draw}", answers, at), at


def _asked(quiz: Quiz, draw: str) -> Sequence[str]:
    if draw == EVERY:
        return quiz.askable
    module = whole_catalogue().library.modules.get(quiz.objectives_of)
    return draw_questions(quiz, f"preview:{draw}", (), module.reference.objectives if module else ())


def _standing(quiz: Quiz, id_: str, form: Form) -> Standing:
    try:
        answer, certainty = quiz.questions[id_].read(form), find_certainty(form)
    except Invalid:
        raise NotFound(NOTHING_THERE) from None
    if not answer:
        raise NotFound(NOTHING_THERE)
    return Standing(answer, certainty)


def _fields_sent() -> Form:
    """What was sent of the answer, and how sure it is."""
    sent = sent_fields()
    return {name: list(sent[name]) for name in sent if name == CERTAINTY or name.startswith(FIELD)}


def _fitting(given: Given) -> Given:
    """As many of the answers as an address has room for, the last ones."""
    kept = dict(given)
    while len(kept) > 1 and _length(kept) > ROOM:
        kept.pop(next(iter(kept)))
    return kept


def _length(given: Given) -> int:
    return sum(
        len(quote(f"{number}.{name}={value}&"))
        for number, form in given.items()
        for name, values in form.items()
        for value in values
    )
