"""One's own sign-ins, password and role."""

import datetime as dt

import pytest
from passwords import PASSWORD
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.storage.models import Person, Unit

ANA = "ana@test.example"
NEW = "quatro palavras sem nexo"


@pytest.fixture
def police(site: Site) -> Unit:
    """An organisation with `ana`, officer and trainer."""
    unit = site.add_organisation()
    site.add_person(unit, ANA, ("officer", "trainer"))
    return unit


def rows(page: Page) -> list[list[str]]:
    """The table of sign-ins without its last column."""
    table = page.tree.find(".//table/tbody")
    assert table is not None
    return [[" ".join("".join(cell.itertext()).split()) for cell in row][:3] for row in table]


def sign_in_ids(page: Page) -> list[str]:
    """What its forms to end one would send."""
    return [field.get("value", "") for field in page.tree.iter("input") if field.get("name") == "sign_in"]


def end(page: Page, id_: str) -> Page:
    """Send the form that ends that one."""
    token = page.fields("/account/password")["csrf_token"]
    return page.visitor.post("/account/sign-ins/end", {"csrf_token": token, "sign_in": id_})


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("pt", ["23 nov. 2026", "Formando", "esta"]),
        ("en", ["23 Nov 2026", "Learner", "this one"]),
    ],
)
def test_the_open_sign_ins_are_listed_and_this_one_is_marked(
    site: Site, police: Unit, language: str, expected: list[str]
) -> None:
    site.visitor(ANA)
    site.now += dt.timedelta(minutes=7)
    visitor = site.visitor(ANA, language)

    page = visitor.get("/account")

    day, role, here = expected
    assert rows(page) == [
        [f"{day}, 09:07 {here}", f"{day}, 09:07", role],
        [f"{day}, 09:00", f"{day}, 09:00", role],
    ]


def test_one_that_has_run_out_is_not_listed(site: Site, police: Unit) -> None:
    site.visitor(ANA)
    visitor = site.visitor(ANA)
    for _ in range(2):
        site.now += dt.timedelta(minutes=20)
        page = visitor.get("/account")

    assert len(rows(page)) == 1


def test_an_ended_sign_in_stops_at_its_next_request(site: Site, police: Unit) -> None:
    lost, here = site.visitor(ANA), site.visitor(ANA)
    mine = sign_in_ids(lost.get("/account"))
    page = here.get("/account")
    (other,) = [id_ for id_ in sign_in_ids(page) if id_ in mine and id_ != _this(here)]

    ended = end(page, other)

    assert (ended.status, ended.location) == (303, "/account")
    assert (lost.get("/").location, here.get("/").status) == ("/sign-in?next=/", 200)


def _this(visitor: Visitor) -> str:
    page = visitor.get("/account")
    marked = [index for index, row in enumerate(rows(page)) if row[0].endswith(("esta", "this one"))]
    return sign_in_ids(page)[marked[0]]


def test_ending_this_very_one_signs_out(site: Site, police: Unit) -> None:
    visitor = site.visitor(ANA)

    ended = end(visitor.get("/account"), _this(visitor))

    assert (ended.location, ended.headers["Clear-Site-Data"]) == (
        "/sign-in?signed_out=yes",
        '"cache", "storage"',
    )
    assert visitor.get("/").location == "/sign-in?next=/"


def test_all_others_end_at_once(site: Site, police: Unit) -> None:
    others, here = [site.visitor(ANA) for _ in range(3)], site.visitor(ANA)

    here.get("/account").submit("/account/sign-ins/end-others")

    assert [other.get("/").status for other in others] == [303] * 3
    assert len(rows(here.get("/account"))) == 1


@pytest.mark.parametrize("id_", ["", "zz", "0" * 64, "theirs"])
def test_a_sign_in_of_somebody_else_is_told_like_one_that_is_not_there(site: Site, police: Unit, id_: str) -> None:
    site.add_person(police, "rui@test.example")
    rui = site.visitor("rui@test.example")
    theirs = _this(rui)

    page = end(site.visitor(ANA, "en").get("/account"), theirs if id_ == "theirs" else id_)

    assert (page.status, "has ended already, or is not yours" in page.text) == (404, True)
    assert rui.get("/").status == 200


def test_a_person_who_is_disabled_is_out_at_the_next_request(site: Site, police: Unit) -> None:
    visitor = site.visitor(ANA)
    with site.house.database.write() as session:
        session.scalars(select(Person).where(Person.email == ANA)).one().is_active = False

    assert visitor.get("/account").location == "/sign-in?next=/account"


@pytest.mark.parametrize(
    ("language", "words"), [("pt", "A palavra-passe foi mudada."), ("en", "The password was changed.")]
)
def test_a_changed_password_ends_the_others_and_goes_on_here_under_a_new_cookie(
    site: Site, police: Unit, language: str, words: str
) -> None:
    elsewhere, here = site.visitor(ANA), site.visitor(ANA, language)
    stolen = here.client.get_cookie("course")
    assert stolen is not None

    page = here.follow(here.get("/account").submit("/account/password", present=PASSWORD, password=NEW))

    assert (words in page.text, elsewhere.get("/").status, here.get("/").status) == (True, 303, 200)
    assert site.visitor().get("/sign-in").submit("/sign-in", identifier=ANA, password=NEW).status == 303
    here.client.set_cookie("course", stolen.value)
    assert here.get("/").location == "/sign-in?next=/"


def test_without_the_present_password_nothing_changes(site: Site, police: Unit) -> None:
    elsewhere, here = site.visitor(ANA), site.visitor(ANA, "en")

    page = here.get("/account").submit("/account/password", present="not it", password=NEW)

    assert (page.status, page.text.count("This is not your present password")) == (422, 2)
    assert elsewhere.get("/").status == 200
    assert site.visitor().get("/sign-in").submit("/sign-in", identifier=ANA, password=PASSWORD).status == 303


def test_another_role_goes_on_under_a_new_cookie(site: Site, police: Unit) -> None:
    visitor = site.visitor(ANA)
    stolen = visitor.client.get_cookie("course")
    assert stolen is not None

    visitor.get("/account").submit("/account/role", role="trainer")

    assert visitor.follow(visitor.get("/train/library")).status == 200
    visitor.client.set_cookie("course", stolen.value)
    assert visitor.get("/").location == "/sign-in?next=/"
