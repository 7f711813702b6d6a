"""An officer has a certificate made, printed, verified and ended; and says of work on paper that it is not so."""

import datetime as dt
import re

import pytest
from databases import count_queries
from site_of_tests import START, Page, Site, Visitor

from course.storage import completions, paper
from course.storage.models import Person

MODULE, TRACK = "ethnic-profiling", "racial-discrimination"
LIST, SHEET = "/record/certificates", f"/record/certificates/{TRACK}"
DAY = dt.date(2026, 11, 19)


@pytest.fixture
def ana(site: Site) -> Person:
    """An officer."""
    return site.add_person(site.add_organisation(), "ana@prova.pt")


def complete(site: Site, person: Person, *, on_paper: bool = False) -> None:
    with site.house.database.write() as session:
        if on_paper:
            paper.note(
                session, person.id, MODULE, date=DAY, digests={"a": "0"}, role="supervisor", recorded_on=START.date()
            )
        else:
            completions.complete(session, person.id, MODULE, DAY, {"a": "0"})


def made(visitor: Visitor) -> Page:
    """The certificate, just made."""
    return visitor.follow(visitor.get(SHEET).submit(SHEET))


def code_on(page: Page) -> str:
    found = re.search(r"(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}", page.text)
    assert found, page.text
    return found.group()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", "Ana concluiu o percurso Discriminação racial, de 1 parte. Concluído em19 de novembro de 2026"),
        ("en", "Ana completed the course Racial discrimination, of 1 module. Completed on19 November 2026"),
    ],
)
def test_the_sheet_says_who_completed_what_and_when(site: Site, ana: Person, language: str, words: str) -> None:
    complete(site, ana)

    page = made(site.visitor("ana@prova.pt", language))

    sheet = next(part for part in page.tree.iter("article"))
    assert words in " ".join("".join(sheet.itertext()).split())
    assert f"127.0.0.1:8000/certificates{code_on(page)}" in page.text.replace(" ", "")


def test_looking_makes_none_and_it_stays_the_same_once_made(site: Site, ana: Person) -> None:
    complete(site, ana)
    visitor = site.visitor("ana@prova.pt")
    for path in (LIST, SHEET):
        visitor.get(path)
    none_yet = visitor.get(f"{SHEET}.pdf").status

    first, second = code_on(made(visitor)), code_on(visitor.get(SHEET))

    assert (none_yet, first == second) == (404, True)


def test_before_all_is_completed_the_page_says_what_is_missing_and_makes_none(site: Site, ana: Person) -> None:
    visitor = site.visitor("ana@prova.pt", "en")

    page = visitor.get(SHEET)
    token = visitor.get("/account").fields("/account/password")["csrf_token"]

    assert "0 of 1 module completed." in page.text
    assert visitor.post(SHEET, {"csrf_token": token}).status == 409
    assert visitor.get(f"{LIST}/no-such-track").status == 404


def test_the_file_is_a_pdf_named_after_the_course(site: Site, ana: Person) -> None:
    complete(site, ana)
    visitor = site.visitor("ana@prova.pt")
    made(visitor)

    response = visitor.client.get(f"{SHEET}.pdf")

    assert (response.status_code, response.mimetype) == (200, "application/pdf")
    assert response.headers["Content-Disposition"] == f'attachment; filename="{TRACK}.pdf"'
    assert response.data.startswith(b"%PDF-1.7")


def test_where_no_pdf_can_be_made_the_page_says_how_to_print(
    site: Site, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    complete(site, ana)
    visitor = site.visitor("ana@prova.pt", "en")
    made(visitor)
    monkeypatch.setattr("course.learn.certificate_page.make_pdf", lambda _html: None)

    page = visitor.follow(visitor.get(f"{SHEET}.pdf"))

    assert (page.path, "No PDF can be made here." in page.text) == (f"{SHEET}?pdf=none", True)


def test_ended_its_code_verifies_nothing(site: Site, ana: Person) -> None:
    complete(site, ana)
    visitor = site.visitor("ana@prova.pt")
    page = made(visitor)
    code = code_on(page)
    known = site.visitor().get(f"/certificates/{code}").status

    visitor.follow(page.submit(f"{SHEET}/end"))

    assert (known, site.visitor().get(f"/certificates/{code}").status) == (200, 404)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pt", "Certificado verificado NomeAnaPercursoDiscriminação racialConcluído em19 de novembro de 2026"),
        ("en", "Certificate verified NameAnaCourseRacial discriminationCompleted on19 November 2026"),
    ],
)
def test_whoever_has_the_code_is_told_three_things_and_nothing_else(
    site: Site, ana: Person, language: str, words: str
) -> None:
    complete(site, ana)
    code = code_on(made(site.visitor("ana@prova.pt")))
    anybody = site.visitor(language=language)

    page = anybody.get(f"/certificates/{code}")
    typed = anybody.follow(anybody.get(f"/certificates?code={code.lower()}"))

    assert (page.text, typed.text) == (words, words)
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"


def test_a_wrong_code_is_answered_alike_whatever_it_is(site: Site) -> None:
    codes = ("H3KM-9TXA-PR7D-CWYE-6F4N", "x", "0" * 500, "%3Cscript%3E", "é")
    pages = [site.visitor(language="en").get(f"/certificates/{code}") for code in codes]

    assert {(page.status, page.h1, page.text) for page in pages} == {
        (404, "No certificate has this code", pages[0].text)
    }
    assert {page.headers["X-Robots-Tag"] for page in pages} == {"noindex, nofollow, noarchive"}


def test_after_thirty_wrong_codes_one_is_told_to_wait(site: Site) -> None:
    visitor = site.visitor(language="en")
    statuses = [visitor.get(f"/certificates/X{number}").status for number in range(30)]

    page = visitor.get("/certificates/X30")

    assert statuses == [404] * 30
    assert (page.status, page.headers["Retry-After"]) == (429, "300")
    assert "Too many codes that no certificate has. Try again from 09:05." in page.text


@pytest.mark.parametrize(
    ("language", "state", "after"),
    [
        ("pt", "Concluído, em papel", "Diz que não foi assim"),
        ("en", "Completed, on paper", "You say that it is not so"),
    ],
)
def test_work_on_paper_is_shown_with_day_and_role_and_may_be_contested_once(
    site: Site, ana: Person, language: str, state: str, after: str
) -> None:
    complete(site, ana, on_paper=True)
    visitor = site.visitor("ana@prova.pt", language)

    page = visitor.get(LIST)
    contested = visitor.follow(page.submit(f"/record/paper/{MODULE}/objection"))

    assert [state in page.text, {"pt": "por uma chefia", "en": "by a supervisor"}[language] in page.text] == [
        True,
        True,
    ]
    assert after in contested.text
    assert [action for action in contested.actions() if action.endswith("/objection")] == []


def test_the_list_takes_as_many_queries_however_much_is_in_it(site: Site, ana: Person) -> None:
    visitor = site.visitor("ana@prova.pt")
    counts = []
    for number in (0, 3):
        with site.house.database.write() as session:
            for extra in range(number):
                paper.note(session, ana.id, f"m{extra}", date=DAY, digests={"a": "0"}, role="trainer", recorded_on=DAY)
        with count_queries(site.house.database) as statements:
            visitor.get(LIST)
        counts.append(len(statements))

    assert counts == [5, 5]  # the sign-in, the version of the catalogue, records, certificates, completions
