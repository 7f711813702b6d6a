"""Too many tries at the pages without a sign-in: what is told, to whom, and by how many applications."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from databases import count_queries
from passwords import PASSWORD
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.base.ids import as_text
from course.content.library import Library
from course.storage import people
from course.storage.models import AuditEntry, Person, Unit

ANA, NOBODY = "ana@test.example", "nobody@test.example"


@pytest.fixture
def police(site: Site) -> Unit:
    """An organisation with `ana`, number 1234."""
    unit = site.add_organisation()
    site.add_person(unit, ANA, number="1234")
    return unit


@pytest.fixture
def other_site(site: Site, library: Library) -> Iterator[Site]:
    """A second application on the same database and keys, as a second worker or the first after a restart."""
    made = Site("", site.settings.instance, library)
    yield made
    made.close()


def sign_in(visitor: Visitor, identifier: str = ANA, password: str = "not it", **others: str) -> Page:
    """The form of the sign-in page, sent."""
    return visitor.get("/sign-in").submit("/sign-in", identifier=identifier, password=password, **others)


def test_the_refusal_says_when_to_try_again_and_what_works_meanwhile(site: Site, police: Unit) -> None:
    words = {
        "pt": "Tente de novo a partir de 09:05. Num navegador onde já tenha entrado, ou com um código de uso único",
        "en": "Try again from 09:05. In a browser where you signed in before, or with a one-time code",
    }
    told = [sign_in(site.visitor()).status for _ in range(10)]

    pages = {language: sign_in(site.visitor(language=language), password=PASSWORD) for language in words}

    assert told == [422] * 10
    assert {language: words[language] in page.text for language, page in pages.items()} == {"pt": True, "en": True}
    assert [(page.status, page.headers["Retry-After"]) for page in pages.values()] == [(429, "300")] * 2


def test_limits_are_shared_by_applications_on_one_database_and_outlive_a_restart(
    site: Site, police: Unit, other_site: Site
) -> None:
    told = [sign_in(where.visitor()).status for where in (site, other_site) * 5]
    site.house.database.close()

    later = sign_in(other_site.visitor(), password=PASSWORD)
    other_site.now += dt.timedelta(minutes=5)

    assert (told, later.status) == ([422] * 10, 429)
    assert sign_in(other_site.visitor(), password=PASSWORD).status == 303


def test_a_browser_that_has_signed_in_before_is_kept_out_by_no_failures_elsewhere(site: Site, police: Unit) -> None:
    known = site.visitor_by_form(ANA)
    known.get("/").submit("/sign-out")
    for _ in range(10):
        sign_in(site.visitor())

    told = {"unknown": sign_in(site.visitor(), password=PASSWORD).status}
    told["known"] = sign_in(known, password=PASSWORD).status

    assert told == {"unknown": 429, "known": 303}


def test_the_cookie_of_a_known_browser_is_out_of_reach_of_scripts_and_lasts_half_a_year(
    site: Site, police: Unit
) -> None:
    visitor = site.visitor_by_form(ANA)
    first = visitor.client.get_cookie("device")
    assert first is not None
    visitor.get("/").submit("/sign-out")
    sign_in(visitor, password=PASSWORD)
    again = visitor.client.get_cookie("device")
    assert again is not None

    assert (first.http_only, first.same_site, first.path, first.max_age) == (True, "Lax", "/", 180 * 24 * 3600)
    assert len(first.value) == 22
    assert again.value == first.value
    assert site.visitor().client.get_cookie("device") is None


@pytest.mark.parametrize("tries", [1, 11])
def test_known_and_unknown_people_are_told_the_same_at_each_door(site: Site, police: Unit, tries: int) -> None:
    doors = {
        "/sign-in": {"password": "not it"},
        "/sign-in/forgotten": {},
        "/sign-in/code": {"code": "XXXX-XXXX-XXXX", "password": "quatro palavras sem nexo"},
    }
    number = {"organisation": as_text(police.id)}

    def answer(path: str, fields: dict[str, str], address: str) -> tuple[int, str, dict[str, str]]:
        visitor = site.visitor()
        visitor.client.environ_base["REMOTE_ADDR"] = address
        for _ in range(tries):
            page = visitor.get(path).submit(path, **fields)
        shown = page.html.replace(fields["identifier"], "")
        token = visitor.get(path).fields(path)["csrf_token"][0] if page.status != 303 else ""
        return page.status, shown.replace(token, ""), {k: v for k, v in page.headers.items() if k != "Set-Cookie"}

    for path, fields in doors.items():
        answers = [
            answer(path, fields | {"identifier": identifier} | others, f"192.0.2.{place}")
            for place, (identifier, others) in enumerate(
                [(ANA, {}), ("nil@test.example", {}), ("1234", number), ("9999", number)]
            )
        ]
        statuses = [status for status, *_ in answers]
        assert statuses == [statuses[0]] * 4, path
        assert [_words(html) for _, html, _ in answers[:2]] == [_words(answers[0][1])] * 2, path
        assert [_words(html) for _, html, _ in answers[2:]] == [_words(answers[2][1])] * 2, path
        lengths = [{k: v for k, v in headers.items() if k != "Content-Length"} for *_, headers in answers]
        assert lengths == [lengths[0]] * 4, path


def _words(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0].partition('name="csrf_token"')[0]


@pytest.mark.parametrize(("path", "hashes"), [("/sign-in", 1), ("/sign-in/forgotten", 1), ("/sign-in/code", 0)])
def test_whoever_is_named_costs_the_same_work_and_as_many_bytes(
    site: Site, police: Unit, monkeypatch: pytest.MonkeyPatch, path: str, hashes: int
) -> None:
    known, unknown, gone, new = ANA, "nil@test.example", "out@test.example", "new@test.example"
    with site.house.database.write() as session:
        people.add_person(session, unit=police, name="Out", email=gone, roles=["officer"]).is_active = False
        people.add_person(session, unit=police, name="New", email=new, roles=["officer"])
    hashed: list[str] = []
    monkeypatch.setattr(PasswordHasher, "verify", _noting(PasswordHasher.verify, hashed))
    monkeypatch.setattr(PasswordHasher, "hash", _noting(PasswordHasher.hash, hashed))
    fields = {"password": "quatro palavras sem nexo", "code": "XXXX-XXXX-XXXX"}
    site.visitor().get(path).submit(path, identifier="first@test.example", **fields)  # which sweeps out old windows

    cost = {}
    for name in (known, unknown, gone, new):
        page = site.visitor().get(path)
        hashed.clear()
        with count_queries(site.house.database) as statements:
            answer = page.submit(path, identifier=name, **fields)
        mailed = [one for one in statements if one.startswith(("INSERT INTO sign_in_code ", "INSERT INTO outbox "))]
        asked = [one for one in statements if one not in mailed]
        cost[name] = (len(hashed), asked, answer.status, answer.headers["Content-Length"])
        assert len(mailed) == (2 if path == "/sign-in/forgotten" and name in {known, new} else 0)

    assert cost == dict.fromkeys(cost, cost[known])
    assert cost[known][0] == hashes


def _noting(work: Callable[..., Any], noted: list[str]) -> Callable[..., Any]:
    """The same work, each time noted."""

    def noting(*given: Any, **named: Any) -> Any:
        noted.append(work.__name__)
        return work(*given, **named)

    return noting


def test_the_log_notes_a_failure_about_the_person_and_never_what_was_typed(site: Site, police: Unit) -> None:
    for name in (ANA, NOBODY):
        sign_in(site.visitor(), name, "a secret that was typed")

    with site.house.database.read() as session:
        ana = session.scalars(select(Person)).one()
        noted = [(row.event, row.about_id, row.person_id, row.detail) for row in session.scalars(select(AuditEntry))]
    assert sorted(noted, key=str) == sorted(
        [("sign-in-failed", ana.id, None, {}), ("sign-in-failed", None, None, {})], key=str
    )
