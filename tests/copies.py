"""Many officers who learned as a few did through the acts: their rows are copied, not played again."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cohorts import STARTS_AT, TRACK, WEEK_BEFORE, Cohort, a_cohort, answer, play
from desks import a_desk
from site_of_tests import Site
from sqlalchemy import insert, select

from course.acts.actor import Actor
from course.acts.record_seen import start_module
from course.base.calendar import lisbon_day
from course.base.ids import new_id
from course.scoring.privacy import State
from course.storage import completions
from course.storage.models import Answer, Attempt, Base, CaseRun, CaseStep, Outcome
from course.storage.modules_before import Choice

Row = dict[str, Any]


@dataclass(frozen=True)
class Did:
    """What an officer answered to the core question of each idea of the track, and chose at the first fork."""

    states: tuple[State, ...]
    choice: str


class Copies:
    """Officers of any number; whoever did the same has copies of the same rows, under keys of their own."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._catalogue = site.house.catalogue
        [self._module] = self._catalogue.modules_before(Choice(TRACK, None)).values()
        self._ideas = self._catalogue.registers.tracks[TRACK].ideas
        # Long after all others, so that no picture is taken of them.
        cohort = a_cohort(
            site.house.database,
            code="MODELS",
            officers=40,
            seats=40,
            starts_at=STARTS_AT + dt.timedelta(days=365),
            key=site.house.learner_key,
        )
        self._models = list(cohort.officers)
        self._hand_ins: dict[tuple[State, ...], tuple[Row, Row, list[Row]]] = {}
        self._plays: dict[str, tuple[Row, list[Row]]] = {}

    def learn(self, cohort: Cohort, dids: Sequence[tuple[Actor, Did]]) -> None:
        """These officers of the cohort did so a week before it, and completed."""
        made: dict[type[Base], list[Row]] = {Attempt: [], Outcome: [], Answer: [], CaseRun: [], CaseStep: []}
        for officer, did in dids:
            own = {"learner_key": officer.learner, "cohort": cohort.code}
            attempt, outcome, answers = self._hand_in(did.states)
            run, steps = self._play(did.choice)
            attempt_id, run_id = new_id(), new_id()
            made[Attempt].append(attempt | own | {"id": attempt_id})
            made[Outcome].append(outcome | {"attempt_id": attempt_id})
            made[Answer] += [row | {"attempt_id": attempt_id} for row in answers]
            made[CaseRun].append(run | own | {"id": run_id})
            made[CaseStep] += [row | {"run_id": run_id} for row in steps]
        with self._site.house.database.write() as session:
            for model, rows in made.items():
                session.execute(insert(model), rows)
            for officer, _ in dids:
                day = lisbon_day(WEEK_BEFORE)
                completions.complete(session, officer.person_id, self._module.id, day, {"module": "0" * 64})

    def _hand_in(self, states: tuple[State, ...]) -> tuple[Row, Row, list[Row]]:
        if states not in self._hand_ins:
            told = dict(zip(self._ideas, states, strict=True))
            with a_desk(self._site.house.database, self._models.pop(), self._catalogue, WEEK_BEFORE) as desk:
                start_module(desk, self._module.id)
                attempt_id = answer(
                    desk,
                    self._module.reference.quiz,
                    shows=[idea for idea, state in told.items() if state != "no"],
                    sure=[idea for idea, state in told.items() if state == "sure"],
                )
                answers = desk.session.scalars(select(Answer).where(Answer.attempt_id == attempt_id))
                self._hand_ins[states] = (
                    _row(desk.session.get_one(Attempt, attempt_id)),
                    _row(desk.session.get_one(Outcome, attempt_id)),
                    [_row(one) for one in answers],
                )
        return self._hand_ins[states]

    def _play(self, choice: str) -> tuple[Row, list[Row]]:
        if choice not in self._plays:
            [case_id] = self._module.reference.cases
            start = self._catalogue.case(case_id).reference.start
            officer = self._models.pop()
            with a_desk(self._site.house.database, officer, self._catalogue, WEEK_BEFORE) as desk:
                start_module(desk, self._module.id)
                play(desk, case_id, {start: choice})
                run = desk.session.scalars(select(CaseRun).where(CaseRun.learner_key == officer.learner)).one()
                steps = desk.session.scalars(select(CaseStep).where(CaseStep.run_id == run.id))
                self._plays[choice] = _row(run), [_row(step) for step in steps]
        return self._plays[choice]


def _row(kept: Base) -> Row:
    return {column.name: getattr(kept, column.name) for column in kept.__table__.columns}
