"""A flawed part is voided by two trainers together, at once for everybody, and no mark falls by it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from databases import race
from desks import NOW, a_desk, an_officer
from planning import Headquarters
from site_of_tests import COURSE
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from walks import right_fields, wrong_fields

from course.acts.actor import Actor
from course.acts.desk import Desk
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.acts.rescore import rescore
from course.acts.save_answer import Sent, save_answer
from course.acts.void_part import confirm_voiding, drop_voiding, propose_voiding
from course.acts.voids import askable_today, quiz_as_asked
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.catalogue import Catalogue
from course.content.library import read_library
from course.content.questions.base import WHOLE
from course.storage import attempts, rescorings, voidings
from course.storage.attempts import Result
from course.storage.models import AuditEntry, CorrectedOutcome, Rescoring, Voiding

QUIZ, QUESTION = "ethnic-profiling", "car-park"
"""A core question: everybody is asked it."""
REASON = "Duas opções podiam estar certas."
Act = Callable[[Desk], object]


@pytest.fixture
def eva(psp: Headquarters) -> Actor:
    """Another trainer."""
    return psp.sign_in(psp.person("Eva", "trainer"))


def do(psp: Headquarters, actor: Actor, act: Act, catalogue: Catalogue | None = None) -> None:
    with a_desk(psp.database, actor, catalogue or psp.catalogue) as desk:
        act(desk)


def propose(part: str = WHOLE, reason: str = REASON, question: str = QUESTION) -> Act:
    return lambda desk: propose_voiding(desk, QUIZ, question, part, reason)


def confirm(part: str = WHOLE) -> Act:
    return lambda desk: confirm_voiding(desk, QUIZ, QUESTION, part)


def an_attempt(psp: Headquarters, actor: Actor, catalogue: Catalogue | None = None, *, is_open: bool = False) -> bytes:
    """Of four wrong answers, that to QUESTION the first of them: 60 of 100."""
    with a_desk(psp.database, actor, catalogue or psp.catalogue) as desk:
        id_ = open_attempt(desk, QUIZ)
        questions = desk.catalogue.quiz(QUIZ).reference.questions
        asked = sorted(attempts.get_attempt(desk.session, actor.learner, id_).questions, key=QUESTION.__ne__)
        for number, name in enumerate(asked):
            fields = wrong_fields(questions[name]) if number < 4 else right_fields(questions[name])
            save_answer(desk, id_, name, Sent(fields, 0, f"key-{number}"))
        if not is_open:
            hand_in(desk, id_)
    return id_


def result(psp: Headquarters, attempt_id: bytes) -> Result:
    with psp.database.read() as session:
        found = attempts.find_result(session, attempt_id)
        assert found is not None
        return found


def wrong_part(psp: Headquarters) -> str:
    """The option that a wrong answer here chose."""
    question = psp.catalogue.quiz(QUIZ).reference.questions[QUESTION]
    [chosen] = question.chosen(question.read(wrong_fields(question)))
    return chosen


def reworded(root: Path) -> Catalogue:
    """The course with another wording of that question."""
    for shelf in ("modules", "cases", "quizzes", "registers"):
        shutil.copytree(COURSE / shelf, root / shelf)
    file = root / "quizzes" / QUIZ / "quiz.yaml"
    text = file.read_text(encoding="utf-8")
    before, after = text.split(f"  {QUESTION}:\n", 1)
    file.write_text(f"{before}  {QUESTION}:\n{after.replace('prompt: ', 'prompt: Agora. ', 1)}", encoding="utf-8")
    return Catalogue(read_library(root))


@pytest.mark.parametrize("is_whole", [True, False], ids=["the question", "an option"])
def test_what_two_trainers_void_counts_for_whoever_handed_in_and_for_who_comes_after(
    psp: Headquarters, eva: Actor, *, is_whole: bool
) -> None:
    ana, ivo = an_officer(psp.database), an_officer(psp.database, "ivo@test.example")
    handed_in, opened = an_attempt(psp, ana), an_attempt(psp, ivo, is_open=True)
    part = WHOLE if is_whole else wrong_part(psp)

    do(psp, psp.rui, propose(part))
    before = result(psp, handed_in).percent
    do(psp, eva, confirm(part))
    do(psp, ivo, lambda desk: hand_in(desk, opened))

    found, later = result(psp, handed_in), result(psp, opened)
    assert (before, found.outcome.percent, found.percent, found.corrected_on) == (60, 60, 70, NOW.date())
    assert (later.outcome.percent, later.percent, later.corrected_on) == (60, 70, None)
    with psp.database.read() as session:
        [event] = rescorings.list_rescorings(session, QUIZ)
        events = session.scalars(select(AuditEntry.event).where(AuditEntry.event.like("voiding%"))).all()
    assert (event.nth, event.reason, event.digest) == (1, REASON, psp.catalogue.quiz(QUIZ).digest)
    assert events == ["voiding-proposed", "voiding-confirmed"]


def test_a_void_question_is_asked_no_more_and_comes_back_no_more(psp: Headquarters, eva: Actor) -> None:
    do(psp, psp.rui, propose())
    do(psp, eva, confirm())

    with a_desk(psp.database, an_officer(psp.database), psp.catalogue) as desk:
        id_ = open_attempt(desk, QUIZ)
        asked = attempts.get_attempt(desk.session, desk.actor.learner, id_).questions
        document = desk.catalogue.quiz(QUIZ)
        assert (QUESTION in asked, len(asked)) == (False, 10)
        assert (QUIZ, QUESTION) not in askable_today(desk, [QUIZ])
        assert quiz_as_asked(desk, document).void == {QUESTION}
        assert document.reference.void == frozenset()


def test_one_trainer_alone_changes_nothing(psp: Headquarters, eva: Actor) -> None:
    id_ = an_attempt(psp, an_officer(psp.database))
    do(psp, psp.rui, propose())

    with pytest.raises(NotAllowed, match="Another trainer"):
        do(psp, psp.rui, confirm())
    with pytest.raises(Conflict, match="proposed already"):
        do(psp, eva, propose())
    with pytest.raises(Conflict, match="Nothing is void"):
        do(psp, psp.rui, lambda desk: rescore(desk, QUIZ, REASON))

    assert result(psp, id_).percent == 60
    with pytest.raises(IntegrityError, match="by_two"), psp.database.write() as session:  # the database says so too
        session.execute(update(Voiding).values(confirmed_by=psp.rui.person_id, confirmed_at=NOW))


def test_of_two_who_confirm_at_once_one_does(psp: Headquarters, eva: Actor) -> None:
    zoe = psp.sign_in(psp.person("Zoe", "trainer"))
    id_ = an_attempt(psp, an_officer(psp.database))
    do(psp, psp.rui, propose())

    def by(actor: Actor) -> Callable[[Session], None]:
        return lambda session: confirm_voiding(
            Desk(session, actor, NOW, psp.catalogue, psp.keys), QUIZ, QUESTION, WHOLE
        )

    outcomes = race(psp.database, by(eva), by(zoe))

    assert sorted(outcomes, key=str) == [Conflict, None]
    with psp.database.read() as session:
        counts = [session.scalar(select(func.count()).select_from(model)) for model in (CorrectedOutcome, Rescoring)]
    assert (counts, result(psp, id_).percent) == ([1, 1], 70)


def test_who_hands_in_at_the_moment_of_the_confirmation_has_it_too(psp: Headquarters, eva: Actor) -> None:
    officer = an_officer(psp.database)
    id_ = an_attempt(psp, officer, is_open=True)
    do(psp, psp.rui, propose())

    assert race(
        psp.database,
        lambda session: hand_in(Desk(session, officer, NOW, psp.catalogue, psp.keys), id_),
        lambda session: confirm_voiding(Desk(session, eva, NOW, psp.catalogue, psp.keys), QUIZ, QUESTION, WHOLE),
    ) == [None, None]

    assert result(psp, id_).percent == 70


def test_another_text_of_the_question_takes_its_place_and_who_began_before_keeps_it(
    psp: Headquarters, eva: Actor, tmp_path: Path
) -> None:
    ana, ivo = an_officer(psp.database), an_officer(psp.database, "ivo@test.example")
    begun = an_attempt(psp, ana, is_open=True)
    do(psp, psp.rui, propose())
    do(psp, eva, confirm())
    later = reworded(tmp_path / "later")

    do(psp, ana, lambda desk: hand_in(desk, begun), later)
    new = an_attempt(psp, ivo, later)

    assert (result(psp, begun).percent, result(psp, new).percent) == (70, 60)
    with pytest.raises(NotFound):
        do(psp, eva, confirm(), later)


def test_two_parts_are_two_events_and_nothing_falls(psp: Headquarters, eva: Actor) -> None:
    id_ = an_attempt(psp, an_officer(psp.database))
    for part in (wrong_part(psp), WHOLE):
        do(psp, psp.rui, propose(part))
        do(psp, eva, confirm(part))

    with psp.database.read() as session:
        assert [event.nth for event in rescorings.list_rescorings(session, QUIZ)] == [2, 1]
    assert (result(psp, id_).percent, result(psp, id_).corrected_on) == (70, NOW.date())
    with pytest.raises(Conflict, match="void already"):
        do(psp, psp.rui, propose())


def test_a_proposal_is_dropped_and_what_is_confirmed_is_not(psp: Headquarters, eva: Actor) -> None:
    do(psp, psp.rui, propose())
    do(psp, eva, lambda desk: drop_voiding(desk, QUIZ, QUESTION, WHOLE))
    with psp.database.read() as session:
        assert voidings.list_of_quiz(session, QUIZ) == []
    do(psp, psp.rui, propose())
    do(psp, eva, confirm())

    with pytest.raises(Conflict, match="meanwhile"):
        do(psp, psp.rui, lambda desk: drop_voiding(desk, QUIZ, QUESTION, WHOLE))


@pytest.mark.parametrize(
    ("act", "refusal", "message"),
    [
        (propose("none"), Invalid, "not proposed"),
        (propose(reason=" "), Invalid, "The reason is missing"),
        (propose(reason="Disse-o o agente Silva."), Invalid, "names somebody"),
        (propose(question="none"), NotFound, "This page does not exist"),
        (propose(question="write-grounds"), NotFound, "This page does not exist"),
        (confirm(), NotFound, "This page does not exist"),
        (lambda desk: drop_voiding(desk, QUIZ, QUESTION, WHOLE), NotFound, "This page does not exist"),
    ],
    ids=["no such part", "no reason", "a name", "no question", "an exercise", "nothing proposed", "nothing to drop"],
)
def test_what_cannot_be_is_refused(psp: Headquarters, act: Act, refusal: type[Exception], message: str) -> None:
    with pytest.raises(refusal, match=message):
        do(psp, psp.rui, act)


def test_only_trainers_do(psp: Headquarters) -> None:
    for actor in (psp.zita, an_officer(psp.database)):
        for act in (propose(), confirm(), lambda desk: drop_voiding(desk, QUIZ, QUESTION, WHOLE)):
            with pytest.raises(NotAllowed):
                do(psp, actor, act)
