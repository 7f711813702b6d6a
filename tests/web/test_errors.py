"""What a person is told when something is refused or fails."""

import pytest
from site_of_tests import Site, Visitor


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example", language="en")


def test_a_failure_shows_a_number_and_nothing_of_its_cause(
    site: Site, officer: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: object) -> str:
        raise ValueError("the cause, with a secret in it")

    monkeypatch.setitem(site.app.view_functions, "learn.show_path", fail)
    page = officer.get("/")

    assert (page.status, page.h1) == (500, "Something went wrong here")
    assert "secret" not in page.html
    incident = caplog.records[-1].getMessage().removeprefix("incident ")
    assert incident in page.text


def test_without_its_database_the_site_says_so_in_both_languages(site: Site, officer: Visitor) -> None:
    site.house.database.close()
    for path in site.settings.instance.glob("course.db*"):
        path.unlink()
    (site.settings.instance / "course.db").mkdir()

    response = officer.client.get("/")

    assert response.status_code == 503
    assert "O que já estava guardado mantém-se" in response.text
    assert "What was saved is kept" in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing-here", 404), ("/attempts/not-an-id/1", 404), ("/attempts/%00/1", 404), ("/modules/..%2f..%2fetc", 404)],
)
def test_an_address_that_leads_nowhere_is_a_page_that_says_what_to_do(officer: Visitor, path: str, status: int) -> None:
    page = officer.get(path)

    assert (page.status, "/" in page.links()) == (status, True)


def test_too_large_a_form_is_refused_in_words(officer: Visitor) -> None:
    fields = officer.get("/account").fields("/account/password")

    page = officer.post("/account/password", fields | {"present": ["x" * 300_000]})

    assert (page.status, page.h1) == (413, "This is too large")


def test_a_wrong_method_changes_nothing_and_is_explained(officer: Visitor) -> None:
    page = officer.get("/sign-out")

    assert (page.status, page.h1) == (405, "This was not understood")


def test_every_answer_carries_the_strict_headers(site: Site, officer: Visitor) -> None:
    wanted = {
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
    for path in ("/", "/sign-in", "/nothing-here", "/privacy"):
        headers = officer.client.get(path).headers
        assert {name: headers.get(name) for name in wanted} == wanted, path
