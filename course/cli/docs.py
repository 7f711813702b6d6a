"""`flask docs write`, and the bill of materials of a release."""

from pathlib import Path

import click
from flask.cli import AppGroup

from course.base.config import ROOT
from course.made_docs import write_docs
from course.made_docs.materials import write_bill

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
