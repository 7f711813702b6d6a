"""An officer opens a quiz: the text, the registers, the questions and their order are settled here."""

import secrets

from course.acts.cohort import cohort_for
from course.acts.desk import Desk
from course.acts.policy import demand
from course.acts.voids import quiz_as_asked
from course.scoring.draw import draw_questions
from course.storage import attempts, completions


def open_attempt(desk: Desk, quiz_id: str) -> bytes:
    """The id of the learner's open attempt at the quiz, opened now where there is none. Raises NotFound.

    The order of the objectives is that of the module whose objectives the quiz asks about.
    """
    demand(desk.actor, "learn")
    document = desk.catalogue.quiz(quiz_id)
    already = attempts.find_open(desk.session, desk.actor.learner, quiz_id)
    if already is not None:
        return already.id
    seed = secrets.token_hex(8)
    seen = attempts.questions_seen(desk.session, desk.actor.learner, quiz_id)
    asked_about = desk.catalogue.library.modules.get(document.reference.objectives_of)
    objectives = asked_about.reference.objectives if asked_about else ()
    module = desk.catalogue.module_of_quiz(quiz_id)
    if module:
        completions.start(desk.session, desk.actor.person_id, module.id)
    return attempts.open_attempt(
        desk.session,
        learner_key=desk.actor.learner,
        quiz=quiz_id,
        digest=desk.catalogue.pin(desk.session, document),
        registers_digest=desk.catalogue.pin_registers(desk.session),
        questions=list(draw_questions(quiz_as_asked(desk, document), seed, seen, objectives)),
        seed=seed,
        cohort=cohort_for(desk, module.id if module else None),
        now=desk.now,
    ).id
