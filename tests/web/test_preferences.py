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


def test_the_text_size_is_written_on_the_page_before_signing_in_and_an_unknown_one_is_none(site: Site) -> None:
    visitor = site.visitor()
    sizes = []
    for chosen in ("larger", "large", "huge", "normal"):
        visitor.get("/sign-in").submit("/preferences", text=chosen)
        html = visitor.get("/help").html
        sizes.append(html.partition(' data-text="')[2].partition('"')[0])

    assert sizes == ["larger", "large", "", ""]


def test_one_choice_leaves_the_others(site: Site) -> None:
    visitor = site.visitor()
    visitor.get("/help").submit("/preferences", text="large")
    visitor.get("/help").submit("/preferences", theme="dark")
    html = visitor.get("/help").html

    assert ('data-theme="dark"' in html, 'data-text="large"' in html) == (True, True)
