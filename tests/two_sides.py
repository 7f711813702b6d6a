"""The course of the tests with two more modules: one for the equality body, and one that comes after the session."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copytree

from site_of_tests import COURSE

from course.content.library import Library, read_library

OFFICERS, MIRROR = "racial-discrimination", "police-action"
TRACKS = """\
racial-discrimination:
  title:
    pt: Discriminação racial
    en: Racial discrimination
  audience: officers
  modules: [ethnic-profiling, later]
  before: [ethnic-profiling]
  ideas: [avoids-eyes, routine-needs-no-reason, group-figures-justify]
police-action:
  title:
    pt: Ação policial
    en: Police action
  audience: equality-body
  modules: [mirror]
  before: [mirror]
  ideas: []
"""


def two_sided_course(root: Path) -> Library:
    """Officers and the equality body both play `looked-away`; officers play `looked-later` after their session.

    The modules `mirror` and `later` and their quizzes are copies of `ethnic-profiling`, `looked-later` is one of
    `looked-away`.
    """
    copytree(COURSE, root)
    _copy(root / "modules", "ethnic-profiling", "mirror", {"quiz: ethnic-profiling": "quiz: mirror"})
    later = {"quiz: ethnic-profiling": "quiz: later", "case: looked-away": "case: looked-later"}
    _copy(root / "modules", "ethnic-profiling", "later", later)
    for quiz in ("mirror", "later"):
        _copy(root / "quizzes", "ethnic-profiling", quiz, {"of: ethnic-profiling": f"of: {quiz}"})
    _copy(root / "cases", "looked-away", "looked-later", {})
    (root / "registers/tracks.yaml").write_text(TRACKS, encoding="utf-8")
    return read_library(root)


def _copy(shelf: Path, id_: str, copy: str, changes: Mapping[str, str]) -> None:
    copytree(shelf / id_, shelf / copy)
    for path in (shelf / copy).glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for old, new in changes.items():
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
