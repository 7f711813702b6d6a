"""Commands: of the content, of people, of the database, of the jobs, of the documents made from the code."""

from flask import Flask

from course.cli import authoring, backup, content, database, docs, exchange, instance, people, pictures, trial
from course.jobs.commands import audit, jobs, retention

__all__ = [  # they hang their commands on the group of content
    "authoring",
    "exchange",
    "install",
    "instance",
    "pictures",
    "trial",
]


def install(app: Flask) -> None:
    """Hang the commands on the application."""
    groups = (backup.backup, content.content, database.database, docs.docs, people.people, jobs, audit, retention)
    for group in groups:
        app.cli.add_command(group)
