import pytest
from databases import count_queries
from reviews import AUTHOR, CASE, Reviewed, sign, url_of
from site_of_tests import Site

from course.storage import people
from course.storage.models import Body

DOCUMENTS = "/review/documents"


@pytest.fixture
def reviewed(site: Site) -> Reviewed:
    return Reviewed(site)


@pytest.mark.parametrize(
    ("body", "words"),
    [("police", "the police"), ("equality-body", "the equality body"), ("civil-society", "civil society")],
)
def test_a_reviewer_is_told_for_whom_they_read_and_that_nothing_waits(site: Site, body: Body, words: str) -> None:
    site.add_person(site.add_organisation(), "revisora@prova.pt", ("reviewer",), body=body)
    visitor = site.visitor("revisora@prova.pt", "en")

    page = visitor.follow(visitor.get("/"))

    assert (page.path, page.h1) == (DOCUMENTS, "To sign")
    assert f"You read for {words}" in page.text
    assert "Nothing waits for your party." in page.text


@pytest.mark.parametrize("language", ["pt", "en"])
def test_every_document_of_the_list_opens_and_leads_on_to_the_last(site: Site, language: str) -> None:
    site.add_person(site.add_organisation(), "revisora@prova.pt", ("reviewer",), body="police")
    visitor = site.visitor("revisora@prova.pt", language)
    own = {DOCUMENTS, "/review/signed"}
    listed = [link for link in visitor.get(DOCUMENTS).links() if link.startswith("/review/") and link not in own]
    documents = list(dict.fromkeys(listed))

    pages = [visitor.get(document) for document in documents]

    assert [page.status for page in pages] == [200] * len(documents)
    for page, following in zip(pages, [*documents[1:], DOCUMENTS], strict=True):
        assert following in page.links()


def test_reviewing_opens_only_to_reviewers(site: Site) -> None:
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))

    assert site.visitor("formadora@prova.pt").get(DOCUMENTS).status == 403


def test_a_text_waits_until_the_party_said_something_and_then_stands_among_the_signed(reviewed: Reviewed) -> None:
    submission = reviewed.submit()
    visitor = reviewed.reviewer("police")
    waiting = visitor.get(DOCUMENTS)

    sign(visitor, url_of(submission), "agree")

    assert ("Título do caso" in waiting.text, "Your turn" in waiting.text) == (True, True)
    assert "14 days left" in waiting.text
    assert "Nothing waits for your party." in visitor.get(DOCUMENTS).text
    signed = visitor.get("/review/signed")
    assert "Título do caso" in signed.text
    assert "Agrees police@test.example" in signed.text
    assert url_of(submission) in signed.links()
    assert "Your turn" in reviewed.reviewer("civil-society").get(DOCUMENTS).text


def test_a_newer_text_is_marked_as_changed_since_the_party_signed(reviewed: Reviewed) -> None:
    sign(reviewed.reviewer("police"), url_of(reviewed.submit()), "agree")
    reviewed.write("Título do caso", "Outro título")
    reviewed.submit()

    assert "Outro título" in reviewed.reviewer("police").get(DOCUMENTS).text
    assert "Changed since your party took its position" in reviewed.reviewer("police").get(DOCUMENTS).text
    assert "Changed since your party took its position" not in reviewed.reviewer("civil-society").get(DOCUMENTS).text


def test_a_shipped_document_that_the_party_signed_leaves_the_list_of_what_it_has_not(reviewed: Reviewed) -> None:
    visitor = reviewed.reviewer("police")
    case = visitor.get("/review/cases/looked-away")
    url = next(link for link in case.links() if link.startswith("/review/texts/case/looked-away/"))

    assert sign(visitor, url, "agree").status == 303

    assert "/review/cases/looked-away" not in visitor.get(DOCUMENTS).links()
    assert url in visitor.get("/review/signed").links()
    other = reviewed.reviewer("civil-society").get(DOCUMENTS)
    assert "1 of 3" in other.text


def test_lists_take_as_many_queries_for_three_texts_as_for_one(reviewed: Reviewed) -> None:
    counts = []
    visitor = reviewed.reviewer("police")
    reviewed.submit()
    for names in ((), ("second-case", "third-case")):
        for name in names:
            files = {file: text.replace("Título do caso", name) for file, text in CASE.items()}
            reviewed.people.submit(reviewed.people.draft(name, files))
        visitor.get(DOCUMENTS)  # typed and kept, as it is for whoever comes next
        with count_queries(reviewed.site.house.database) as queries:
            visitor.get(DOCUMENTS)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_the_author_who_is_also_a_reviewer_is_told_that_somebody_else_signs(reviewed: Reviewed) -> None:
    with reviewed.site.house.database.write() as session:
        people.add_role(session, reviewed.people.author.person_id, "reviewer", body="police")
    submission = reviewed.submit()
    visitor = reviewed.trainer(AUTHOR)
    visitor.get("/account").submit("/account/role", role="reviewer")

    assert "You wrote it: somebody else of your party signs" in visitor.get(DOCUMENTS).text
    page = visitor.get(url_of(submission))
    assert "Nobody signs their own" in page.text
    assert f"{url_of(submission)}/signature" not in page.actions()
    token = visitor.get("/account").fields("/account/password")["csrf_token"]
    assert visitor.post(f"{url_of(submission)}/signature", {"csrf_token": token, "position": "agree"}).status == 403
