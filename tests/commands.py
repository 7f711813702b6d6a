"""Commands, run as somebody types them."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from click.testing import Result
from processes import run_command
from site_of_tests import COURSE

from course.base.config import Settings
from course.content.library import Library
from course.factory import create_app


def instance_of(library: Path) -> Settings:
    """The settings of the instance in which commands on that library run."""
    return Settings(instance=library / "instance", library=library)


def run(library: Path, *arguments: str) -> Result:
    """What a command does with that library, in the application of an instance beside it."""
    settings = instance_of(library)
    app = create_app(settings, library=Library())
    environ = {"COURSE_LIBRARY": str(library), "COURSE_INSTANCE": str(settings.instance)}
    return app.test_cli_runner().invoke(args=list(arguments), env=environ)


def in_a_shell(arguments: Sequence[str], instance: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """What the command does when somebody types it; with the course of the tests unless told otherwise."""
    return run_command(arguments, {"COURSE_INSTANCE": str(instance), "COURSE_LIBRARY": str(COURSE), **environ})
