"""Signing in with the account of one's organisation: at a provider over HTTP that may be away, or lie."""

import datetime as dt
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey
from passwords import PASSWORD
from sign_on_server import CLIENT, SECRET, Claims, Provider, running
from site_of_tests import Page, Site, Visitor
from sqlalchemy import select

from course.base.ids import as_text, new_id
from course.base.providers import Identifier, ProviderSettings
from course.content.library import Library
from course.storage import audit, people
from course.storage.models import AuditEntry, Unit

POLICE, GUARD = "Polícia de Prova", "Guarda de Prova"
ARRIVAL, BACK = "/sign-in/organisation", "/sign-in/organisation/back"
NOT_RECOGNISED = "não nos disse com certeza quem é"
NO_ANSWER = "não responde"
NOBODY = "este curso não tem conta aberta"
TOO_LATE = "já não está aberto"


class World:
    """An organisation with a provider, and another without; `ana` has the number 0042 in the first."""

    def __init__(self, site: Site, provider: Provider) -> None:
        self.site, self.provider = site, provider
        self.police, self.guard = site.add_organisation(POLICE), site.add_organisation(GUARD)
        self.ana = site.add_person(self.police, "ana@prova.pt", number="0042")
        site.add_person(self.guard, "rui@guarda.pt", number="77")
        provider.claims = {"employee": "0042"}
        provider.now = site.now.timestamp()

    @property
    def address(self) -> str:
        return f"/sign-in/organisation/{as_text(self.police.id)}"

    def depart(self, visitor: Visitor, query: str = "") -> str:
        """Where the browser is sent."""
        sent = visitor.client.get(self.address + query)
        assert sent.status_code == 303
        return str(sent.headers["Location"])

    def come_back(self, visitor: Visitor, query: str = "") -> Page:
        """There, signed in there, and back, as far as the site leads."""
        return visitor.follow(visitor.get(f"{BACK}?{self.provider.sign_in(self.depart(visitor, query))}"))

    def failures(self) -> list[dict[str, Any]]:
        """What was noted of people who were turned away."""
        with self.site.house.database.read() as session:
            return list(session.scalars(select(AuditEntry.detail).where(AuditEntry.event == "sign-in-failed")))


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running() as provider:
        yield provider


@pytest.fixture
def make_world(
    provider: Provider, migrated_file: Path, tmp_path: Path, library: Library
) -> Iterator[Callable[..., World]]:
    """Worlds whose provider is agreed with as a test says."""
    sites: list[Site] = []

    def make(claim: str = "employee", matches: Identifier = "service_number", **more: Any) -> World:
        instance = tmp_path / f"instance{len(sites)}"
        instance.mkdir()
        shutil.copyfile(migrated_file, instance / "course.db")
        settings = ProviderSettings(
            organisation=POLICE,
            issuer=provider.issuer,
            client_id=CLIENT,
            client_secret=SECRET,
            claim=claim,
            matches=matches,
            **more,
        )
        sites.append(Site("", instance, library, providers=(settings,)))
        return World(sites[-1], provider)

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    return make_world()


def test_an_officer_goes_there_and_back_sees_whose_account_it_is_and_is_where_they_wanted_to_be(
    world: World,
) -> None:
    visitor = world.site.visitor()
    page = visitor.get("/sign-in?next=/library")
    assert f"{world.address}?next=/library" in page.links()

    asked = parse_qs(urlsplit(world.depart(visitor, "?next=/library")).query)
    arrival = world.come_back(visitor, "?next=/library")
    entered = arrival.submit(ARRIVAL)

    assert {name: asked[name] for name in ("response_type", "client_id", "code_challenge_method", "prompt")} == {
        "response_type": ["code"],
        "client_id": [CLIENT],
        "code_challenge_method": ["S256"],
        "prompt": ["login"],
    }
    assert (arrival.path, arrival.h1) == (ARRIVAL, "É Ana")
    assert POLICE in arrival.text
    assert (entered.status, entered.location) == (303, "/library")
    assert visitor.get("/account").status == 200
    with world.site.house.database.read() as session:
        noted = [(entry.event, entry.detail) for entry in audit.by_person(session, world.ana.id)]
    assert noted == [("sign-in", {"through": "organisation"})]


def test_nothing_is_written_before_somebody_is_in(world: World) -> None:
    def rows() -> list[str]:
        with world.site.house.database.engine.connect() as connection:
            return list(connection.connection.iterdump())

    before = rows()

    world.come_back(world.site.visitor())

    assert rows() == before


def test_by_e_mail_in_any_case_and_not_where_the_provider_says_it_is_not_theirs(
    make_world: Callable[..., World],
) -> None:
    world = make_world("email", "email")
    texts = []
    for claims in ({"email": " Ana@Prova.pt"}, {"email": "ana@prova.pt", "email_verified": False}):
        world.provider.claims = claims
        texts.append(world.come_back(world.site.visitor()).text)

    assert "É Ana" in texts[0]
    assert NOT_RECOGNISED in texts[1]


@pytest.mark.parametrize("claimed", ["77", "1", "0042\0", "x" * 300], ids=["another's", "nobody's", "nul", "long"])
def test_whoever_has_no_open_account_in_that_organisation_is_told_whom_to_ask(world: World, claimed: str) -> None:
    world.provider.claims = {"employee": claimed}

    page = world.come_back(world.site.visitor())

    assert (page.status, NOBODY in page.text) == (409, True)
    assert world.failures() == [{"through": "organisation", "why": "nobody-here"}]


def test_an_e_mail_of_another_organisation_opens_nothing(make_world: Callable[..., World]) -> None:
    world = make_world("email", "email")
    world.provider.claims = {"email": "rui@guarda.pt"}

    assert NOBODY in world.come_back(world.site.visitor()).text


def test_whoever_left_between_two_presses_does_not_come_in(world: World) -> None:
    visitor = world.site.visitor()
    arrival = world.come_back(visitor)
    with world.site.house.database.write() as session:
        people.get_person(session, world.ana.id).is_active = False

    page = arrival.submit(ARRIVAL)

    assert (page.status, NOBODY in page.text) == (409, True)
    assert visitor.get("/account").status == 303


def without(name: str) -> Callable[[Claims], Claims]:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


def having(**changed: Any) -> Callable[[Claims], Claims]:
    return lambda claims: claims | changed


LIES: dict[str, Callable[[Claims], Claims]] = {
    "another issuer": having(iss="https://else.example"),
    "no issuer": without("iss"),
    "another audience": having(aud="another"),
    "no audience": without("aud"),
    "two audiences, and not for us": having(aud=[CLIENT, "another"], azp="another"),
    "another way's nonce": having(nonce="another"),
    "no nonce": without("nonce"),
    "run out": lambda claims: claims | {"exp": claims["iat"] - 3600},
    "never runs out": without("exp"),
    "of tomorrow": lambda claims: claims | {"iat": claims["iat"] + 86_400},
    "not the claim": without("employee"),
    "a claim that is no text": having(employee=42),
    "an empty claim": having(employee=" "),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_does_not_prove_who_it_is_lets_nobody_in(world: World, lie: str) -> None:
    world.provider.twist = LIES[lie]
    visitor = world.site.visitor()

    page = world.come_back(visitor)

    assert (page.status, NOT_RECOGNISED in page.text) == (409, True)
    assert visitor.get("/account").status == 303
    assert [(failure["through"], set(failure)) for failure in world.failures()] == [
        ("organisation", {"through", "why"})
    ]


def test_a_token_signed_by_another_key_or_by_the_secret_or_not_at_all_lets_nobody_in(world: World) -> None:
    for key, algorithm in (
        (RSAKey.generate_key(2048, {"kid": "one"}, private=True), "RS256"),
        (RSAKey.generate_key(2048, {"kid": "new"}, private=True), "RS256"),
        (OctKey.import_key(SECRET), "HS256"),
        (world.provider.key, "none"),
    ):
        world.provider.signing_key, world.provider.algorithm = key, algorithm
        assert NOT_RECOGNISED in world.come_back(world.site.visitor()).text, algorithm
    assert len(world.failures()) == 4


def test_a_new_key_of_the_provider_is_fetched_when_a_token_names_it(world: World) -> None:
    world.come_back(world.site.visitor())
    world.provider.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"}, private=True)
    world.provider.signing_key = world.provider.key

    assert "É Ana" in world.come_back(world.site.visitor()).text
    assert world.provider.asked == ["/.well-known/openid-configuration", "/token", "/keys", "/token", "/keys"]


def test_a_way_back_is_gone_once_for_one_browser_and_not_for_long(world: World) -> None:
    first, other = world.site.visitor(), world.site.visitor()
    query = world.provider.sign_in(world.depart(first))

    assert TOO_LATE in other.get(f"{BACK}?{query}").text
    assert first.get(f"{BACK}?{query}").status == 303
    assert TOO_LATE in first.get(f"{BACK}?{query}").text
    late = world.provider.sign_in(world.depart(first))
    world.site.now += dt.timedelta(minutes=16)
    assert TOO_LATE in first.get(f"{BACK}?{late}").text
    assert world.failures() == []


def test_a_code_of_somebody_elses_way_is_not_redeemed(world: World) -> None:
    """Who holds another's code lacks the verifier that only that browser has."""
    victim, thief = world.site.visitor(), world.site.visitor()
    stolen = parse_qs(world.provider.sign_in(world.depart(victim)))["code"][0]
    own = parse_qs(world.provider.sign_in(world.depart(thief)))["state"][0]

    assert NOT_RECOGNISED in thief.get(f"{BACK}?code={stolen}&state={own}").text


@pytest.mark.parametrize(
    "answer",
    ["error=access_denied", "code=x&iss=https://else.example", "code=", "code=x&code=y", "nothing="],
)
def test_an_answer_without_a_code_of_that_provider_lets_nobody_in(world: World, answer: str) -> None:
    visitor = world.site.visitor()
    state = parse_qs(urlsplit(world.depart(visitor)).query)["state"][0]

    page = visitor.get(f"{BACK}?state={state}&{answer}")

    assert (page.status, NOT_RECOGNISED in page.text) == (409, True)


def test_the_page_of_whose_account_it_is_waits_five_minutes(world: World) -> None:
    visitor = world.site.visitor()
    arrival = world.come_back(visitor)
    world.site.now += dt.timedelta(minutes=6)

    page = arrival.submit(ARRIVAL)

    assert (page.status, TOO_LATE in page.text) == (409, True)
    assert TOO_LATE in visitor.get(ARRIVAL).text


BROKEN: dict[str, tuple[int, bytes]] = {
    "an error": (500, b"{}"),
    "no JSON": (200, b"<html>"),
    "a list": (200, b"[]"),
    "elsewhere": (302, b"http://127.0.0.1:9/"),
    "half a megabyte": (200, b'{"issuer": "' + b"x" * 512 * 1024 + b'"}'),
    "another's": (200, json.dumps({"issuer": "https://else.example"}).encode()),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_provider_that_does_not_speak_as_it_should_leaves_the_password(world: World, broken: str) -> None:
    world.provider.answers["/.well-known/openid-configuration"] = BROKEN[broken]
    visitor = world.site.visitor()

    page = visitor.get(world.address)

    assert (page.status, NO_ANSWER in page.text) == (409, True)
    entered = page.submit("/sign-in", identifier="ana@prova.pt", password=PASSWORD)
    assert entered.status == 303


def test_a_provider_that_is_gone_is_not_asked_by_everybody_at_once(world: World) -> None:
    world.provider.answers["/.well-known/openid-configuration"] = 503, b""

    assert {world.site.visitor().get(world.address).status for _ in range(3)} == {409}
    assert len(world.provider.asked) == 1


@pytest.mark.parametrize("path", ["/token", "/keys"])
def test_a_provider_that_goes_away_in_the_middle_lets_nobody_in(world: World, path: str) -> None:
    visitor = world.site.visitor()
    query = world.provider.sign_in(world.depart(visitor))
    world.provider.answers[path] = 500, b""

    page = visitor.get(f"{BACK}?{query}")

    assert (page.status, NO_ANSWER in page.text) == (409, True)


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/token",
        "http://127.0.0.1:9/token",
        "file:///etc/passwd",
        "http://user@127.0.0.1/token",
        "",
        None,
        7,
    ],
)
def test_no_address_is_asked_that_is_not_the_providers(world: World, address: Any) -> None:
    world.provider.metadata["token_endpoint"] = address
    visitor = world.site.visitor()

    page = visitor.get(f"{BACK}?{world.provider.sign_in(world.depart(visitor))}")

    assert (page.status, NO_ANSWER in page.text) == (409, True)
    assert "/token" not in world.provider.asked


def test_a_house_that_would_answer_is_not_asked_when_it_is_not_the_providers(world: World) -> None:
    with running() as other:
        world.provider.metadata["token_endpoint"] = f"{other.issuer}/token"
        visitor = world.site.visitor()

        page = visitor.get(f"{BACK}?{world.provider.sign_in(world.depart(visitor))}")

        assert (page.status, NO_ANSWER in page.text, other.asked) == (409, True, [])


def test_hosts_that_the_operator_named_are_the_providers_too(make_world: Callable[..., World]) -> None:
    with running() as other:
        world = make_world(hosts=frozenset({urlsplit(other.issuer).netloc}))
        world.provider.metadata["jwks_uri"] = f"{other.issuer}/keys"
        other.key = world.provider.key

        assert "É Ana" in world.come_back(world.site.visitor()).text
        assert other.asked == ["/keys"]


def test_after_signing_out_the_way_to_sign_out_there_is_shown_to_whom_it_let_in(world: World) -> None:
    visitor = world.site.visitor()
    world.come_back(visitor).submit(ARRIVAL)
    signed_out = visitor.follow(visitor.get("/account").submit("/sign-out"))

    end = f"{world.provider.issuer}/end?client_id={CLIENT}&post_logout_redirect_uri="
    assert [link.startswith(end) for link in signed_out.links() if "/end" in link] == [True]
    by_password = world.site.visitor("ana@prova.pt")
    assert "/end" not in by_password.follow(by_password.get("/account").submit("/sign-out")).html


def test_an_organisation_without_a_sign_in_of_its_own_has_no_way_there(world: World) -> None:
    for unit in (as_text(world.guard.id), as_text(new_id()), "x"):
        assert world.site.visitor().get(f"/sign-in/organisation/{unit}").status == 404


def test_an_instance_without_such_a_sign_in_shows_none(site: Site) -> None:
    police: Unit = site.add_organisation(POLICE)

    page = site.visitor().get("/sign-in")

    assert [link for link in page.links() if link.startswith("/sign-in/organisation")] == []
    assert site.visitor().get(f"/sign-in/organisation/{as_text(police.id)}").status == 404
    assert site.visitor().get(ARRIVAL).status == 409


def test_who_is_signed_in_goes_nowhere(world: World) -> None:
    visitor = world.site.visitor("ana@prova.pt")

    assert visitor.client.get(world.address).headers["Location"] == "/"
    assert world.provider.asked == []
