"""“There is a mistake here”: to the trainers' queue, without who reported it."""

import pytest
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select
from walks import CASE, MODULE, answer_all, hand_in, play

from course.storage.models import AuditEntry, Mistake

SECTION = f"/modules/{MODULE}/definition"
REPORT = f"/report{SECTION}"
LINE = "O artigo é o 250.º."


@pytest.fixture
def officer(site: Site) -> Visitor:
    """Ana's browser, in English."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example", language="en")


def reported(site: Site) -> list[tuple[str, str, str, str, str, str]]:
    """What waits in the queue: where, kind, language and line."""
    with site.house.database.read() as session:
        rows = session.scalars(select(Mistake).order_by(Mistake.line)).all()
        return [(row.shelf, row.document, row.part, row.kind, row.language, row.line) for row in rows]


def send(officer: Visitor, page: str, start: str, line: str = LINE) -> Page:
    """From a page that was read to the form that it links to, filled in and sent."""
    form = next(link for link in officer.get(page).links() if link.startswith(start))
    return officer.follow(officer.get(form).submit(form, kind="law", line=line))


def test_a_report_says_where_in_which_text_and_what_and_not_who(site: Site, officer: Visitor) -> None:
    page = send(officer, SECTION, REPORT)

    assert "It was sent to the trainers, without your name." in page.text
    assert SECTION in page.links()
    assert reported(site) == [("module", MODULE, "definition", "law", "en", LINE)]
    with site.house.database.read() as session:
        row = session.scalars(select(Mistake)).one()
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "mistake-reported")).one()
    assert row.digest == site.house.catalogue.module(MODULE).digest
    assert (row.reported_on, row.closed_on) == (site.now.date(), None)
    assert entry.detail == {"shelf": "module", "document": MODULE}


def test_everything_that_is_read_has_its_form_and_the_text_that_was_read(site: Site, officer: Visitor) -> None:
    scene = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    run = scene.path.rpartition("/")[0]
    choice = next(iter(site.house.catalogue.case(CASE).reference.scenes["platform"].choices))
    send(officer, scene.path, "/report/runs/", "A cena.")
    consequence = officer.follow(scene.submit(scene.path, choice=choice))
    send(officer, consequence.path, "/report/runs/", "O que aconteceu.")
    result = hand_in(answer_all(site, officer))
    send(officer, result.path, "/report/attempts/", "Uma pergunta.")
    send(officer, "/library/glossary/founded-suspicion", "/report/terms/", "Uma palavra.")
    send(officer, "/library/sources/cpp-250", "/report/sources/", "Uma fonte.")

    found = {line: (shelf, document, part) for shelf, document, part, _, _, line in reported(site)}
    asked = found.pop("Uma pergunta.")
    assert found == {
        "A cena.": ("case", CASE, "platform"),
        "O que aconteceu.": ("case", CASE, f"platform/{choice}"),
        "Uma palavra.": ("term", "founded-suspicion", ""),
        "Uma fonte.": ("source", "cpp-250", ""),
    }
    assert asked[:2] == ("quiz", MODULE)
    assert asked[2] in site.house.catalogue.quiz(MODULE).reference.questions
    assert officer.get(f"/report{run}/9").status == 404


def test_the_ending_of_a_case_has_one_too(site: Site, officer: Visitor) -> None:
    ending = play(site, officer)
    send(officer, ending.path, "/report/runs/")

    [(shelf, document, part, *_)] = reported(site)
    scenes = site.house.catalogue.case(CASE).reference.scenes
    assert (shelf, document, scenes[part].ending is not None) == ("case", CASE, True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"line": LINE}, "Choose what kind of mistake it is"),
        ({"kind": "law", "line": " "}, "Write in a line what is wrong"),
        ({"kind": "none of these", "line": LINE}, "Choose what kind of mistake it is"),
        ({"kind": "law", "line": "x" * 401}, "Write at most 400 characters; you wrote 401"),
        ({"kind": "law", "line": "O agente Silva disse-me isto"}, "Somebody seems to be named in it."),
    ],
)
def test_what_cannot_be_sent_is_shown_again_with_what_was_typed(
    site: Site, officer: Visitor, fields: dict[str, str], words: str
) -> None:
    page = officer.get(REPORT).fill(REPORT, fields)

    assert (page.status, reported(site)) == (422, [])
    assert words in page.text
    assert page.fields(REPORT)["line"] == [fields["line"]]


def test_the_same_form_sent_twice_is_one_report(site: Site, officer: Visitor) -> None:
    form = officer.get(REPORT)
    form.submit(REPORT, kind="link", line=LINE)
    again = form.submit(REPORT, kind="link", line=LINE)

    assert (again.status, len(reported(site))) == (303, 1)


def test_twenty_in_a_day_are_enough_for_one_person(site: Site, officer: Visitor) -> None:
    form = officer.get(REPORT)
    statuses = [form.submit(REPORT, kind="other", line=f"Erro {number}").status for number in range(21)]

    last = form.submit(REPORT, kind="other", line="Mais um")

    assert statuses == [303] * 20 + [429]
    assert (last.status, len(reported(site))) == (429, 20)
    assert "You have reported twenty mistakes today." in last.text
    assert last.fields(REPORT)["line"] == ["Mais um"]
    site.add_person(site.add_organisation("Outra"), "rui@test.example")
    other = site.visitor("rui@test.example").get(REPORT).submit(REPORT, kind="other", line="De outra pessoa")
    assert other.status == 303


def test_nobody_signed_out_is_shown_the_link_and_nobody_elses_run_can_be_named(site: Site, officer: Visitor) -> None:
    scene = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    site.add_person(site.add_organisation("Outra"), "rui@test.example")

    anonymous = site.visitor().get("/library/sources/cpp-250")

    assert not [link for link in anonymous.links() if link.startswith("/report")]
    assert site.visitor("rui@test.example").get(f"/report{scene.path}").status == 404
