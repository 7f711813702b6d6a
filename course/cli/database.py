"""`flask database migrate` and `flask database grants`."""

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from course.storage.grants import make_grants, renew_grants
from course.storage.migrate import upgrade
from course.web.house import EXTENSION, House

database = AppGroup("database", help="Tables and their changes.")


@database.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database's tables to today's form."""
    house: House = current_app.extensions[EXTENSION]
    house.settings.instance.mkdir(parents=True, exist_ok=True)
    upgrade(house.settings.url)
    renew_grants(house.database, house.settings.completion_role)


@database.command("grants")
@with_appcontext
def grants() -> None:
    """Make the role COURSE_COMPLETION_ROLE, which cannot read what people learn and say (PostgreSQL)."""
    house: House = current_app.extensions[EXTENSION]
    try:
        make_grants(house.database, house.settings.completion_role)
    except (ValueError, PermissionError) as refusal:
        raise click.ClickException(str(refusal)) from refusal
