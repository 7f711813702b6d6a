"""What a browser is told of whose device it is: nothing unless its owner says so, and only what may be kept."""

import re
from http.cookies import SimpleCookie

import pytest
from page_lint import lint
from passwords import PASSWORD
from site_of_tests import Page, Site, Visitor
from walks import MODULE, open_quiz

from course.web.assets import FOLDER
from course.web.own_device import KEPT, KEPT_BLANK, KEPT_FILES, worker

MARKER = "own-device"


def sign_in(visitor: Visitor, email: str, *, own: bool) -> Page:
    """The answer to the form, with the box ticked or not."""
    page = visitor.get("/sign-in")
    assert "own_device" not in page.fields("/sign-in")
    said = {"own_device": "own"} if own else {}
    return page.fill("/sign-in", {"identifier": email, "password": PASSWORD, **said})


def marker(visitor: Visitor) -> str | None:
    """The cookie that says whose device it is."""
    cookie = visitor.client.get_cookie(MARKER)
    return cookie.value if cookie else None


@pytest.fixture
def two(site: Site) -> Site:
    """A site with two officers."""
    unit = site.add_organisation()
    site.add_person(unit, "ana@test.example", ("officer", "trainer"))
    site.add_person(unit, "rui@test.example")
    return site


def test_without_the_box_pages_carry_nothing_and_allow_nothing(two: Site) -> None:
    visitor = two.visitor()
    answer = sign_in(visitor, "ana@test.example", own=False)

    pages = [visitor.get(path) for path in ("/", f"/modules/{MODULE}", "/library/cards", "/offline")]

    assert (answer.headers.get("Clear-Site-Data"), marker(visitor)) == (None, None)
    assert [word for page in pages for word in ("offline.js", "data-owner") if word in page.html] == []
    assert {page.headers.get("Keep-Offline") for page in pages} == {None}


def test_with_the_box_the_pages_of_the_course_may_be_kept_and_no_others(two: Site) -> None:
    visitor = two.visitor()
    sign_in(visitor, "ana@test.example", own=True)
    question = open_quiz(visitor).path
    section = f"/modules/{MODULE}/definition"
    others = ["/", "/account", "/account/data", "/seat", "/privacy", f"/quizzes/{MODULE}", question, "/train/sessions"]

    kept = {path: visitor.get(path).headers.get("Keep-Offline") for path in [section, "/library/glossary", "/offline"]}

    assert set(kept.values()) == {f"{marker(visitor)} pt"}
    assert visitor.get(f"{question}?blank=yes").headers["Keep-Offline"] == f"{marker(visitor)} pt"
    assert {visitor.get(path).headers.get("Keep-Offline") for path in others} == {None}
    assert {visitor.get(path).headers["Cache-Control"] for path in [section, question, *others]} == {"no-store"}
    assert re.fullmatch("[0-9a-f]{32}", marker(visitor) or "")


def test_the_pages_that_may_be_kept_are_these() -> None:
    assert {
        "accounts.show_offline",
        "learn.read_section",
        "learn.show_module",
        "learn.show_question",
        "library.list_cards",
        "library.list_glossary",
        "library.show_card",
        "library.show_term",
    } == KEPT | KEPT_BLANK


def test_the_copy_of_a_question_that_is_kept_has_no_answer_in_it(two: Site) -> None:
    visitor = two.visitor()
    sign_in(visitor, "ana@test.example", own=True)
    page = open_quiz(visitor)
    while page.tree.find(".//*[@id='answer']//input[@type='radio']") is None:
        number = int(page.path.rpartition("/")[2])
        page = visitor.get(f"{page.path.rpartition('/')[0]}/{number + 1}")
    first = page.tree.find(".//*[@id='answer']//input[@type='radio']")
    assert first is not None
    page.fill(page.path, {first.get("name", ""): first.get("value", ""), "certainty": "3"})

    live, copy = visitor.get(page.path), visitor.get(f"{page.path}?blank=yes")

    assert (live.html.count(" checked"), copy.html.count(" checked")) == (2, 0)
    assert (live.fields(page.path)["based_on"], copy.fields(page.path)["based_on"]) == (["1"], ["1"])


def test_the_word_lasts_as_long_as_the_sign_in_whatever_its_role(two: Site) -> None:
    visitor = two.visitor()
    sign_in(visitor, "ana@test.example", own=True)
    account = visitor.get("/account")

    account.submit("/account/role", role="trainer")
    assert "data-own-device" in visitor.get("/account").html

    visitor.get("/account").submit("/sign-out")
    assert (marker(visitor), "data-own" in visitor.get("/sign-in").html) == (None, False)
    sign_in(visitor, "ana@test.example", own=False)
    assert "data-own" not in visitor.get("/account").html


def test_a_sign_in_that_ran_out_is_not_inherited_by_the_next_person(two: Site) -> None:
    visitor = two.visitor()
    sign_in(visitor, "ana@test.example", own=True)
    visitor.client.delete_cookie("course")

    answer = sign_in(visitor, "rui@test.example", own=False)

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert (marker(visitor), "data-own" in visitor.get("/account").html) == (None, False)


def test_another_owner_takes_the_device_over_empty(two: Site) -> None:
    visitor = two.visitor()
    sign_in(visitor, "ana@test.example", own=True)
    first = marker(visitor)
    visitor.client.delete_cookie("course")

    answer = sign_in(visitor, "rui@test.example", own=True)

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert marker(visitor) not in {first, None}
    assert f'data-owner="{marker(visitor)}"' in visitor.get("/account").html


def test_the_same_person_without_the_box_is_left_what_waits_to_be_sent(two: Site) -> None:
    visitor = two.visitor()
    sign_in(visitor, "ana@test.example", own=True)
    tag = marker(visitor)
    visitor.client.delete_cookie("course")
    assert "offline.js" in visitor.get("/sign-in").html

    answer = sign_in(visitor, "ana@test.example", own=False)
    page = visitor.get("/account")

    assert "Clear-Site-Data" not in answer.headers
    assert (f'data-owner="{tag}"' in page.html, "data-own-device" in page.html) == (True, False)
    assert visitor.get("/library/cards").headers.get("Keep-Offline") is None


def test_a_code_says_nothing_of_the_device(two: Site) -> None:
    cookie = SimpleCookie(two.visitor().client.get("/sign-in/code").headers.get("Set-Cookie", ""))

    assert MARKER not in cookie
    assert "own_device" not in two.visitor().get("/sign-in/code").html


def test_the_worker_is_served_at_the_root_with_its_version_and_asked_for_each_time(two: Site) -> None:
    visitor = two.visitor()
    response = visitor.client.get("/worker.js")
    version = worker()[1]

    assert (response.status_code, response.mimetype) == (200, "text/javascript")
    assert (response.headers["Cache-Control"], response.headers["ETag"]) == ("no-cache", f'W/"{version}"')
    assert response.text.startswith(f'const VERSION = "{version}";\nconst FILES = [')
    files = re.findall(r'"(/static/[^"]+)"', response.text.splitlines()[1])
    assert [file.partition("?")[0] for file in files] == [f"/static/{name}" for name in KEPT_FILES]
    assert [name for name in KEPT_FILES if not (FOLDER / name).is_file()] == []
    again = visitor.client.get("/worker.js", headers={"If-None-Match": f'W/"{version}"', "Accept-Encoding": "gzip"})
    assert (again.status_code, again.text) == (304, "")


def test_the_page_without_network_says_what_is_kept_in_both_languages(two: Site) -> None:
    visitor = two.visitor()
    assert "Nada. Um aparelho só guarda" in visitor.get("/offline").text
    sign_in(visitor, "ana@test.example", own=True)

    pages = {}
    for language in ("pt", "en"):
        visitor.client.set_cookie("language", language)
        pages[language] = visitor.get("/offline")

    assert {language: page.h1 for language, page in pages.items()} == {"pt": "Sem rede", "en": "Without network"}
    assert [page for page in pages.values() if lint(page.html, page.path)] == []
    assert [page.html.count('id="device-kept"') for page in pages.values()] == [1, 1]
