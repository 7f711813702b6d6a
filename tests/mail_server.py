"""A real mail server in a thread of the test, that keeps what it took and can be told what to answer."""

import asyncio
import email
import email.policy
import socket
import ssl
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from typing import Any, Final

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

HOST: Final = "127.0.0.1"
TAKEN: Final = "250 OK"
PATIENCE: Final = 60
"""Seconds within which all that are awaited must have come."""


class MailServer:
    """Takes every mail, unless `answers` holds what it says to the next ones instead.

    `before_mail` and `before_answer` are called, with how often that was, before a sender and a whole message are
    answered; `recipients` gives the answer to an address.
    """

    def __init__(self) -> None:
        self.port = free_port()
        self.messages: list[EmailMessage] = []
        self.envelopes: list[tuple[str, list[str]]] = []
        self.answers: deque[str] = deque()
        self.recipients: dict[str, str] = {}
        self.before_mail: Callable[[int], None] = lambda _: None
        self.before_answer: Callable[[int], None] = lambda _: None
        self._begun = 0
        self._awaited = 1
        self._senders: set[str] = set()
        self._all_came = asyncio.Event()

    def await_senders(self, number: int) -> None:
        """From now on hold up the first mail of each sender until so many different ones have begun one."""
        self._awaited, self._senders, self._all_came = number, set(), asyncio.Event()

    @property
    def ids(self) -> list[str]:
        """The Message-ID of each mail it took, in order."""
        return [str(message["Message-ID"]) for message in self.messages]

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """A sender."""
        del server, session
        self._begun += 1
        self.before_mail(self._begun)
        self._senders.add(address)
        if len(self._senders) >= self._awaited:
            self._all_came.set()
        await asyncio.wait_for(self._all_came.wait(), PATIENCE)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return TAKEN

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        """An address."""
        del server, session, options
        answer = self.recipients.get(address, TAKEN)
        if answer == TAKEN:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """A whole message."""
        del server, session
        answer = self.answers.popleft() if self.answers else TAKEN
        if answer == TAKEN:
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.messages.append(message)
            self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos)))
        self.before_answer(len(self.messages))
        return answer


@contextmanager
def mail_server(
    *, certificate: ssl.SSLContext | None = None, is_tls: bool = False, password: str | None = None
) -> Iterator[MailServer]:
    """A server that answers meanwhile: plain, with STARTTLS demanded, or in TLS from the first byte."""
    server = MailServer()
    options: dict[str, Any] = {"hostname": HOST, "port": server.port}
    if certificate is not None:
        options |= {"ssl_context": certificate} if is_tls else {"tls_context": certificate, "require_starttls": True}
    if password is not None:
        options |= {"auth_required": True, "authenticator": _Doorkeeper(password)}
    controller = Controller(server, **options)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


class _Doorkeeper:
    def __init__(self, password: str) -> None:
        self._password = password.encode()

    def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
        del server, session, envelope, mechanism
        assert isinstance(given, LoginPassword)
        return AuthResult(success=given.password == self._password, handled=False)


def free_port() -> int:
    """A port on which nobody answers."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
