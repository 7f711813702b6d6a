"""An organisation's own sign-in, by OpenID Connect: the code flow with PKCE, state and nonce.

It asks and checks, and does not decide: whom a claim names says the act. Sources: OpenID Connect Core 1.0 (sections
3.1.2 and 3.1.3), Discovery 1.0, RFC 7636 (PKCE), RFC 9207 (issuer in the answer), RP-Initiated Logout 1.0.
"""

import datetime as dt
import secrets
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from course.base.providers import LOOPBACK, ProviderSettings
from course.integrations.recognition import Departure, NoAnswer, NotTrusted

TIMEOUT: Final = (3.0, 5.0)
"""Seconds to be let in, and between two pieces of an answer."""
LARGEST: Final = 256 * 1024
KEPT: Final = 3600.0
"""Seconds for which a description and keys are used before they are asked for anew."""
RESTS: Final = 10.0
"""Seconds in which a provider that did not answer is not asked: a class that waits for it would hold all workers."""
ALGORITHMS: Final = ("RS256", "PS256", "ES256", "EdDSA")
"""How a token may be signed: never with a secret that two share, and never not at all."""
LEEWAY: Final = 120
"""Seconds by which two clocks may differ."""


class Provider:
    """One organisation's provider. What it describes of itself is kept for an hour, in this process."""

    def __init__(self, settings: ProviderSettings, redirect_uri: str) -> None:
        self.settings = settings
        self._redirect_uri = redirect_uri
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}
        self._rests_until = 0.0

    def depart(self, *, asks_again: bool) -> Departure:
        """A new way there. `asks_again`: whoever signed in there before is asked once more. Raises NoAnswer."""
        address = self._address("authorization_endpoint")
        nonce, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        more = {"prompt": "login"} if asks_again else {}
        with self._session() as session:
            url, state = session.create_authorization_url(
                address, state=secrets.token_urlsafe(32), code_verifier=verifier, nonce=nonce, **more
            )
        return Departure(url, state, nonce, verifier)

    def claim_of(self, code: str, departure: Departure, now: dt.datetime) -> str:
        """What the provider says of who signed in there: the value of the claim that was agreed on.

        Raises NoAnswer, and NotTrusted for a token that is not whole, ours, of this way and of this hour.
        """
        token = self._redeem(code, departure)
        claims = self._checked(token, departure, now)
        value = claims.get(self.settings.claim)
        if not isinstance(value, str) or not value.strip():
            raise NotTrusted("no-claim")
        if self.settings.matches == "email" and claims.get("email_verified", True) is not True:
            raise NotTrusted("e-mail-not-verified")
        return value.strip()

    def is_issuer(self, issuer: str | None) -> bool:
        """Whether an answer is this provider's; one that does not say whose it is is known by its state."""
        return issuer is None or issuer == self.settings.issuer

    def sign_out_url(self, back: str) -> str:
        """Where to end the sign-in there too; empty where the provider has no such place or does not answer."""
        try:
            address = self._address("end_session_endpoint") if "end_session_endpoint" in self._metadata() else ""
        except NoAnswer:
            return ""
        query = urlencode({"client_id": self.settings.client_id, "post_logout_redirect_uri": back})
        return f"{address}{'&' if urlsplit(address).query else '?'}{query}" if address else ""

    def _redeem(self, code: str, departure: Departure) -> Mapping[str, Any]:
        address = self._address("token_endpoint")
        try:
            with self._session() as session:
                token: Mapping[str, Any] = session.fetch_token(
                    address, code=code, code_verifier=departure.verifier, redirect_uri=self._redirect_uri
                )
        except AuthlibBaseError as error:
            raise NotTrusted("code-refused") from error
        except (requests.RequestException, ValueError) as error:
            raise self._away() from error
        return token

    def _checked(self, token: Mapping[str, Any], departure: Departure, now: dt.datetime) -> Mapping[str, Any]:
        written = token.get("id_token")
        if not isinstance(written, str):
            raise NotTrusted("no-token")
        try:
            opened = self._opened(written)
            claims = CodeIDToken(
                opened.claims,
                opened.header,
                {
                    "iss": {"essential": True, "value": self.settings.issuer},
                    "aud": {"essential": True, "value": self.settings.client_id},
                },
                {
                    "nonce": departure.nonce,
                    "client_id": self.settings.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError) as error:
            raise NotTrusted(type(error).__name__) from error
        return dict(claims)

    def _opened(self, written: str) -> jwt.Token:
        """The token, its signature checked; with keys that were fetched anew where it names one we have not seen."""
        registry = JWSRegistry(algorithms=list(ALGORITHMS), strict_check_header=False)
        try:
            return jwt.decode(written, self._keys(), registry=registry)
        except InvalidKeyIdError:
            self._kept.pop("jwks_uri", None)
            return jwt.decode(written, self._keys(), registry=registry)

    def _keys(self) -> KeySet:
        return KeySet.import_key_set(self._asked("jwks_uri", self._address("jwks_uri")))  # type: ignore[arg-type]

    def _metadata(self) -> dict[str, Any]:
        """What the provider says of itself. Raises NoAnswer where it says to be another."""
        address = f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._asked("metadata", address)
        if found.get("issuer") != self.settings.issuer:
            raise self._away()
        return found

    def _address(self, name: str) -> str:
        """An address of the provider: over https, at the issuer's host or at one that the operator named."""
        found = self._metadata().get(name)
        parts, own = urlsplit(found if isinstance(found, str) else ""), urlsplit(self.settings.issuer)
        is_safe = parts.scheme == "https" or (parts.scheme == own.scheme and own.hostname in LOOPBACK)
        is_theirs = (parts.hostname, parts.port) == (own.hostname, own.port) or parts.netloc in self.settings.hosts
        if not (is_safe and is_theirs and parts.username is None and not parts.fragment):
            raise self._away()
        return str(found)

    def _asked(self, name: str, address: str) -> dict[str, Any]:
        kept = self._kept.get(name)
        if kept is not None and time.monotonic() - kept[0] < KEPT:
            return kept[1]
        if time.monotonic() < self._rests_until:
            raise NoAnswer
        try:
            with self._session() as session:
                response = session.request("GET", address, withhold_token=True)
                response.raise_for_status()
                found = response.json()
        except (requests.RequestException, ValueError) as error:
            raise self._away() from error
        if not isinstance(found, dict):
            raise self._away()
        self._kept[name] = time.monotonic(), found
        return found

    def _away(self) -> NoAnswer:
        """The provider rests from now on."""
        self._rests_until = time.monotonic() + RESTS
        return NoAnswer()

    def _session(self) -> OAuth2Session:
        session = OAuth2Session(
            self.settings.client_id,
            self.settings.client_secret,
            scope=self.settings.scope,
            redirect_uri=self._redirect_uri,
            code_challenge_method="S256",
        )
        session.trust_env = False  # neither a proxy nor a password of the machine's user
        session.max_redirects = 0  # it is asked where it said it is, and nowhere else
        session.verify = str(self.settings.ca_file) if self.settings.ca_file else True
        for scheme in ("https://", "http://"):
            session.mount(scheme, _Bounded())
        return session


class _Bounded(requests.adapters.HTTPAdapter):
    """Asks with a time limit, and reads no more than anybody needs."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Raises requests.ConnectionError for an answer that is too large."""
        response = super().send(request, *args, **{**kwargs, "timeout": TIMEOUT, "stream": True})
        read, pieces = 0, list[bytes]()
        for piece in response.iter_content(16 * 1024):
            read += len(piece)
            if read > LARGEST:
                response.close()
                raise requests.ConnectionError("an answer is too large", request=request)
            pieces.append(piece)
        response._content = b"".join(pieces)  # noqa: SLF001 - where requests itself keeps what was read
        return response
