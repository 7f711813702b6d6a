"""What an officer does on the site, a step at a time, without scripts."""

from collections.abc import Callable, Mapping
from typing import Any

from site_of_tests import Page, Site, Visitor

from course.acts.save_answer import CERTAINTY
from course.content.questions.base import Form, Question
from course.scoring.case import begin, offered, take
from course.storage.models import Attempt

MODULE, CASE = "ethnic-profiling", "looked-away"


def right_fields(question: Question) -> Form:
    """The fields of the right answer."""
    return question.key()


def wrong_fields(question: Question) -> Form:
    """The fields of an answer that earns nothing."""
    wrong = WRONG[question.kind](question)
    assert question.mark(question.read(wrong)) == 0, question.kind
    return wrong


def _wrong_choice(question: Any) -> Form:
    wrong = [id_ for id_, option in question.options.items() if not option.correct]
    return {"answer": wrong[:1] if question.kind == "single" else wrong}


def _wrong_places(question: Any) -> Form:
    categories = list(question.categories)
    after = dict(zip(categories, [*categories[1:], categories[0]], strict=True))
    return {f"answer-{id_}": [after[item.category]] for id_, item in question.items.items()}


def _wrong_phrases(question: Any) -> Form:
    return {"answer": [id_ for id_, phrase in question.phrases.items() if not phrase.remove]}


def _wrong_way_round(question: Any) -> Form:
    return {f"answer-{id_}": [str(place)] for place, id_ in enumerate(reversed(question.steps), 1)}


def _wrong_words(question: Any) -> Form:
    wrong = {
        id_: next(option for option, one in gap.options.items() if not one.correct) if gap.options else "nada disto"
        for id_, gap in question.gaps.items()
    }
    return {f"answer-{id_}": [words] for id_, words in wrong.items()}


WRONG: Mapping[str, Callable[[Any], Form]] = {
    "single": _wrong_choice,
    "multiple": _wrong_choice,
    "classify": _wrong_places,
    "highlight": _wrong_phrases,
    "order": _wrong_way_round,
    "blanks": _wrong_words,
    "number": lambda _: {"answer": ["999999"]},
}
"""By kind: how a question of it is answered without earning anything."""


def read_all(site: Site, visitor: Visitor, module: str = MODULE) -> None:
    """Start the module and leave every section behind, without playing its case."""
    visitor.get(f"/modules/{module}").submit(f"/modules/{module}/start")
    for section in site.house.catalogue.module(module).reference.sections:
        visitor.get(f"/modules/{module}/{section}").submit(f"/modules/{module}/{section}/seen")


def play(site: Site, visitor: Visitor, pick: int = 0, case_id: str = CASE) -> Page:
    """Play the case to an ending, always taking the choice at that place (the last where there are fewer)."""
    page = visitor.follow(visitor.get(f"/cases/{case_id}").submit(f"/cases/{case_id}/runs"))
    case = site.house.catalogue.case(case_id).reference
    run, moment, number = page.path.rpartition("/")[0], begin(case), 1
    while choices := list(offered(case, moment)):
        choice = choices[min(pick, len(choices) - 1)]
        page = visitor.follow(page.submit(f"{run}/{number}", choice=choice))
        moment, number = take(case, moment, choice), number + 1
    assert f"{run}/ending" in page.links()
    return visitor.get(f"{run}/ending")


def open_quiz(visitor: Visitor, quiz: str = MODULE) -> Page:
    """The first question of an attempt."""
    return visitor.follow(visitor.get(f"/quizzes/{quiz}").submit(f"/quizzes/{quiz}/attempts"))


def answer_all(
    site: Site, visitor: Visitor, *, wrong: int = 0, sure: Mapping[int, int] | None = None, quiz_id: str = MODULE
) -> Page:
    """Answer an attempt, so many questions wrongly, up to the page before handing in.

    `sure`: by the number of the question, the level of certainty that is said of its answer.
    """
    page = open_quiz(visitor, quiz_id)
    quiz = site.house.catalogue.quiz(quiz_id).reference
    asked = questions_asked(site, page)
    for number, id_ in enumerate(asked, 1):
        fields = wrong_fields(quiz.questions[id_]) if number <= wrong else right_fields(quiz.questions[id_])
        level = {CERTAINTY: [str(sure[number])]} if sure and number in sure else {}
        page = visitor.follow(page.fill(page.path, {**fields, **level}))
    return page


def questions_asked(site: Site, page: Page) -> list[str]:
    """The ids that the attempt of this page asks, in order."""
    with site.house.database.read() as session:
        attempt = session.get(Attempt, bytes.fromhex(page.path.split("/")[2]))
        assert attempt is not None
        return list(attempt.questions)


def hand_in(page: Page) -> Page:
    """Hand in from the page before it, and see the result."""
    action = page.path.replace("/review", "/hand-in")
    return page.visitor.follow(page.submit(action))
