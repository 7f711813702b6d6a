"""Questions come back on three dates for whoever wants them; which ones is noted when an attempt is handed in.

Nobody is told which they are, whether there are any, or that somebody looked (docs/decisions/0031).
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final

from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.save_answer import find_certainty
from course.acts.voids import askable_today, voids_today
from course.base.calendar import lisbon_day, monday_of
from course.base.languages import N_
from course.base.refusals import Conflict, Invalid, NotFound
from course.content.questions.base import Answer, Form
from course.content.registers import Track
from course.scoring.certainty import Answered
from course.scoring.quiz import correct_score
from course.scoring.refreshers import (
    Noted,
    choose,
    come_back,
    count_reached,
    find_reason,
    first_day,
    is_telling,
    leave_out,
)
from course.storage import attempts, completions, people, refresher_wishes, refreshers, session_days
from course.storage.models import Answer as StandingAnswer
from course.storage.models import Attempt, Refresher
from course.storage.session_days import SessionDay

_NOTHING: Final = N_("This page does not exist, or is not yours.")


@dataclass(frozen=True)
class Outlook:
    """What the actor may come back to: `asked` now, `left_out` because there are more, `waiting` in all by quiz.

    `days` says by quiz from which day its dates count, None while its module is not completed; `sessions` are the
    actor's own, from which they may count.
    """

    asked: Sequence[Noted] = ()
    left_out: Sequence[Noted] = ()
    waiting: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, dt.date | None] = field(default_factory=dict)
    reached: Mapping[str, int] = field(default_factory=dict)
    sessions: Sequence[SessionDay] = ()


@dataclass(frozen=True)
class Again:
    """A question that was answered again: the answer, what it is worth, and how sure it was."""

    answer: Answer
    mark: Fraction
    certainty: int | None


def read_refreshers(desk: Desk) -> Outlook:
    """What the actor may come back to today, by the texts of today; in one query where there is nothing, else in four.

    A question that was taken out, or is void by now, is left out.
    """
    demand(desk.actor, "refreshers")
    return _outlook(desk, refreshers.of_learner(desk.session, desk.actor.learner))


def answer_again(desk: Desk, quiz_id: str, question_id: str, form: Form) -> Again:
    """Mark the answer for the actor's eyes and note that this date is past for the question; the answer is not kept.

    Sent twice, or when the question is not due, it is only marked. Others that were due and are more than a date may
    have are left out this time. Raises NotFound for a question that does not come back, Invalid for no answer.
    """
    demand(desk.actor, "refreshers")
    rows = {(row.quiz, row.question): row for row in refreshers.of_learner(desk.session, desk.actor.learner)}
    if (quiz_id, question_id) not in rows or (quiz_id, question_id) not in askable_today(desk, [quiz_id]):
        raise NotFound(_NOTHING)
    document = desk.catalogue.quiz(quiz_id)
    question = document.reference.questions[question_id]
    answer, certainty = question.read(form), find_certainty(form)
    if not answer:
        raise Invalid(N_("An answer is missing"), {"answer": N_("Answer first; the correction comes at once")})
    blank = {question_id: Fraction(0)}
    again = correct_score(document.reference, blank, {question_id: answer}, voids_today(desk, document))
    mark = again.marks[question_id]
    outlook = _outlook(desk, list(rows.values()))
    one = next((one for one in outlook.asked if (one.quiz, one.question) == (quiz_id, question_id)), None)
    if one is not None:
        passed = [come_back(one, outlook.reached[quiz_id], Answered(mark, certainty))]
        passed += [leave_out(other, outlook.reached[other.quiz]) for other in outlook.left_out]
        for after in passed:
            _change(desk, rows[after.quiz, after.question], after, outlook.days[after.quiz])
    return Again(answer, mark, certainty)


def stop_refreshers(desk: Desk) -> None:
    """No refreshers for the actor: what was noted is erased at once, and nothing is noted from now on."""
    demand(desk.actor, "refreshers")
    refresher_wishes.set_wish(desk.session, desk.actor.person_id, "none")
    refreshers.forget(desk.session, desk.actor.learner)


def begin_refreshers(desk: Desk) -> None:
    """Have them again, from the attempts that are still kept. Changes nothing for whoever has them."""
    demand(desk.actor, "refreshers")
    if refresher_wishes.find_wish(desk.session, desk.actor.person_id) != "none":
        return
    refresher_wishes.set_wish(desk.session, desk.actor.person_id, None)
    for attempt, result in attempts.list_results(desk.session, desk.actor.learner):
        marks = {id_: Fraction(mark) for id_, mark in result.marks.items()}
        note_what_comes_back(desk, attempt, marks, attempts.last_answers(desk.session, attempt.id))


def ask_for_mail(desk: Desk) -> None:
    """A mail to the actor when a date has come. Raises Conflict for who has no address, or wants no refreshers."""
    demand(desk.actor, "refreshers")
    if people.get_person(desk.session, desk.actor.person_id).email is None:
        raise Conflict(N_("No e-mail address of yours is known here, so no mail can be sent to you."))
    if refresher_wishes.find_wish(desk.session, desk.actor.person_id) == "none":
        raise Conflict(N_("You have no refreshers now. Begin with them again first."))
    refresher_wishes.set_wish(desk.session, desk.actor.person_id, "mail")


def end_mail(desk: Desk) -> None:
    """No such mail any more; changes nothing for whoever has none."""
    demand(desk.actor, "refreshers")
    if refresher_wishes.find_wish(desk.session, desk.actor.person_id) == "mail":
        refresher_wishes.set_wish(desk.session, desk.actor.person_id, None)


def note_what_comes_back(
    desk: Desk, attempt: Attempt, marks: Mapping[str, Fraction], answers: Mapping[str, StandingAnswer]
) -> None:
    """Note the questions of an attempt that was handed in to which to come back, and forget those that were right and
    certain; one that was right without a word about certainty stays as it was. Nothing is noted for who wants none.
    """
    module = desk.catalogue.module_of_quiz(attempt.quiz)
    if module is None or refresher_wishes.find_wish(desk.session, desk.actor.person_id) == "none":
        return
    answered = {id_: Answered(marks[id_], row.certainty) for id_, row in answers.items() if row.value and id_ in marks}
    reasons = {id_: find_reason(one) for id_, one in answered.items() if is_telling(one)}
    completed = completions.of_person(desk.session, desk.actor.person_id)
    sessions = session_days.of_person(desk.session, desk.actor.person_id)
    today = lisbon_day(desk.now)
    day = days_of(completed, sessions, desk.catalogue.registers.tracks).get(module.id)
    # While the module is not completed, the latest day from which it may count, as far as that is known today.
    counts_from = day or max([today, *_days_of_sessions(module.id, sessions, desk.catalogue.registers.tracks)])
    noted = [
        Refresher(
            learner_key=desk.actor.learner,
            quiz=attempt.quiz,
            question=id_,
            reason=reason,
            done=count_reached(day, today),
            right_in_row=0,
            week=monday_of(counts_from),
        )
        for id_, reason in reasons.items()
        if reason
    ]
    refreshers.replace(desk.session, desk.actor.learner, attempt.quiz, list(reasons), noted)


def days_of(
    completed: Mapping[str, dt.date | None], sessions: Sequence[SessionDay], tracks: Mapping[str, Track]
) -> dict[str, dt.date | None]:
    """By module that somebody began, the day from which its dates count: see scoring.refreshers.first_day.

    A module's session is the latest one of a track with that module, held or still to come.
    """
    return {
        module: first_day(day, max(_days_of_sessions(module, sessions, tracks), default=None))
        for module, day in completed.items()
    }


def _days_of_sessions(module: str, sessions: Iterable[SessionDay], tracks: Mapping[str, Track]) -> list[dt.date]:
    of = {id_ for id_, track in tracks.items() if module in track.modules}
    return [one.day for one in sessions if one.track in of]


def _outlook(desk: Desk, rows: Sequence[Refresher]) -> Outlook:
    if not rows:
        return Outlook()
    askable = askable_today(desk, (row.quiz for row in rows))
    noted = [one for row in rows if (row.quiz, row.question) in askable and not (one := _noted(row)).is_over]
    if not noted:
        return Outlook()
    sessions = session_days.of_person(desk.session, desk.actor.person_id)
    completed = completions.of_person(desk.session, desk.actor.person_id)
    by_module = days_of(completed, sessions, desk.catalogue.registers.tracks)
    modules = {quiz: desk.catalogue.module_of_quiz(quiz) for quiz in dict.fromkeys(one.quiz for one in noted)}
    days = {quiz: by_module.get(module.id) if module else None for quiz, module in modules.items()}
    reached = {quiz: count_reached(day, lisbon_day(desk.now)) for quiz, day in days.items()}
    asked, left_out = choose(noted, reached)
    waiting = {quiz: sum(one.quiz == quiz for one in noted) for quiz in days}
    return Outlook(asked, left_out, waiting, days, reached, sessions)


def _noted(row: Refresher) -> Noted:
    return Noted(row.quiz, row.question, row.reason, row.done, row.right_in_row)


def _change(desk: Desk, row: Refresher, after: Noted, day: dt.date | None) -> None:
    week = monday_of(day) if day else row.week
    refreshers.change(desk.session, row, done=after.done, right_in_row=after.right, week=week)
