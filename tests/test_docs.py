"""What the documents say of the program is so."""

import re
from pathlib import Path

import pytest

from course.base.config import ROOT
from course.made_docs import MADE

SETTING = re.compile(r"\bCOURSE_[A-Z_]+\b")


def settings_in(path: Path) -> set[str]:
    return set(SETTING.findall(path.read_text(encoding="utf-8")))


def table_of(path: Path) -> list[str]:
    """The names in the first column of the table of settings, in its order."""
    return re.findall(r"^\| `(COURSE_[A-Z_]+)` \|", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_on_deploying_explains_every_setting_once_and_no_other() -> None:
    explained = table_of(ROOT / "docs" / "deploying.md")

    assert sorted(explained) == sorted(settings_in(ROOT / "course" / "base" / "config.py"))


def test_no_document_names_a_setting_that_there_is_not() -> None:
    there = settings_in(ROOT / "course" / "base" / "config.py")

    unknown = {path.name: settings_in(path) - there for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]}

    assert {name: names for name, names in unknown.items() if names} == {}


def test_every_setting_is_read_from_the_environment_in_one_place() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "course").rglob("*.py")
        if re.search(r"""(environ|getenv)\b.*COURSE_""", path.read_text(encoding="utf-8"))
    }

    assert readers == {"course/base/config.py"}


@pytest.mark.parametrize("name", sorted(MADE))
def test_a_page_that_is_made_from_the_code_says_what_the_code_says_now(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == MADE[name](), "run `make docs`"


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("*.md"))

    assert numbers == list(range(1, len(numbers) + 1))
