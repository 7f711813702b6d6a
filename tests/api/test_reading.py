"""What a program reads: its own organisation's people, units and days of completion, a page after the other."""

import datetime as dt

import pytest
from programs import a_token, ask
from site_of_tests import Site
from sqlalchemy import event, select

from course.storage import completions, people, units
from course.storage.models import ApiClient, AuditEntry, Unit

DAY = dt.date(2026, 11, 2)


@pytest.fixture
def home(site: Site) -> Unit:
    """An organisation with three officers and a fourth without a number; and another with one."""
    home, away = site.add_organisation("Polícia A"), site.add_organisation("Polícia B")
    for name, number in (("rui", "007"), ("ana", "010"), ("eva", "=9"), ("zoe", None)):
        site.add_person(home, f"{name}@a.example", number=number)
    site.add_person(away, "fora@b.example", number="007")
    with site.house.database.write() as session:
        for number in ("007", "010"):
            person = people.find_by_service_number(session, home.id, number)
            assert person
            completions.complete(session, person.id, "ethnic-profiling", DAY, {"module": "d"})
            completions.complete(session, person.id, "another-module", DAY + dt.timedelta(days=3), {"module": "d"})
            completions.start(session, person.id, "only-begun")
        for listed in people.list_people(session, home.id):
            if listed.service_number is None:
                completions.complete(session, listed.id, "of-all", DAY, {"module": "d"})
        foreign = people.find_by_service_number(session, away.id, "007")
        assert foreign
        completions.complete(session, foreign.id, "ethnic-profiling", DAY, {"module": "d"})
    return home


def pages(site: Site, token: str, path: str) -> list[dict[str, object]]:
    """The rows of all pages, by `next` and by the header alike."""
    found: list[dict[str, object]] = []
    ahead: str | None = path
    while ahead:
        response = ask(site, token, ahead)
        assert response.status_code == 200, response.text
        told = response.get_json()
        link = response.headers.get("Link")
        assert link == (f'<{told["next"]}>; rel="next"' if told["next"] else None)
        found += told["items"]
        ahead = told["next"].removeprefix("/api/v1") if told["next"] else None
    return found


@pytest.mark.parametrize("limit", [1, 2, 500])
def test_a_list_gives_each_row_of_the_own_organisation_once_whatever_the_size_of_a_page(
    site: Site, home: Unit, limit: int
) -> None:
    token = a_token(site, home)

    done = pages(site, token, f"/completions?limit={limit}")
    found = pages(site, token, f"/people?limit={limit}")

    later = (DAY + dt.timedelta(days=3)).isoformat()
    assert done == [
        {"service_number": number, "module": module, "state": "done", "date": day}
        for number in ("007", "010")
        for module, day in (("another-module", later), ("ethnic-profiling", DAY.isoformat()))
    ]
    assert found == [
        {
            "service_number": number,
            "name": name,
            "email": f"{name.lower()}@a.example",
            "language": "pt",
            "unit": home.id.hex(),
            "active": True,
        }
        for number, name in (("007", "Rui"), ("010", "Ana"), ("=9", "Eva"))
    ]
    assert pages(site, token, f"/units?limit={limit}") == [
        {"id": home.id.hex(), "parent": None, "name": "Polícia A", "kind": "organisation"}
    ]


def test_completions_are_asked_by_module_track_and_day_and_come_as_a_file_of_chosen_columns(
    site: Site, home: Unit
) -> None:
    token = a_token(site, home)
    with site.house.database.write() as session:
        eva = people.find_by_service_number(session, home.id, "=9")
        assert eva
        completions.complete(session, eva.id, "ethnic-profiling", DAY, {"module": "d"})

    def numbers(query: str) -> list[str]:
        return [f"{row['service_number']} {row['module']}" for row in pages(site, token, f"/completions?{query}")]

    of_module = ["007 ethnic-profiling", "010 ethnic-profiling", "=9 ethnic-profiling"]
    assert numbers("module=ethnic-profiling") == of_module
    assert numbers("track=racial-discrimination") == of_module
    assert numbers("track=racial-discrimination&module=another-module") == numbers("track=no-such-track") == []
    assert numbers("since=2026-11-03") == ["007 another-module", "010 another-module"]
    file = ask(site, token, "/completions?module=ethnic-profiling&format=csv&columns=date,service_number,title")
    assert file.content_type == "text/csv; charset=utf-8"
    title = site.house.catalogue.module("ethnic-profiling").in_("en").title
    assert file.data.decode() == "\r\n".join(
        [
            "\ufeffdate;service_number;title",
            f"2026-11-02;007;{title}",
            f"2026-11-02;010;{title}",
            f"2026-11-02;'=9;{title}",
            "",
        ]
    )


def test_a_list_needs_as_many_queries_for_three_rows_as_for_one(site: Site, home: Unit) -> None:
    token, counts = a_token(site, home), []
    for path in ("/people", "/completions", "/units"):
        for limit in (1, 3):
            ran: list[str] = []
            engine = site.house.database.engine
            event.listen(engine, "before_cursor_execute", lambda *given, ran=ran: ran.append(given[2]))
            ask(site, token, f"{path}?limit={limit}&after=00")
            counts.append((path, sum("FROM person" in one or "FROM unit" in one for one in ran)))

    assert counts == [(path, 1) for path in ("/people", "/completions", "/units") for _ in range(2)]


def test_what_a_program_read_is_in_the_log_and_told_to_people_once_a_day(site: Site, home: Unit) -> None:
    token = a_token(site, home)
    for path in ("/units", "/people?limit=1", "/people", "/completions", "/people/007"):
        assert ask(site, token, path).status_code == 200
    site.now += dt.timedelta(days=1)
    ask(site, token, "/completions?module=no-such-module")
    ask(site, token, "/completions")

    with site.house.database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.event.like("api-%"))).all()
        client = session.scalars(select(ApiClient)).one()
        rows = sorted((one.at, one.detail.get("what", ""), one.detail.get("rows", 0), one.about_kind) for one in noted)
        assert {(one.organisation_id, one.person_id, one.role) for one in noted} == {(home.id, None, None)}
        assert (client.last_used_on, client.told_on) == (site.now.date(), site.now.date())
    first, second = site.now - dt.timedelta(days=1), site.now
    assert sorted(rows, key=str) == sorted(
        [
            (first, "units", 1, None),
            (first, "people", 1, "unit"),
            (first, "people", 3, None),
            (first, "completions", 4, None),
            (first, "", 0, "person"),
            (second, "completions", 0, None),
            (second, "completions", 4, "unit"),
        ],
        key=str,
    )
    page = site.visitor("rui@a.example", "en").get("/account/data")
    assert page.text.count("A program of the organisation read lists of people or of completed modules") == 2
    assert page.text.count("A program of the organisation read name, e-mail, language and unit") == 1
    other = site.visitor("fora@b.example", "en").get("/account/data")
    assert other.text.count("A program of the organisation") == 0


def test_a_unit_is_read_with_its_version_and_another_organisation_s_is_not_there(site: Site, home: Unit) -> None:
    token = a_token(site, home)
    with site.house.database.read() as session:
        away = next(unit for unit in units.list_organisations(session) if unit.id != home.id)

    own, foreign, absent = (ask(site, token, f"/units/{id_}") for id_ in (home.id.hex(), away.id.hex(), "0" * 32))

    assert own.get_json() == {"id": home.id.hex(), "parent": None, "name": "Polícia A", "kind": "organisation"}
    assert own.headers["ETag"].strip('"').isalnum()
    assert (foreign.status_code, foreign.get_json()) == (absent.status_code, absent.get_json())
    assert foreign.status_code == 404
    assert (
        ask(site, token, "/people/404").get_json()["detail"] == "Nobody of your organisation has this service number."
    )
