"""Mail leaves only through a server that is who it says it is, and that lets us in."""

import datetime as dt
import ipaddress
import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from mail_server import HOST, MailServer, mail_server
from rows import NOON

from course.base.config import MailSettings, Settings, SmtpSecurity
from course.integrations.letters import Letter
from course.integrations.mail import Away, compose, open_post

LETTER = Letter("Assunto com ção", "Uma linha.\n.\nOutra: ção\n")
ID = bytes(range(16))


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of the loopback address with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(dt.datetime.now(dt.UTC) - dt.timedelta(days=1))
        .not_valid_after(dt.datetime.now(dt.UTC) + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "mail.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


def served_with(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


def settings_for(server: MailServer, security: SmtpSecurity, *, password: str = "") -> Settings:
    mail = MailSettings(
        host=HOST,
        port=server.port,
        security=security,
        user="course" if password else "",
        password=password,
        sender="course@test.example",
    )
    return Settings(mail=mail, public_url="https://course.example")


def send(settings: Settings) -> None:
    with open_post(settings) as post:
        post.send(compose(LETTER, id_=ID, address="ana@test.example", settings=settings, now=NOON))


def trouble_of(settings: Settings) -> str:
    with pytest.raises(Away) as away:
        send(settings)
    return away.value.trouble


@pytest.mark.parametrize(("security", "password"), [("starttls", "secret"), ("starttls", ""), ("tls", "")])
def test_a_server_whose_certificate_is_trusted_is_given_the_mail_and_the_password(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, security: SmtpSecurity, password: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(
        certificate=served_with(certificate), is_tls=security == "tls", password=password or None
    ) as server:
        send(settings_for(server, security, password=password))

    (message,) = server.messages
    assert (str(message["Subject"]), message.get_content().replace("\r\n", "\n")) == (LETTER.subject, LETTER.body)
    assert message["Date"] == "Tue, 01 Dec 2026 12:00:00 +0000"


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_nobody_vouches_for_is_given_nothing(certificate: Path, security: SmtpSecurity) -> None:
    with mail_server(certificate=served_with(certificate), is_tls=security == "tls") as server:
        assert trouble_of(settings_for(server, security)) == "not-secure"

    assert server.messages == []


def test_a_server_that_offers_no_encryption_is_given_nothing() -> None:
    with mail_server() as server:
        assert trouble_of(settings_for(server, "starttls")) == "not-offered"

    assert server.messages == []


def test_a_wrong_password_is_told_and_is_not_in_what_is_told(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(certificate=served_with(certificate), password="secret") as server:
        settings = settings_for(server, "starttls", password="guessed")

        assert trouble_of(settings) == "password-refused"
        assert "guessed" not in repr(settings)


def test_production_without_a_server_writes_no_mail_anywhere(tmp_path: Path) -> None:
    settings = replace(Settings(instance=tmp_path), environment="production")

    assert trouble_of(settings) == "no-server"
    assert list(tmp_path.iterdir()) == []
