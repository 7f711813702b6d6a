"""Settings are read from the environment once; what is unsafe or unknown stops the start in one line."""

import re
from pathlib import Path

import pytest

from course.base.config import ROOT, Settings, read_settings

DEFAULTS = Settings(
    environment="development",
    instance=Path("instance"),
    database_url="",
    library=ROOT,
    demo_password="",
    hosts=(),
    proxies=0,
)
NAMES = (
    "COURSE_ENV",
    "COURSE_INSTANCE",
    "COURSE_DATABASE_URL",
    "COURSE_LIBRARY",
    "COURSE_DEMO_PASSWORD",
    "COURSE_HOSTS",
    "COURSE_PROXIES",
)


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
            "COURSE_LIBRARY": str(tmp_path),
            "COURSE_DEMO_PASSWORD": "a b",
            "COURSE_HOSTS": " course.example, ,www.course.example,",
            "COURSE_PROXIES": "2",
        }
    )

    assert settings == Settings(
        environment="production",
        instance=Path("/srv/course"),
        database_url="postgresql://course@localhost/course",
        library=tmp_path,
        demo_password="a b",
        hosts=("course.example", "www.course.example"),
        proxies=2,
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
        ({"COURSE_LIBRARY": "/no/such/folder"}, "COURSE_LIBRARY is '/no/such/folder': name a folder that is there"),
    ],
)
def test_what_is_unknown_is_refused_in_one_line_that_says_what_to_set(environ: dict[str, str], line: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(line)}$"):
        read_settings(environ)
