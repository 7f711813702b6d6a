"""`flask database migrate`."""

from flask import current_app
from flask.cli import AppGroup, with_appcontext

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
