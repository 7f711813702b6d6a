"""Made-up sessions whose people answer a quiz: better ones more often right, tallied as real ones are."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from walks import right_fields, wrong_fields

from course.content.document import Document
from course.content.questions.base import Answer, Question
from course.content.quiz import Quiz
from course.scoring.draw import draw_questions
from course.scoring.tallies import Sheet, tally_questions
from course.storage.group_counts import Sums
from course.storage.models import Audience

SPREAD: Final = 1.0
Answers = Callable[[str, Question, float, random.Random], Answer]
"""What somebody of that ability answers to a question."""


@dataclass(frozen=True)
class Answering:
    """A person of a session: the answers and which of them were certain, by question."""

    answers: Mapping[str, Answer]
    sure: frozenset[str]


def by_ability(_id: str, question: Question, ability: float, chance: random.Random) -> Answer:
    """Right, more often for who knows more; else something that earns nothing."""
    is_right = ability + chance.gauss(0, SPREAD) > 0
    return question.read(right_fields(question) if is_right else wrong_fields(question))


def some_people(quiz: Quiz, n: int, chance: random.Random, answer: Answers = by_ability) -> list[Answering]:
    """So many people; certain in half of their answers, and more often where they know more."""
    found = []
    for _ in range(n):
        ability = chance.gauss(0, SPREAD)
        asked = draw_questions(quiz, str(chance.random()))
        answers = {id_: answer(id_, quiz.questions[id_], ability, chance) for id_ in asked}
        sure = frozenset(id_ for id_ in asked if ability + chance.gauss(0, SPREAD) > 0)
        found.append(Answering(answers, sure))
    return found


def tallied(
    document: Document[Quiz],
    people: Sequence[Answering],
    session: str,
    *,
    quarter: str = "2026-3",
    audience: Audience = "officers",
) -> list[Sums]:
    """What is kept of that session."""
    quiz = document.written
    sheets = [
        Sheet(
            document.id,
            quiz,
            {id_: quiz.questions[id_].mark(answer) for id_, answer in one.answers.items()},
            one.answers,
            one.sure,
        )
        for one in people
    ]
    return [
        Sums(
            session=session,
            kind="question",
            document=place[0],
            part=place[1],
            core_digest=place[2],
            audience=audience,
            quarter=quarter,
            figures=figures,
        )
        for place, figures in tally_questions(sheets).items()
    ]
