"""The file of organisations with a sign-in of their own: read whole, or the start is stopped in one line."""

from pathlib import Path

import pytest

from course.base.config import read_settings
from course.base.providers import ProviderSettings, read_providers

GIVEN = {
    "organisation": "Polícia de Prova",
    "issuer": "https://id.prova.example/realms/one",
    "client_id": "course",
    "client_secret_file": "secret",
    "claim": "employee_number",
    "matches": "service_number",
}
READ = ProviderSettings(
    organisation="Polícia de Prova",
    issuer="https://id.prova.example/realms/one",
    client_id="course",
    client_secret="one two",
    claim="employee_number",
    matches="service_number",
)


def write(folder: Path, *tables: dict[str, str], more: str = "") -> Path:
    """The file, and a secret beside it."""
    (folder / "secret").write_text(" one two\n", encoding="utf-8")
    (folder / "empty").write_text("\n", encoding="utf-8")
    (folder / "ca.pem").write_text("authorities", encoding="utf-8")
    file = folder / "providers.toml"
    lines = ["[[provider]]\n" + "".join(f'{key} = "{value}"\n' for key, value in table.items()) for table in tables]
    file.write_text("".join(lines) + more, encoding="utf-8")
    return file


def test_a_provider_is_read_with_the_secret_from_its_own_file_and_shows_it_nowhere(tmp_path: Path) -> None:
    settings = read_settings({"COURSE_SINGLE_SIGN_ON": str(write(tmp_path, GIVEN))})

    assert settings.providers == (READ,)
    assert "one two" not in repr(settings)


def test_what_may_be_said_besides_is_read_too(tmp_path: Path) -> None:
    other = GIVEN | {
        "organisation": "Guarda de Prova",
        "matches": "email",
        "scope": "openid staff",
        "ca_file": "ca.pem",
    }

    providers = read_providers(write(tmp_path, GIVEN, other, more='hosts = ["keys.example"]\n'), is_production=True)

    assert [(one.matches, one.scope, one.hosts, one.ca_file) for one in providers] == [
        ("service_number", "openid profile email", frozenset(), None),
        ("email", "openid staff", frozenset({"keys.example"}), tmp_path / "ca.pem"),
    ]


WRONG: dict[str, tuple[dict[str, str], str]] = {
    "no organisation": ({"organisation": ""}, "missing: organisation"),
    "an unknown key": ({"client_secret": "x"}, "unknown: client_secret"),
    "another identifier": ({"matches": "name"}, "set it to service_number or email"),
    "no openid": ({"scope": "profile"}, "it must have openid"),
    "no https": ({"issuer": "http://id.prova.example"}, "set it to the https address"),
    "loopback in production": ({"issuer": "http://127.0.0.1:9"}, "set it to the https address"),
    "a query": ({"issuer": "https://id.example/?a"}, "set it to the https address"),
    "no secret": ({"client_secret_file": "nowhere"}, "which cannot be read"),
    "an empty secret": ({"client_secret_file": "empty"}, "which is empty"),
    "no authorities": ({"ca_file": "nowhere"}, "name a file that is there"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_stops_the_start_in_one_line(tmp_path: Path, wrong: str) -> None:
    changed, words = WRONG[wrong]

    with pytest.raises(ValueError, match=words) as raised:
        read_providers(write(tmp_path, GIVEN | changed), is_production=True)

    assert str(raised.value).startswith("COURSE_SINGLE_SIGN_ON is ")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[[provider]\n", "it is no TOML"),
        ("provider = 1\n", "tables"),
        ("[other]\n", "tables"),
        ("[[provider]]\norganisation = 7\n", "missing"),
    ],
)
def test_a_file_of_another_kind_stops_it_too(tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ValueError, match=words):
        read_providers(file, is_production=False)


def test_a_file_that_is_not_there_or_two_for_one_organisation_stop_it_too(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_providers(tmp_path / "nowhere.toml", is_production=False)
    with pytest.raises(ValueError, match="two providers are for one organisation"):
        read_providers(write(tmp_path, GIVEN, GIVEN), is_production=False)
