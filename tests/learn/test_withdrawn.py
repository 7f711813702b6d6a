"""What officers meet when a document is withdrawn: nobody is stuck, and nobody loses what was done."""

from pathlib import Path

import pytest
from authors import Authors
from desks import an_officer, pass_quiz, play_case
from site_of_tests import Site, Visitor
from walks import CASE, MODULE, answer_all, hand_in, open_quiz, read_all, right_fields

from course.acts.choose import open_run
from course.acts.complete import complete_what_is_done
from course.acts.decide_differently import decide_differently
from course.acts.hand_in import hand_in as close_attempt
from course.acts.open_attempt import open_attempt
from course.acts.publish import withdraw
from course.acts.record_seen import record_seen
from course.acts.save_answer import Sent, save_answer
from course.base.refusals import Conflict, NotFound
from course.content.bundle import Kind
from course.content.library import Library
from course.storage import attempts, completions
from course.storage.engine import Database


@pytest.fixture
def authors(site: Site, library: Library) -> Authors:
    return Authors(site.house.database, library, site.settings.keys)


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example", "en")


def withdrawn(authors: Authors, kind: Kind, document: str) -> None:
    """The document, withdrawn by a trainer."""
    with authors.desk(authors.other) as desk:
        withdraw(desk, kind, document, "Uma fonte mudou.")


def test_a_module_is_done_without_its_case_once_that_is_withdrawn(
    site: Site, authors: Authors, officer: Visitor
) -> None:
    withdrawn(authors, "case", CASE)

    section = officer.get(f"/modules/{MODULE}/play")
    read_all(site, officer)
    result = hand_in(answer_all(site, officer))

    assert "The case that is played here is not shown any more. This section is done without it." in section.text
    assert f"/cases/{CASE}" not in section.links()
    assert result.h1.startswith("You completed")
    assert "Completed on" in officer.get(f"/modules/{MODULE}").text


def test_whoever_was_left_with_nothing_but_the_withdrawn_case_records_the_module_as_done(
    database: Database, library: Library, tmp_path: Path
) -> None:
    authors = Authors(database, library, tmp_path / "keys")
    agent = an_officer(database)
    module = library.modules[MODULE].reference
    with authors.desk(agent) as desk:
        for section in module.sections:
            record_seen(desk, MODULE, section)
        pass_quiz(desk, module.quiz)
    with database.read() as session:
        assert completions.of_person(session, agent.person_id)[MODULE] is None

    withdrawn(authors, "case", CASE)
    with authors.desk(agent) as desk:
        complete_what_is_done(desk)

    with database.read() as session:
        assert completions.of_person(session, agent.person_id)[MODULE] is not None


def test_a_module_whose_quiz_is_withdrawn_is_asked_of_nobody_and_what_was_begun_counts(
    database: Database, library: Library, tmp_path: Path
) -> None:
    authors = Authors(database, library, tmp_path / "keys")
    agent, module = an_officer(database), library.modules[MODULE].reference
    with authors.desk(agent) as desk:
        for section in module.sections:
            record_seen(desk, MODULE, section)
        play_case(desk, CASE)
        begun = open_attempt(desk, module.quiz)

    withdrawn(authors, "quiz", module.quiz)

    assert MODULE not in authors.catalogue().library.modules
    with authors.desk(agent) as desk, pytest.raises(NotFound):
        record_seen(desk, MODULE, next(iter(module.sections)))
    with authors.desk(agent) as desk:
        quiz = library.quizzes[module.quiz].reference
        for number, id_ in enumerate(attempts.get_attempt(desk.session, agent.learner, begun).questions):
            save_answer(desk, begun, id_, Sent(right_fields(quiz.questions[id_]), 0, f"key-{number}"))
        close_attempt(desk, begun)
    with database.read() as session:
        assert completions.of_person(session, agent.person_id)[MODULE] is not None


def test_no_page_of_an_officer_breaks_when_anything_is_withdrawn(
    site: Site, authors: Authors, officer: Visitor
) -> None:
    question = open_quiz(officer).path
    scene = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs")).path
    pages = ("/path", "/record", "/library", "/library?q=controlo", "/library/cards", "/refreshers", question, scene)
    begun: tuple[tuple[Kind, str], ...] = (
        ("case", CASE),
        ("quiz", MODULE),
        ("module", MODULE),
        ("survey", "after-session"),
    )

    for kind, document in begun:
        withdrawn(authors, kind, document)
        assert {page: officer.get(page).status for page in pages} == dict.fromkeys(pages, 200), kind

    told = officer.get("/path").text
    assert "A case that you began was withdrawn on" in told
    assert "Questions that you began were withdrawn on" in told
    assert "A module that you began was withdrawn on" in told
    assert officer.get(f"/quizzes/{MODULE}").h1.startswith("These questions were withdrawn on")


def test_nobody_begins_another_road_on_a_withdrawn_case(database: Database, library: Library, tmp_path: Path) -> None:
    authors = Authors(database, library, tmp_path / "keys")
    agent = an_officer(database)
    with authors.desk(agent) as desk:
        play_case(desk, CASE)
        run = open_run(desk, CASE)
    withdrawn(authors, "case", CASE)

    with authors.desk(agent) as desk, pytest.raises(Conflict, match="withdrawn"):
        decide_differently(desk, run, 1)
    with authors.desk(agent) as desk, pytest.raises(NotFound):
        open_run(desk, CASE)
