"""What an officer does on the site, a step at a time, without scripts."""

from collections.abc import Mapping

from site_of_tests import Page, Site, Visitor

from course.acts.save_answer import CERTAINTY
from course.content.questions.base import Form, Question
from course.content.questions.classify import Classify
from course.content.questions.multiple import Multiple
from course.content.questions.single import Single
from course.scoring.case import begin, offered, take
from course.storage.models import Attempt

MODULE, CASE = "ethnic-profiling", "looked-away"


def right_fields(question: Question) -> Form:
    """The fields of the right answer."""
    if isinstance(question, Single | Multiple):
        return {"answer": [id_ for id_, option in question.options.items() if option.correct]}
    assert isinstance(question, Classify)
    return {f"answer-{id_}": [item.category] for id_, item in question.items.items()}


def wrong_fields(question: Question) -> Form:
    """The fields of an answer that earns nothing."""
    if isinstance(question, Single):
        return {"answer": [next(id_ for id_, option in question.options.items() if not option.correct)]}
    if isinstance(question, Multiple):
        return {"answer": [id_ for id_, option in question.options.items() if not option.correct]}
    assert isinstance(question, Classify)
    categories = list(question.categories)
    after = dict(zip(categories, [*categories[1:], categories[0]], strict=True))
    return {f"answer-{id_}": [after[item.category]] for id_, item in question.items.items()}


def read_all(site: Site, visitor: Visitor) -> None:
    """Start the module and leave every section behind, without playing its case."""
    module = site.house.catalogue.module(MODULE).reference
    visitor.get(f"/modules/{MODULE}").submit(f"/modules/{MODULE}/start")
    for section in module.sections:
        visitor.get(f"/modules/{MODULE}/{section}").submit(f"/modules/{MODULE}/{section}/seen")


def play(site: Site, visitor: Visitor, pick: int = 0) -> Page:
    """Play the case to an ending, always taking the choice at that place (the last where there are fewer)."""
    case = site.house.catalogue.case(CASE).reference
    page = visitor.follow(visitor.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    moment, number = begin(case), 1
    while choices := list(offered(case, moment)):
        choice = choices[min(pick, len(choices) - 1)]
        page = visitor.follow(page.submit(page.path, choice=choice))
        moment, number = take(case, moment, choice), number + 1
        onward = [link for link in page.links() if link.startswith("/runs/") and "#" not in link][-1]
        page = visitor.get(onward)
    return page


def open_quiz(visitor: Visitor) -> Page:
    """The first question of an attempt."""
    return visitor.follow(visitor.get(f"/quizzes/{MODULE}").submit(f"/quizzes/{MODULE}/attempts"))


def answer_all(site: Site, visitor: Visitor, *, wrong: int = 0, sure: Mapping[int, int] | None = None) -> Page:
    """Answer an attempt, so many questions wrongly, up to the page before handing in.

    `sure`: by the number of the question, the level of certainty that is said of its answer.
    """
    page = open_quiz(visitor)
    quiz = site.house.catalogue.quiz(MODULE).reference
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
