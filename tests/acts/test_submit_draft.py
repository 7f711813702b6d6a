"""A text is handed in once it is without errors, and is frozen under its digest."""

import datetime as dt
from pathlib import Path

import pytest
from authors import CASE, ENGLISH, SHIPPED, Authors, changed, text_of
from desks import NOW

from course.acts.comment import answer_comment, comment_on
from course.acts.open_draft import open_copy
from course.acts.save_draft import save_draft
from course.acts.submit_draft import LONGEST_NOTE, submit_draft, take_back
from course.acts.text_under_review import TextId, clearance, get_text
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.content.kept import read_kept_record
from course.content.library import Library
from course.storage import revisions, submissions
from course.storage.engine import Database

TODAY = NOW.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    return Authors(database, library, tmp_path / "keys")


def test_what_is_handed_in_stands_as_a_revision_with_its_proof_and_what_was_found(authors: Authors) -> None:
    draft = authors.draft(files=CASE | ENGLISH)
    judged = authors.judged(draft)

    text = authors.submit(draft)

    with authors.database.read() as session:
        kept = revisions.find(session, text.digest)
        assert kept is not None
        assert (kept.kind, kept.document, kept.bundle) == ("case", "new-case", CASE | ENGLISH)
        assert kept.proof is not None
        assert read_kept_record(text.record) == judged.record
    assert (text.digest, text.reference_digest) == (judged.bundle.digest, judged.bundle.reference_digest)
    assert (text.has_translation, text.due_on, text.ended) == (True, TODAY + 14 * DAY, None)


def test_a_text_with_errors_is_not_handed_in(authors: Authors) -> None:
    draft = authors.draft(files={"case.yaml": CASE["case.yaml"].replace("next: end-hasty", "next: nowhere")})

    with pytest.raises(Invalid) as refused:
        authors.submit(draft)

    assert dict(refused.value.fields) == {"text": "There are errors to mend first"}


def test_a_text_that_names_what_no_document_has_is_not_handed_in(authors: Authors) -> None:
    draft = authors.draft(files={"case.yaml": CASE["case.yaml"].replace("Porque é a melhor.", "Veja [@nowhere].")})

    with pytest.raises(Invalid):
        authors.submit(draft)


def test_a_draft_that_was_changed_since_it_was_judged_is_not_handed_in(authors: Authors) -> None:
    draft = authors.draft()
    judged = authors.judged(draft)
    with authors.desk(authors.author) as desk:
        save_draft(desk, draft, 1, changed("um"), keep=True)

    with authors.desk(authors.author) as desk, pytest.raises(Conflict, match="changed meanwhile"):
        submit_draft(desk, draft, judged, note="", due_on=None)


@pytest.mark.parametrize(
    ("days", "is_taken"), [(-1, False), (0, False), (2, False), (3, True), (90, True), (91, False)]
)
def test_the_parties_are_given_between_three_and_ninety_days(authors: Authors, days: int, is_taken: bool) -> None:
    draft = authors.draft()
    judged = authors.judged(draft)
    due = TODAY + days * DAY

    with authors.desk(authors.author) as desk:
        if is_taken:
            submit_draft(desk, draft, judged, note="", due_on=due)
        else:
            with pytest.raises(Invalid) as refused:
                submit_draft(desk, draft, judged, note="", due_on=due)
            assert list(dict(refused.value.fields)) == ["due_on"]
        assert [one.due_on for one in submissions.list_open(desk.session)] == [due] * is_taken


def test_a_note_has_its_length(authors: Authors) -> None:
    draft = authors.draft()
    judged = authors.judged(draft)

    with authors.desk(authors.author) as desk, pytest.raises(Invalid) as refused:
        submit_draft(desk, draft, judged, note="x" * (LONGEST_NOTE + 1), due_on=None)

    assert list(dict(refused.value.fields)) == ["note"]


def test_nobody_hands_in_a_draft_that_is_not_theirs(authors: Authors) -> None:
    draft = authors.draft()
    judged = authors.judged(draft)

    with authors.desk(authors.other) as desk, pytest.raises(NotFound):
        submit_draft(desk, draft, judged, note="", due_on=None)
    with authors.desk(authors.reviewers["police"]) as desk, pytest.raises(NotAllowed):
        submit_draft(desk, draft, judged, note="", due_on=None)


def test_what_is_taken_back_is_no_longer_under_review_and_what_was_signed_stays(authors: Authors) -> None:
    draft = authors.draft()
    text = text_of(authors.submit(draft))
    authors.sign(text, "police")

    with authors.desk(authors.author) as desk:
        take_back(desk, draft)
    with authors.desk(authors.author) as desk, pytest.raises(Conflict, match="Nothing of this draft is under review"):
        take_back(desk, draft)
    with authors.desk(authors.reviewers["civil-society"]) as desk, pytest.raises(NotFound, match="no longer under"):
        get_text(desk, text)

    authors.submit(draft)
    with authors.desk(authors.author) as desk:
        assert clearance(desk, get_text(desk, text)).waiting == ("equality-body", "civil-society")


def test_a_newer_text_takes_the_place_of_the_one_before_which_can_be_signed_no_more(authors: Authors) -> None:
    draft = authors.draft()
    first = text_of(authors.submit(draft))
    authors.change(draft, changed("um"))
    second = text_of(authors.submit(draft))

    with pytest.raises(NotFound, match="no longer under review"):
        authors.sign(first, "police")
    authors.sign(second, "police")


def test_a_text_that_stands_can_be_handed_in_as_it_is(authors: Authors) -> None:
    shipped = authors.catalogue().case(SHIPPED)
    with authors.desk(authors.author) as desk:
        draft = open_copy(desk, "case", shipped.digest, SHIPPED)

    assert authors.submit(draft).digest == shipped.digest


def test_a_text_is_not_handed_in_word_for_word_under_a_second_name(authors: Authors) -> None:
    """A digest names one document: runs that were begun on it are read again by it."""
    shipped = authors.catalogue().case(SHIPPED)
    of_mine = authors.submit(authors.draft()).digest
    with authors.desk(authors.other) as desk:
        copies = [
            open_copy(desk, "case", digest, f"copy-{number}") for number, digest in enumerate((shipped.digest, of_mine))
        ]

    for copy in copies:
        with pytest.raises(Invalid) as refused:
            authors.submit(copy, by=authors.other)
        assert "word for word" in dict(refused.value.fields)["text"]


def test_a_comment_is_made_on_a_place_by_a_party_or_a_trainer_and_answered_by_an_author(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    with authors.desk(authors.reviewers["police"]) as desk:
        comment_on(desk, text, "scenes.opening", "  Quem vê?  ")
    with authors.desk(authors.other) as desk:
        comment_on(desk, text, "x" * 300, "E depois?")
    with authors.database.read() as session:
        first, second = sorted(submissions.list_comments(session, "case", "new-case"), key=lambda one: one.body is None)
    assert [(one.body, len(one.path), one.remark) for one in (first, second)] == [
        ("police", 14, "Quem vê?"),
        (None, 200, "E depois?"),
    ]

    with authors.desk(authors.author) as desk:
        with pytest.raises(Invalid, match="Nothing was noted"):
            answer_comment(desk, first.id, " ")
        answer_comment(desk, first.id, "O agente.")
        with pytest.raises(Conflict, match="answered already"):
            answer_comment(desk, first.id, "Outro.")
    with authors.desk(authors.other) as desk, pytest.raises(NotFound):
        answer_comment(desk, second.id, "Não sou autora.")
    with authors.desk(authors.author) as desk, pytest.raises(NotFound):
        answer_comment(desk, b"x" * 16, "Nenhum.")


def test_a_comment_says_something_of_a_text_that_is_under_review(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))

    with authors.desk(authors.reviewers["police"]) as desk:
        with pytest.raises(Invalid) as refused:
            comment_on(desk, text, "", " ")
        with pytest.raises(NotFound):
            comment_on(desk, TextId("case", "new-case", "c" * 64), "", "Quem?")
    assert list(dict(refused.value.fields)) == ["remark"]
