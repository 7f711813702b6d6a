"""Every setting of the application, one line each, read from the environment once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from course.base.journal import LogForm
from course.base.production import refuse_unsafe_environment, refuse_unsafe_hosts
from course.base.providers import LOOPBACK, ProviderSettings, read_providers

ROOT = Path(__file__).resolve().parents[2]
SmtpSecurity = Literal["starttls", "tls", "none"]


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """The mail server of your house. Without one, mail waits; in development it is written to files."""

    host: str = ""  # COURSE_SMTP, host:port
    port: int = 0
    security: SmtpSecurity = "starttls"  # COURSE_SMTP_SECURITY: starttls, tls or none
    user: str = ""  # COURSE_SMTP_USER: empty means that the server asks for none
    password: str = field(default="", repr=False)  # COURSE_SMTP_PASSWORD, or a file: COURSE_SMTP_PASSWORD_FILE
    sender: str = ""  # COURSE_MAIL_FROM: the address in From


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an instance was told. `docs/deploying.md` explains each; a test compares the two."""

    environment: Literal["development", "production"] = "development"  # COURSE_ENV
    instance: Path = Path("instance")  # COURSE_INSTANCE: folder of the embedded database and the keys
    database_url: str = ""  # COURSE_DATABASE_URL: empty means SQLite in the instance folder
    completion_role: str = ""  # COURSE_COMPLETION_ROLE: on PostgreSQL, whose rights supervisors' requests have
    library: Path = ROOT  # COURSE_LIBRARY: the folder that holds modules/ cases/ quizzes/ registers/
    requires_signatures: bool = False  # COURSE_REQUIRE_SIGNATURES: 1 or 0; officers are shown only what is signed
    requires_second_factor: bool = False  # COURSE_SECOND_FACTOR: 1 or 0; asked of every role but the learner's
    demo_password: str = ""  # COURSE_DEMO_PASSWORD: of the demonstration sign-ins; empty means generated and printed
    hosts: tuple[str, ...] = ()  # COURSE_HOSTS: names this site answers to, separated by commas; production needs one
    proxies: int = 0  # COURSE_PROXIES: how many reverse proxies of your own stand in front
    public_url: str = "http://127.0.0.1:8000"  # COURSE_URL: where people find this site; links in mails begin with it
    anchor_file: Path | None = None  # COURSE_ANCHOR: where the head of the audit chain is noted; None: in the instance
    mail: MailSettings = MailSettings()
    log: LogForm = "text"  # COURSE_LOG: text or json; production has json alone, without what anybody typed
    metrics_token: str = field(default="", repr=False)  # COURSE_METRICS_TOKEN_FILE: whoever shows it is given figures
    providers: tuple[ProviderSettings, ...] = ()  # COURSE_SINGLE_SIGN_ON: a file of organisations with a sign-in

    @property
    def is_production(self) -> bool:
        """Whether unsafe settings, demonstration people and cookies without Secure are refused."""
        return self.environment == "production"

    @property
    def url(self) -> str:
        """The database's address for SQLAlchemy."""
        return self.database_url or f"sqlite:///{self.instance.resolve() / 'course.db'}"

    @property
    def keys(self) -> Path:
        """The folder of the key files: outside the database and its backups."""
        return self.instance / "keys"

    @property
    def kept_library(self) -> Path:
        """The folder of what a start keeps of the documents for the next one: it may be deleted at any time."""
        return self.instance / "library"

    @property
    def kept_for_commands(self) -> Path:
        """The same of commands: one that finds files changed takes from no running server what that has judged."""
        return self.kept_library / "commands"

    @property
    def anchors(self) -> Path:
        """The file outside the database in which the head of the audit chain is noted."""
        return self.anchor_file or self.instance / "anchors" / "audit.log"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises ValueError, in one line that says what to set, for an unsafe one."""
    environment = environ.get("COURSE_ENV") or "development"
    if environment not in {"development", "production"}:
        raise ValueError(f"COURSE_ENV is {environment!r}: set it to development or production")
    production = environment == "production"
    hosts = tuple(host.strip() for host in environ.get("COURSE_HOSTS", "").split(",") if host.strip())
    if production and not hosts:
        raise ValueError("COURSE_HOSTS is empty: name the hosts this site answers to, for example course.example")
    if production:
        _refuse_unsafe(environ, hosts)
    library = Path(environ.get("COURSE_LIBRARY") or ROOT)
    if not library.is_dir():
        raise ValueError(f"COURSE_LIBRARY is {str(library)!r}: name a folder that is there")
    proxies = environ.get("COURSE_PROXIES") or "0"
    if not re.fullmatch("[0-9]", proxies):
        raise ValueError(f"COURSE_PROXIES is {proxies!r}: set it to the number of your own reverse proxies, 0 to 9")
    return Settings(
        environment="production" if production else "development",
        instance=Path(environ.get("COURSE_INSTANCE") or "instance"),
        database_url=environ.get("COURSE_DATABASE_URL", ""),
        completion_role=_read_role(environ),
        library=library,
        requires_signatures=_read_yes_or_no(environ, "COURSE_REQUIRE_SIGNATURES", otherwise=production),
        requires_second_factor=_read_second_factor(environ, production=production),
        demo_password=environ.get("COURSE_DEMO_PASSWORD", ""),
        hosts=hosts,
        proxies=int(proxies),
        public_url=_read_public_url(environ, production=production, hosts=hosts),
        anchor_file=Path(environ["COURSE_ANCHOR"]) if environ.get("COURSE_ANCHOR") else None,
        mail=_read_mail(environ, production=production),
        log=_read_log(environ, production=production),
        metrics_token=_read_metrics_token(environ.get("COURSE_METRICS_TOKEN_FILE", "")),
        providers=read_providers(Path(environ["COURSE_SINGLE_SIGN_ON"]), is_production=production)
        if environ.get("COURSE_SINGLE_SIGN_ON")
        else (),
    )


def _refuse_unsafe(environ: Mapping[str, str], hosts: tuple[str, ...]) -> None:
    refuse_unsafe_hosts(hosts)
    is_sqlite = (environ.get("COURSE_DATABASE_URL") or "sqlite").startswith("sqlite")
    refuse_unsafe_environment(environ, is_sqlite=is_sqlite)
    if environ.get("COURSE_DEMO_PASSWORD"):
        raise ValueError("COURSE_DEMO_PASSWORD is set: leave it out, production has no demonstration")


def _read_role(environ: Mapping[str, str]) -> str:
    role = environ.get("COURSE_COMPLETION_ROLE", "")
    if not re.fullmatch("[a-z_][a-z0-9_]*|", role):
        raise ValueError(f"COURSE_COMPLETION_ROLE is {role!r}: set it to a name of small letters, digits and _")
    return role


def _read_yes_or_no(environ: Mapping[str, str], name: str, *, otherwise: bool) -> bool:
    given = environ.get(name) or ("1" if otherwise else "0")
    if given not in {"0", "1"}:
        raise ValueError(f"{name} is {given!r}: set it to 1 or 0")
    return given == "1"


def _read_log(environ: Mapping[str, str], *, production: bool) -> LogForm:
    given = environ.get("COURSE_LOG") or ("json" if production else "text")
    if given not in {"text", "json"}:
        raise ValueError(f"COURSE_LOG is {given!r}: set it to text or json")
    if production and given == "text":
        raise ValueError("COURSE_LOG is 'text': in production only json, which leaves out what somebody typed")
    return "json" if given == "json" else "text"


def _read_metrics_token(file: str) -> str:
    if not file:
        return ""
    token = _read_secret("COURSE_METRICS_TOKEN_FILE", file)
    if not re.fullmatch(r"[\x21-\x7e]{32,}", token):
        raise ValueError(
            f"COURSE_METRICS_TOKEN_FILE is {file!r}: write 32 or more letters and digits by chance into it"
        )
    return token


def _read_second_factor(environ: Mapping[str, str], *, production: bool) -> bool:
    is_required = _read_yes_or_no(environ, "COURSE_SECOND_FACTOR", otherwise=production)
    if production and not is_required:
        raise ValueError(
            "COURSE_SECOND_FACTOR is '0': production asks every role but the learner's for a second factor"
        )
    return is_required


def _read_public_url(environ: Mapping[str, str], *, production: bool, hosts: tuple[str, ...]) -> str:
    ours = f"https://{hosts[0]}" if production else f"http://127.0.0.1:{environ.get('PORT') or 8000}"
    url = (environ.get("COURSE_URL") or ours).rstrip("/")
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", url):
        raise ValueError(f"COURSE_URL is {url!r}: set it to this site's address, for example https://course.example")
    if production and urlsplit(url).scheme != "https":
        raise ValueError(f"COURSE_URL is {url!r}: production is reached over https")
    return url


def _read_mail(environ: Mapping[str, str], *, production: bool) -> MailSettings:
    server = environ.get("COURSE_SMTP", "")
    if not server:
        return MailSettings()
    place = re.fullmatch(r"(?:\[(?P<six>[0-9A-Fa-f:]+)\]|(?P<name>[A-Za-z0-9.-]+)):(?P<port>[0-9]{1,5})", server)
    if place is None:
        raise ValueError(f"COURSE_SMTP is {server!r}: set it to host:port of your mail server")
    host = place["six"] or place["name"]
    user, password = environ.get("COURSE_SMTP_USER", ""), _read_password(environ)
    if bool(user) != bool(password):
        raise ValueError("COURSE_SMTP_USER and COURSE_SMTP_PASSWORD go together: set both or neither")
    return MailSettings(
        host=host,
        port=int(place["port"]),
        security=_read_security(environ, may_be_none=not production or host in LOOPBACK),
        user=user,
        password=password,
        sender=_read_sender(environ),
    )


def _read_security(environ: Mapping[str, str], *, may_be_none: bool) -> SmtpSecurity:
    given = environ.get("COURSE_SMTP_SECURITY") or "starttls"
    known: tuple[SmtpSecurity, ...] = get_args(SmtpSecurity)
    security = next((word for word in known if word == given), None)
    if security is None:
        raise ValueError(f"COURSE_SMTP_SECURITY is {given!r}: set it to starttls, tls or none")
    if security == "none" and not may_be_none:
        raise ValueError("COURSE_SMTP_SECURITY is 'none': in production that is only for a server on this machine")
    return security


def _read_sender(environ: Mapping[str, str]) -> str:
    sender = environ.get("COURSE_MAIL_FROM", "")
    if not re.fullmatch(r"[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+", sender):
        raise ValueError(f"COURSE_MAIL_FROM is {sender!r}: set it to the address from which mail is sent")
    return sender


def _read_password(environ: Mapping[str, str]) -> str:
    given, file = environ.get("COURSE_SMTP_PASSWORD", ""), environ.get("COURSE_SMTP_PASSWORD_FILE", "")
    return given if given or not file else _read_secret("COURSE_SMTP_PASSWORD_FILE", file)


def _read_secret(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"{name} is {file!r}, which cannot be read: {error.strerror}") from error
