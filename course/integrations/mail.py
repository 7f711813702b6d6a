"""Mail leaves the house: through the mail server that was named, or in development into files that can be read.

It sends and does not decide: what becomes of a mail that was not taken says the outbox.
"""

import datetime as dt
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from course.base.config import MailSettings, Settings
from course.integrations.letters import Letter

TIMEOUT = 15.0
"""Seconds within which a server must answer each step."""


class Undelivered(Exception):  # noqa: N818 - what became of a mail, no error of ours
    """A mail was not taken; `trouble` is a word for the operators' list, never an address or what a server wrote."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


class Refused(Undelivered):
    """This mail will never be taken."""


class Deferred(Undelivered):
    """This mail is not taken now."""


class Away(Undelivered):
    """No mail is taken now: there is no server, or it does not let us in."""


class Post(Protocol):
    """Where letters are handed in."""

    def send(self, message: EmailMessage) -> None:
        """Returns when the message was taken; otherwise raises one of the three above."""


def compose(letter: Letter, *, id_: bytes, address: str, settings: Settings, now: dt.datetime) -> EmailMessage:
    """The message of an outbox row: plain text, under a Message-ID that is the row's. Raises Refused for no address."""
    sender = settings.mail.sender or f"terreno-comum@{_host(settings)}"
    message = EmailMessage()
    try:
        message["To"] = Address(addr_spec=address)
    except (ValueError, IndexError) as error:  # the parser of the standard library raises both
        raise Refused("no-address") from error
    message["From"] = Address("Terreno Comum", addr_spec=sender)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{id_.hex()}@{_host(settings)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, cte="quoted-printable")
    return message


@contextmanager
def open_post(settings: Settings) -> Iterator[Post]:
    """Where letters of this instance are handed in. Raises Away."""
    if settings.mail.host:
        server = _Server(settings.mail)
        try:
            yield server
        finally:
            server.close()
    elif settings.is_production:
        raise Away("no-server")
    else:
        yield _Folder(settings.instance / "mail")


class _Server:
    """One connection, opened with the first message and again after the server closed it."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """As the protocol says. What a server answers stays here: it may quote an address."""
        connection = self._connected()
        try:
            connection.send_message(message, from_addr=self._settings.sender)
        except smtplib.SMTPRecipientsRefused as refused:
            (code, _), *_ = refused.recipients.values()
            raise _undelivered(code) from None
        except smtplib.SMTPSenderRefused:
            raise Away("sender-refused") from None
        except smtplib.SMTPResponseException as refused:
            raise _undelivered(refused.smtp_code) from None
        except smtplib.SMTPNotSupportedError:  # an address beyond ASCII, and a server that knows only that
            raise Refused("refused") from None
        except (smtplib.SMTPException, OSError):
            raise Away("connection-lost") from None

    def close(self) -> None:
        """Take leave, if anybody is there."""
        if self._connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
            self._connection.close()
            self._connection = None

    def _connected(self) -> smtplib.SMTP:
        if self._connection is not None and self._connection.sock is not None:
            return self._connection
        try:
            self._connection = self._connect()
        except ssl.SSLError:
            raise Away("not-secure") from None
        except smtplib.SMTPAuthenticationError:
            raise Away("password-refused") from None
        except smtplib.SMTPNotSupportedError:  # it offers no encryption, or no sign-in
            raise Away("not-offered") from None
        except (smtplib.SMTPException, OSError):
            raise Away("no-answer") from None
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        mail = self._settings
        if mail.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                mail.host, mail.port, timeout=TIMEOUT, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(mail.host, mail.port, timeout=TIMEOUT)
        try:
            if mail.security == "starttls":
                connection.starttls(context=ssl.create_default_context())
            if mail.user:
                connection.login(mail.user, mail.password)
        except BaseException:
            connection.close()
            raise
        return connection


class _Folder:
    """A file a mail, to be read by who looks at the demonstration. The same mail again is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write it."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = str(message["Message-ID"]).strip("<>").partition("@")[0]
        heads = [f"{head}: {message[head]}" for head in ("Date", "From", "To", "Subject")]
        text = "\n".join([*heads, "", message.get_content()])
        (self._folder / f"{name}.txt").write_text(text, encoding="utf-8")


def _undelivered(code: int) -> Undelivered:
    """What an answer of the server means for this mail (RFC 5321, 4.2.1: 4yz may be tried again, 5yz may not)."""
    return Refused("refused") if code >= 500 else Deferred("deferred")


def _host(settings: Settings) -> str:
    return urlsplit(settings.public_url).hostname or "localhost"
