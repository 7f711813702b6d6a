"""What three parties signed is published by a trainer who did not write it, and withdrawn at once."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from authors import CASE, ENGLISH, SHIPPED, Authors, changed, text_of
from desks import NOW, an_officer, pass_quiz, play_case
from sqlalchemy import select
from walks import right_fields

from course.acts.choose import choose, open_run
from course.acts.hand_in import hand_in
from course.acts.open_attempt import open_attempt
from course.acts.publish import LONGEST_REASON, publish, withdraw, withdraw_in_emergency
from course.acts.save_answer import Sent, save_answer
from course.acts.text_under_review import TextId
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.content.clearance import PARTIES
from course.content.library import Library
from course.scoring.case import begin, offered, take
from course.storage import attempts, case_runs, people, publications, revisions
from course.storage.engine import Database
from course.storage.models import AuditEntry, Publication, Revision

HOUR = dt.timedelta(hours=1)
MODULE = "ethnic-profiling"


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    return Authors(database, library, tmp_path / "keys")


def shown(authors: Authors, document: str = "new-case", now: dt.datetime = NOW) -> str | None:
    """The digest of the text of that case that readers are shown; None where they are shown none."""
    found = authors.catalogue(now).library.cases.get(document)
    return found.digest if found else None


def record(authors: Authors, document: str = "new-case") -> list[tuple[str, str | None]]:
    with authors.database.read() as session:
        lines = publications.list_of_document(session, "case", document)
        return [(line.action, line.digest) for line in reversed(lines)]


def withdrawn(authors: Authors, document: str = "new-case", reason: str = "Erro na lei.") -> None:
    with authors.desk(authors.author) as desk:
        withdraw(desk, "case", document, reason)


def signed_text(authors: Authors, document: str = "new-case", files: dict[str, str] | None = None) -> TextId:
    text = text_of(authors.submit(authors.draft(document, files)))
    authors.sign_all(text)
    return text


def over_shipped(authors: Authors) -> TextId:
    """Another text of the shipped case, signed."""
    shipped = authors.catalogue().whole.library.cases[SHIPPED]
    draft = authors.copy(TextId("case", SHIPPED, shipped.digest), SHIPPED, authors.author)
    files = shipped.bundle.as_text()
    authors.change(draft, files | {"case.yaml": files["case.yaml"] + "# another\n"})
    text = text_of(authors.submit(draft))
    authors.sign_all(text)
    return text


def test_a_case_written_here_is_shown_to_readers_once_three_parties_signed_it_and_another_trainer_published_it(
    authors: Authors,
) -> None:
    text = signed_text(authors)
    assert shown(authors) is None

    authors.publish(text)

    assert shown(authors) == text.digest
    assert authors.catalogue().clearance("case", "new-case").is_signed


@pytest.mark.parametrize("missing", PARTIES)
def test_without_one_of_the_three_signatures_nothing_is_published(authors: Authors, missing: str) -> None:
    text = text_of(authors.submit(authors.draft()))
    for party in PARTIES:
        if party != missing:
            authors.sign(text, party)

    with pytest.raises(Conflict, match="not signed by all three"):
        authors.publish(text)

    assert shown(authors) is None


def test_an_author_does_not_publish_what_they_wrote(authors: Authors) -> None:
    text = signed_text(authors)

    with pytest.raises(NotAllowed, match="You wrote in this text"):
        authors.publish(text, authors.author)


def test_nor_what_another_made_of_it(authors: Authors) -> None:
    first = text_of(authors.submit(authors.draft()))
    copy = authors.copy(first, "second-case", authors.other)
    authors.change(copy, changed("dela"), authors.other)
    second = text_of(authors.submit(copy, by=authors.other))
    authors.sign_all(second)

    for who in (authors.author, authors.other):
        with pytest.raises(NotAllowed, match="You wrote in this text"):
            authors.publish(second, who)
    authors.publish(second, authors.trainer("terceira@test.example"))


def test_nor_a_translation_of_it(authors: Authors) -> None:
    authors.submit(authors.draft())
    draft = authors.begun(authors.other, "second-case", CASE | ENGLISH)
    text = text_of(authors.submit(draft, by=authors.other))
    authors.sign_all(text)

    with pytest.raises(NotAllowed, match="You wrote in this text"):
        authors.publish(text, authors.author)


def test_who_signed_a_text_does_not_publish_it(authors: Authors) -> None:
    text = signed_text(authors)
    with authors.database.write() as session:
        people.add_role(session, authors.reviewers["police"].person_id, "trainer")

    with pytest.raises(NotAllowed, match="You signed this text"):
        authors.publish(text, replace(authors.reviewers["police"], role="trainer", body=None))


@pytest.mark.parametrize("party", PARTIES)
def test_reviewers_publish_and_withdraw_nothing(authors: Authors, party: str) -> None:
    text = signed_text(authors)
    who = authors.reviewers[party]  # type: ignore[index]
    with pytest.raises(NotAllowed):
        authors.publish(text, who)
    with authors.desk(who) as desk, pytest.raises(NotAllowed):
        withdraw(desk, "case", SHIPPED, "Erro")
    with authors.desk(authors.other) as desk, pytest.raises(NotAllowed):
        withdraw_in_emergency(desk, "case", SHIPPED, "Erro")


def test_what_is_not_under_review_is_not_published(authors: Authors) -> None:
    draft = authors.draft()
    first = text_of(authors.submit(draft))
    authors.sign_all(first)
    authors.change(draft, changed("um"))
    authors.submit(draft)

    for text in (first, TextId("case", "new-case", "c" * 64)):
        with pytest.raises(NotFound):
            authors.publish(text)


def test_a_text_is_published_from_a_day_on(authors: Authors) -> None:
    text = signed_text(authors)
    with authors.desk(authors.other) as desk:
        publish(desk, text, NOW + HOUR)

    assert [shown(authors, now=NOW + after) for after in (0 * HOUR, HOUR)] == [None, text.digest]


def test_an_hour_that_is_past_is_now(authors: Authors) -> None:
    text = signed_text(authors)
    with authors.desk(authors.other) as desk:
        publish(desk, text, NOW - HOUR)
        assert desk.session.scalars(select(Publication.visible_from)).all() == [NOW]


def test_published_twice_it_is_told_and_brought_forward_it_is_not(authors: Authors) -> None:
    text = signed_text(authors)
    with authors.desk(authors.other) as desk:
        publish(desk, text, NOW + HOUR)
        for later in (NOW + HOUR, NOW + 2 * HOUR):
            with pytest.raises(Conflict, match="published already"):
                publish(desk, text, later)
    authors.publish(text)
    with pytest.raises(Conflict, match="published already"):
        authors.publish(text)

    assert (shown(authors), len(record(authors))) == (text.digest, 2)


def test_what_is_withdrawn_is_shown_no_longer_and_can_be_published_again(authors: Authors) -> None:
    text = authors.published_case()
    withdrawn(authors)
    assert (shown(authors), authors.catalogue().is_withdrawn("case", "new-case")) == (None, True)

    with pytest.raises(Conflict, match="withdrawn already"):
        withdrawn(authors)

    authors.publish(text)
    assert (shown(authors), authors.catalogue().is_withdrawn("case", "new-case")) == (text.digest, False)
    assert record(authors) == [("publish", text.digest), ("withdraw", None), ("publish", text.digest)]


def test_what_waited_for_its_hour_is_withdrawn_too(authors: Authors) -> None:
    text = signed_text(authors)
    with authors.desk(authors.other) as desk:
        publish(desk, text, NOW + HOUR)

    withdrawn(authors)

    assert shown(authors, now=NOW + 2 * HOUR) is None


@pytest.mark.parametrize("reason", ["", " \n", "x" * (LONGEST_REASON + 1)])
def test_something_is_withdrawn_for_a_reason_in_some_words(authors: Authors, reason: str) -> None:
    authors.published_case()

    with pytest.raises(Invalid) as refused:
        withdrawn(authors, reason=reason)

    assert list(dict(refused.value.fields)) == ["reason"]
    assert shown(authors) is not None


def test_what_is_not_there_is_not_withdrawn(authors: Authors) -> None:
    authors.draft()
    for document in ("nothing", "new-case"):
        with pytest.raises(NotFound):
            withdrawn(authors, document)


def test_an_administrator_withdraws_where_no_trainer_can_be_reached(authors: Authors) -> None:
    authors.published_case()
    with authors.database.write() as session:
        people.add_role(session, authors.other.person_id, "administrator")
    administrator = replace(authors.other, role="administrator")

    with authors.desk(administrator) as desk:
        with pytest.raises(NotAllowed):
            withdraw(desk, "case", "new-case", "Erro")
        withdraw_in_emergency(desk, "case", "new-case", "Erro")

    assert shown(authors) is None
    with authors.database.read() as session:
        events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.event)).all()
        assert [event for event in events if event in {"published", "withdrawn"}] == ["published", "withdrawn"]


def test_a_shipped_document_is_withdrawn_and_comes_back_once_its_text_is_signed(authors: Authors) -> None:
    text = TextId("case", SHIPPED, authors.catalogue().case(SHIPPED).digest)
    withdrawn(authors, SHIPPED)
    assert shown(authors, SHIPPED) is None
    with pytest.raises(Conflict, match="not signed by all three"):
        authors.publish(text)

    authors.sign_all(text)
    authors.publish(text)

    assert shown(authors, SHIPPED) == text.digest
    with authors.database.read() as session:  # nobody submitted it: its revision stands all the same
        assert revisions.find(session, text.digest) is not None


def test_a_publication_stands_over_a_shipped_text_and_notes_which(authors: Authors) -> None:
    shipped = shown(authors, SHIPPED)
    text = over_shipped(authors)
    authors.publish(text)
    withdrawn(authors, SHIPPED)
    authors.publish(text)

    assert shown(authors, SHIPPED) == text.digest
    with authors.database.read() as session:
        lines = publications.list_of_document(session, "case", SHIPPED)
        assert [line.shipped_digest for line in lines] == [shipped] * 3
    assert authors.catalogue().shipped_digest("case", SHIPPED) == shipped


def test_of_a_document_that_no_release_brought_no_shipped_text_is_noted(authors: Authors) -> None:
    authors.published_case()

    assert authors.catalogue().shipped_digest("case", "new-case") is None
    with authors.database.read() as session:
        assert session.scalars(select(Publication.shipped_digest)).all() == [None]


def test_a_refusal_after_publication_hides_it_where_signatures_are_required_and_nowhere_else(
    database: Database, library: Library, tmp_path: Path
) -> None:
    strict = Authors(database, library, tmp_path / "keys", requires_signatures=True)
    text = strict.published_case()
    assert shown(strict) == text.digest

    strict.sign(text, "police", "refuse", "Falta a lei.")

    assert shown(strict) is None
    strict.sign(text, "police")
    assert shown(strict) == text.digest


def test_a_run_that_was_begun_before_the_withdrawal_ends_on_its_text(authors: Authors) -> None:
    text = authors.published_case()
    officer = an_officer(authors.database)
    with authors.desk(officer) as desk:
        run = open_run(desk, "new-case")

    withdrawn(authors)

    with authors.desk(officer) as desk:
        case = desk.catalogue.case_at(desk.session, text.digest).reference
        moment, step = begin(case), 1
        while choices := list(offered(case, moment)):
            choose(desk, run, step, choices[0])
            moment, step = take(case, moment, choices[0]), step + 1
        assert case_runs.get_run(desk.session, officer.learner, run).ending == moment.scene
        with pytest.raises(NotFound):
            open_run(desk, "new-case")


def test_a_run_ends_on_the_text_on_which_it_was_begun_when_another_is_published(authors: Authors) -> None:
    officer = an_officer(authors.database)
    with authors.desk(officer) as desk:
        open_run(desk, SHIPPED)
    before = shown(authors, SHIPPED)

    authors.publish(over_shipped(authors))

    with authors.desk(officer) as desk:
        [digest] = desk.session.scalars(select(Revision.digest).where(Revision.digest == before)).all()
        assert desk.catalogue.case_at(desk.session, digest).digest == before
        play_case(desk, SHIPPED)


def test_an_attempt_that_was_begun_before_the_withdrawal_is_handed_in(authors: Authors) -> None:
    officer = an_officer(authors.database)
    with authors.desk(officer) as desk:
        attempt = open_attempt(desk, MODULE)
        quiz = desk.catalogue.quiz(MODULE).reference
        asked = attempts.get_attempt(desk.session, officer.learner, attempt).questions

    with authors.desk(authors.other) as desk:
        withdraw(desk, "quiz", MODULE, "Uma pergunta errada.")

    with authors.desk(officer) as desk:
        for number, id_ in enumerate(asked):
            save_answer(desk, attempt, id_, Sent(right_fields(quiz.questions[id_]), 0, f"key-{number}"))
        hand_in(desk, attempt)
        with pytest.raises(NotFound):
            pass_quiz(desk, MODULE)
        assert not attempts.get_attempt(desk.session, officer.learner, attempt).is_open
