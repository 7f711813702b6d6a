"""What goes out compressed: pages, and none whose words somebody else can have chosen."""

import gzip

from crawl import without_tokens
from site_of_tests import Site, Visitor
from walks import MODULE, open_quiz

SECTION = f"/modules/{MODULE}/definition"


def officer(site: Site) -> Visitor:
    """Signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example")


def encodings(visitor: Visitor, *paths: str, accepted: str = "gzip, deflate, br") -> list[str | None]:
    """How each page is sent to a browser that accepts these."""
    return [
        visitor.client.get(path, headers={"Accept-Encoding": accepted}).headers.get("Content-Encoding")
        for path in paths
    ]


def test_a_page_is_the_same_compressed_and_less_than_half_as_long(site: Site) -> None:
    visitor = officer(site)

    plain = visitor.client.get(SECTION)
    packed = visitor.client.get(SECTION, headers={"Accept-Encoding": "gzip"})

    # The token of its forms holds the second in which it was made.
    assert without_tokens(gzip.decompress(packed.data).decode()) == without_tokens(plain.text)
    assert len(packed.data) == packed.content_length < len(plain.data) / 2
    assert (packed.headers["Content-Encoding"], plain.headers.get("Content-Encoding")) == ("gzip", None)
    assert [{"Accept-Encoding"} <= set(answer.vary) for answer in (plain, packed)] == [True, True]


def test_only_a_browser_that_understands_it_is_sent_it(site: Site) -> None:
    visitor = officer(site)

    assert encodings(visitor, SECTION, accepted="gzip;q=0, identity") == [None]
    assert encodings(visitor, SECTION, accepted="identity") == [None]
    assert encodings(visitor, SECTION, accepted="*") == ["gzip"]


def test_no_page_is_compressed_into_which_a_link_can_put_words(site: Site) -> None:
    visitor = officer(site)
    question = open_quiz(visitor).path

    own = encodings(visitor, "/", SECTION, "/library", "/worker.js", f"{question}?blank=yes")
    others = encodings(visitor, "/library?q=token", f"{SECTION}?q=token", f"{question}?blank=yes&q=token")
    others += encodings(visitor, "/nothing-called-so", "/calendar")

    assert own == ["gzip"] * 5
    assert others == [None] * len(others)


def test_a_form_is_answered_compressed_and_one_from_elsewhere_is_not(site: Site) -> None:
    visitor = officer(site)
    page = visitor.get(SECTION)
    check = next(action for action in page.actions() if "/checks/" in action).partition("#")[0]
    asked = {"Accept-Encoding": "gzip"}

    again = visitor.client.post(check, data=page.fields(check), headers=asked)
    forged = visitor.client.post(check, data=page.fields(check), headers=asked | {"Sec-Fetch-Site": "cross-site"})

    assert (again.status_code, again.headers.get("Content-Encoding")) == (422, "gzip")
    assert (forged.status_code, forged.headers.get("Content-Encoding")) == (403, None)
