"""An administrator sends a file with people, sees what it would change, mends it, and imports it."""

import io

import pytest
from people_files import ANA, RUI, csv_of
from site_of_tests import Page, Site, Visitor

from course.storage.models import Unit

IMPORT = "/administer/import"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with a command and its administrator."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_unit(organisation, "Comando A", "command")
    site.add_person(organisation, "admin@prova.pt", ("administrator",), number="1")
    return organisation


def send(visitor: Visitor, data: bytes, name: str = "pessoas.csv") -> Page:
    """Send that file by the form of the page, and go where it leads."""
    token = visitor.get("/account").fields("/account/password")["csrf_token"][0]
    answer = visitor.post_with_files(IMPORT, {"csrf_token": token, "file": (io.BytesIO(data), name)})
    return visitor.follow(answer)


def facts(page: Page) -> dict[str, str]:
    """The counts of the preview that are not nothing."""
    texts = ["".join(part.itertext()) for part in page.tree.iter() if part.tag in {"dt", "dd"}]
    return {name: count for name, count in zip(texts[::2], texts[1::2], strict=True) if count != "0"}


def test_a_file_with_an_error_is_mended_and_imported(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt", "en")

    wrong = send(visitor, csv_of(ANA, "200;=1+1;rui@test.example;Comando A"))
    assert facts(wrong) == {"With an error": "1", "New": "1", "New units": "1"}
    assert "3 =1+1" not in wrong.text
    assert "It begins with a sign by which table programs know a formula" in wrong.text
    assert f"{IMPORT}/confirmation" not in wrong.actions()

    right = send(visitor, csv_of(ANA, RUI))
    assert facts(right) == {"New": "2", "New units": "1"}
    done = right.submit(f"{IMPORT}/confirmation")
    assert (done.status, done.location) == (303, "/administer/people")
    listed = visitor.follow(done)
    assert ("Ana Reis" in listed.text, "Esquadra 1" in listed.text) == (True, True)
    assert visitor.get(IMPORT).h1 == "People from a file"


def test_a_file_that_cannot_be_read_is_told_of_beside_the_field(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt", "en")

    page = send(visitor, csv_of(ANA, heading="Number;Name;Role;Unit"))

    assert page.status == 422
    assert page.text.count("This file has a column with roles.") == 2
    assert [send(visitor, data).status for data in (b"", b"PK\3\4", b"x" * 5_000_100)] == [422, 422, 422]
    assert send(visitor, b"x" * 7_600_000).status == 413


def test_what_is_confirmed_twice_or_in_an_old_window_is_told_so(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt", "en")
    first = send(visitor, csv_of(ANA))
    second = send(visitor, csv_of(RUI))

    old = first.submit(f"{IMPORT}/confirmation")
    assert (old.status, "Another file has taken the place" in old.text) == (409, True)
    assert [second.submit(f"{IMPORT}/confirmation").status for _ in range(2)] == [303, 409]
    assert send(visitor, csv_of(ANA)).submit(f"{IMPORT}/end").location == IMPORT
    assert visitor.get(IMPORT).h1 == "People from a file"


def test_a_file_is_seen_by_whoever_sent_it_alone_and_nothing_in_it_runs(site: Site, organisation: Unit) -> None:
    site.add_person(organisation, "outra@prova.pt", ("administrator",), number="2")

    page = send(site.visitor("admin@prova.pt"), csv_of(f"9;{HOSTILE};;{HOSTILE.replace('>', '')}"), f"{HOSTILE}.csv")

    assert (page.status, HOSTILE in page.html, HOSTILE in page.text) == (200, False, True)
    assert site.visitor("outra@prova.pt", "en").get(IMPORT).h1 == "People from a file"
    assert site.visitor("outra@prova.pt").get("/account/data").text.count(HOSTILE) == 0
    assert HOSTILE in site.visitor("admin@prova.pt").get("/account/data").text


def test_a_unit_that_is_nearly_another_is_asked_about_on_the_page(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt", "en")
    asked = send(visitor, csv_of("9;Eva;;Comado A"))

    unsaid = asked.submit(f"{IMPORT}/units")
    said = visitor.follow(asked.fill(f"{IMPORT}/units", {"unit-1": "Comando A"}))

    assert (unsaid.status, unsaid.text.count("Say whether this is the unit that there is")) == (422, 2)
    assert facts(said) == {"New": "1"}
    assert f"{IMPORT}/confirmation" in said.actions()
