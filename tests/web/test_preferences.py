"""Language and appearance."""

from site_of_tests import Site


def test_the_language_is_changed_where_one_stands_and_stays(site: Site) -> None:
    visitor = site.visitor()
    page = visitor.get("/help").submit("/preferences", language="en")

    assert page.location == "/help"
    assert 'lang="en"' in visitor.follow(page).html
    assert 'lang="en"' in visitor.get("/privacy").html


def test_dark_is_written_on_the_page_and_taken_off_again(site: Site) -> None:
    visitor = site.visitor()
    visitor.get("/help").submit("/preferences", theme="dark")
    dark = visitor.get("/help").html
    visitor.get("/help").submit("/preferences", theme="auto")

    assert ('data-theme="dark"' in dark, "data-theme" in visitor.get("/help").html) == (True, False)


def test_a_browser_that_asks_for_english_gets_it_and_another_language_gets_portuguese(site: Site) -> None:
    client = site.app.test_client()

    languages = [
        '<html lang="pt-PT"' in client.get("/sign-in", headers={"Accept-Language": asked}).text
        for asked in ("pt-PT", "en-GB,en;q=0.9", "fr", "")
    ]

    assert languages == [True, False, True, True]


def test_going_back_never_leaves_the_site(site: Site) -> None:
    page = site.visitor().get("/help").submit("/preferences", language="en", next="//evil.example/")

    assert page.location == "/"
