"""The files of deploy/ fit the program and the page that explains them."""

import configparser
import re
import shlex
from pathlib import Path

import click
import pytest
from site_of_tests import Site

from course.base.config import ROOT, read_settings

FOLDER = ROOT / "deploy"
FILES = sorted(path for path in FOLDER.iterdir() if path.is_file())
SERVICES = [path for path in FILES if path.suffix == ".service"]
PAGE = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")


def unit_of(path: Path) -> configparser.ConfigParser:
    """A unit of systemd. Raises configparser.Error for a file that is none."""
    unit = configparser.ConfigParser(interpolation=None, strict=False, delimiters=("=",), comment_prefixes=("#",))
    unit.read_string(path.read_text(encoding="utf-8"))
    return unit


def environment() -> dict[str, str]:
    """The variables of the example."""
    lines = (FOLDER / "environment").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_page_names_every_file_of_the_folder_and_no_other() -> None:
    assert sorted(set(re.findall(r"`deploy/([\w.-]+)`", PAGE))) == [path.name for path in FILES]


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_what_there_is_and_may_write_only_where_it_must(path: Path, site: Site) -> None:
    service = unit_of(path)["Service"]
    program, *arguments = shlex.split(service["ExecStart"])

    if program.endswith("/flask"):
        assert arguments[:2] == ["--app", "app"]
        group = site.app.cli.get_command(click.Context(site.app.cli), arguments[2])
        assert isinstance(group, click.Group)
        assert arguments[3] in group.commands
    else:
        assert (program.rpartition("/")[2], arguments[-1]) == ("gunicorn", "app:app")
        assert (ROOT / arguments[1]).is_file()
    told = {name: service[name] for name in ("User", "UMask", "NoNewPrivileges", "ProtectSystem", "ProtectHome")}
    assert told == {
        "User": "course",
        "UMask": "0077",
        "NoNewPrivileges": "true",
        "ProtectSystem": "strict",
        "ProtectHome": "true",
    }


def test_the_environment_of_the_example_is_one_that_production_starts_with(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("0123456789" * 4)
    given = environment() | {"COURSE_METRICS_TOKEN_FILE": str(token)}

    settings = read_settings(given)

    assert (settings.is_production, settings.hosts, settings.log) == (True, ("course.example",), "json")
    assert settings.requires_signatures


def test_the_proxy_asks_where_the_socket_listens_and_notes_neither_who_nor_which_page() -> None:
    proxy = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    listens = unit_of(FOLDER / "terreno-comum.socket")["Socket"]["ListenStream"]

    assert re.findall(r"^ +server (\S+?)[ ;]", proxy, re.MULTILINE) == [listens]
    noted = re.findall(r"\$(\w+)", re.findall(r"^log_format course '(.*)';", proxy, re.MULTILINE)[0])
    assert noted == ["time_iso8601", "request_method", "course_area", "status", "body_bytes_sent", "request_time"]
    assert proxy.count("{") == proxy.count("}")
