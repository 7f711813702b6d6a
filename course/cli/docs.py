"""`flask docs write`, the bill of materials of a release, and what is known to be wrong with it."""

import datetime as dt
from pathlib import Path

import click
from flask.cli import AppGroup

from course.base.config import ROOT
from course.made_docs import write_docs
from course.made_docs.known_faults import complaints, read_known, read_report
from course.made_docs.materials import pinned_names, write_bill

docs = AppGroup("docs", help="Pages of docs/ that are made from the code.")


@docs.command("write")
def write_made_docs() -> None:
    """Write the pages of docs/ that are made from the code, and name those that changed."""
    for name in write_docs(ROOT / "docs"):
        click.echo(f"docs/{name}")


@docs.command("sbom")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def write_sbom(file: Path) -> None:
    """Write to FILE what the program is made of that others wrote (CycloneDX)."""
    click.echo(f"{file}: {write_bill(ROOT, file)}")


@docs.command("audit")
@click.argument("report", type=click.Path(path_type=Path, dir_okay=False))
def judge_report(report: Path) -> None:
    """Hold what pip-audit wrote to REPORT against our times for mending; exit with 1 where something is to be done."""
    try:
        packages = read_report(report)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    pinned = pinned_names(ROOT)
    todo = list(complaints(packages, pinned, read_known(), dt.datetime.now(dt.UTC).date()))
    for line in todo:
        click.echo(line)
    if todo:
        raise click.ClickException(f"{len(todo)} of these are to be seen to (docs/security.md has the times)")
    click.echo(f"{len(pinned)} packages looked up: no fault is known that is late")
