"""A copy of the program can be asked whether it is over, by anybody and at any time."""

from pathlib import Path

from processes import Forked


def test_one_that_was_waited_for_is_over_whatever_begins_after_it(tmp_path: Path) -> None:
    log, settings = tmp_path / "log", {"COURSE_ENV": "development", "COURSE_INSTANCE": str(tmp_path)}
    first = Forked(["content", "--help"], settings, log, log)
    status = first.wait()
    second = Forked(["jobs", "run"], settings, log, log)  # until it is told to end
    asked = first.has_ended(0), second.has_ended(0)
    second.kill()

    assert status == 0
    assert asked == (True, False)
