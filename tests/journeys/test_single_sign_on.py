"""An officer signs in with the account of their organisation, at a provider that others wrote: on a phone without
scripts in Portuguese, at a desk in English."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe import violations
from live import Windows
from prepared import Prepared
from served import Server, running

from course.base.languages import Language

POLICE = "Polícia Fictícia (demonstração)"
SUBJECT, STRANGER = "a1", "b2"
WORDS: dict[Language, dict[str, str]] = {
    "pt": {
        "in": "Entrar através de",
        "enter": "Entrar",
        "out": "Sair",
        "there": "Sair também",
        "nobody": "conta aberta",
    },
    "en": {"in": "Sign in at", "enter": "Sign in", "there": "as well", "nobody": "no open account"},
}


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[Server]:
    """A provider that knows an officer of the demonstration by their e-mail, and somebody who is not in the course."""
    told = [{"sub": SUBJECT, "email": "officer@demo.example"}, {"sub": STRANGER, "email": "nobody@demo.example"}]
    users = [part for user in told for part in ("--user-claims", json.dumps(user))]
    server = Server(tmp_path / "provider")
    server.command = (sys.executable, "-m", "oidc_provider_mock", "--port", str(server.port), "--require-nonce", *users)
    with running(server):
        yield server


@pytest.fixture
def house(prepared: Prepared, tmp_path: Path, provider: Server) -> Iterator[Server]:
    """The course, told of that provider as an operator would."""
    (tmp_path / "secret").write_text("a secret between two")
    agreed = tmp_path / "providers.toml"
    agreed.write_text(
        f"""[[provider]]
organisation = "{POLICE}"
issuer = "{provider.address}"
client_id = "terreno-comum"
client_secret_file = "secret"
claim = "email"
matches = "email"
""",
        encoding="utf-8",
    )
    server = Server(prepared.copy(tmp_path / "instance"), environment={"COURSE_SINGLE_SIGN_ON": str(agreed)})
    server.environment["COURSE_URL"] = server.address
    with running(server):
        yield server


@pytest.mark.browser
@pytest.mark.looks
@pytest.mark.parametrize(("language", "width", "scripts"), [("pt", 390, False), ("en", 1280, True)])
def test_an_officer_comes_in_by_their_organisation_and_a_stranger_does_not(
    windows: Windows, house: Server, provider: Server, language: Language, width: int, scripts: bool
) -> None:
    words = WORDS[language]
    window = windows.open(house, language=language, width=width, scripts=scripts)
    window.guest = provider.address
    window.page.route("https://cdn.*/**", lambda route: route.fulfill(status=200, content_type="text/css", body=""))
    window.open("/sign-in?next=/library")
    window.choose_language(language)
    window.look()

    window.press(window.main.get_by_role("link", name=words["in"]))
    assert window.page.url.startswith(provider.address)
    with window.expecting(409):
        window.press(window.page.get_by_role("button", name=STRANGER), status=409)
    assert words["nobody"] in window.words
    window.look()

    window.press(window.main.get_by_role("link", name=words["in"]))
    window.press(window.page.get_by_role("button", name=SUBJECT))
    assert window.path == "/sign-in/organisation"
    window.look()
    window.press(window.main.get_by_role("button", name=words["enter"]))
    assert window.path == "/library"

    window.open("/account")
    window.press(window.page.locator('form[action="/sign-out"] button').last)
    window.look()
    window.press(window.main.get_by_role("link", name=words["there"]))
    assert window.page.url.startswith(provider.address)


@pytest.mark.browser
def test_the_pages_of_the_way_shut_nobody_out(windows: Windows, house: Server, provider: Server) -> None:
    window = windows.open(house, bypass_csp=True)
    window.guest = provider.address
    window.page.route("https://cdn.*/**", lambda route: route.fulfill(status=200, content_type="text/css", body=""))
    window.open("/sign-in")
    with_ways = violations(window.page)
    window.press(window.main.get_by_role("link", name=WORDS["pt"]["in"]))
    window.press(window.page.get_by_role("button", name=SUBJECT))

    assert (with_ways, violations(window.page)) == ([], [])
    assert window.path == "/sign-in/organisation"
