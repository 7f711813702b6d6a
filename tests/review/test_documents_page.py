import pytest
from site_of_tests import Site

from course.storage.models import Body

DOCUMENTS = "/review/documents"


@pytest.mark.parametrize(
    ("body", "words"),
    [("police", "the police"), ("equality-body", "the equality body"), ("civil-society", "civil society")],
)
def test_a_reviewer_is_told_for_whom_they_read_and_that_nobody_signed(site: Site, body: Body, words: str) -> None:
    site.add_person(site.add_organisation(), "revisora@prova.pt", ("reviewer",), body=body)
    visitor = site.visitor("revisora@prova.pt", "en")

    page = visitor.follow(visitor.get("/"))

    assert (page.path, page.h1) == (DOCUMENTS, "Documents to review")
    assert f"You read for {words}" in page.text
    assert "None of the three parties has signed." in page.text


@pytest.mark.parametrize("language", ["pt", "en"])
def test_every_document_of_the_list_opens_and_leads_on_to_the_last(site: Site, language: str) -> None:
    site.add_person(site.add_organisation(), "revisora@prova.pt", ("reviewer",), body="police")
    visitor = site.visitor("revisora@prova.pt", language)
    listed = [link for link in visitor.get(DOCUMENTS).links() if link.startswith("/review/") and link != DOCUMENTS]
    documents = list(dict.fromkeys(listed))

    pages = [visitor.get(document) for document in documents]

    assert [page.status for page in pages] == [200] * len(documents)
    for page, following in zip(pages, [*documents[1:], DOCUMENTS], strict=True):
        assert following in page.links()


def test_reviewing_opens_only_to_reviewers(site: Site) -> None:
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))

    assert site.visitor("formadora@prova.pt").get(DOCUMENTS).status == 403
