"""An administrator makes codes: mailed, or printed on slips that are shown once."""

import re

import pytest
from site_of_tests import Page, Site
from sqlalchemy import select

from course.base.ids import as_text
from course.storage import people
from course.storage.models import AuditEntry, Mail, Person, SignInCode, Unit

CODES = "/administer/codes"
CODE = re.compile(r"\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b")


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with its administrator."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_person(organisation, "admin@prova.pt", ("administrator",), number="1")
    return organisation


def newcomer(site: Site, unit: Unit, name: str, *, language: str = "pt", email: str | None = None) -> str:
    """The id of somebody without a password, numbered 1234."""
    with site.house.database.write() as session:
        person = people.add_person(session, unit=unit, name=name, email=email, service_number=f"12{len(name)}")
        person.language = "en" if language == "en" else "pt"
        return as_text(person.id)


def make(site: Site, chosen: list[str], language: str = "pt", path: str = CODES, **others: str) -> Page:
    """The form of the page, sent with these people."""
    page = site.visitor("admin@prova.pt", language).get(path)
    (action,) = [one for one in page.actions() if one.startswith(CODES) and "unit=" in one]
    return page.fill(action, {"people": chosen, **others})


def slips_of(page: Page) -> list[list[str]]:
    """Each slip's words: heading and name, facts, code."""
    slips = list(page.tree.iter("article"))
    return [[" ".join("".join(child.itertext()).split()) for child in slip] for slip in slips]


def test_a_slip_says_in_the_persons_language_who_where_what_and_until_when(site: Site, organisation: Unit) -> None:
    chosen = [newcomer(site, organisation, "Rui Dias"), newcomer(site, organisation, "Amy Poe", language="en")]

    page = make(site, chosen)

    amy, rui = slips_of(page)
    assert page.status == 200
    assert rui[:3] == [
        "O seu código para o curso",
        "Rui Dias",
        "Número128OrganizaçãoPolícia de ProvaVálido até24 nov. 2026, 09:00",
    ]
    assert amy[:3] == [
        "Your code for the course",
        "Amy Poe",
        "Number127OrganisationPolícia de ProvaValid until24 Nov 2026, 09:00",
    ]
    assert "http://localhost/sign-in/code" in rui[4]
    assert "This code, and a password" not in rui[4]
    assert [article.get("lang") for article in page.tree.iter("article")] == ["en", "pt-PT"]
    assert len(set(CODE.findall(page.html))) == 2


@pytest.mark.parametrize(("language", "words"), [("pt", "só se mostram aqui"), ("en", "shown only here, and once")])
def test_the_code_of_a_slip_works_and_nothing_keeps_it(
    site: Site, organisation: Unit, language: str, words: str
) -> None:
    page = make(site, [newcomer(site, organisation, "Rui Dias")], language)
    (code,) = set(CODE.findall(page.html))
    site.house.database.close()
    kept = b"".join(path.read_bytes() for path in site.settings.instance.rglob("*") if path.is_file())

    assert words in page.text
    assert [kept.count(form.encode()) for form in (code, code.replace("-", ""), code.lower())] == [0, 0, 0]
    assert kept.count(b"Rui Dias") > 0
    done = (
        site.visitor()
        .get("/sign-in/code")
        .submit(
            "/sign-in/code",
            identifier="128",
            organisation=as_text(organisation.id),
            code=code,
            password="quatro palavras sem nexo",
        )
    )
    assert done.location == "/"


def test_everybody_of_a_unit_without_a_password_gets_a_slip(site: Site, organisation: Unit) -> None:
    station = site.add_unit(organisation, "Esquadra 1")
    newcomer(site, organisation, "Ana")
    newcomer(site, station, "Rui Dias")
    site.add_person(station, "eva@prova.pt")

    page = make(site, [], path=f"{CODES}?unit={as_text(station.id)}", who="without-password")

    assert [slip[1] for slip in slips_of(page)] == ["Rui Dias"]


def test_mail_goes_to_who_has_an_address_and_names_who_has_none(site: Site, organisation: Unit) -> None:
    chosen = [newcomer(site, organisation, "Rui Dias"), newcomer(site, organisation, "Ana", email="ana@prova.pt")]

    page = make(site, chosen, "en", channel="mail")

    assert "1 person gets a code by mail. Ana" in page.text
    assert "they have no e-mail address here:Rui Dias" in page.text
    assert CODE.findall(page.html) == []
    with site.house.database.read() as session:
        assert [as_text(mail.person_id) for mail in session.scalars(select(Mail))] == [chosen[1]]


def test_without_a_choice_the_page_says_what_to_choose(site: Site, organisation: Unit) -> None:
    newcomer(site, organisation, "Rui Dias")

    page = make(site, [], "en")

    assert (page.status, page.text.count("Choose at least one person")) == (422, 2)


def test_the_page_shows_who_has_a_password_and_who_a_code(site: Site, organisation: Unit) -> None:
    make(site, [newcomer(site, organisation, "Rui Dias")])

    page = site.visitor("admin@prova.pt", "en").get(CODES)

    hints = [hint for hint in page.tree.iter("div") if hint.get("id", "").startswith("person-")]
    assert [" ".join("".join(hint.itertext()).split()) for hint in hints] == [
        "Polícia de Prova: has a password; no code",
        "Polícia de Prova: has none yet; code on a slip, still valid",
    ]


def test_people_of_another_organisation_can_neither_be_seen_nor_given_a_code(site: Site, organisation: Unit) -> None:
    elsewhere = site.add_organisation("Outra polícia")
    foreign = newcomer(site, elsewhere, "Elsa")

    listed = site.visitor("admin@prova.pt").get(CODES)
    refused = make(site, [foreign])
    unit = site.visitor("admin@prova.pt").get(f"{CODES}?unit={as_text(elsewhere.id)}")

    assert ("Elsa" in listed.html, refused.status, unit.status) == (False, 404, 404)
    with site.house.database.read() as session:
        assert session.scalars(select(SignInCode)).all() == []


def test_that_people_were_read_and_given_codes_is_noted(site: Site, organisation: Unit) -> None:
    chosen = newcomer(site, organisation, "Rui Dias")
    make(site, [chosen])

    with site.house.database.read() as session:
        admin = session.scalars(select(Person).where(Person.email == "admin@prova.pt")).one()
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event != "sign-in")).all()
        noted = {entry.event: (entry.person_id, entry.about_id) for entry in entries}
    assert noted == {
        "people-read": (admin.id, organisation.id),
        "code-issued": (admin.id, bytes.fromhex(chosen)),
    }


def test_the_list_of_people_leads_here_with_its_unit_and_search(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt")
    people = visitor.follow(visitor.get("/administer/people").submit("/administer/people/search", q="adm"))
    (link,) = (link for link in people.links() if link.startswith(f"{CODES}?unit={as_text(organisation.id)}&"))
    codes = visitor.get(link)
    again = visitor.follow(codes.submit(f"{CODES}/search", q="nobody"))

    assert codes.fields(f"{CODES}/search")["q"] == ["adm"]
    assert (again.path.startswith(CODES), again.fields(f"{CODES}/search")["q"]) == (True, ["nobody"])
