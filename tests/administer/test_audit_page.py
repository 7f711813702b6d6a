"""The audit log on its page: what was done in one's organisation, looked for by event, day and person."""

import datetime as dt

import pytest
from databases import count_queries
from site_of_tests import Page, Site, Visitor
from sqlalchemy import text

from course.base.ids import new_id
from course.jobs import verifying
from course.jobs.sealing import seal_all
from course.storage import audit, jobs
from course.storage.audit import Entry
from course.storage.models import Unit

LOG = "/administer/audit"


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with an administrator and Ana."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_person(organisation, "admin@prova.pt", ("administrator",), number="1")
    site.add_person(organisation, "ana@prova.pt", ("auditor",), number="0042")
    return organisation


def note(site: Site, organisation: Unit, event: str, **values: object) -> None:
    """An entry of today in that organisation, unless `values` say otherwise."""
    usual = {"at": site.now, "organisation_id": organisation.id, "detail": {}}
    with site.house.database.write() as session:
        audit.append(session, Entry(event=event, **usual | values))  # type: ignore[arg-type]


def rows(page: Page) -> list[list[str]]:
    """What, who, about and detail of the entries shown."""
    lines = [row for row in page.tree.iter("tr") if row.find("td") is not None]
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in line][1:] for line in lines]


def look(visitor: Visitor, **typed: str) -> Page:
    """Where the form of the log leads, filled in with that."""
    return visitor.follow(visitor.get(LOG).submit(LOG, **typed))


def test_an_entry_says_what_was_done_by_whom_about_what(site: Site, organisation: Unit) -> None:
    with site.house.database.read() as session:
        ana = next(id_ for id_, name in audit_names(session).items() if name == "Ana")
    note(site, organisation, "seat-given", about_kind="session", about_id=b"S-1", person_id=ana, role="trainer")
    note(site, organisation, "people-read", about_kind="unit", about_id=organisation.id, detail={"count": 3})
    note(site, organisation, "code-issued", about_kind="person", about_id=ana, person_id=new_id())

    for language, words in (
        (
            "en",
            [
                ["Gave a seat", "Ana Trainer", "session S-1", "—"],
                ["Issued a one-time code", "no longer kept", "Ana", "—"],
                ["Looked at the list of people", "no name", "Polícia de Prova", "count: 3"],
            ],
        ),
        ("pt", [["Atribuiu um lugar", "Ana Formador", "sessão S-1", "—"]]),
    ):
        shown = rows(site.visitor("admin@prova.pt", language).get(LOG))
        assert [line for line in words if line not in shown] == []


def audit_names(session: object) -> dict[bytes, str]:
    """The names of everybody."""
    return dict(session.execute(text("SELECT id, name FROM person")).all())  # type: ignore[attr-defined]


def test_it_is_looked_through_by_event_day_and_person_and_the_person_sees_it(site: Site, organisation: Unit) -> None:
    with site.house.database.read() as session:
        ana = next(id_ for id_, name in audit_names(session).items() if name == "Ana")
    long_ago = site.now - dt.timedelta(days=40)
    note(site, organisation, "code-issued", about_kind="person", about_id=ana, at=long_ago)
    note(site, organisation, "quiz-rescored", at=long_ago)
    note(site, organisation, "quiz-rescored")
    note(site, site.add_organisation("Outra"), "quiz-rescored")
    admin = site.visitor("admin@prova.pt", "en")

    def found(**typed: str) -> list[str]:
        return [line[0] for line in rows(look(admin, **typed))]

    assert found(event="quiz-rescored") == ["Re-scored a quiz after a correction"] * 2
    assert found(event="quiz-rescored", until=f"{long_ago:%Y-%m-%d}") == ["Re-scored a quiz after a correction"]
    assert found(who="0042") == ["Issued a one-time code"]
    assert found(who="ana@prova.pt", since=f"{site.now:%Y-%m-%d}") == ["Looked through the log"]
    looked = site.visitor("ana@prova.pt", "en").get("/account/data")
    assert looked.text.count("Looked through the log. Admin, Administrator") == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"who": "nobody"}, "Nobody in your organisation has this service number"),
        ({"since": "2026-02-31"}, "Write a day that there is"),
    ],
)
def test_what_cannot_be_looked_for_is_told(site: Site, organisation: Unit, typed: dict[str, str], words: str) -> None:
    page = look(site.visitor("admin@prova.pt", "en"), **typed)

    assert words in page.text
    assert rows(page) == []
    assert {name: page.fields(LOG)[name] for name in typed} == {name: [value] for name, value in typed.items()}


def test_no_address_of_the_log_tells_who_was_looked_for(site: Site, organisation: Unit) -> None:
    with site.house.database.read() as session:
        ana = next(id_ for id_, name in audit_names(session).items() if name == "Ana")
    for number in range(60):
        note(site, organisation, "quiz-rescored", person_id=ana, at=site.now - dt.timedelta(hours=number))
    admin = site.visitor("admin@prova.pt", "en")

    first = look(admin, who="ana@prova.pt")
    (older,) = (link for link in first.links() if "before=" in link)

    assert [link for link in (first.path, older) if "ana" in link.lower()] == []
    assert (len(rows(first)), len(rows(admin.get(older)))) == (50, 10)


def test_long_logs_go_on_page_by_page_in_as_many_queries_as_short_ones(site: Site, organisation: Unit) -> None:
    for number in range(120):
        note(site, organisation, "quiz-rescored", detail={"n": number}, at=site.now - dt.timedelta(hours=number))
    admin = site.visitor("admin@prova.pt", "en")
    pages = [admin.get(f"{LOG}?event=quiz-rescored")]
    while older := [link for link in pages[-1].links() if "before=" in link]:
        with count_queries(site.house.database) as queries:
            pages.append(admin.get(older[0]))

    assert [len(rows(page)) for page in pages] == [50, 50, 20]
    assert [line[3] for page in pages for line in rows(page)] == [f"n: {number}" for number in range(120)]
    assert len(queries) <= 10
    assert rows(admin.get(f"{LOG}?before={new_id().hex()}")) == []


def test_it_says_whether_the_log_is_as_it_was(site: Site, organisation: Unit) -> None:
    note(site, organisation, "quiz-rescored")
    admin = site.visitor("admin@prova.pt", "en")
    words = [admin.get(LOG).text]
    for statement in ("", "UPDATE audit SET event = 'seat-given' WHERE event = 'quiz-rescored'"):
        with site.house.database.write() as session:
            if statement:
                session.execute(text(statement))
        seal_all(site.house, site.now)
        lease = site.now + dt.timedelta(minutes=5)
        with site.house.database.write() as session:
            assert jobs.claim(session, "verifying", site.now, lease)
            report = verifying.verify_chain(site.house, site.now)
            jobs.finish(session, "verifying", lease, now=site.now, due_at=site.now, report=report)
        words.append(admin.get(LOG).text)

    for text_, said in zip(
        words, ("has not been checked yet", "as they were written", "The log is not as it was, from entry"), strict=True
    ):
        assert said in text_


@pytest.mark.parametrize("email", ["officer@prova.pt", "supervisor@prova.pt", "trainer@prova.pt"])
def test_nobody_but_administrators_and_auditors_opens_it(site: Site, organisation: Unit, email: str) -> None:
    role = email.partition("@")[0]
    site.add_person(organisation, email, (role,))  # type: ignore[arg-type]

    assert site.visitor(email).get(LOG).status == 403
    assert site.visitor("ana@prova.pt").get(LOG).status == 200
