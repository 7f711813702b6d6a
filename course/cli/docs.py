"""`flask docs write`."""

import click
from flask.cli import AppGroup

from course.base.config import ROOT
from course.made_docs import write_docs

docs = AppGroup("docs", help="Pages of docs/ that are made from the code.")


@docs.command("write")
def write_made_docs() -> None:
    """Write the pages of docs/ that are made from the code, and name those that changed."""
    for name in write_docs(ROOT / "docs"):
        click.echo(f"docs/{name}")
