"""Settings are read by auditors and changed by administrators, and who changed what stands beside them."""

import pytest
from databases import count_queries
from site_of_tests import Page, Site

from course.base.ids import as_text
from course.storage.models import Unit

SETTINGS = "/administer/settings"


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with its administrator, its auditor, and Ana."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_person(organisation, "admin@prova.pt", ("administrator",))
    site.add_person(organisation, "dora@prova.pt", ("auditor",))
    site.add_person(organisation, "ana@prova.pt")
    return organisation


def changes(page: Page) -> list[list[str]]:
    """The cells of the log of changes, without the hour."""
    table = list(page.tree.iter("table"))[-1]
    return [["".join(cell.itertext()) for cell in row][1:] for row in list(table.iter("tr"))[1:]]


def test_a_larger_number_is_set_for_good_and_stands_in_the_log(site: Site, organisation: Unit) -> None:
    visitor = site.visitor("admin@prova.pt", "en")

    wrong = visitor.get(SETTINGS).submit(f"{SETTINGS}/smallest-group", size="7")
    right = visitor.follow(visitor.get(SETTINGS).submit(f"{SETTINGS}/smallest-group", size="12", sure="yes"))

    assert (wrong.status, "above the present one" in wrong.text, "Tick that you know" in wrong.text) == (
        422,
        True,
        True,
    )
    assert "something is said from 12 people on" in right.text
    assert changes(right) == [["Admin", "Changed a setting", "the smallest group", "8", "12"]]


def test_an_auditor_reads_who_gave_which_role_and_changes_nothing(site: Site, organisation: Unit) -> None:
    admin = site.visitor("admin@prova.pt", "en")
    found = admin.follow(admin.get("/administer/people").submit("/administer/people/search", q="ana"))
    link = next(link for link in found.links() if "/people/" in link)
    roles = f"{link}/roles"
    admin.get(roles).submit(roles, role="trainer")
    admin.get(roles).submit(f"{roles}/end", role="trainer")
    admin.get(roles).submit(f"{link}/charge", unit=as_text(organisation.id))
    admin.get(roles).submit(f"{link}/administrator")

    auditor = site.visitor("dora@prova.pt", "en")
    page = auditor.get(SETTINGS)

    assert sorted(changes(page)) == [
        ["Admin", "Gave a role", "Ana", "—", "Trainer"],
        ["Admin", "Proposed what a second administrator decides", "Ana", "—", "administrator"],
        ["Admin", "Put a unit into a supervisor's charge", "Ana", "—", "Polícia de Prova"],
        ["Admin", "Took a role away", "Ana", "Trainer", "—"],
    ]
    assert f"{SETTINGS}/smallest-group" not in page.actions()
    assert "5 years after completion" in page.text
    token = auditor.get("/account").fields("/account/password")["csrf_token"]
    assert (
        auditor.post(f"{SETTINGS}/smallest-group", {"csrf_token": token, "size": ["9"], "sure": ["yes"]}).status == 403
    )


def test_the_number_of_queries_does_not_grow_with_the_changes(site: Site, organisation: Unit) -> None:
    admin = site.visitor("admin@prova.pt")
    found = admin.follow(admin.get("/administer/people").submit("/administer/people/search", q="ana"))
    link = next(link for link in found.links() if "/people/" in link)
    roles = f"{link}/roles"
    counts = []
    for role in ("trainer", "auditor"):
        admin.get(roles).submit(roles, role=role)
        with count_queries(site.house.database) as statements:
            admin.get(SETTINGS)
        counts.append(len(statements))

    assert counts[0] == counts[1]


def test_a_menu_of_many_entries_has_groups_and_the_entries_of_the_one_in_which_one_is(
    site: Site, organisation: Unit
) -> None:
    def menu(page: Page) -> list[list[tuple[str, str | None]]]:
        nav = next(one for one in page.tree.iter("nav") if one.get("class") == "app-nav")
        return [[("".join(a.itertext()), a.get("aria-current")) for a in ul.iter("a")] for ul in nav.iter("ul")]

    admin, auditor = (site.visitor(f"{name}@prova.pt", "en") for name in ("admin", "dora"))

    outside, inside = menu(admin.get("/account")), menu(admin.get(SETTINGS))

    assert [sorted(name for name, _ in line) for line in outside] == [
        ["Library", "My path", "Operation and records", "People and units", "Sessions and texts"]
    ]
    assert ("Operation and records", "true") in inside[0]
    assert inside[1] == [("Operation", None), ("Programs", None), ("Log", None), ("Settings", "page")]
    assert [len(line) for line in menu(auditor.get(SETTINGS))] == [4]
