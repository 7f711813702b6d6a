"""Settings are read from the environment once; what is unsafe or unknown stops the start in one line."""

import re
from pathlib import Path

import pytest

from course.base.config import ROOT, MailSettings, Settings, read_settings

DEFAULTS = Settings(
    environment="development",
    instance=Path("instance"),
    database_url="",
    library=ROOT,
    demo_password="",
    hosts=(),
    proxies=0,
    public_url="http://127.0.0.1:8000",
    anchor_file=None,
    mail=MailSettings(),
)
NAMES = (
    "COURSE_ENV",
    "COURSE_INSTANCE",
    "COURSE_DATABASE_URL",
    "COURSE_COMPLETION_ROLE",
    "COURSE_LIBRARY",
    "COURSE_DEMO_PASSWORD",
    "COURSE_HOSTS",
    "COURSE_PROXIES",
    "COURSE_URL",
    "COURSE_ANCHOR",
    "COURSE_SMTP",
    "COURSE_SMTP_SECURITY",
    "COURSE_SMTP_USER",
    "COURSE_SMTP_PASSWORD",
    "COURSE_SMTP_PASSWORD_FILE",
    "COURSE_MAIL_FROM",
    "COURSE_LOG",
    "COURSE_METRICS_TOKEN_FILE",
    "COURSE_SINGLE_SIGN_ON",
)
SMTP = {"COURSE_SMTP": "mail.example:587", "COURSE_MAIL_FROM": "course@course.example"}


def test_without_any_variable_it_is_for_development() -> None:
    assert read_settings({}) == DEFAULTS
    assert not DEFAULTS.is_production


def test_an_empty_variable_is_as_none() -> None:
    assert read_settings(dict.fromkeys(NAMES, "")) == DEFAULTS


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read_settings(
        {
            "COURSE_ENV": "production",
            "COURSE_INSTANCE": "/srv/course",
            "COURSE_DATABASE_URL": "postgresql://course@localhost/course",
            "COURSE_COMPLETION_ROLE": "course_completion",
            "COURSE_LIBRARY": str(tmp_path),
            "COURSE_HOSTS": " course.example, ,www.course.example,",
            "COURSE_PROXIES": "2",
            "COURSE_REQUIRE_SIGNATURES": "1",
            "COURSE_URL": "https://www.course.example/",
            "COURSE_ANCHOR": "/mnt/other/audit.log",
            "COURSE_SMTP": "mail.example:465",
            "COURSE_SMTP_SECURITY": "tls",
            "COURSE_SMTP_USER": "course",
            "COURSE_SMTP_PASSWORD": "secret",
            "COURSE_MAIL_FROM": "course@course.example",
        }
    )

    assert settings == Settings(
        environment="production",
        instance=Path("/srv/course"),
        database_url="postgresql://course@localhost/course",
        completion_role="course_completion",
        library=tmp_path,
        hosts=("course.example", "www.course.example"),
        proxies=2,
        requires_signatures=True,
        requires_second_factor=True,
        public_url="https://www.course.example",
        anchor_file=Path("/mnt/other/audit.log"),
        mail=MailSettings(
            host="mail.example",
            port=465,
            security="tls",
            user="course",
            password="secret",
            sender="course@course.example",
        ),
        log="json",
    )
    assert settings.is_production


def test_the_database_and_the_keys_are_in_the_instance_folder(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path)

    assert (settings.url, settings.keys) == (f"sqlite:///{tmp_path / 'course.db'}", tmp_path / "keys")


def test_a_database_that_is_named_is_used() -> None:
    assert Settings(database_url="postgresql://course@localhost/course").url == "postgresql://course@localhost/course"


def test_the_database_is_found_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert Settings().url == f"sqlite:///{tmp_path.resolve() / 'instance' / 'course.db'}"


def test_the_anchors_are_in_the_instance_folder_unless_another_place_is_named(tmp_path: Path) -> None:
    settings = [Settings(instance=tmp_path), Settings(instance=tmp_path, anchor_file=Path("/mnt/audit.log"))]

    assert [each.anchors for each in settings] == [tmp_path / "anchors" / "audit.log", Path("/mnt/audit.log")]


def test_links_in_mails_lead_to_the_first_host_or_in_development_to_the_port_that_is_served() -> None:
    production = read_settings({"COURSE_ENV": "production", "COURSE_HOSTS": "course.example,www.course.example"})

    assert (production.public_url, read_settings({"PORT": "9000"}).public_url) == (
        "https://course.example",
        "http://127.0.0.1:9000",
    )


def test_mail_is_secured_unless_the_server_is_on_this_machine() -> None:
    production = {"COURSE_ENV": "production", "COURSE_HOSTS": "course.example"} | SMTP
    own = [
        read_settings(production | {"COURSE_SMTP": f"{host}:25", "COURSE_SMTP_SECURITY": "none"}).mail
        for host in ("localhost", "127.0.0.1", "[::1]")
    ]

    assert read_settings(production).mail.security == "starttls"
    assert [(mail.host, mail.security) for mail in own] == [
        ("localhost", "none"),
        ("127.0.0.1", "none"),
        ("::1", "none"),
    ]
    with pytest.raises(ValueError, match=r"^COURSE_SMTP_SECURITY is 'none': in production .*$"):
        read_settings(production | {"COURSE_SMTP_SECURITY": "none"})


def test_the_password_of_the_mail_server_may_lie_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("secret\n", encoding="utf-8")
    settings = read_settings(SMTP | {"COURSE_SMTP_USER": "course", "COURSE_SMTP_PASSWORD_FILE": str(file)})

    assert settings.mail.password == "secret"
    assert "secret" not in repr(settings)


def test_production_asks_for_a_second_factor_and_refuses_to_do_without() -> None:
    production = {"COURSE_ENV": "production", "COURSE_HOSTS": "course.example"}

    found = [read_settings(given).requires_second_factor for given in ({}, {"COURSE_SECOND_FACTOR": "1"}, production)]

    assert found == [False, True, True]
    with pytest.raises(ValueError, match=r"^COURSE_SECOND_FACTOR is '0': production asks .*$"):
        read_settings(production | {"COURSE_SECOND_FACTOR": "0"})


def test_production_is_reached_over_https() -> None:
    with pytest.raises(ValueError, match=r"^COURSE_URL is 'http://course.example': production is reached over https$"):
        read_settings(
            {"COURSE_ENV": "production", "COURSE_HOSTS": "course.example", "COURSE_URL": "http://course.example"}
        )


SAFE = {"COURSE_ENV": "production", "COURSE_HOSTS": "course.example"}
ONE_FILE = "share one SQLite file: keep to one with threads, or name PostgreSQL in COURSE_DATABASE_URL"
IN_FULL = "name each host in full and in small letters, as course.example"


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        *(
            (
                {"FLASK_DEBUG": given},
                "FLASK_DEBUG is on: leave it out, or everybody reads the code and its values where it fails",
            )
            for given in ("1", "true", "x")
        ),
        ({"COURSE_DEMO_PASSWORD": "a b"}, "COURSE_DEMO_PASSWORD is set: leave it out, production has no demonstration"),
        ({"WEB_CONCURRENCY": "4"}, f"4 workers {ONE_FILE}"),
        ({"GUNICORN_CMD_ARGS": "--threads 8 --workers=3"}, f"3 workers {ONE_FILE}"),
        ({"GUNICORN_CMD_ARGS": "-w 2", "COURSE_DATABASE_URL": "sqlite:////srv/a.db"}, f"2 workers {ONE_FILE}"),
        *(
            ({"COURSE_HOSTS": given}, f"COURSE_HOSTS names {given!r}: {IN_FULL}")
            for given in ("*", ".example", "*.course.example", "Course.example", "https://course.example", "a/b", "a b")
        ),
    ],
)
def test_production_refuses_what_is_unsafe_in_one_line_and_development_does_not(
    environ: dict[str, str], line: str
) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(line)}$"):
        read_settings(SAFE | environ)

    assert not read_settings(environ).is_production


@pytest.mark.parametrize(
    "environ",
    [
        {"FLASK_DEBUG": "0", "WEB_CONCURRENCY": "1", "GUNICORN_CMD_ARGS": "--workers 1 --threads 8"},
        {"WEB_CONCURRENCY": "4", "COURSE_DATABASE_URL": "postgresql://course@localhost/course"},
        {"COURSE_HOSTS": "course.example,course.example:8443,10.0.0.7,localhost"},
    ],
)
def test_production_takes_what_is_safe(environ: dict[str, str]) -> None:
    assert read_settings(SAFE | environ).is_production


@pytest.mark.parametrize("hosts", [{}, {"COURSE_HOSTS": ""}, {"COURSE_HOSTS": " , "}])
def test_production_names_its_hosts(hosts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^COURSE_HOSTS is empty: name the hosts .*$"):
        read_settings({"COURSE_ENV": "production"} | hosts)


@pytest.mark.parametrize(
    ("environ", "line"),
    [
        ({"COURSE_ENV": "prod"}, "COURSE_ENV is 'prod': set it to development or production"),
        ({"COURSE_ENV": "Production"}, "COURSE_ENV is 'Production': set it to development or production"),
        *(
            (
                {"COURSE_PROXIES": given},
                f"COURSE_PROXIES is {given!r}: set it to the number of your own reverse proxies, 0 to 9",
            )
            for given in ("one", "-1", "1.5", "10", "¹", " 1")
        ),
        *(
            (
                {"COURSE_URL": given},
                f"COURSE_URL is {given!r}: set it to this site's address, for example https://course.example",
            )
            for given in ("course.example", "ftp://course.example", "https://course.example/path", "https://a b")
        ),
        *(
            (SMTP | {"COURSE_SMTP": given}, f"COURSE_SMTP is {given!r}: set it to host:port of your mail server")
            for given in ("mail.example", "mail.example:", "smtp://mail.example:25", ":25", "a b:25")
        ),
        ({"COURSE_LOG": "xml"}, "COURSE_LOG is 'xml': set it to text or json"),
        (
            {"COURSE_ENV": "production", "COURSE_HOSTS": "course.example", "COURSE_LOG": "text"},
            "COURSE_LOG is 'text': in production only json, which leaves out what somebody typed",
        ),
        (
            {"COURSE_METRICS_TOKEN_FILE": "/no/such/file"},
            "COURSE_METRICS_TOKEN_FILE is '/no/such/file', which cannot be read: No such file or directory",
        ),
        (
            SMTP | {"COURSE_SMTP_SECURITY": "ssl"},
            "COURSE_SMTP_SECURITY is 'ssl': set it to starttls, tls or none",
        ),
        (
            SMTP | {"COURSE_SMTP_USER": "course"},
            "COURSE_SMTP_USER and COURSE_SMTP_PASSWORD go together: set both or neither",
        ),
        (
            SMTP | {"COURSE_SMTP_PASSWORD": "secret"},
            "COURSE_SMTP_USER and COURSE_SMTP_PASSWORD go together: set both or neither",
        ),
        (
            SMTP | {"COURSE_SMTP_PASSWORD_FILE": "/no/file"},
            "COURSE_SMTP_PASSWORD_FILE is '/no/file', which cannot be read: No such file or directory",
        ),
        *(
            (
                SMTP | {"COURSE_MAIL_FROM": given},
                f"COURSE_MAIL_FROM is {given!r}: set it to the address from which mail is sent",
            )
            for given in ("", "course", "Curso <course@course.example>", "a@b\nBcc: c@d")
        ),
        ({"COURSE_LIBRARY": "/no/such/folder"}, "COURSE_LIBRARY is '/no/such/folder': name a folder that is there"),
    ],
)
def test_what_is_unknown_is_refused_in_one_line_that_says_what_to_set(environ: dict[str, str], line: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(line)}$"):
        read_settings(environ)


@pytest.mark.parametrize(("environ", "required"), [({}, False), ({"COURSE_REQUIRE_SIGNATURES": "1"}, True)])
def test_signatures_are_required_where_it_is_said_and_in_production(environ: dict[str, str], required: bool) -> None:
    production = {"COURSE_ENV": "production", "COURSE_HOSTS": "course.example"}

    assert read_settings(environ).requires_signatures is required
    assert read_settings(production).requires_signatures is True
    assert read_settings({**production, "COURSE_REQUIRE_SIGNATURES": "0"}).requires_signatures is False
    with pytest.raises(ValueError, match="set it to 1 or 0"):
        read_settings({"COURSE_REQUIRE_SIGNATURES": "yes"})


@pytest.mark.parametrize("written", ["", "short", "with a space in it, though long enough", "é" * 40])
def test_a_token_that_could_be_guessed_or_not_be_sent_is_refused(tmp_path: Path, written: str) -> None:
    file = tmp_path / "token"
    file.write_text(written, encoding="utf-8")

    with pytest.raises(ValueError, match=r"write 32 or more letters and digits by chance into it$"):
        read_settings({"COURSE_METRICS_TOKEN_FILE": str(file)})


def test_the_token_is_read_from_its_file_and_not_shown_with_the_settings(tmp_path: Path) -> None:
    file, token = tmp_path / "token", "0123456789" * 4
    file.write_text(f"{token}\n", encoding="utf-8")

    settings = read_settings({"COURSE_METRICS_TOKEN_FILE": str(file)})

    assert settings.metrics_token == token
    assert token not in repr(settings)
