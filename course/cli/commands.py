"""Commands: of the content, of people, of the database, of the jobs, of the documents made from the code."""

from typing import Final

from click import Command

from course.cli import authoring, backup, content, database, docs, exchange, instance, people, pictures, trial
from course.jobs.commands import audit, jobs, retention

__all__ = [  # they hang their commands on the group of content
    "GROUPS",
    "authoring",
    "exchange",
    "instance",
    "pictures",
    "trial",
]
GROUPS: Final[tuple[Command, ...]] = (
    backup.backup,
    content.content,
    database.database,
    docs.docs,
    people.people,
    jobs,
    audit,
    retention,
)
