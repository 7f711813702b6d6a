"""Signing in and out."""

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from passwords import PASSWORD
from site_of_tests import Site

from course.acts.turns import IN_LINE, in_line
from course.base.ids import as_text
from course.storage.models import Unit


@pytest.fixture
def police(site: Site) -> Unit:
    """An organisation with `ana`, number 1234."""
    unit = site.add_organisation()
    site.add_person(unit, "ana@test.example", number="1234")
    return unit


def test_an_officer_signs_in_by_e_mail_and_lands_on_the_path(site: Site, police: Unit) -> None:
    visitor = site.visitor()

    page = visitor.follow(
        visitor.get("/").visitor.get("/sign-in").submit("/sign-in", identifier="Ana@test.example ", password=PASSWORD)
    )

    assert (page.path, page.status) == ("/", 200)


def test_an_officer_signs_in_by_organisation_and_number(site: Site, police: Unit) -> None:
    page = (
        site.visitor()
        .get("/sign-in")
        .submit("/sign-in", identifier="1234", organisation=as_text(police.id), password=PASSWORD)
    )

    assert (page.status, page.location) == (303, "/")


def test_the_same_number_in_another_organisation_is_another_person(site: Site, police: Unit) -> None:
    other = site.add_organisation("Guarda de Prova")
    site.add_person(other, "rui@test.example", number="1234")
    visitor = site.visitor()
    visitor.get("/sign-in").submit("/sign-in", identifier="1234", organisation=as_text(other.id), password=PASSWORD)

    assert "Rui" in visitor.get("/account").html


@pytest.mark.parametrize(
    ("identifier", "password"),
    [
        ("ana@test.example", "wrong"),
        ("nobody@test.example", PASSWORD),
        ("1234", PASSWORD),
        ("'; DROP TABLE person; --@x", "x"),
    ],
)
def test_a_wrong_pair_is_told_in_the_same_words_and_the_identifier_is_kept(
    site: Site, police: Unit, identifier: str, password: str
) -> None:
    organisation = "" if "@" in identifier else as_text(site.add_organisation("Outra").id)
    page = (
        site.visitor(language="en")
        .get("/sign-in")
        .submit("/sign-in", identifier=identifier, organisation=organisation, password=password)
    )

    assert page.status == 422
    assert (
        page.text.count("Check the e-mail or number, the organisation and the password: together they match nobody")
        == 2
    )
    assert (page.fields("/sign-in")["identifier"], page.fields("/sign-in")["password"]) == ([identifier], [""])


def test_what_is_missing_is_named_beside_its_field(site: Site, police: Unit) -> None:
    page = site.visitor(language="en").get("/sign-in").submit("/sign-in", identifier="1234")

    assert page.status == 422
    assert "With a service number, choose your organisation" in page.text
    assert "Write the password" in page.text


def test_a_signed_out_token_opens_nothing(site: Site, police: Unit) -> None:
    visitor = site.visitor("ana@test.example")
    stolen = visitor.client.get_cookie("course")
    assert stolen is not None
    visitor.get("/").submit("/sign-out")
    visitor.client.set_cookie("course", stolen.value)

    assert visitor.get("/").location == "/sign-in?next=/"


@pytest.mark.parametrize(
    ("away", "is_in"),
    [(dt.timedelta(minutes=29), True), (dt.timedelta(minutes=31), False), (dt.timedelta(days=-400), True)],
)
def test_a_sign_in_lasts_half_an_hour_without_a_page(site: Site, police: Unit, away: dt.timedelta, is_in: bool) -> None:
    visitor = site.visitor("ana@test.example")

    site.now += away

    assert (visitor.get("/").status == 200) is is_in


def test_a_sign_in_ends_after_twelve_hours_however_busy(site: Site, police: Unit) -> None:
    visitor = site.visitor("ana@test.example")
    for _ in range(36):
        site.now += dt.timedelta(minutes=20)
        assert visitor.get("/").status == 200

    site.now += dt.timedelta(minutes=20)

    assert visitor.get("/").status == 303


def test_signing_in_goes_on_to_the_page_asked_for_and_never_to_another_site(site: Site, police: Unit) -> None:
    wanted = {
        "/modules/ethnic-profiling": "/modules/ethnic-profiling",
        "//evil.example": "/",
        "https://evil.example": "/",
        "/\\evil": "/",
    }

    reached = {}
    for path in wanted:
        page = (
            site.visitor()
            .get("/sign-in")
            .submit("/sign-in", identifier="ana@test.example", password=PASSWORD, next=path)
        )
        reached[path] = page.location

    assert reached == wanted


def test_who_was_signed_out_meanwhile_is_told_to_send_the_last_step_again_and_comes_back(
    site: Site, police: Unit
) -> None:
    visitor = site.visitor("ana@test.example", language="en")
    fields = visitor.get("/modules/ethnic-profiling").fields("/modules/ethnic-profiling/start")
    site.now += dt.timedelta(hours=1)

    answer = visitor.client.post(
        "/modules/ethnic-profiling/start", data=fields, headers={"Referer": "http://localhost/modules/ethnic-profiling"}
    )
    page = visitor.get(answer.headers["Location"])
    back = page.submit("/sign-in", identifier="ana@test.example", password=PASSWORD)

    assert "send the last step again" in page.text
    assert back.location == "/modules/ethnic-profiling"


def test_a_form_from_another_site_or_without_its_token_is_refused(site: Site, police: Unit) -> None:
    visitor = site.visitor()
    fields = visitor.get("/sign-in").fields("/sign-in") | {"identifier": ["ana@test.example"], "password": [PASSWORD]}

    foreign = visitor.client.post("/sign-in", data=fields, headers={"Sec-Fetch-Site": "cross-site"})
    origin = visitor.client.post("/sign-in", data=fields, headers={"Origin": "https://evil.example"})
    without = visitor.client.post("/sign-in", data=fields | {"csrf_token": [""]})

    assert (foreign.status_code, origin.status_code, without.status_code) == (403, 403, 400)


@pytest.fixture
def full_line() -> Iterator[ExitStack]:
    """As many stand at the password as may, until it is closed."""
    with ExitStack() as line:
        for _ in range(IN_LINE):
            line.enter_context(in_line())
        yield line


@pytest.mark.parametrize("own_device", [[], ["own"]])
def test_whose_turn_has_not_come_waits_on_a_page_and_types_nothing_again(
    site: Site, police: Unit, full_line: ExitStack, own_device: list[str]
) -> None:
    visitor = site.visitor()
    typed = {"identifier": "1234", "organisation": as_text(police.id), "password": PASSWORD}
    form = visitor.get("/sign-in?next=/library")

    page = form.fill("/sign-in", {**typed, "own_device": own_device})
    again = page.submit("/sign-in")
    full_line.close()
    entered = again.submit("/sign-in")

    assert [(one.status, "Há muitas pessoas a entrar neste momento" in one.text) for one in (page, again)] == [
        (503, True)
    ] * 2
    assert 3 <= int(page.headers["Retry-After"]) <= 8
    assert PASSWORD not in page.html + again.html
    assert (entered.status, entered.location) == (303, "/library")
    assert ("data-own-device" in visitor.get("/library").html) is bool(own_device)


def test_nobody_is_told_by_the_line_who_has_an_account_and_nothing_is_counted_there(
    site: Site, police: Unit, full_line: ExitStack
) -> None:
    pages = [
        site.visitor().get("/sign-in").submit("/sign-in", identifier=name, password="not it")
        for name in ("ana@test.example", "nobody@test.example")
        for _ in range(12)
    ]
    full_line.close()

    assert {page.status for page in pages} == {503}
    assert site.visitor().get("/sign-in").submit("/sign-in", identifier="ana@test.example", password="no").status == 422


def test_a_ticket_that_ran_out_leads_back_to_the_form(site: Site, police: Unit, full_line: ExitStack) -> None:
    page = site.visitor().get("/sign-in").submit("/sign-in", identifier="ana@test.example", password=PASSWORD)
    full_line.close()
    site.now += dt.timedelta(minutes=11)

    late = page.submit("/sign-in")

    assert (late.status, "Escreva a palavra-passe" in late.text) == (422, True)
    assert late.fields("/sign-in")["identifier"] == ["ana@test.example"]
