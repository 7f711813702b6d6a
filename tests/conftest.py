"""What every test may ask for."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import routes
import statements
from site_of_tests import WELL_FORMED, Site, course_of_tests, shipped_library

from course.content.library import Library

# The same examples every time: a test that failed once fails again, on any machine.
hypothesis.settings.register_profile("course", derandomize=True, database=None, deadline=None)
hypothesis.settings.load_profile("course")

# The documents of the course are a million objects that live as long as the tests: to look through them for garbage at
# every turn took a fifth of all work.
gc.set_threshold(100_000, 20, 50)

statements.share()
routes.share()

pytest_plugins = ["databases", "live", "lasting_windows", "noted", "own_machine", "plans"]


@pytest.fixture(scope="session", autouse=True)
def _pages_known_to_all(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a process found out about a page, the others of this run know."""
    if worker_id != "master":
        WELL_FORMED.share(tmp_path_factory.getbasetemp().parent / "known" / "well-formed")


@pytest.fixture(scope="session")
def library() -> Library:
    """The course of the tests, read once."""
    read = course_of_tests()
    gc.freeze()
    return read


@pytest.fixture(scope="session")
def kept_of_shipped(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all processes of a run keep what they have read of what is shipped."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / "kept-of-shipped"


@pytest.fixture(scope="session")
def shipped(kept_of_shipped: Path) -> Library:
    """What this repository ships, read once."""
    return shipped_library(kept_of_shipped)


@pytest.fixture
def site(migrated_file: Path, tmp_path: Path, library: Library) -> Iterator[Site]:
    """An application on an empty SQLite database, with the course of the tests."""
    instance = tmp_path / "instance"
    instance.mkdir()
    shutil.copyfile(migrated_file, instance / "course.db")
    made = Site("", instance, library)
    yield made
    made.close()
