"""`flask content check`, once or at every change."""

import datetime as dt
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from course.base.calendar import lisbon_day
from course.base.config import read_settings
from course.base.languages import N_, Language
from course.cli.places import find_place
from course.cli.words import TrainersGroup, Words, language_option
from course.content.bundle import FOLDERS, REGISTERS
from course.content.check import check_library
from course.content.library import open_library
from course.content.problem import Problem

content = TrainersGroup("content", help="What trainers wrote.")

SECONDS_BETWEEN_LOOKS = 1

Stamps = Mapping[str, tuple[int, int]]
"""The files of a library by their place in it, each with the time of its last change and its size."""


@content.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of lines.")
@click.option("--watch", "is_watching", is_flag=True, help="Check again whenever a file changes; Ctrl-C ends it.")
@language_option
@click.argument("documents", nargs=-1)
def check(as_json: bool, is_watching: bool, language: Language, documents: tuple[str, ...]) -> None:
    """Tell every problem of all files; exit with 1 when one of them is fatal.

    With DOCUMENTS (such as cases/looked-away, or registers, or the path of a file) only of those.
    """
    library, words = read_settings().library, Words(language)
    paths = tuple(_path_of(library, given, words) for given in documents)
    if is_watching:
        watch(
            library,
            lambda changed: _tell_changes(library, paths, words, changed, as_json=as_json),
            lambda: time.sleep(SECONDS_BETWEEN_LOOKS),
        )
        return
    sys.exit(1 if _tell(library, paths, words, as_json=as_json) else 0)


def _path_of(library: Path, given: str, words: Words) -> Path:
    """Where that stands: a place in the library, a path as it was typed, or a document's id."""
    typed = (library / given, Path(given))
    return next((path for path in typed if path.exists()), None) or find_place(library, given, words).folder


def watch(library: Path, tell: Callable[[tuple[str, ...]], None], wait: Callable[[], None]) -> None:
    """Tell at once, and again whenever files changed, with their places; until `wait` is interrupted by Ctrl-C."""
    seen: Stamps | None = None
    try:
        while True:
            now = _stamps_of(library)
            if now != seen:
                tell(tuple(sorted(_changed(seen, now))) if seen is not None else ())
                seen = now
            wait()
    except KeyboardInterrupt:
        return


def _stamps_of(library: Path) -> Stamps:
    stamps: dict[str, tuple[int, int]] = {}
    for folder in (*FOLDERS.values(), REGISTERS):
        for path in (library / folder).rglob("*"):
            try:
                state = path.stat()
            except FileNotFoundError:  # an editor saves by writing another file and renaming it
                continue
            if path.is_file() and not path.name.startswith("."):
                stamps[path.relative_to(library).as_posix()] = (state.st_mtime_ns, state.st_size)
    return stamps


def _changed(before: Stamps, after: Stamps) -> Iterator[str]:
    yield from (where for where in {**before, **after} if before.get(where) != after.get(where))


def _tell_changes(
    library: Path, paths: tuple[Path, ...], words: Words, changed: tuple[str, ...], *, as_json: bool
) -> None:
    if changed and not as_json:
        click.echo(words(N_("Changed: %(names)s"), names=", ".join(changed)))
    _tell(library, paths, words, as_json=as_json)


def _tell(library: Path, paths: tuple[Path, ...], words: Words, *, as_json: bool) -> int:
    """Print the problems; how many are fatal."""
    read = open_library(library, read_settings().kept_for_commands)
    today = lisbon_day(dt.datetime.now(dt.UTC))
    problems = [p for p in check_library(read, today) if _is_at(p, paths, library)]
    fatal = sum(problem.fatal for problem in problems)
    if as_json:
        click.echo(json.dumps([_as_json(problem, words) for problem in problems], ensure_ascii=False, indent=1))
        return fatal
    for problem in problems:
        click.echo(words.of(problem))
    click.echo(words(N_("errors: %(fatal)s, warnings: %(others)s"), fatal=fatal, others=len(problems) - fatal))
    return fatal


def _is_at(problem: Problem, paths: tuple[Path, ...], library: Path) -> bool:
    at = (library / problem.where).resolve()
    return not paths or any(at.is_relative_to(path.resolve()) for path in paths)


def _as_json(problem: Problem, words: Words) -> dict[str, object]:
    return {
        "where": problem.where,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "message": problem.in_words(words.translate),
        "fatal": problem.fatal,
    }
