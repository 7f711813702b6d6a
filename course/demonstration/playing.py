"""How the invented officers learn: through the acts, as a real officer would.

What each does is drawn from a source of chance of its own, named by who does what: so the answers to the questions that
everybody gets are the same in every demonstration, whatever other questions are drawn for an attempt.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Final

from course.acts.choose import choose, open_run
from course.acts.desk import Desk
from course.acts.hand_in import hand_in
from course.acts.object import Place, hold_objection
from course.acts.open_attempt import open_attempt
from course.acts.record_seen import record_seen, start_module
from course.acts.save_answer import CERTAINTY, Sent, save_answer
from course.content.questions.base import Form, Question
from course.content.questions.classify import Classify
from course.content.questions.multiple import Multiple
from course.content.questions.single import Single
from course.content.quiz import Quiz
from course.scoring.case import begin, offered, take
from course.storage import attempts

SEED: Final = 2016
OBJECTED: Final = "ethnic-profiling"
"""The module to which some object."""
DRAWN: Final = 4
"""How many times as likely somebody of tomorrow's session takes a choice that carries a wrong idea as another one."""
HELD: Final[Mapping[str, float]] = {
    "avoids-eyes": 0.8,
    "routine-needs-no-reason": 0.65,
    "group-figures-justify": 0.15,
    "police-are-a-ground": 0.6,
    "one-list-everywhere": 0.15,
}
"""Chances that somebody of tomorrow's session holds a wrong idea of a core question; other ideas are held by nobody."""
LEVELS: Final[Mapping[str, tuple[int, int, int, int]]] = {
    "knows": (15, 10, 30, 45),
    "slips": (20, 45, 30, 5),
    "holds": (10, 5, 15, 70),
}
"""Of 100 answers, how many say no level of certainty, and each of the three: of somebody who knows, who slips, and who
holds a wrong idea, and is mostly sure of it."""
OBJECTIONS: Final = (
    "No turno da noite somos dois. Parar para explicar é ficar sem ninguém a olhar à volta.",
    "Na rua decide-se em segundos; isto lê-se bem é sentado.",
    "Se não abordo e depois acontece alguma coisa, quem responde sou eu.",
    "Nunca vi um colega ser apoiado por ter escrito o motivo.",
)
"""Invented, like the people."""


def chance_of(*what: object) -> random.Random:
    """A source of chance that is the same for the same things named, in every demonstration."""
    return random.Random(repr((SEED, *what)))  # noqa: S311 - invented people, not secrets


def learn(desk: Desk, number: int, modules: Sequence[str], *, finishes: bool, is_planted: bool) -> None:
    """Officer `number` works through these modules, or stops on the way in the first one.

    `is_planted`: holds the ideas of HELD, and decides as somebody who does.
    """
    for module in modules if finishes else modules[:1]:
        _read(desk, module, finish=finishes)
        if finishes:
            _play_cases(desk, module, chance_of(number, module, "cases"), DRAWN if is_planted else 1)
            _answer_quiz(desk, module, number, HELD if is_planted else {})
    if number % 4 == 0 and number // 4 < len(OBJECTIONS):
        _object(desk, OBJECTIONS[number // 4])


def _read(desk: Desk, module: str, *, finish: bool) -> None:
    start_module(desk, module)
    sections = list(desk.catalogue.module(module).reference.sections)
    for section in sections if finish else sections[:2]:
        record_seen(desk, module, section)


def _play_cases(desk: Desk, module: str, chance: random.Random, drawn: int) -> None:
    """Every case to an ending; a choice that carries a wrong idea is so many times as likely as another one."""
    for case_id in desk.catalogue.module(module).reference.cases:
        case = desk.catalogue.case(case_id).reference
        run_id, moment, step = open_run(desk, case_id), begin(case), 1
        while choices := list(offered(case, moment)):
            carried = case.scenes[moment.scene].choices
            [choice] = chance.choices(choices, [drawn if carried[id_].idea else 1 for id_ in choices])
            choose(desk, run_id, step, choice)
            moment, step = take(case, moment, choice), step + 1


def _object(desk: Desk, line: str) -> None:
    """In the section that has ready objections, with the first of them ticked."""
    sections = desk.catalogue.module(OBJECTED).reference.sections
    id_, section = next((id_, section) for id_, section in sections.items() if section.objections)
    hold_objection(desk, Place("module", OBJECTED, id_), [next(iter(section.objections))], line)


def _answer_quiz(desk: Desk, module: str, officer: int, held: Mapping[str, float]) -> None:
    """Attempts until the quiz is passed: at first with slips, at last without.

    `held`: the chances with which the first attempt shows an idea of a core question.
    """
    quiz_id = desk.catalogue.module(module).reference.quiz
    quiz = desk.catalogue.quiz(quiz_id).reference
    for try_, knows in enumerate((0.75, 0.9, 1.0)):
        attempt_id = open_attempt(desk, quiz_id)
        attempt = attempts.get_attempt(desk.session, desk.actor.learner, attempt_id)
        for number, id_ in enumerate(attempt.questions):
            chance = chance_of(officer, quiz_id, try_, id_)
            fields = _fields(quiz, id_, chance, knows, held if try_ == 0 else {})
            save_answer(desk, attempt_id, id_, Sent(fields, 0, f"demonstration-{number}"))
        hand_in(desk, attempt_id)
        outcome = attempts.find_outcome(desk.session, attempt_id)
        if outcome is not None and outcome.passed:
            return


def _fields(quiz: Quiz, id_: str, chance: random.Random, knows: float, held: Mapping[str, float]) -> Form:
    """The fields of an answer, and how sure: of an idea held, of what is known (so often), or of a slip."""
    question = quiz.questions[id_]
    if id_ in quiz.core and isinstance(question, Single):
        likely, shown = max((held.get(option.idea or "", 0.0), key) for key, option in question.options.items())
        if chance.random() < likely:
            return {"answer": [shown], **_level("holds", chance)}
    is_known = chance.random() < knows
    return {**_answer(question, chance, is_known=is_known), **_level("knows" if is_known else "slips", chance)}


def _level(state: str, chance: random.Random) -> Form:
    """The field that says how sure somebody is; none where that is not said."""
    [level] = chance.choices(("", "1", "2", "3"), LEVELS[state])
    return {CERTAINTY: [level]} if level else {}


def _answer(question: Question, chance: random.Random, *, is_known: bool) -> Form:
    """The fields of a right answer, or of a plausible wrong one."""
    if isinstance(question, Single):
        ids = [id_ for id_, option in question.options.items() if option.correct == is_known]
        return {"answer": [chance.choice(ids)]}
    if isinstance(question, Multiple):
        right = [id_ for id_, option in question.options.items() if option.correct]
        wrong = [id_ for id_, option in question.options.items() if not option.correct]
        return {"answer": right if is_known else [*right[1:], chance.choice(wrong)]}
    if isinstance(question, Classify):
        placed = {id_: item.category for id_, item in question.items.items()}
        if not is_known:
            placed[chance.choice(list(placed))] = chance.choice(list(question.categories))
        return {f"answer-{id_}": [category] for id_, category in placed.items()}
    return question.key() if is_known else {}
