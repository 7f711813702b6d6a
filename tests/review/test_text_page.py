import pytest
from databases import count_queries
from reviews import AUTHOR, DOCUMENT, OTHER, Reviewed, mails, sign, sign_all, url_of
from site_of_tests import Site

from course.acts.submit_draft import take_back
from course.acts.text_under_review import TextId
from course.content.clearance import PARTIES
from course.storage import people

HOSTILE = '<script>alert(1)</script> **x** {{7*7}} & "y" [z](javascript:alert(1))'


@pytest.fixture
def reviewed(site: Site) -> Reviewed:
    return Reviewed(site)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_the_page_shows_all_that_a_signature_rests_on(reviewed: Reviewed, language: str) -> None:
    url = url_of(reviewed.submit())
    visitor = reviewed.reviewer("police", language)

    page = visitor.get(url)

    assert (page.status, page.h1) == (200, "Título do caso")
    assert {f"{url}/comments", f"{url}/signature"} <= set(page.actions())
    assert {f"{url}/whole", f"/review/records/case/{DOCUMENT}"} <= set(page.links())
    assert "autora@test.example" in page.text
    assert page.fields(f"{url}/signature")["reason"] == [""]
    assert "position" not in page.fields(f"{url}/signature")


@pytest.mark.parametrize(("position", "reason"), [("agree", ""), ("dissent", "Falta o colega."), ("refuse", "Não.")])
def test_each_position_is_put_down_with_its_reason_and_the_author_is_told(
    reviewed: Reviewed, position: str, reason: str
) -> None:
    url = url_of(reviewed.submit())
    visitor = reviewed.reviewer("police")

    page = visitor.follow(sign(visitor, url, position, reason=reason))

    words = {"agree": "Agrees", "dissent": "Agrees, with a dissent", "refuse": "Refuses"}[position]
    assert f"The police {words} police@test.example" in page.text
    assert (reason in page.text) is bool(reason) or not reason
    assert ("autora", "text-refused" if position == "refuse" else "text-signed") in mails(reviewed.site)


def test_a_dissent_and_a_refusal_need_a_reason_and_a_position_is_never_guessed(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    visitor = reviewed.reviewer("police")

    for sent, told in (
        ({"position": "dissent"}, "Write why: it is what the others have to go by"),
        ({"position": "refuse", "reason": "  "}, "Write why: it is what the others have to go by"),
        ({"position": "own", "reason": "Porque sim."}, "Choose what your party says of this text"),
        ({"position": "", "reason": "Porque sim."}, "Choose what your party says of this text"),
    ):
        page = visitor.get(url).fill(f"{url}/signature", sent)
        assert (page.status, told in page.text) == (422, True)
        assert page.fields(f"{url}/signature")["reason"] == [sent.get("reason", "")]

    assert "Has not signed" in reviewed.reviewer("civil-society").get(url).text
    assert mails(reviewed.site) == [(party, "text-to-sign") for party in sorted(PARTIES)]


def test_a_hostile_reason_and_a_hostile_comment_are_shown_as_they_were_typed(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    visitor = reviewed.reviewer("police")

    visitor.get(url).fill(f"{url}/comments", {"where": "scenes.opening", "remark": HOSTILE})
    sign(visitor, url, "dissent", reason=HOSTILE)

    for path, reader in (
        (url, visitor),
        (f"/review/records/case/{DOCUMENT}", visitor),
        (f"/author/records/case/{DOCUMENT}", reviewed.trainer(OTHER)),
        (reviewed.review_url, reviewed.trainer(AUTHOR)),
    ):
        page = reader.get(path)
        assert page.text.count(HOSTILE) == 2, path
        assert "<script>alert" not in page.html
        assert "javascript:" not in " ".join(page.links())


def test_a_comment_at_a_scene_is_told_to_the_author_once_and_answered_once(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    visitor, author = reviewed.reviewer("police"), reviewed.trainer()

    for remark in ("Falta uma vista.", "E outra."):
        visitor.get(url).fill(f"{url}/comments", {"where": "scenes.opening", "remark": remark})
    visitor.get(url).fill(f"{url}/comments", {"where": "scenes.nowhere' OR 1", "remark": "Do todo."})
    page = author.get(reviewed.review_url)
    answer = f"{reviewed.review_url}/answers"
    first = page.fields(answer)["comment"][0]
    given = page.fill(answer, {"reply": "Tem, desde este texto."})
    again = author.post(answer, {**page.fields(answer), "comment": [first], "reply": ["Outra resposta."]})

    assert [kind for _, kind in mails(reviewed.site)].count("text-commented") == 1
    assert "«Falta uma vista.» Scene opening. police@test.example, the police" in page.text
    assert "«Do todo.» The whole text." in page.text
    assert (given.status, again.status) == (303, 409)
    assert "It is answered already. What was answered stays." in again.text
    assert "Tem, desde este texto." in visitor.get(url).text


def test_an_empty_comment_and_one_that_names_somebody_are_shown_again(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    visitor = reviewed.reviewer("police")

    empty = visitor.get(url).fill(f"{url}/comments", {"remark": " "})
    naming = visitor.get(url).fill(f"{url}/comments", {"where": "scenes.opening", "remark": "Ligue 912 345 678."})

    assert (empty.status, "Write what should be looked at" in empty.text) == (422, True)
    assert (naming.status, "There is a telephone number in it" in naming.text) == (422, True)
    assert naming.fields(f"{url}/comments")["remark"] == ["Ligue 912 345 678."]
    assert naming.fields(f"{url}/comments")["where"] == ["scenes.opening"]


def test_of_two_reviewers_of_a_party_the_first_speaks_and_the_second_is_told(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    second = reviewed.people.reviewer("police", "segunda@test.example")
    with reviewed.site.house.database.write() as session:
        hashed = people.get_person(session, reviewed.people.author.person_id).password_hash
        people.set_password_hash(session, second.person_id, str(hashed))
    late = reviewed.site.visitor("segunda@test.example", "en")
    form = late.get(url)

    sign(reviewed.reviewer("police"), url, "agree")
    page = form.fill(f"{url}/signature", {"position": "refuse", "reason": "Eu não concordo."})

    assert page.status == 409
    assert "Somebody else has signed this text for your party." in page.text
    assert "It is signed for your party by police@test.example." in page.text
    assert f"{url}/signature" not in late.get(url).actions()


def test_what_changed_since_the_party_signed_is_shown_with_the_authors_answer(reviewed: Reviewed) -> None:
    first = url_of(reviewed.submit())
    visitor, author = reviewed.reviewer("police"), reviewed.trainer()
    visitor.get(first).fill(f"{first}/comments", {"where": "scenes.opening", "remark": "Diga a hora."})
    sign(visitor, first, "refuse", reason="Falta a hora.")
    author.get(reviewed.review_url).fill(f"{reviewed.review_url}/answers", {"reply": "Está dita agora."})
    reviewed.write("O que o agente vê e ouve, no presente.", "São dez da noite. O que o agente vê, no presente.")

    page = visitor.get(url_of(reviewed.submit()))

    assert "On 1 July 2026 your party took a position on another text. One thing has changed since." in page.text
    assert "Then: refuses. «Falta a hora.»" in page.text
    assert "<ins>" in page.html
    assert "The author, to a remark: Está dita agora." in page.text
    other = reviewed.reviewer("civil-society").get(page.path)
    assert "Your party has not said anything of this document yet." in other.text


def test_an_older_text_leads_to_the_newer_one_and_keeps_what_was_typed(reviewed: Reviewed) -> None:
    old = url_of(reviewed.submit())
    visitor = reviewed.reviewer("police")
    form = visitor.get(old)
    reviewed.write("Título do caso", "Outro título")
    new = url_of(reviewed.submit())

    page = form.fill(f"{old}/signature", {"position": "dissent", "reason": "Falta o colega."})

    assert (page.status, new in page.links(), "Falta o colega." in page.text) == (409, True, True)
    assert "Nothing was signed or noted." in page.text
    assert visitor.get(old).status == visitor.get(f"{old}/whole").status == 404
    assert new in visitor.get(old).links()


def test_a_text_that_was_taken_back_says_so_and_one_that_never_was_is_not_found(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    with reviewed.people.desk(reviewed.people.author) as desk:
        take_back(desk, reviewed.draft)
    visitor = reviewed.reviewer("police")

    assert (visitor.get(url).status, "Its authors took it back." in visitor.get(url).text) == (404, True)
    for path in (
        f"/review/texts/case/{DOCUMENT}/{'0' * 64}",
        f"/review/texts/poem/{DOCUMENT}/{'0' * 64}",
        "/review/texts/case/no-such/x",
        "/review/records/case/no-such",
        "/review/records/poem/x",
    ):
        assert visitor.get(path).status == 404, path


def test_the_whole_text_is_read_with_its_keys_before_readers_are_shown_it(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())

    page = reviewed.reviewer("police").get(f"{url}/whole")

    assert page.status == 200
    assert "O que falta a esta decisão." in page.text
    assert "A weak choice" in page.text
    assert url in page.links()


def test_a_published_text_stays_to_be_signed_otherwise_and_the_record_tells_all_in_order(reviewed: Reviewed) -> None:
    submission = reviewed.submit()
    sign_all(reviewed, submission)
    reviewed.people.publish(TextId("case", DOCUMENT, submission.digest))

    page = reviewed.reviewer("police").get(url_of(submission))
    assert "This text was published." in page.text
    record = reviewed.trainer(OTHER).get(f"/author/records/case/{DOCUMENT}").text
    told = ["Submitted for review", "Agrees", "Published"]
    assert sorted(told, key=record.index) == told
    assert record.count("Agrees") == 3


def test_a_text_takes_as_many_queries_with_three_comments_as_with_one(reviewed: Reviewed) -> None:
    url = url_of(reviewed.submit())
    visitor = reviewed.reviewer("police")
    counts = []
    for remarks in (("Um.",), ("Dois.", "Três.")):
        for remark in remarks:
            visitor.get(url).fill(f"{url}/comments", {"remark": remark})
        visitor.get(url)
        with count_queries(reviewed.site.house.database) as queries:
            visitor.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]
