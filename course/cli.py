"""Commands: of the content, of the database, of the jobs, of the documents made from the code."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from course.base.config import ROOT, read_settings
from course.base.languages import LANGUAGES, N_, Language, translator
from course.content.bundle import FOLDERS, KINDS_OF_DOCUMENT, read_bytes
from course.content.check import check_library
from course.content.document import MODELS
from course.content.library import read_library
from course.content.problem import Problem
from course.content.source import read_yaml
from course.content.translation import stamps
from course.content.typed import read_part
from course.jobs.commands import audit, jobs, retention
from course.made_docs import write_docs
from course.storage.migrate import upgrade
from course.web.house import EXTENSION, House

content = AppGroup("content", help="What trainers wrote.")
database = AppGroup("database", help="Tables and their changes.")
docs = AppGroup("docs", help="Pages of docs/ that are made from the code.")


def install(app: Flask) -> None:
    """Hang the commands on the application."""
    app.cli.add_command(content)
    app.cli.add_command(database)
    app.cli.add_command(docs)
    app.cli.add_command(jobs)
    app.cli.add_command(audit)
    app.cli.add_command(retention)


@content.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of lines.")
@click.option("--language", type=click.Choice(LANGUAGES), default="pt", help="The language of the messages.")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(as_json: bool, language: Language, paths: tuple[Path, ...]) -> None:
    """Tell every problem of all files (or of those at PATHS); exit with 1 when one of them is fatal."""
    settings = read_settings()
    translate = translator(language)
    problems = [p for p in check_library(read_library(settings.library)) if _is_at(p, paths, settings.library)]
    if as_json:
        click.echo(json.dumps([_as_json(problem, translate) for problem in problems], ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(_as_line(problem, translate))
    fatal = sum(problem.fatal for problem in problems)
    if not as_json:
        click.echo(
            translate(N_("%(fatal)s errors, %(others)s warnings")) % {"fatal": fatal, "others": len(problems) - fatal}
        )
    sys.exit(1 if fatal else 0)


@content.command("translate")
@click.argument("document")
@click.option("--done", is_flag=True, required=True, help="Note that the English says what the Portuguese says now.")
def translate_document(document: str, done: bool) -> None:
    """Stamp the translation of DOCUMENT (for example modules/ethnic-profiling) as true to the Portuguese of today."""
    del done  # the only thing to do so far; named so that stamping is never done by accident
    folder = read_settings().library / document
    kind = next((kind for kind in KINDS_OF_DOCUMENT if folder.parent.name == FOLDERS[kind]), None)
    if kind is None or not (folder / f"{kind}.en.yaml").is_file():
        raise click.ClickException(f"{document} is no document with a translation, such as modules/ethnic-profiling")
    reference = read_yaml(f"{kind}.yaml", read_bytes(folder / f"{kind}.yaml"))
    overlay_path = folder / f"{kind}.en.yaml"
    overlay = read_yaml(overlay_path.name, read_bytes(overlay_path))
    part, problems = read_part(MODELS[kind], reference, reference.tree)
    problems += [*reference.problems, *overlay.problems]
    if part is None or problems:
        raise click.ClickException(f"{document}: {len(problems)} problems: run `content check` first")
    written = overlay_path.read_text(encoding="utf-8")
    overlay_path.write_text(_stamped(written, stamps(part, overlay.tree)), encoding="utf-8")


@database.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database's tables to today's form."""
    house: House = current_app.extensions[EXTENSION]
    house.settings.instance.mkdir(parents=True, exist_ok=True)
    upgrade(house.settings.url)


@docs.command("write")
def write_made_docs() -> None:
    """Write the pages of docs/ that are made from the code, and name those that changed."""
    for name in write_docs(ROOT / "docs"):
        click.echo(f"docs/{name}")


def _stamped(written: str, of: dict[str, str]) -> str:
    """The overlay with its `of` block, which always stands last, written anew."""
    head = written.split("\nof:", maxsplit=1)[0].removesuffix(f"\n{_OF_COMMENT}").rstrip("\n")
    lines = [f'  {path}: "{stamp}"' for path, stamp in of.items()]
    return "\n".join([head, _OF_COMMENT, "of:", *lines, ""])


_OF_COMMENT = "# escrito por «flask content translate»; não editar à mão"


def _is_at(problem: Problem, paths: tuple[Path, ...], library: Path) -> bool:
    at = (library / problem.where).resolve()
    return not paths or any(at.is_relative_to(path.resolve()) for path in paths)


def _as_line(problem: Problem, translate: Callable[[str], str]) -> str:
    mark = translate(N_("error")) if problem.fatal else translate(N_("warning"))
    return f"{problem.where}:{problem.line}:{problem.column}: {mark}: {problem.path}: {problem.in_words(translate)}"


def _as_json(problem: Problem, translate: Callable[[str], str]) -> dict[str, object]:
    return {
        "where": problem.where,
        "line": problem.line,
        "column": problem.column,
        "path": problem.path,
        "message": problem.in_words(translate),
        "fatal": problem.fatal,
    }
