"""`make mutations` runs its tests with all that `make test` gives them."""

import sys
from pathlib import Path

from mutations import try_test

from course.base.config import ROOT

LENGTH = "tests/acts/test_password_rule.py::test_length_alone_is_counted_in_characters_as_they_were_typed"


def test_a_test_that_notices_a_mistake_passes_where_there_is_none(tmp_path: Path) -> None:
    status, told = try_test(LENGTH, ROOT, Path(sys.pycache_prefix or tmp_path))

    assert status == 0, told
    assert " passed in " in told
