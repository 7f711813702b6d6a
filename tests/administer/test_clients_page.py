"""An administrator makes, sees and revokes the tokens of programs."""

import datetime as dt
import re

import pytest
from programs import ask
from site_of_tests import Site
from sqlalchemy import select

from course.base.ids import as_text
from course.storage.models import ApiClient, AuditEntry, Unit

PROGRAMS = "/administer/programs"
TOKEN = re.compile(r"tc_[0-9A-Za-z_-]{43}")


@pytest.fixture
def organisation(site: Site) -> Unit:
    """An organisation with its administrator; the only one of two."""
    organisation = site.add_organisation("Polícia de Prova")
    site.add_person(organisation, "admin@prova.pt", ("administrator",))
    site.add_person(site.add_organisation("Outra"), "admin@outra.pt", ("administrator",))
    return organisation


def clients(site: Site) -> list[ApiClient]:
    """All there are."""
    with site.house.database.read() as session:
        return list(session.scalars(select(ApiClient)))


def test_a_token_is_shown_once_works_is_kept_nowhere_and_opens_nothing_once_revoked(
    site: Site, organisation: Unit
) -> None:
    visitor = site.visitor("admin@prova.pt", "en")
    page = visitor.get(PROGRAMS).submit(PROGRAMS, name=" Pessoal  à noite ", scopes=["units:read"], days="30")
    (token,) = TOKEN.findall(page.html)

    (client,) = clients(site)
    assert (client.name, client.prefix, client.scopes) == ("Pessoal à noite", token[:9], ["units:read"])
    assert client.expires_on - client.made_on == dt.timedelta(days=30)
    assert ask(site, token, "/units").status_code == 200
    listed = visitor.get(PROGRAMS)
    assert f"Pessoal à noite{token[:9]}… Read the units".replace(" ", "") in listed.text.replace(" ", "")
    assert TOKEN.findall(listed.html) == []
    site.house.database.close()
    kept = b"".join(path.read_bytes() for path in site.settings.instance.rglob("*") if path.is_file())
    assert (kept.count(token.encode()), kept.count(token[:9].encode()) > 0) == (0, True)

    revoke = f"{PROGRAMS}/{as_text(client.id)}/revoke"
    assert site.visitor("admin@outra.pt").get(PROGRAMS).text.count("Pessoal") == 0
    other = site.visitor("admin@outra.pt")
    token_of_form = other.get(PROGRAMS).fields(PROGRAMS)["csrf_token"]
    assert other.post(revoke, {"csrf_token": token_of_form}).status == 404
    assert ask(site, token, "/units").status_code == 200
    for _ in range(2):
        assert visitor.post(revoke, listed.fields(revoke)).status == 303
    assert ask(site, token, "/units").status_code == 401
    assert "revoked on 23 Nov 2026" in visitor.get(PROGRAMS).text
    with site.house.database.read() as session:
        events = session.scalars(select(AuditEntry).where(AuditEntry.event.like("api-client-%"))).all()
    assert [(one.event, one.about_id, one.detail["program"]) for one in events] == [
        ("api-client-made", organisation.id, token[:9]),
        ("api-client-revoked", organisation.id, token[:9]),
    ]


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ({"name": " ", "days": "90"}, ["Write what the program is called, in up to 80 characters", "Choose at least"]),
        ({"name": "x" * 81, "scopes": ["answers:read"], "days": "90"}, ["up to 80 characters", "Choose at least"]),
        ({"name": "x", "scopes": ["units:read"], "days": "9999"}, ["Choose how long the token is valid"]),
    ],
)
def test_a_form_that_cannot_be_used_says_what_to_mend_and_makes_nothing(
    site: Site, organisation: Unit, form: dict[str, str], missing: list[str]
) -> None:
    page = site.visitor("admin@prova.pt", "en").get(PROGRAMS).submit(PROGRAMS, **form)

    assert page.status == 422
    assert [words in page.text for words in missing] == [True] * len(missing)
    assert clients(site) == []
