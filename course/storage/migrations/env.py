"""How Alembic runs here: on the connection that `course.storage.migrate` hands over, inside its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON, Connection

from course.storage.models import Base, Moment


def render_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our types as plain ones, defined in `script.py.mako`: migrations import no models, which go on changing."""
    if kind == "type" and isinstance(item, Moment):
        return "MOMENT"
    if kind == "type" and isinstance(item, JSON):
        return "DATA"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=render_type,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
