"""An OpenID Connect provider of tests over HTTP, which can be told to lie: each lie is one that was seen in the world.

The happy ways are walked with a provider that others wrote too (tests/journeys/test_single_sign_on.py).
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT: Final = "terreno-comum"
SECRET: Final = "a secret between two: % & +"
LIFETIME: Final = 300
Claims = dict[str, Any]


class Provider:
    """`claims` are told of whoever signs in; `twist` changes a token's claims before it is signed.

    `answers` holds, by path, what is answered there instead: a status and the body. `asked` are the paths so far.
    """

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, private=True)
        self.signing_key: RSAKey | OctKey = self.key
        self.algorithm = "RS256"
        self.claims: Claims = {}
        self.twist: Callable[[Claims], Claims] = lambda claims: claims
        self.metadata: dict[str, Any] = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
        }
        self.answers: dict[str, tuple[int, bytes]] = {}
        self.asked: list[str] = []
        self.now = 0.0
        self._ways: dict[str, dict[str, str]] = {}

    def sign_in(self, url: str) -> str:
        """The query with which a browser that was sent to that address comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = secrets.token_urlsafe(16)
        self._ways[code] = asked
        return urlencode({"code": code, "state": asked["state"], "iss": self.issuer})

    def answer(self, method: str, path: str, headers: Any, body: str) -> tuple[int, bytes]:
        """The status and the body."""
        self.asked.append(path)
        if path in self.answers:
            return self.answers[path]
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self.metadata).encode()
        if path == "/keys":
            return 200, json.dumps({"keys": [self.key.as_dict(private=False)]}).encode()
        if (method, path) == ("POST", "/token"):
            return self._token(headers.get("Authorization", ""), parse_qs(body))
        return 404, b"{}"

    def _token(self, authorization: str, sent: dict[str, list[str]]) -> tuple[int, bytes]:
        asked = self._ways.pop(sent.get("code", [""])[0], None)
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        digest = hashlib.sha256(sent.get("code_verifier", [""])[0].encode()).digest()
        is_right = (
            asked is not None
            and (unquote(name), unquote(secret)) == (CLIENT, SECRET)
            and asked["code_challenge_method"] == "S256"
            and asked["code_challenge"] == base64.urlsafe_b64encode(digest).decode().rstrip("=")
            and asked["redirect_uri"] == sent["redirect_uri"][0]
        )
        if asked is None or not is_right:
            return 400, json.dumps({"error": "invalid_grant"}).encode()
        claims = {
            "iss": self.issuer,
            "sub": "1",
            "aud": CLIENT,
            "iat": int(self.now),
            "exp": int(self.now) + LIFETIME,
            "nonce": asked["nonce"],
            **self.claims,
        }
        written = self._written({"alg": self.algorithm, "kid": self.signing_key.kid or "one"}, self.twist(claims))
        answer = {"access_token": "none", "token_type": "Bearer", "expires_in": LIFETIME, "id_token": written}
        return 200, json.dumps(answer).encode()

    def _written(self, header: dict[str, str], claims: Claims) -> str:
        if self.algorithm == "none":  # the library refuses to write one
            parts = (json.dumps(part).encode() for part in (header, claims))
            return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."
        return jwt.encode(header, claims, self.signing_key, algorithms=[self.algorithm])


@contextmanager
def running() -> Iterator[Provider]:
    """A provider that is there while the test runs."""
    provider = Provider()
    thread = Thread(target=provider.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        provider.server.shutdown()
        provider.server.server_close()
        thread.join()


def _handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET", "")

        def do_POST(self) -> None:
            self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])).decode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as it is called there
            """Nothing."""

        def _answer(self, method: str, body: str) -> None:
            status, content = provider.answer(method, urlsplit(self.path).path, self.headers, body)
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", content.decode())
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler
