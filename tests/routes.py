"""What an application does to write an address of a route is compiled once a process, and with it for all processes
that are forked from there: half of a server's start was that, and the half of a command.

Werkzeug compiles it from the pieces of the route, its defaults and its name, and from nothing of the application.
"""

import logging
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from werkzeug.routing import Rule

from course.base.config import Settings
from course.content.library import Library
from course.factory import create_app

_COMPILED: Final[dict[object, Callable[..., tuple[str, str]]]] = {}


def share() -> None:
    """From now on, for every application of this process."""
    compile_anew = Rule._compile_builder  # Werkzeug has no other place for it

    @wraps(compile_anew)
    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:  # their values are written into it
            return compile_anew(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        return _COMPILED.get(key) or _COMPILED.setdefault(key, compile_anew(rule, append_unknown))

    replaced: Any = Rule
    replaced._compile_builder = compile_once


def compile_all() -> None:
    """All that the program has, for whatever is forked from this process: an application is made for that, of a house
    that is never opened."""
    share()
    with TemporaryDirectory(prefix="routes-") as folder:
        logging.disable()  # it has no tables
        create_app(Settings(instance=Path(folder)), library=Library())
        logging.disable(logging.NOTSET)
