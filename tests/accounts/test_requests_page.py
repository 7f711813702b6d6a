"""What somebody answers, objects and asks is read by them, a request by those who answer it, and by nobody else."""

import datetime as dt
import logging
import re
from typing import Final

import pytest
from charges import Command
from crawl import every_page, unpacked
from programs import a_token, ask
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select
from walks import MODULE, hand_in, open_quiz, play, questions_asked, right_fields

from course.base.ids import as_text
from course.jobs.outbox import send_due
from course.storage import people, session_trainers
from course.storage.models import AuditEntry

MARKS: Final = ("marca-objecao-7d1f", "marca-limite-7d1f", "marca-resposta-7d1f")
OBJECTION, RESTRICTION, ANSWER = MARKS
LEARNED: Final = ("marca-lacuna-7d1f", "7391846205", "marca-frase-7d1f")
GAP, NUMBER, LINE = LEARNED
TYPED: Final = {"limits": {"answer-hours": [GAP]}, "registers-grow": {"answer": [NUMBER]}}
"""By question, what is typed into it: choices have no words of their own (journeys/test_nothing_leaks.py)."""
MOST: Final = 40
"""Attempts within which a draw of questions has had both."""
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
        self._learn()
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

    def _learn(self) -> None:
        """Ana has a seat in a session of Teresa's, answers in words of her own, plays the case and objects to it."""
        self.seat("S-1", self.site.now + dt.timedelta(days=2), self.ana, self.rui)
        with self.site.house.database.write() as session:
            teresa = people.find_by_email(session, "teresa@prova.pt")
            assert teresa is not None
            session_trainers.add_trainer(session, "S-1", teresa.id)
        play(self.site, self.officer)
        left = set(TYPED)
        for _ in range(MOST):
            page = open_quiz(self.officer)
            for id_ in questions_asked(self.site, page):
                typed = TYPED.get(id_)
                question = self.site.house.catalogue.quiz(MODULE).reference.questions[id_]
                page = self.officer.follow(page.fill(page.path, typed or right_fields(question)))
                left -= {id_}
            hand_in(page)
            if not left:
                break
        assert left == set()
        form = f"/modules/{MODULE}/courts/objection"
        self.officer.get(form).submit(form, line=LINE)

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
    marks = (*MARKS, *LEARNED)
    return {(path.partition("?")[0], mark) for path, html in pages.items() for mark in marks if mark in html}


def test_words_are_on_their_author_s_pages_those_of_a_request_on_those_of_who_answers_and_none_anywhere_else(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        asked = Asked(site)
        others = ("chefe", "teresa", "rita", "rui", "olga")
        pages = {name: every_page(site, f"{name}@prova.pt") for name in (*others, "zita", "dinis", "ana")}
        seen = {name: _found(pages[name]) for name in others}
        handlers = {name: _found(pages[name]) for name in ("zita", "dinis")}
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
    assert {mark for _, mark in _found(pages["ana"])} == {*MARKS, *LEARNED}
    addresses = {address: address for found in pages.values() for address in found}
    assert _found(addresses) == set()
    assert [
        one for one in addresses if re.search(r"@|%40|\b(?:ana|rui|olga)\b|token|password", one, re.IGNORECASE)
    ] == []
    assert mails != []
    everywhere = {"": "\n".join((*answers, *mails, *noted, caplog.text))}
    assert _found(everywhere) == set()
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
