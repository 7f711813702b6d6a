"""The tables as they should be: numbered migrations, each run once, all or none."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from course.storage.engine import Database
from course.storage.schema import FOLDER, opened_at

POSTGRES_LOCK = 0x7E44  # any number of our own: two processes that start at once migrate one after the other


def upgrade(database: Database | str, revision: str = "head") -> None:
    """Bring the tables up to `revision`, in one transaction: a migration that fails leaves everything as it was."""
    with opened_at(database) as opened, _schema_transaction(opened) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(database: Database | str, revision: str) -> None:
    """Take the tables back to `revision` ("base": none at all), in one transaction. What they held is gone."""
    with opened_at(database) as opened, _schema_transaction(opened) as connection:
        command.downgrade(_config(connection), revision)


def draft_revision(database: Database | str, slug: str) -> Path:
    """Write the next migration: what the models have and the migrated `database` has not. To be read and mended."""
    with opened_at(database) as opened, _schema_transaction(opened) as connection:
        config = _config(connection)
        number = f"{len(list((FOLDER / 'versions').glob('[0-9]*.py'))) + 1:04}"
        script = command.revision(config, message=slug, autogenerate=True, rev_id=number)
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic wrote no single migration")
    return Path(script.path)


def _config(connection: Connection) -> Config:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


@contextmanager
def _schema_transaction(database: Database) -> Iterator[Connection]:
    """A connection on which tables may be made anew.

    SQLite replaces a table that changes: with foreign keys on, dropping the old one would take every row that refers to
    it. So they are off meanwhile (which works outside a transaction only) and checked before the commit.
    """
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            with connection.begin():
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRES_LOCK})
                yield connection
            return
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if broken:
                    raise RuntimeError(f"The migration would leave {len(broken)} rows that refer to nothing: undone")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")
            driver.close()
