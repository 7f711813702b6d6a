"""A word of a request is read by its author and by those who answer, and leaves no trace for anybody else."""

import logging
from typing import Final

import pytest
from charges import Command
from crawl import every_page, unpacked
from programs import a_token, ask
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.base.ids import as_text
from course.jobs.outbox import send_due
from course.storage.models import AuditEntry

MARKS: Final = ("marca-objecao-7d1f", "marca-limite-7d1f", "marca-resposta-7d1f")
OBJECTION, RESTRICTION, ANSWER = MARKS
REQUESTS: Final = "/account/data/requests"


class Asked(Command):
    """A command in which Ana, who completed, objected and had her data restricted; the objection was answered."""

    def __init__(self, site: Site) -> None:
        super().__init__(site)
        self.ana = self.add(self.first, "ana", done=site.now.date())
        self.rui = self.add(self.first, "rui", done=site.now.date())
        site.add_person(self.organisation, "zita@prova.pt", ("administrator",))
        site.add_person(self.organisation, "dinis@prova.pt", ("auditor",))
        site.add_person(self.organisation, "teresa@prova.pt", ("trainer",))
        site.add_person(self.organisation, "rita@prova.pt", ("reviewer",), body="police")
        site.add_person(site.add_organisation("Outra"), "olga@prova.pt", ("administrator",))
        self.officer = site.visitor("ana@prova.pt")
        before = self.files()
        self.officer.get(REQUESTS).fill(REQUESTS, {"kind": "objection", "text": OBJECTION})
        form = "/account/data/restriction"
        self.officer.get(form).fill(form, {"ground": "claims", "text": RESTRICTION})
        self.before, self.after = before, self.files()
        self.dpo = site.visitor("dinis@prova.pt")
        self.addresses = [
            link for link in self.dpo.get("/administer/requests").links() if link.startswith("/administer/requests/")
        ]
        for url in sorted(set(self.addresses)):
            if OBJECTION in self.dpo.get(url).text:
                self.dpo.get(url).fill(url, {"decision": "refused", "answer": ANSWER})

    def files(self) -> list[int]:
        """In how many of the page and the files of the unit Ana stands, and in how many Rui."""
        unit = as_text(self.first.id)
        found = {}
        for form in ("csv", "xlsx"):
            response = self.visitor.client.get(f"/supervise/reports/people?unit={unit}&format={form}")
            assert response.status_code == 200
            found[form] = unpacked(response.data) if form == "xlsx" else response.data.decode("utf-8-sig", "replace")
        page = self.visitor.get(f"/supervise/units?unit={unit}").text
        return [sum(name in text for text in (*found.values(), page)) for name in ("Ana", "Rui")]


def _found(pages: dict[str, str]) -> set[tuple[str, str]]:
    """Where which of the words stands."""
    return {(path.partition("?")[0], mark) for path, html in pages.items() for mark in MARKS if mark in html}


def test_the_words_of_a_request_are_on_its_author_s_pages_and_those_who_answer_s_and_nowhere_else(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        asked = Asked(site)
        others = ("chefe", "teresa", "rita", "rui", "olga")
        seen = {name: _found(every_page(site, f"{name}@prova.pt")) for name in others}
        handlers = {name: _found(every_page(site, f"{name}@prova.pt")) for name in ("zita", "dinis")}
        send_due(site.house, site.now)
    token = a_token(site, asked.organisation)
    answers = [ask(site, token, path).get_data(as_text=True) for path in ("/people", "/units", "/completions")]
    mails = [file.read_text(encoding="utf-8") for file in (site.settings.instance / "mail").glob("*")]
    with site.house.database.read() as session:
        noted = [str(entry.detail) for entry in session.scalars(select(AuditEntry))]

    assert seen == {name: set() for name in others}
    assert {mark for found in handlers.values() for _, mark in found} == set(MARKS)
    assert {path for found in handlers.values() for path, _ in found} == set(asked.addresses)
    own = {mark for mark in MARKS if mark in asked.officer.get(REQUESTS).html}
    assert own == set(MARKS)
    assert mails != []
    assert [text for text in (*answers, *mails, *noted, caplog.text) if any(mark in text for mark in MARKS)] == []
    files = [file.read_bytes() for file in site.settings.instance.rglob("*") if file.is_file()]
    assert [mark for mark in MARKS if any(mark.encode() in content for content in files)] == []


def test_who_is_restricted_is_in_no_file_of_a_supervisor_from_that_moment_on(site: Site) -> None:
    asked = Asked(site)

    assert (asked.before, asked.after) == ([3, 3], [0, 3])


def test_what_is_kept_about_oneself_says_that_it_is_restricted_and_who_read_the_request(site: Site) -> None:
    asked = Asked(site)

    page: Page = asked.officer.get("/account/data")

    assert "O uso dos seus dados está limitado." in page.text
    assert page.text.count("Leu um pedido de alguém sobre os seus dados") >= 1
    assert "Dinis" in page.text
    assert "Às suas chefias nada se mostra a seu respeito." in asked.officer.get("/record/supervisor-view").text
    asked.officer.get(REQUESTS).submit(_end(asked.officer))
    assert "O uso dos seus dados está limitado." not in asked.officer.get("/account/data").text


def _end(officer: Visitor) -> str:
    """Of the restriction: the answered objection has no form."""
    (action,) = [action for action in officer.get(REQUESTS).actions() if action.endswith("/end")]
    return action
