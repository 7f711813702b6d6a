"""The notice on privacy comes before one's first page, and once more after each change of it."""

import re
from pathlib import Path

import pytest
from site_of_tests import Site, Visitor

from course.base.config import ROOT
from course.base.notice import CHANGES, VERSION, changes_since
from course.storage import people
from course.storage.models import Unit

NOTICE = "/notice"
PAGES = ROOT / "course" / "learn" / "pages"


@pytest.fixture
def police(site: Site) -> Unit:
    return site.add_organisation()


def come(site: Site, unit: Unit, notice: int) -> Visitor:
    """Somebody who was shown that version last."""
    site.add_person(unit, "ana@prova.pt")
    return site.visitor("ana@prova.pt", "en", notice=notice)


def test_a_newcomer_is_shown_it_before_the_first_page_and_goes_on_to_where_they_wanted_to_be(
    site: Site, police: Unit
) -> None:
    visitor = come(site, police, 0)

    shown = visitor.follow(visitor.get("/record?from=path"))
    after = visitor.follow(shown.submit(NOTICE))

    assert (shown.path.partition("?")[0], shown.h1) == (NOTICE, "Before you begin: what is kept about you")
    assert "/privacy" in shown.links()
    assert (after.path, after.status) == ("/record?from=path", 200)
    assert visitor.get("/").status == 200
    assert visitor.get("/privacy").status == 200


def test_after_a_change_what_changed_since_is_said_once(site: Site, police: Unit) -> None:
    visitor = come(site, police, VERSION - 1)

    shown = visitor.follow(visitor.get("/"))
    again = visitor.follow(shown.submit(NOTICE))

    assert shown.h1 == "The notice on privacy has changed"
    assert CHANGES[VERSION] in shown.text
    assert CHANGES[VERSION - 1] not in shown.text
    assert again.path == "/"


def test_who_has_seen_it_is_asked_no_more_and_an_older_page_takes_nothing_back(site: Site, police: Unit) -> None:
    visitor = come(site, police, VERSION)
    visitor.get(NOTICE).submit(NOTICE)
    with site.house.database.write() as session:
        person = people.find_by_email(session, "ana@prova.pt")
        assert person is not None
        people.note_notice(session, person.id, VERSION - 1)
        session.refresh(person)
        assert person.notice_version == VERSION
    assert visitor.get("/").status == 200


def test_it_keeps_nobody_from_leaving_or_from_what_is_kept_about_them(site: Site, police: Unit) -> None:
    visitor = come(site, police, 0)

    paths = ("/account", "/account/data", "/account/data/requests", "/account/data/restriction", NOTICE)

    assert [visitor.get(path).status for path in paths] == [200] * len(paths)
    assert visitor.get("/account").submit("/sign-out").status == 303


def test_what_is_sent_from_a_page_that_was_open_is_taken(site: Site, police: Unit) -> None:
    visitor = come(site, police, 0)
    token = visitor.get("/account").fields("/sign-out")["csrf_token"]

    sent = visitor.post("/hindrance", {"csrf_token": token, "lack": ["time"]})

    assert (sent.status, NOTICE in sent.location) == (303, False)
    assert "Version" in visitor.get("/privacy").text


def test_it_leads_to_no_other_site(site: Site, police: Unit) -> None:
    visitor = come(site, police, 0)

    assert visitor.get(f"{NOTICE}?next=//evil.example").submit(NOTICE).location == "/"


@pytest.mark.parametrize("file", sorted(PAGES.glob("privacy.*.md")), ids=lambda file: file.name)
def test_the_version_of_the_text_is_the_one_that_is_noted_and_has_a_sentence(file: Path) -> None:
    said = re.search(r"^Vers(?:ion|ão) (\d+),", file.read_text(encoding="utf-8"), re.MULTILINE)

    assert said is not None
    assert int(said[1]) == VERSION == max(CHANGES)


def test_what_changed_is_told_from_the_newest_and_to_a_newcomer_nothing() -> None:
    assert changes_since(0) == ()
    assert changes_since(1) == tuple(CHANGES[number] for number in sorted(CHANGES, reverse=True))
    assert changes_since(VERSION) == ()
