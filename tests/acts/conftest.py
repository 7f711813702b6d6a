"""What tests of acts may ask for."""

from pathlib import Path

import pytest
from planning import Headquarters

from course.catalogue import Catalogue
from course.content.library import Library
from course.storage.engine import Database


@pytest.fixture
def psp(database: Database, library: Library, tmp_path: Path) -> Headquarters:
    """An organisation that plans sessions of the shipped track; on each database."""
    return Headquarters(database, Catalogue(library), tmp_path / "keys")
