"""The trainers' queue of reported mistakes: open first, closed once, told where the text changed since."""

import datetime as dt
from collections.abc import Callable

import pytest
from databases import count_queries, race
from desks import KEY
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select
from sqlalchemy.orm import Session
from walks import CASE, MODULE

from course.acts.actor import actor_of
from course.acts.close_mistake import close_mistake
from course.acts.desk import Desk
from course.acts.sign_in import id_of, open_sign_in
from course.base.ids import as_text
from course.base.refusals import Conflict
from course.storage import mistakes, sign_ins
from course.storage.models import AuditEntry, Mistake, Person, Shelf

QUEUE = "/train/mistakes"
DAY = dt.date(2026, 11, 20)


@pytest.fixture
def rui(site: Site) -> Person:
    """A trainer."""
    return site.add_person(site.add_organisation(), "rui@test.example", ("trainer",))


@pytest.fixture
def trainer(site: Site, rui: Person) -> Visitor:
    """Rui's browser, in English."""
    return site.visitor("rui@test.example", language="en")


def report(
    site: Site,
    line: str,
    *,
    shelf: Shelf = "module",
    document: str = MODULE,
    part: str = "definition",
    digest: str = "",
) -> str:
    """A mistake that waits, about today's text unless told otherwise; its id as pages have it."""
    today = site.house.catalogue.module(MODULE).digest
    with site.house.database.write() as session:
        mistakes.add(
            session,
            shelf=shelf,
            document=document,
            part=part,
            digest=digest or today,
            language="pt",
            kind="law",
            line=line,
            reported_on=DAY,
        )
        return as_text(session.scalars(select(Mistake.id).where(Mistake.line == line)).one())


def close(trainer: Visitor, id_: str, outcome: str = "corrected", note: str = "Artigo mudado.") -> Page:
    """Close it from the queue."""
    return trainer.get(QUEUE).submit(f"{QUEUE}/{id_}", outcome=outcome, note=note)


def test_an_empty_queue_says_where_readers_report(trainer: Visitor) -> None:
    page = trainer.get(QUEUE)

    assert "No mistake waits." in page.text
    assert "Closed in the last 90 days" not in page.text


def test_open_ones_stand_by_document_with_a_way_to_the_text_and_whether_it_changed(
    site: Site, trainer: Visitor
) -> None:
    report(site, "Primeiro <b>erro</b>")
    report(site, "De um texto antigo", digest="f" * 64)
    report(site, "Na cena", shelf="case", document=CASE, part="platform/observe", digest="f" * 64)
    report(site, "De um caso retirado", shelf="case", document="no-such", part="x")
    report(site, "Numa fonte", shelf="source", document="cpp-250", part="")

    page = trainer.get(QUEUE)

    assert "Primeiro <b>erro</b>" in page.text
    assert {f"/train/modules/{MODULE}#sections-definition", f"/train/cases/{CASE}#scenes-platform"} <= set(page.links())
    assert "/library/sources/cpp-250" in page.links()
    assert page.text.count("Changed since") == 4
    assert page.text.count("The text stands as it was seen.") == 1
    assert "x (withdrawn)" in page.text


def test_the_queue_takes_as_many_queries_for_one_as_for_three(site: Site, trainer: Visitor) -> None:
    counts = []
    for lines in (["Um"], ["Dois", "Três"]):
        for line in lines:
            report(site, line)
        with count_queries(site.house.database) as queries:
            trainer.get(QUEUE)
        counts.append(len(queries))

    assert counts == [4, 4]  # the sign-in, the version of the catalogue, the reports, how many there are


def test_a_closed_one_goes_below_with_its_note_and_is_noted(site: Site, trainer: Visitor, rui: Person) -> None:
    first, second = report(site, "Primeiro"), report(site, "Segundo")

    close(trainer, first)
    close(trainer, second, "no-mistake", "A lei diz isto desde 2018.")

    page = trainer.get(QUEUE)
    below = page.text.partition("Closed in the last 90 days")[2]
    assert "No mistake waits." in page.text
    assert "Corrected, 23 Nov 2026. Artigo mudado." in below
    assert "Not a mistake, 23 Nov 2026. A lei diz isto desde 2018." in below
    with site.house.database.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.event == "mistake-closed")).all()
        assert [(one.person_id, set(one.detail)) for one in noted] == [
            (rui.id, {"shelf", "document", "outcome"}),
            (rui.id, {"shelf", "document", "outcome"}),
        ]


@pytest.mark.parametrize(
    ("outcome", "note", "words"),
    [
        ("", "Nota", "Choose how it ends"),
        ("no-mistake", " ", "Write why it is no mistake"),
        ("corrected", "x" * 401, "Write at most 400 characters; you wrote 401"),
        ("corrected", "O agente Silva tinha razão", "Somebody seems to be named in it."),
    ],
)
def test_what_cannot_be_closed_so_is_shown_again_with_what_was_typed(
    site: Site, trainer: Visitor, outcome: str, note: str, words: str
) -> None:
    id_ = report(site, "Erro")

    page = close(trainer, id_, outcome, note)

    assert page.status == 422
    assert words in page.text
    assert page.fields(f"{QUEUE}/{id_}")["note"] == [note]


def test_of_two_trainers_one_closes_it_and_the_other_is_told(site: Site, trainer: Visitor) -> None:
    id_ = report(site, "Erro")
    stale = trainer.get(QUEUE)
    close(trainer, id_)

    late = stale.submit(f"{QUEUE}/{id_}", outcome="no-mistake", note="Outra opinião")

    assert late.status == 409
    assert "Another trainer closed it meanwhile. What they noted stays." in late.text
    assert ("Artigo mudado." in late.text, "Outra opinião" in late.text) == (True, False)


def test_closing_at_the_same_moment_leaves_one_note(site: Site, rui: Person) -> None:
    id_ = bytes.fromhex(report(site, "Erro"))
    with site.house.database.write() as session:
        signed_in = sign_ins.find_sign_in(session, id_of(open_sign_in(session, rui.id, site.now)))
        assert signed_in is not None
        actor = actor_of(signed_in, KEY)

    def close_as(note: str) -> Callable[[Session], object]:
        def act(session: Session) -> None:
            desk = Desk(session, actor, site.now, site.house.catalogue, site.settings.keys)
            close_mistake(desk, id_, "corrected", note)

        return act

    outcomes = race(site.house.database, close_as("Uma"), close_as("Outra"))

    assert sorted(outcomes, key=repr) == [Conflict, None]
