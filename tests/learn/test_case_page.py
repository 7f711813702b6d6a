"""The case player: decisions, what came of them, other seats, the end."""

import pytest
from site_of_tests import Site, Visitor
from sqlalchemy import select
from walks import CASE, play

from course.content.case import Case
from course.scoring.case import begin, offered
from course.storage.models import CaseRun, CaseStep


@pytest.fixture
def officer(site: Site) -> Visitor:
    """An officer, signed in."""
    site.add_person(site.add_organisation(), "ana@test.example")
    return site.visitor("ana@test.example", language="en")


@pytest.fixture
def case(site: Site) -> Case:
    """The case in English."""
    return site.house.catalogue.case(CASE).in_("en")


def test_a_decision_shows_what_came_of_it_why_and_the_law(site: Site, officer: Visitor, case: Case) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    id_, choice = next(iter(offered(case, begin(case)).items()))

    page = officer.follow(first.submit(first.path, choice=id_))

    assert page.path == f"{first.path}/consequence"
    assert page.h1 == choice.text
    words = case.scenes[choice.next].text.split()[:6]
    assert " ".join(words) in page.text
    assert "Source" in page.text


def test_the_same_moment_is_told_from_other_seats(site: Site, officer: Visitor, case: Case) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    id_, choice = next((i, c) for i, c in offered(case, begin(case)).items() if "stopped" in case.scenes[c.next].views)
    officer.follow(first.submit(first.path, choice=id_))

    page = officer.get(f"{first.path}/consequence?seat=stopped")

    assert " ".join(case.scenes[choice.next].views["stopped"].split()[:6]) in page.text


def test_no_decision_says_what_to_do_and_takes_none(site: Site, officer: Visitor) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))

    page = first.submit(first.path)

    assert (page.status, "Choose what you do" in page.text) == (422, True)
    with site.house.database.read() as session:
        assert session.scalars(select(CaseStep)).all() == []


def test_the_first_decision_counts_in_two_tabs(site: Site, officer: Visitor, case: Case) -> None:
    one = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    other = officer.get(one.path)
    first, second, *_ = offered(case, begin(case))
    one.submit(one.path, choice=first)

    late = other.submit(other.path, choice=second)
    again = other.submit(other.path, choice=first)

    assert (late.status, again.status) == (409, 303)
    with site.house.database.read() as session:
        assert [step.choice for step in session.scalars(select(CaseStep))] == [first]


@pytest.mark.parametrize("pick", range(4))
def test_every_way_of_playing_comes_to_an_end_with_what_really_happened(
    site: Site, officer: Visitor, case: Case, pick: int
) -> None:
    page = play(site, officer, pick)

    assert page.path.endswith("/ending")
    assert case.outcome is not None
    assert "What really happened" in page.text
    with site.house.database.read() as session:
        run = session.scalars(select(CaseRun)).one()
    assert run.ending is not None
    assert case.scenes[run.ending].ending is not None


def test_a_case_is_gone_on_with_on_another_browser(site: Site, officer: Visitor, case: Case) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    first.submit(first.path, choice=next(iter(offered(case, begin(case)))))

    other = site.visitor("ana@test.example", language="en")
    page = other.follow(other.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))

    assert page.path == f"{first.path.removesuffix('/1')}/2"


def test_another_officers_run_is_not_found(site: Site, officer: Visitor) -> None:
    first = officer.follow(officer.get(f"/cases/{CASE}").submit(f"/cases/{CASE}/runs"))
    site.add_person(site.add_organisation("Outra"), "rui@test.example")

    foreign = site.visitor("rui@test.example", language="en").get(first.path)
    absent = site.visitor("rui@test.example", language="en").get("/runs/" + "0" * 32 + "/1")

    assert (foreign.status, foreign.text) == (404, absent.text)
