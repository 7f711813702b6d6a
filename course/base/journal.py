"""What the process says of itself, a line each: as text before a developer's eyes, or as JSON for the programs that
gather the lines of a house.

In JSON nothing stands that anybody typed. The words of an exception may hold it (`invalid literal for int(): '...'`),
so of a failure only its kind and where it happened are told.
"""

import datetime as dt
import json
import logging
import sys
import traceback
from pathlib import Path
from typing import Final, Literal, TextIO

LogForm = Literal["text", "json"]
HOUSE: Final = Path(__file__).resolve().parents[2]
MOST_CAUSES: Final = 5
_GIVEN: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
"""What every record has; anything else was given by `extra`."""


class JsonLines(logging.Formatter):
    """A record as one line of JSON.

    `at` (UTC, milliseconds), `level`, `logger`, `message`, what was given as `extra`, and of an exception `error` (its
    kind) and `where` (the frames, the outermost first, as `file:line function`).
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"at": at, "level": record.levelname, "logger": record.name}
        line["message"] = record.getMessage()
        line |= {name: value for name, value in vars(record).items() if name not in _GIVEN}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line |= {"error": kind_of(error), "where": frames_of(error)}
        return json.dumps(line, ensure_ascii=False, default=str)


def keep(form: LogForm, stream: TextIO | None = None) -> None:
    """Write all that is worth a warning to that stream (the standard error) in that form, from now on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def kind_of(error: BaseException) -> str:
    """The class of the exception and those of what it came from, such as `KeyError < ValueError`."""
    kinds: list[str] = []
    found: BaseException | None = error
    while found is not None and len(kinds) < MOST_CAUSES:
        kinds.append(f"{type(found).__module__}.{type(found).__qualname__}".removeprefix("builtins."))
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return " < ".join(kinds)


def frames_of(error: BaseException) -> list[str]:
    """Where it happened: files of ours by their place in the program, others by name; no line of source."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(HOUSE).as_posix() if path.is_relative_to(HOUSE / "course") else path.name
