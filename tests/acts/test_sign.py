"""What a party says of exactly one text: agree, agree with a stated dissent, or refuse with a reason."""

from dataclasses import replace
from pathlib import Path

import pytest
from authors import CASE, ENGLISH, SHIPPED, Authors, changed, text_of
from databases import race
from desks import NOW

from course.acts.actor import Actor
from course.acts.desk import Desk
from course.acts.sign import LONGEST_REASON, sign
from course.acts.text_under_review import TextId, clearance, get_text
from course.base.refusals import Conflict, Invalid, NotAllowed, NotFound
from course.content.clearance import PARTIES, Clearance, Party
from course.content.library import Library
from course.storage import people, signatures
from course.storage.engine import Database
from course.storage.models import Person


@pytest.fixture
def authors(database: Database, library: Library, tmp_path: Path) -> Authors:
    return Authors(database, library, tmp_path / "keys")


def signed(authors: Authors, text: TextId) -> Clearance:
    with authors.desk(authors.author) as desk:
        return clearance(desk, get_text(desk, text))


def rows(authors: Authors, document: str = "new-case") -> list[tuple[str, str, int, str]]:
    with authors.database.read() as session:
        record = signatures.list_of_document(session, "case", document)
        return sorted((row.body, row.part, row.seq, row.position) for row in record)


def sign_as(authors: Authors, who: Actor, text: TextId, position: str = "agree", reason: str = "") -> None:
    with authors.desk(who) as desk:
        sign(desk, text, position, reason)


def test_three_parties_agree_or_dissent_and_the_text_is_signed(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    authors.sign(text, "police")
    authors.sign(text, "equality-body", "dissent", "A cena diz pouco do depois.")
    assert (signed(authors, text).is_signed, signed(authors, text).waiting) == (False, ("civil-society",))

    authors.sign(text, "civil-society")

    assert signed(authors, text).is_signed
    assert signed(authors, text).dissents == {"equality-body": "A cena diz pouco do depois."}


@pytest.mark.parametrize("position", ["", "yes", "AGREE", "agree "])
def test_a_party_says_one_of_three_things(authors: Authors, position: str) -> None:
    text = text_of(authors.submit(authors.draft()))

    with pytest.raises(Invalid) as refused:
        authors.sign(text, "police", position)

    assert list(dict(refused.value.fields)) == ["position"]
    assert rows(authors) == []


@pytest.mark.parametrize("position", ["dissent", "refuse"])
@pytest.mark.parametrize("reason", ["", "  \n ", "x" * (LONGEST_REASON + 1)])
def test_who_dissents_or_refuses_says_why_in_some_words(authors: Authors, position: str, reason: str) -> None:
    text = text_of(authors.submit(authors.draft()))

    with pytest.raises(Invalid) as refused:
        authors.sign(text, "police", position, reason)

    assert list(dict(refused.value.fields)) == ["reason"]
    assert rows(authors) == []


def test_who_agrees_leaves_no_reason(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    authors.sign(text, "police", "agree", "escrito por engano")

    with authors.database.read() as session:
        assert [row.reason for row in signatures.list_in_force(session)] == [""]


def test_the_same_form_sent_twice_is_one_signature(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft(files=CASE | ENGLISH)))
    for _ in range(2):
        authors.sign(text, "police", "dissent", "Falta a lei.")

    assert rows(authors) == [("police", "reference", 1, "dissent"), ("police", "translation", 1, "agree")]


def test_a_refusal_blocks_until_who_refused_says_otherwise(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    authors.sign_all(text)
    authors.sign(text, "police", "refuse", "Falta a lei.")
    assert signed(authors, text).refused == {"police": "Falta a lei."}
    with pytest.raises(Conflict, match="A party refuses this text"):
        authors.publish(text)

    colleague = authors.reviewer("police", "colega@test.example")
    with pytest.raises(Conflict, match="Only they can change what they said"):
        sign_as(authors, colleague, text)

    authors.sign(text, "police")
    authors.publish(text)
    assert rows(authors) == [
        ("civil-society", "reference", 1, "agree"),
        ("equality-body", "reference", 1, "agree"),
        ("police", "reference", 1, "agree"),
        ("police", "reference", 2, "refuse"),
        ("police", "reference", 3, "agree"),
    ]


def test_of_two_reviewers_of_a_party_who_sign_at_once_one_speaks_for_it(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    colleague = authors.reviewer("police", "colega@test.example")
    catalogue = authors.catalogue()

    def by(who: Actor) -> object:
        return lambda session: sign(Desk(session, who, NOW, catalogue, authors.keys), text, "agree", "")

    outcomes = race(authors.database, by(authors.reviewers["police"]), by(colleague))  # type: ignore[arg-type]

    assert sorted(map(str, outcomes)) == sorted(["None", str(Conflict)])
    assert rows(authors) == [("police", "reference", 1, "agree")]


def test_nobody_speaks_for_two_parties(authors: Authors) -> None:
    """Somebody whose body was changed meanwhile: what they signed for the other one stands."""
    text = text_of(authors.submit(authors.draft()))
    authors.sign(text, "police")

    with pytest.raises(Conflict, match="Nobody speaks for two"):
        sign_as(authors, replace(authors.reviewers["police"], body="civil-society"), text)


def also_a_reviewer(authors: Authors, trainer: Actor, party: Party) -> Actor:
    with authors.database.write() as session:
        people.add_role(session, trainer.person_id, "reviewer", body=party)
    return replace(trainer, role="reviewer", body=party)


def test_nobody_signs_their_own_text(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))

    with pytest.raises(NotAllowed, match="nobody signs their own"):
        sign_as(authors, also_a_reviewer(authors, authors.author, "police"), text)


def test_who_wrote_the_text_from_which_it_was_begun_does_not_sign_it_either(authors: Authors) -> None:
    text = authors.published_case()
    copy = authors.copy(text, "second-case", authors.other)
    authors.change(copy, changed("dela"), authors.other)
    second = text_of(authors.submit(copy, by=authors.other))

    with pytest.raises(NotAllowed, match="nobody signs their own"):
        sign_as(authors, also_a_reviewer(authors, authors.author, "police"), second)


def test_who_wrote_the_portuguese_does_not_sign_what_another_translated(authors: Authors) -> None:
    authors.submit(authors.draft())
    translated = text_of(authors.submit(authors.begun(authors.other, "second-case", CASE | ENGLISH), by=authors.other))

    with pytest.raises(NotAllowed, match="nobody signs their own"):
        sign_as(authors, also_a_reviewer(authors, authors.author, "police"), translated)


def test_trainers_and_reviewers_without_a_party_sign_nothing(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))

    for who in (authors.other, authors.author, replace(authors.reviewers["police"], body=None)):
        with pytest.raises(NotAllowed):
            sign_as(authors, who, text)


@pytest.mark.parametrize(
    "wanted",
    [
        TextId("case", "new-case", "c" * 64),
        TextId("case", "another-case", "c" * 64),
        TextId("quiz", SHIPPED, "c" * 64),
    ],
)
def test_what_is_not_under_review_cannot_be_signed(authors: Authors, wanted: TextId) -> None:
    authors.draft()

    with pytest.raises(NotFound, match="no longer under review"):
        authors.sign(wanted, "police")


def test_the_text_of_one_document_is_not_signed_as_that_of_another(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))

    with pytest.raises(NotFound):
        authors.sign(TextId("case", SHIPPED, text.digest), "police")


def test_a_shipped_text_is_signed_as_it_stands(authors: Authors) -> None:
    text = TextId("case", SHIPPED, authors.catalogue().case(SHIPPED).digest)
    assert not authors.catalogue().clearance("case", SHIPPED).is_signed

    authors.sign_all(text)

    assert authors.catalogue().clearance("case", SHIPPED).is_signed


def test_the_same_text_submitted_again_keeps_its_signatures_and_a_changed_word_needs_new_ones(
    authors: Authors,
) -> None:
    draft = authors.draft()
    first = text_of(authors.submit(draft))
    authors.sign_all(first)

    authors.change(draft, changed("um"))
    other = text_of(authors.submit(draft))
    assert signed(authors, other).waiting == PARTIES

    authors.change(draft, CASE)
    again = text_of(authors.submit(draft))
    assert (again, signed(authors, again).is_signed) == (first, True)


def test_a_changed_english_needs_a_signature_of_its_own_and_no_other(authors: Authors) -> None:
    draft = authors.draft(files=CASE | ENGLISH)
    first = text_of(authors.submit(draft))
    authors.sign_all(first)

    authors.change(draft, CASE | {"case.en.yaml": ENGLISH["case.en.yaml"].replace("Title", "A title")})
    second = text_of(authors.submit(draft))
    found = signed(authors, second)
    assert (found.waiting, found.is_translation_signed, found.is_signed) == ((), False, False)
    with pytest.raises(Conflict, match="both languages"):
        authors.publish(second)

    authors.sign(second, "civil-society")
    assert signed(authors, second).is_signed
    authors.publish(second)


def test_who_does_not_read_both_languages_signs_the_portuguese_alone(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft(files=CASE | ENGLISH)))
    for party in PARTIES:
        sign_as(authors, authors.reviewers[party], text)

    found = signed(authors, text)
    assert (found.waiting, found.is_translation_signed) == ((), False)
    assert {part for _, part, _, _ in rows(authors)} == {"reference"}


def test_who_refuses_signs_no_translation(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft(files=CASE | ENGLISH)))
    authors.sign(text, "police", "refuse", "Falta a lei.")

    assert rows(authors) == [("police", "reference", 1, "refuse")]


def test_what_somebody_who_left_had_signed_stands_and_a_colleague_can_speak_for_the_party(authors: Authors) -> None:
    text = text_of(authors.submit(authors.draft()))
    authors.sign_all(text)
    with authors.database.write() as session:
        session.delete(session.get_one(Person, authors.reviewers["police"].person_id))

    assert signed(authors, text).is_signed
    sign_as(authors, authors.reviewer("police", "colega@test.example"), text, "refuse", "Falta a lei.")
    assert signed(authors, text).refused == {"police": "Falta a lei."}
