"""PostgreSQL samples no values of what is held sealed, and forgets those that it took.

It keeps up to a hundred values of each column for its planning, in a catalogue that outlives the rows: who had held
something could be read there after the hour.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = {"pending": {"learner_key": "bytea", "place": "text", "sealed": "bytea"}, "pooled": {"sealed": "bytea"}}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in COLUMNS.items():
        for column, type_ in columns.items():
            # To set a column to the type that it has rewrites nothing, and lets its samples go.
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {type_}")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1")
