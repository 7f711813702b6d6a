"""The course of the tests with three parts in its track, of which the first is usually done before the session."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from site_of_tests import COURSE

from course.content.library import Library, read_library

FIRST: Final = "ethnic-profiling"
SECOND, THIRD = "second-part", "third-part"


def write_course_of_three_parts(root: Path) -> None:
    """The folder of it. The other parts are copies of the first, with quizzes of their own."""
    shutil.copytree(COURSE, root)
    for other in (SECOND, THIRD):
        for kind in ("modules", "quizzes"):
            shutil.copytree(root / kind / FIRST, root / kind / other)
        for written in (root / "modules" / other).glob("module*.yaml"):
            text = written.read_text(encoding="utf-8").replace(f"quiz: {FIRST}", f"quiz: {other}")
            written.write_text(text.replace("title: ", f"title: {other} ", 1), encoding="utf-8")
    tracks = root / "registers" / "tracks.yaml"
    text = tracks.read_text(encoding="utf-8")
    tracks.write_text(text.replace(f"modules: [{FIRST}]", f"modules: [{FIRST}, {SECOND}, {THIRD}]"), encoding="utf-8")


@cache
def course_of_three_parts() -> Library:
    """Read once."""
    with TemporaryDirectory() as folder:
        root = Path(folder) / "course"
        write_course_of_three_parts(root)
        return read_library(root)
