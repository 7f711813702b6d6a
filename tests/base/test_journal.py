"""What the process says of itself: as JSON a line, without anything that somebody typed."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from course.base.journal import frames_of, keep, kind_of

TYPED = "o meu segredo"
LOG = logging.getLogger("course.prova")


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Logging is of the whole process: it is put back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


def fail() -> None:
    try:
        int(TYPED)
    except ValueError as error:
        raise KeyError(TYPED) from error


def logged(form: str) -> str:
    """What is written of a failure in that form."""
    stream = io.StringIO()
    keep("json" if form == "json" else "text", stream)
    try:
        fail()
    except KeyError:
        LOG.exception("incident %s", "1f2e", extra={"incident": "1f2e", "route": "learn.hand_in"})
    return stream.getvalue()


def test_a_failure_is_one_line_with_its_kind_and_its_place_and_without_its_words() -> None:
    written = logged("json")

    line = json.loads(written)
    assert written.count("\n") == 1
    assert TYPED not in written
    assert [line.pop("where")[-1].partition(":")[0], line.pop("at")[-6:]] == ["test_journal.py", "+00:00"]
    assert line == {
        "level": "ERROR",
        "logger": "course.prova",
        "message": "incident 1f2e",
        "incident": "1f2e",
        "route": "learn.hand_in",
        "error": "KeyError < ValueError",
    }


def test_before_a_developers_eyes_the_words_stand_too() -> None:
    assert TYPED in logged("text")


def test_what_is_no_warning_is_not_written() -> None:
    stream = io.StringIO()
    keep("json", stream)

    LOG.info("all is well")

    assert stream.getvalue() == ""


def test_a_failure_that_hides_where_it_came_from_is_told_alone_and_our_files_by_their_place() -> None:
    try:
        try:
            kind_of(None)  # type: ignore[arg-type]
            frames_of(None)  # type: ignore[arg-type]
        except AttributeError:
            raise OSError from None
    except OSError as error:
        told = kind_of(error)
    try:
        frames_of(None)  # type: ignore[arg-type]
    except AttributeError as error:
        frames = [frame.partition(":")[0] for frame in frames_of(error)]

    assert (told, frames) == ("OSError", ["test_journal.py", "course/base/journal.py"])
