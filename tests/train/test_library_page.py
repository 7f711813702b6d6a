import datetime as dt
import re

import pytest
from rows import a_session
from site_of_tests import START, Page, Site

from course.base.config import ROOT
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, Kind
from course.content.fields import texts_of
from course.content.library import Library
from course.content.prose import plain
from course.storage import people, session_trainers
from course.storage.models import RoleName

LIBRARY = "/train/library"
SHIPPED: list[tuple[Kind, str]] = [
    (kind, folder.name) for kind in KINDS_OF_DOCUMENT for folder in sorted((ROOT / FOLDERS[kind]).iterdir())
]


@pytest.fixture(scope="session")
def library(shipped: Library) -> Library:
    """Every document that is shipped can be read here."""
    return shipped


@pytest.fixture
def trainer(site: Site) -> Site:
    """A site with a trainer."""
    site.add_person(site.add_organisation(), "formadora@prova.pt", ("trainer",))
    return site


def documents(page: Page) -> list[str]:
    """Where the titles in the table lead."""
    heads = [cell for cell in page.tree.iter("th") if cell.get("scope") == "row"]
    return [link.get("href", "") for head in heads for link in head.iter("a")]


def in_order(library: Library) -> list[str]:
    """Where the documents lead: modules as the tracks have them, each with its cases and its quiz; then the surveys.

    A case that two modules play stands with the first.
    """
    order: list[tuple[Kind, str]] = []
    for track in library.registers.tracks.values():
        for id_ in track.modules:
            module = library.modules[id_].reference
            order += [("module", id_), *(("case", case) for case in module.cases), ("quiz", module.quiz)]
    order += [("survey", id_) for id_ in library.surveys]
    once = list(dict.fromkeys(order))
    assert sorted(once) == sorted(SHIPPED)
    return [f"/train/{FOLDERS[kind]}/{id_}" for kind, id_ in once]


def test_the_library_lists_every_document_in_the_order_of_reading(trainer: Site, library: Library) -> None:
    page = trainer.visitor("formadora@prova.pt").get(LIBRARY)

    assert documents(page) == in_order(library)


@pytest.mark.parametrize(("kind", "id_"), SHIPPED)
def test_a_document_is_shown_with_every_word_an_author_wrote(
    trainer: Site, library: Library, kind: Kind, id_: str
) -> None:
    document = next(document for of, document in library.documents() if (of, document.id) == (kind, id_))

    page = trainer.visitor("formadora@prova.pt").get(f"/train/{FOLDERS[kind]}/{id_}")

    shown = squeezed(page.text)
    texts = [(path, text) for path, text in texts_of(document.reference) if isinstance(text, str)]
    missing = [".".join(path) for path, text in texts if not is_shown(path, text, shown)]
    assert missing == []


def squeezed(text: str) -> str:
    """Without white space and numbers of notes, which stand between the words."""
    return "".join(character for character in text if not character.isspace() and not character.isdigit())


def is_shown(path: tuple[str, ...], text: str, shown: str) -> bool:
    """Whether the text is there, piece by piece: the lines of a card stand one by one, the cells of a table too, and
    gaps and phrases stand between words. A column that no chart draws is nowhere."""
    if path[-2:] == ("labels", "stopped"):
        return squeezed(text) not in shown
    pieces = text.splitlines() if path[0] == "card" else PIECES.split(text)
    return all(squeezed(plain(piece)) in shown for piece in pieces)


PIECES = re.compile(r"\{[a-z0-9-]+\}|\[(?=[^@\]]+\]\{)|\](?=\{)|^\s*\|[-|]+\|\s*$|\|", re.MULTILINE)
"""What stands between the pieces: a gap, the brackets of a phrase, the lines and bars of a table."""


def test_each_right_option_of_a_quiz_is_marked_right(trainer: Site, library: Library) -> None:
    page = trainer.visitor("formadora@prova.pt", "en").get("/train/quizzes/ethnic-profiling")

    questions = library.quizzes["ethnic-profiling"].reference.questions.values()
    marks_of = [key.mark for question in questions for key in question.key_parts() if question.is_scored]
    spans = [span for span in page.tree.iter("span") if span.get("class", "").startswith("app-status ")]
    marks = ["".join(span.itertext()) for span in spans]
    assert marks.count("Right") == marks_of.count("right") > 0
    assert marks.count("Wrong") == marks_of.count("wrong") > 0


def test_the_next_session_one_leads_stands_on_top(trainer: Site) -> None:
    with trainer.house.database.write() as session:
        for code, days in (("RD-0", -2), ("RD-2", 20), ("RD-1", 14)):
            starts_at = START + dt.timedelta(days=days)
            a_session(
                session, code, track="racial-discrimination", place=f"Sala de {code}", starts_at=starts_at, seats=18
            )
        person = people.find_by_email(session, "formadora@prova.pt")
        assert person is not None
        for code in ("RD-0", "RD-1", "RD-2"):
            session_trainers.add_trainer(session, code, person.id)

    page = trainer.visitor("formadora@prova.pt", "en").get(LIBRARY)

    facts = [" ".join("".join(dd.itertext()).split()) for dd in page.tree.iter("dd")]
    assert facts == ["RD-1, Racial discrimination", "Sala de RD-1", "Formadora"]
    assert "0 of 18 seats taken" in page.text


@pytest.mark.parametrize("path", [LIBRARY, "/train/modules/ethnic-profiling", "/train/cases/looked-away"])
@pytest.mark.parametrize("role", ["officer", "supervisor", "auditor"])
def test_keys_are_closed_to_who_may_not_read_them(site: Site, role: RoleName, path: str) -> None:
    site.add_person(site.add_organisation(), "outra@prova.pt", (role,))

    assert site.visitor("outra@prova.pt").get(path).status == 403


def test_an_administrator_reads_the_same_pages(site: Site, library: Library) -> None:
    site.add_person(site.add_organisation(), "admin@prova.pt", ("administrator",))

    assert documents(site.visitor("admin@prova.pt").get(LIBRARY)) == in_order(library)


def test_a_document_that_is_not_there_is_not_found(trainer: Site) -> None:
    visitor = trainer.visitor("formadora@prova.pt")

    assert [visitor.get(f"/train/{folder}/absent").status for folder in FOLDERS.values()] == [404] * len(FOLDERS)
