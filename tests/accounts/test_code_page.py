"""A code is asked for, and sets a password."""

import json

import pytest
from passwords import PASSWORD
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.acts.factor_secrets import hash_of_code
from course.acts.one_time_code import VALID, make_code
from course.acts.post import KEY_FILE
from course.base.ids import as_text
from course.base.learner_key import load_or_make_key
from course.base.sealing import open_sealed
from course.storage import codes, people
from course.storage.models import Mail, Person, Unit

ANA = "ana@test.example"
NEW = "quatro palavras sem nexo"
NO_MATCH = {
    "pt": "Confirme o correio eletrónico ou o número, a organização e o código",
    "en": "Check the e-mail or number, the organisation and the code",
}


@pytest.fixture
def police(site: Site) -> Unit:
    """An organisation with `ana`, number 1234."""
    unit = site.add_organisation()
    site.add_person(unit, ANA, number="1234")
    return unit


def give_code(site: Site, email: str = ANA) -> str:
    """A code of theirs, as on a slip."""
    code = make_code()
    with site.house.database.write() as session:
        person = people.find_by_email(session, email)
        assert person is not None
        hashed = hash_of_code(site.settings.keys, "one-time", person.id, code)
        codes.put(session, person.id, code_hash=hashed, channel="slip", now=site.now, expires_at=site.now + VALID)
    return code


def use(visitor: Visitor, code: str, password: str = NEW, identifier: str = ANA, organisation: str = "") -> Page:
    """The form, sent."""
    page = visitor.get("/sign-in/code")
    return page.submit("/sign-in/code", identifier=identifier, organisation=organisation, code=code, password=password)


def test_an_officer_who_reads_no_mail_signs_in_for_the_first_time_by_number_and_code(site: Site, police: Unit) -> None:
    with site.house.database.write() as session:
        person = people.find_by_service_number(session, police.id, "1234")
        assert person is not None
        person.password_hash = None
    visitor, code = site.visitor(), give_code(site)

    page = use(visitor, code, identifier="1234", organisation=as_text(police.id))

    assert (page.status, page.location, visitor.get("/").status) == (303, "/", 200)
    assert site.visitor().get("/sign-in").submit("/sign-in", identifier=ANA, password=NEW).status == 303


def test_a_new_password_ends_every_other_sign_in_at_its_next_request(site: Site, police: Unit) -> None:
    elsewhere, known = site.visitor(ANA), site.visitor()

    use(known, give_code(site))

    assert (elsewhere.get("/").location, known.get("/").status) == ("/sign-in?next=/", 200)
    assert site.visitor().get("/sign-in").submit("/sign-in", identifier=ANA, password=PASSWORD).status == 422


@pytest.mark.parametrize("language", ["pt", "en"])
def test_wrong_used_old_and_foreign_codes_are_told_in_the_same_words(site: Site, police: Unit, language: str) -> None:
    site.add_person(police, "rui@test.example")
    used, of_rui = give_code(site), give_code(site, "rui@test.example")
    use(site.visitor(), used)
    old = give_code(site)
    site.now += VALID

    pages = [use(site.visitor(language=language), code) for code in (used, old, of_rui, "XXXX")]
    pages.append(use(site.visitor(language=language), of_rui, identifier="nobody@test.example"))

    assert {page.status for page in pages} == {422}
    assert [page.text.count(NO_MATCH[language]) for page in pages] == [2] * 5
    assert [page.fields("/sign-in/code")["password"] for page in pages] == [[""]] * 5


@pytest.mark.parametrize(
    ("password", "language", "words"),
    [
        ("onze letras", "pt", "Use pelo menos 12 caracteres"),
        ("onze letras", "en", "Use at least 12 characters"),
        ("qwerty123456", "pt", "está entre as palavras-passe que se experimentam primeiro"),
        ("qwerty123456", "en", "among the passwords that are tried first"),
        ("polícia de prova", "pt", "feita do seu nome, da sua unidade"),
        ("polícia de prova", "en", "made of your name, your unit"),
        ("a" * 5 + " figo" * 30, "pt", "Use no máximo 128 caracteres"),
        ("a" * 5 + " figo" * 30, "en", "Use at most 128 characters"),
    ],
)
def test_a_password_that_will_not_do_is_explained_and_the_code_still_works(
    site: Site, police: Unit, password: str, language: str, words: str
) -> None:
    visitor, code = site.visitor(language=language), give_code(site)

    page = use(visitor, code, password)

    assert (page.status, page.text.count(words)) == (422, 2)
    assert use(visitor, code).status == 303


def test_what_is_missing_is_named_beside_its_field(site: Site, police: Unit) -> None:
    page = site.visitor(language="en").get("/sign-in/code").submit("/sign-in/code", identifier="1234")

    assert page.status == 422
    for words in ("choose your organisation", "Write the code", "Write the new password"):
        assert words in page.text


def test_a_code_is_no_password_and_is_not_refused_because_of_failed_ones(site: Site, police: Unit) -> None:
    code = give_code(site)
    for _ in range(11):
        last = site.visitor().get("/sign-in").submit("/sign-in", identifier=ANA, password=code)

    assert (last.status, use(site.visitor(), code).status) == (429, 303)


@pytest.mark.parametrize("language", ["pt", "en"])
def test_who_forgot_their_password_is_mailed_a_code_that_sets_another(site: Site, police: Unit, language: str) -> None:
    visitor = site.visitor(language=language)
    start = visitor.get("/sign-in")
    page = visitor.follow(visitor.get("/sign-in/forgotten").submit("/sign-in/forgotten", identifier=ANA))

    assert {"/sign-in/forgotten", "/sign-in/code"} <= set(start.links())
    said = {"pt": "Se tivermos o seu endereço", "en": "If we have your e-mail address"}
    assert (page.path, page.status, said[language] in page.text) == ("/sign-in/code?asked=yes", 200, True)
    assert use(visitor, _mailed(site)).location == "/"


def _mailed(site: Site) -> str:
    with site.house.database.read() as session:
        mail = session.scalars(select(Mail)).one()
        assert mail.sealed is not None
    values: dict[str, str] = json.loads(open_sealed(load_or_make_key(site.settings.keys / KEY_FILE), mail.sealed))
    assert (mail.kind, values["purpose"]) == ("sign-in-code", "reset")
    return values["code"]


def test_nobody_is_mailed_when_nobody_is_named(site: Site, police: Unit) -> None:
    visitor = site.visitor(language="en")
    pages = [
        visitor.get("/sign-in/forgotten").submit("/sign-in/forgotten", identifier=identifier)
        for identifier in ("", "1234", "nobody@test.example")
    ]

    assert [page.status for page in pages] == [422, 422, 303]
    with site.house.database.read() as session:
        assert session.scalars(select(Mail)).all() == []


def test_a_person_who_may_not_sign_in_any_more_sets_no_password(site: Site, police: Unit) -> None:
    code = give_code(site)
    with site.house.database.write() as session:
        session.scalars(select(Person).where(Person.email == ANA)).one().is_active = False

    assert use(site.visitor(), code).status == 422


@pytest.mark.parametrize("language", ["pt", "en"])
def test_a_password_that_will_not_do_costs_nobody_the_typing_of_the_code(site: Site, language: str) -> None:
    page = site.visitor(language=language).get("/sign-in/code")

    again = page.submit("/sign-in/code", identifier="1234", code="h3km-9txa-pr7d", password="psp")

    fields = again.fields("/sign-in/code")
    assert (again.status, fields["code"], fields["password"]) == (422, ["h3km-9txa-pr7d"], [""])
