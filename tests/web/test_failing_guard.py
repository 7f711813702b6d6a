"""What decides who may do what fails shut: where it fails itself, nobody is shown anything."""

from typing import Final

import pytest
from site_of_tests import Site

from course.storage.models import RoleName
from course.web.feature import routes_of

ROLES: Final[tuple[RoleName, ...]] = ("officer", "trainer", "reviewer", "supervisor", "administrator", "auditor")


@pytest.fixture
def broken(site: Site) -> Site:
    """A site with somebody of every role, whose guard no longer knows what any route asks for."""
    unit = site.add_organisation()
    for role in ROLES:
        site.add_person(unit, f"{role}@test.example", (role,), body="police" if role == "reviewer" else None)
    return site


@pytest.mark.parametrize("role", ROLES)
def test_where_the_guard_fails_nothing_is_shown_and_nothing_done(broken: Site, role: RoleName) -> None:
    visitor = broken.visitor(f"{role}@test.example")
    declared = routes_of(broken.app).permissions
    kept = dict(declared)
    rules = [rule for rule in broken.app.url_map.iter_rules() if not rule.arguments]
    declared.clear()
    try:
        told = {
            (rule.rule, method): visitor.client.open(rule.rule, method=method).status_code
            for rule in rules
            for method in sorted({"GET", "POST"} & (rule.methods or set()))
        }
    finally:
        declared.update(kept)

    assert {place: status for place, status in told.items() if status < 500 and place[1] == "GET"} == {}
    assert {place: status for place, status in told.items() if status < 400} == {}
    assert len(told) > 80
