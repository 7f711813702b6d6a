"""Which organisations let their people sign in with an account of the house: a file of the operator's, read once.

A secret may stand in a file of its own, so that the list itself can be shown to anybody.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args
from urllib.parse import urlsplit

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
Identifier = Literal["service_number", "email"]
KEYS: Final = frozenset(
    {"organisation", "issuer", "client_id", "client_secret_file", "claim", "matches", "scope", "hosts", "ca_file"}
)
NEEDED: Final = ("organisation", "issuer", "client_id", "client_secret_file", "claim", "matches")


@dataclass(frozen=True, kw_only=True)
class ProviderSettings:
    """An OpenID Connect provider. Whoever it recognises is the person of `organisation` whose `matches` its `claim` is.

    `hosts` are those it may name for its addresses beside the issuer's own; `ca_file` holds the authorities that its
    certificate is checked with, where they are not the public ones.
    """

    organisation: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str
    matches: Identifier
    scope: str = "openid profile email"
    hosts: frozenset[str] = frozenset()
    ca_file: Path | None = None


def read_providers(path: Path, *, is_production: bool) -> tuple[ProviderSettings, ...]:
    """The providers of the file. Raises ValueError, in one line that says what to mend."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _fault(path, f"it cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _fault(path, f"it is no TOML: {error}") from error
    tables = written.pop("provider", [])
    if written or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise _fault(path, "it holds tables [[provider]] and nothing else")
    providers = tuple(_read(path, table, is_production=is_production) for table in tables)
    organisations = [provider.organisation for provider in providers]
    if len(set(organisations)) != len(organisations):
        raise _fault(path, "two providers are for one organisation")
    return providers


def _read(path: Path, table: Mapping[str, Any], *, is_production: bool) -> ProviderSettings:
    unknown, missing = sorted(set(table) - KEYS), [key for key in NEEDED if not table.get(key)]
    if unknown or missing:
        raise _fault(path, f"{'unknown' if unknown else 'missing'}: {', '.join(unknown or missing)}")
    texts = [key for key in KEYS - {"hosts"} if not isinstance(table.get(key, ""), str)]
    hosts = table.get("hosts", [])
    if texts or not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise _fault(path, f"{', '.join(sorted(texts)) or 'hosts'}: write text between quotation marks")
    identifiers: tuple[Identifier, ...] = get_args(Identifier)
    matches = next((name for name in identifiers if name == table["matches"]), None)
    if matches is None:
        raise _fault(path, f"matches is {table['matches']!r}: set it to service_number or email")
    scope = table.get("scope") or ProviderSettings.scope
    if "openid" not in scope.split():
        raise _fault(path, f"scope is {scope!r}: it must have openid")
    return ProviderSettings(
        organisation=table["organisation"],
        issuer=_issuer(path, table["issuer"], is_production=is_production),
        client_id=table["client_id"],
        client_secret=_secret(path, path.parent / table["client_secret_file"]),
        claim=table["claim"],
        matches=matches,
        scope=scope,
        hosts=frozenset(hosts),
        ca_file=_authorities(path, table.get("ca_file", "")),
    )


def _issuer(path: Path, given: str, *, is_production: bool) -> str:
    parts = urlsplit(given)
    is_near = not is_production and parts.hostname in LOOPBACK
    if not re.fullmatch(r"https?://[^\s?#@]+", given) or (parts.scheme != "https" and not is_near):
        raise _fault(path, f"issuer is {given!r}: set it to the https address that the provider gives as its issuer")
    return given


def _secret(path: Path, file: Path) -> str:
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, f"client_secret_file is {str(file)!r}, which cannot be read") from error
    if not secret:
        raise _fault(path, f"client_secret_file is {str(file)!r}, which is empty")
    return secret


def _authorities(path: Path, given: str) -> Path | None:
    if not given:
        return None
    file = path.parent / given
    if not file.is_file():
        raise _fault(path, f"ca_file is {str(file)!r}: name a file that is there")
    return file


def _fault(path: Path, what: str) -> ValueError:
    return ValueError(f"COURSE_SINGLE_SIGN_ON is {str(path)!r}: {what}")
